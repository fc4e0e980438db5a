"""Dots wander along lit weights, the way numbers run, for a while and not while training needs the frames."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from gui.plots import edge_flow
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_keys import Spot
from gui.plots.network_diagram import NetworkDiagram
from gui.session.spotlight import BACKWARD, FORWARD, Lit

EDGE = (2, 0, 1)


@pytest.fixture
def diagram(qtbot) -> NetworkDiagram:
    """2-4-2-1, shown."""
    rng, sizes = np.random.default_rng(0), (2, 4, 2, 1)
    diagram = NetworkDiagram()
    qtbot.addWidget(diagram)
    diagram.resize(660, 590)
    diagram.show_design(DiagramDesign(("x₁", "x₂"), tuple((size, "Tanh") for size in sizes[1:])))
    pairs = list(zip(sizes[1:], sizes[:-1], strict=True))
    diagram.show_parameters(
        [rng.normal(size=pair) for pair in pairs], [rng.normal(size=pair[0]) for pair in pairs]
    )
    with qtbot.waitExposed(diagram):
        diagram.show()
    return diagram


def dots(diagram: NetworkDiagram) -> np.ndarray:
    """x of each dot."""
    return np.sort(diagram.flow.places()[:, 0])


@pytest.mark.parametrize("way", [FORWARD, BACKWARD])
def test_the_dots_go_the_way_the_numbers_run(diagram: NetworkDiagram, qtbot, way: int) -> None:
    diagram.show_light(Lit(edges=frozenset({EDGE}), flow=way))
    (start,), (end,) = (side[EDGE[1], EDGE[2]][:1] for side in diagram.layout_of.ends(EDGE[0]))
    before = dots(diagram)
    assert start - 1 <= before.min() < before.max() <= end + 1
    with qtbot.waitSignal(diagram.flow.moved):
        pass
    after = dots(diagram)
    nearest = np.abs(before[:, None] - after[None]).argmin(axis=1)
    moved = (after[nearest] - before)[1:-1]
    assert (np.sign(moved) == way).all()


def test_the_dots_are_seen_and_leave_the_notes_free(diagram: NetworkDiagram) -> None:
    lit = Lit(edges=frozenset({EDGE}), flow=FORWARD, notes=((EDGE, "+0.1234"),))
    diagram.show_light(lit)
    assert diagram.flow.is_running
    moving = diagram.grab().toImage()
    diagram.flow.stop()
    still = diagram.grab().toImage()
    assert moving != still
    box = diagram._weights.spotlight().note_box(Spot(*EDGE), "+0.1234", FORWARD).toAlignedRect()
    assert moving.copy(box) == still.copy(box)


def test_they_rest_after_a_while(even_time, diagram: NetworkDiagram, monkeypatch) -> None:
    monkeypatch.setattr(edge_flow, "LASTS", 200)
    diagram.show_light(Lit(edges=frozenset({EDGE}), flow=FORWARD))
    even_time.until(lambda: not diagram.flow.is_running, 3)


def test_nothing_moves_without_a_way_unseen_or_in_training(diagram: NetworkDiagram) -> None:
    lit = Lit(edges=frozenset({EDGE}), flow=BACKWARD)
    diagram.show_light(Lit(edges=frozenset({EDGE})))
    assert not diagram.flow.is_running
    diagram.show_light(lit)
    assert diagram.flow.is_running
    diagram.flow.allow(False)
    assert not diagram.flow.is_running
    diagram.show_light(lit)
    assert not diagram.flow.is_running
    diagram.flow.allow(True)
    assert diagram.flow.is_running
    diagram.hide()
    assert not diagram.flow.is_running
    diagram.show_light(lit)
    assert not diagram.flow.is_running
    diagram.show()
    diagram.show_light(lit)
    diagram.show_light(None)
    assert not diagram.flow.is_running


@pytest.mark.parametrize("edge", [(2, 5, 0), (2, 0, 4), (4, 0, 0)])
def test_a_light_of_a_larger_network_moves_nothing(
    diagram: NetworkDiagram, edge: tuple[int, int, int]
) -> None:
    diagram.show_light(Lit(edges=frozenset({edge}), flow=FORWARD))
    assert not diagram.flow.is_running


def test_what_changes_below_the_dots_is_seen_at_once(diagram: NetworkDiagram) -> None:
    diagram.show_light(Lit(neurons=frozenset({(1, 1)}), edges=frozenset({EDGE}), flow=FORWARD))
    QApplication.processEvents()
    diagram.select(Spot(1, 3))
    moving = diagram.grab(diagram.rect()).toImage()
    spot = diagram.spot_center(Spot(1, 3)).toPoint()
    diagram.flow.stop()
    still = diagram.grab().toImage()
    around = [(spot.x() + dx, spot.y() + dy) for dx in range(-30, 31) for dy in range(-30, 31)]
    assert all(moving.pixel(*place) == still.pixel(*place) for place in around)


def test_a_large_network_has_few_dots(diagram: NetworkDiagram) -> None:
    rng, sizes = np.random.default_rng(0), (2, 16, 16, 1)
    diagram.show_design(DiagramDesign(("x₁", "x₂"), tuple((size, "Tanh") for size in sizes[1:])))
    pairs = list(zip(sizes[1:], sizes[:-1], strict=True))
    diagram.show_parameters(
        [rng.normal(size=pair) for pair in pairs], [rng.normal(size=pair[0]) for pair in pairs]
    )
    edges = frozenset((2, j, k) for j in range(16) for k in range(16))
    diagram.show_light(Lit(edges=edges, flow=FORWARD))
    assert diagram.flow.is_running
    assert 100 <= len(dots(diagram)) <= 1.3 * edge_flow.MOST_DOTS
