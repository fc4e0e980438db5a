"""Light on the diagram: what takes part keeps its colour, all else pales, arrows show the way."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from gui.appearance import appearance
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_keys import Spot
from gui.plots.diagram_spotlight import DiagramSpotlight
from gui.plots.network_diagram import NetworkDiagram


@dataclass(frozen=True)
class Light:
    neurons: frozenset[tuple[int, int]] = frozenset()
    edges: frozenset[tuple[int, int, int]] = frozenset()
    flow: int = 0
    notes: tuple[tuple[tuple[int, ...], str], ...] = ()
    skips: frozenset[tuple[int, int]] = frozenset()
    out: frozenset[tuple[int, int]] = frozenset()
    strength: dict[tuple[int, int, int], float] = field(default_factory=dict)


@pytest.fixture
def diagram(qtbot) -> NetworkDiagram:
    """2-3-1 with weights of 1, every tile in the colour of plus."""
    sizes = (2, 3, 1)
    diagram = NetworkDiagram()
    qtbot.addWidget(diagram)
    diagram.resize(660, 480)
    diagram.show_design(DiagramDesign(("x1", "x2"), ((3, "Tanh"), (1, "Tanh"))))
    diagram.show_parameters(
        [np.ones((high, low)) for low, high in pairwise(sizes)], [np.zeros(3), np.zeros(1)]
    )
    diagram.show_tiles([np.ones((size, 2, 2)) for size in sizes])
    with qtbot.waitExposed(diagram):
        diagram.show()
    return diagram


def picture(diagram: NetworkDiagram) -> np.ndarray:
    """(height, width, 3)"""
    QApplication.processEvents()
    image = diagram.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., :3].astype(int)


def at(diagram: NetworkDiagram, spot: Spot) -> np.ndarray:
    center: QPoint = diagram.spot_center(spot).toPoint()
    return picture(diagram)[center.y(), center.x()]


def share_of(pixels: np.ndarray, colour: str) -> float:
    """How many pixels are that colour, but for the softening of edges."""
    wanted = np.array(QColor(colour).getRgb()[:3])
    return float((np.abs(pixels - wanted).sum(axis=-1) < 24).mean())


def test_what_takes_no_part_pales(diagram: NetworkDiagram) -> None:
    before = at(diagram, Spot(1, 0))
    diagram.show_light(Light(neurons=frozenset({(1, 1)})))
    assert (at(diagram, Spot(1, 1)) == before).all()
    assert at(diagram, Spot(1, 0)).sum() > before.sum() + 150
    diagram.show_light(None)
    assert (at(diagram, Spot(1, 0)) == before).all()


def test_lit_weights_stand_out(diagram: NetworkDiagram) -> None:
    diagram.show_light(Light(edges=frozenset({(1, 1, 1)})))
    theme = appearance().theme
    lit, pale = at(diagram, Spot(1, 1, 1)), at(diagram, Spot(1, 1, 0))
    assert (
        np.abs(lit - np.array(QColor(theme.surface).getRgb()[:3])).sum()
        > 2 * np.abs(pale - np.array(QColor(theme.surface).getRgb()[:3])).sum()
    )


@pytest.mark.parametrize(("flow", "is_right"), [(1, True), (-1, False)])
def test_the_arrow_stands_where_numbers_run_to(diagram: NetworkDiagram, flow: int, is_right: bool) -> None:
    edge = (2, 0, 1)
    diagram.show_light(Light(edges=frozenset({edge})))
    without = picture(diagram)
    diagram.show_light(Light(edges=frozenset({edge}), flow=flow))
    diagram.flow.stop()  # the dots are at rest, the arrow stays
    changed = np.flatnonzero((picture(diagram) != without).any(axis=(0, 2)))
    middle = diagram.spot_center(Spot(*edge)).x()
    assert len(changed)
    assert (changed > middle).all() == is_right
    assert (changed < middle).all() != is_right


def test_a_note_is_written_beside_its_neuron_and_on_its_weight(diagram: NetworkDiagram) -> None:
    for spot in (Spot(1, 1), Spot(2, 0, 1)):
        place = (spot.layer, spot.neuron) if spot.source is None else (2, 0, 1)
        diagram.show_light(Light(neurons=frozenset({(1, 1)})))
        without = picture(diagram)
        diagram.show_light(Light(neurons=frozenset({(1, 1)}), notes=((place, "−0.125"),)))
        rows, columns = np.nonzero((picture(diagram) != without).any(axis=2))
        center = diagram.spot_center(spot)
        assert abs(columns.mean() - center.x()) < 40
        assert abs(rows.mean() - center.y()) < 50


def test_a_lit_skip_connection_stands_out_among_pale_ones(diagram: NetworkDiagram) -> None:
    diagram.show_design(DiagramDesign(("x1", "x2"), ((2, "Tanh"), (2, "Tanh")), skips=frozenset({2})))
    diagram.show_parameters([np.ones((2, 2))] * 2, [np.zeros(2)] * 2)
    accent = appearance().theme.accent
    neurons = frozenset({(1, 0), (2, 0)})
    diagram.show_light(Light(neurons=neurons))
    before = share_of(picture(diagram), accent)
    diagram.show_light(Light(neurons=neurons, skips=frozenset({(2, 0)}), flow=1))
    assert share_of(picture(diagram), accent) > before + 0.0005


def test_notes_of_crowded_neurons_stay_in_the_picture(diagram: NetworkDiagram) -> None:
    diagram.show_design(DiagramDesign(("x1", "x2"), ((32, "Tanh"), (32, "Tanh"))))
    diagram.show_parameters([np.ones((32, 2)), np.ones((32, 32))], [np.zeros(32)] * 2)
    spotlight = DiagramSpotlight(appearance().theme, diagram.layout_of, [], is_curved=False)
    for spot in (Spot(0, 0), Spot(1, 0), Spot(1, 31), Spot(2, 0), Spot(2, 31)):
        box = spotlight.note_box(spot, "−1.23e-05")
        assert diagram.rect().contains(box.toAlignedRect())


def test_a_long_note_of_the_output_stays_in_the_picture(diagram: NetworkDiagram) -> None:
    spotlight = DiagramSpotlight(appearance().theme, diagram.layout_of, [], is_curved=False)
    last = len(diagram.layout_of.sizes) - 1
    box = spotlight.note_box(Spot(last, 0), "f′ +0.00123 · −1.23e-05")
    assert diagram.rect().contains(box.toAlignedRect())


def test_notes_of_neighbouring_weights_keep_apart(diagram: NetworkDiagram) -> None:
    notes = tuple(((2, 0, source), "−0.1234") for source in range(3))
    notes += (((2, 0), "+0.5000"), ((1, 1), "+0.2500"))
    boxes = diagram._weights.spotlight().note_boxes(Light(notes=notes))
    for at, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[:at])


@pytest.mark.parametrize("key", ["light", "dark", "high_contrast"])
def test_every_theme_frames_what_takes_part(diagram: NetworkDiagram, key: str) -> None:
    appearance().set_theme(key)
    accent = appearance().theme.accent
    before = share_of(picture(diagram), accent)
    diagram.show_light(Light(neurons=frozenset({(0, 0), (1, 2)})))
    assert share_of(picture(diagram), accent) > before + 0.0005


def test_another_design_is_shown_without_light(diagram: NetworkDiagram) -> None:
    diagram.show_light(Light(neurons=frozenset({(1, 2)})))
    diagram.show_design(DiagramDesign(("x1", "x2"), ((2, "Tanh"),)))
    diagram.show_parameters([np.ones((2, 2))], [np.zeros(2)])
    without = picture(diagram)
    diagram.show_light(None)
    assert (picture(diagram) == without).all()


def test_who_sits_out_is_crossed_out_in_dashes(diagram: NetworkDiagram) -> None:
    diagram.show_light(Light(out=frozenset({(1, 1)})))
    assert _dark_on_the_diagonals(diagram, Spot(1, 0)) == [0, 0]
    assert all(2 <= dashes <= 12 for dashes in _dark_on_the_diagonals(diagram, Spot(1, 1)))
    diagram.show_light(Light(neurons=frozenset({(1, 1)})))
    assert _dark_on_the_diagonals(diagram, Spot(1, 1)) == [0, 0]


def _dark_on_the_diagonals(diagram: NetworkDiagram, spot: Spot) -> list[int]:
    """How many separate dark pieces each diagonal of a tile has, its frame left out."""
    center, reach = diagram.spot_center(spot).toPoint(), int(diagram.layout_of.tiles[spot.layer] / 2) - 4
    pixels = picture(diagram).sum(axis=2)
    pieces = []
    for slant in (1, -1):
        dark = [pixels[center.y() + slant * far, center.x() + far] < 250 for far in range(-reach, reach)]
        pieces.append(sum(now and not before for before, now in pairwise([False, *dark])))
    return pieces
