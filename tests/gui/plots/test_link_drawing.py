"""A new link follows the mouse or the keys from neuron to neuron; links over layers are painted and pointed at."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.appearance import appearance
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_keys import Spot
from gui.plots.network_diagram import NetworkDiagram

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
BARE = Qt.KeyboardModifier.NoModifier
SIZES = (2, 4, 2, 1)
LONG = Spot(3, 0, 0, 0)
DESIGN = DiagramDesign(
    ("x₁", "x₂"),
    ((4, "Tanh"), (2, "Tanh"), (1, "Tanh")),
    cut=frozenset({(1, 3, 0)}),
    long_links=(LONG.edge,),
    spare_names=("x₁²",),
    input_order=(0, 1, 2),
)


@pytest.fixture
def diagram(qtbot) -> NetworkDiagram:
    diagram = NetworkDiagram()
    qtbot.addWidget(diagram)
    diagram.resize(660, 590)
    show(diagram, DESIGN)
    with qtbot.waitExposed(diagram):
        diagram.show()
    return diagram


def show(diagram: NetworkDiagram, design: DiagramDesign, weight: float = 2.0) -> None:
    """Short of the long link all weights are 0."""
    diagram.show_design(design)
    weights = [np.zeros((high, low)) for low, high in pairwise(SIZES)]
    diagram.show_parameters(weights, [np.zeros(size) for size in SIZES[1:]], np.array([weight]))


@pytest.fixture
def wanted(diagram: NetworkDiagram) -> list[tuple[Spot, Spot]]:
    ends: list[tuple[Spot, Spot]] = []
    diagram.link_wanted.connect(lambda start, end: ends.append((start, end)))
    return ends


def picture(diagram: NetworkDiagram) -> np.ndarray:
    """(height, width, 3)"""
    QApplication.processEvents()
    image = diagram.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., :3].astype(int)


def place_of(diagram: NetworkDiagram, spot: Spot) -> QPoint:
    return diagram.spot_center(spot).toPoint()


def has(pixels: np.ndarray, colour: str, count: int = 1) -> bool:
    wanted = np.array(QColor(colour).getRgb()[:3])
    return bool((np.abs(pixels - wanted).sum(axis=2) < 40).sum() >= count)


def around(diagram: NetworkDiagram, spot: Spot, reach: int = 6) -> np.ndarray:
    x, y = place_of(diagram, spot).toTuple()
    return picture(diagram)[y - reach : y + reach + 1, x - reach : x + reach + 1]


def drag(diagram: NetworkDiagram, start: Spot, end: Spot | QPoint) -> str:
    """Press, and drag without letting go; what is said."""
    there = end if isinstance(end, QPoint) else place_of(diagram, end)
    here = place_of(diagram, start)
    QTest.mousePress(diagram, LEFT, pos=here)
    for place in (here + QPoint(2, 0), here + (there - here) / 2, there):
        QTest.mouseMove(diagram, place)
    return diagram.hovered_text()


def let_go(diagram: NetworkDiagram, end: Spot) -> None:
    QTest.mouseRelease(diagram, LEFT, pos=place_of(diagram, end))


# A new one, by mouse


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        (Spot(0, 1), Spot(2, 0), "draw a long link from x₂ to neuron 1, layer 2"),
        (Spot(3, 0), Spot(1, 2), "draw a long link from neuron 3, layer 1 to neuron 1, layer 3"),
        (Spot(0, 0), Spot(3, 0), "pick the link from x₁ to neuron 1, layer 3"),
        (Spot(1, 0), Spot(2, 1), "pick the link from neuron 1, layer 1 to neuron 2, layer 2"),
        (Spot(0, 0), Spot(1, 3), "join the link from x₁ to neuron 4, layer 1"),
        (Spot(1, 0), Spot(1, 2), "a link leads from one layer to a later one"),
    ],
)
def test_dragging_says_what_letting_go_does(diagram, wanted, start: Spot, end: Spot, says: str) -> None:
    assert drag(diagram, start, end) == says
    assert wanted == []
    let_go(diagram, end)
    assert wanted == [(start, end)]
    assert not diagram.drawing.is_on


def test_a_rubber_line_follows_and_the_target_is_framed(diagram: NetworkDiagram) -> None:
    accent = appearance().theme.accent
    start, end = Spot(1, 3), Spot(3, 0)
    middle = (place_of(diagram, start) + place_of(diagram, end)) / 2
    box = np.s_[middle.y() - 20 : middle.y() + 20, middle.x() - 20 : middle.x() + 20]
    frame = round(float(diagram.layout_of.tiles[3]) / 2) + 6
    assert not has(picture(diagram)[box], accent)
    assert not has(around(diagram, end, frame), accent)
    drag(diagram, start, end)
    assert has(picture(diagram)[box], accent, 10)
    assert has(around(diagram, end, frame), accent, 40)
    let_go(diagram, end)
    assert not has(picture(diagram)[box], accent)


def test_a_click_and_a_trembling_hand_only_pick(diagram: NetworkDiagram, wanted) -> None:
    picked: list[Spot] = []
    diagram.picked.connect(picked.append)
    here = place_of(diagram, Spot(1, 1))
    QTest.mousePress(diagram, LEFT, pos=here)
    QTest.mouseMove(diagram, here + QPoint(QApplication.startDragDistance() - 1, 0))
    assert not diagram.drawing.is_on
    QTest.mouseRelease(diagram, LEFT, pos=here)
    QTest.mouseMove(diagram, place_of(diagram, Spot(3, 0)))
    assert not diagram.drawing.is_on
    assert (picked, wanted) == ([Spot(1, 1)], [])


def test_a_button_that_was_let_go_elsewhere_draws_nothing(diagram: NetworkDiagram) -> None:
    QTest.mousePress(diagram, LEFT, pos=place_of(diagram, Spot(1, 1)))
    place = diagram.spot_center(Spot(3, 0))
    none = Qt.MouseButton.NoButton
    still = QMouseEvent(QEvent.Type.MouseMove, place, diagram.mapToGlobal(place), none, none, BARE)
    QApplication.sendEvent(diagram, still)
    assert not diagram.drawing.is_on
    QTest.mouseRelease(diagram, LEFT, pos=place.toPoint())


def over_the_ground(diagram: NetworkDiagram) -> None:
    QTest.mouseMove(diagram, QPoint(400, 580))
    assert diagram.hovered_text() == "a link from x₂: to a neuron of another layer"


def over_a_spare_input(diagram: NetworkDiagram) -> None:
    QTest.mouseMove(diagram, place_of(diagram, Spot(0, 2)))
    assert diagram.hovered_text() == "a link from x₂: to a neuron of another layer"


def back_at_its_start(diagram: NetworkDiagram) -> None:
    QTest.mouseMove(diagram, place_of(diagram, Spot(0, 1)))


def escape(diagram: NetworkDiagram) -> None:
    QTest.keyClick(diagram, Qt.Key.Key_Escape)
    assert not diagram.drawing.is_on


def right_button(diagram: NetworkDiagram) -> None:
    asked: list[Spot] = []
    diagram.menu_asked.connect(lambda spot, place: asked.append(spot))
    here = place_of(diagram, Spot(2, 0))
    QTest.mousePress(diagram, RIGHT, pos=here)
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, here, diagram.mapToGlobal(here))
    QApplication.sendEvent(diagram, menu)
    QTest.mouseRelease(diagram, RIGHT, pos=here)
    assert not diagram.drawing.is_on
    assert asked == []


def another_network(diagram: NetworkDiagram) -> None:
    show(diagram, replace(DESIGN, long_links=(LONG.edge, (2, 0, 0, 0))))
    assert not diagram.drawing.is_on


@pytest.mark.parametrize(
    "leave", [over_the_ground, over_a_spare_input, back_at_its_start, escape, right_button, another_network]
)
def test_it_is_left_without_a_trace(diagram, wanted, leave: Callable[[NetworkDiagram], None]) -> None:
    drag(diagram, Spot(0, 1), Spot(2, 0))
    leave(diagram)
    QTest.mouseRelease(diagram, LEFT, pos=QPoint(400, 580))
    assert not diagram.drawing.is_on
    assert wanted == []


def test_an_input_that_is_off_begins_none(diagram: NetworkDiagram, wanted) -> None:
    switched: list[int] = []
    diagram.input_switched.connect(switched.append)
    drag(diagram, Spot(0, 2), Spot(2, 0))
    let_go(diagram, Spot(2, 0))
    assert (switched, wanted) == ([2], [])


# By keys


def test_keys_lead_it_to_a_neuron_and_enter_wants_it(diagram: NetworkDiagram, wanted) -> None:
    diagram.drawing.begin(Spot(0, 1))
    assert diagram.hovered_text() == "draw a long link from x₂ to neuron 2, layer 2"
    for key, says in (
        (Qt.Key.Key_Up, "draw a long link from x₂ to neuron 1, layer 2"),
        (Qt.Key.Key_Left, "pick the link from x₂ to neuron 1, layer 1"),
        (Qt.Key.Key_Left, "a link leads from one layer to a later one"),
    ):
        QTest.keyClick(diagram, key)
        assert diagram.hovered_text() == says
    QTest.keyClick(diagram, Qt.Key.Key_Return)
    assert diagram.drawing.is_on, "it may still be led elsewhere"
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(diagram, key)
    assert wanted == [(Spot(0, 1), Spot(0, 0)), (Spot(0, 1), Spot(2, 0))]
    assert not diagram.drawing.is_on


def test_no_other_key_does_anything_meanwhile(diagram: NetworkDiagram, wanted) -> None:
    did: list[object] = []
    for signal in (diagram.commanded, diagram.picked, diagram.layer_picked, diagram.input_switched):
        signal.connect(did.append)
    diagram.drawing.begin(Spot(0, 1))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Plus, Qt.Key.Key_L, Qt.Key.Key_W, Qt.Key.Key_Escape):
        assert diagram.drawing.is_on
        QTest.keyClick(diagram, key)
    assert (did, wanted, diagram.drawing.is_on) == ([], [], False)


def test_begun_by_keys_a_click_ends_it(diagram: NetworkDiagram, wanted) -> None:
    diagram.drawing.begin(Spot(0, 1))
    QTest.mouseMove(diagram, place_of(diagram, Spot(3, 0)))
    QTest.mouseClick(diagram, LEFT, pos=place_of(diagram, Spot(3, 0)))
    assert wanted == [(Spot(0, 1), Spot(3, 0))]
    assert not diagram.drawing.is_on


# Those that are there


def test_it_wears_its_sign_and_a_weak_one_is_seen_too(diagram: NetworkDiagram) -> None:
    theme = appearance().theme
    for weight, colour in ((2.0, theme.positive), (-2.0, theme.negative)):
        show(diagram, DESIGN, weight)
        assert has(around(diagram, LONG, 12), colour, 8)
    show(diagram, DESIGN, 0.0)
    ground = np.array(QColor(theme.surface).getRgb()[:3])
    assert (np.abs(around(diagram, LONG) - ground).sum(axis=2) > 60).sum() >= 8


def test_it_is_marked_where_it_is_frozen_or_cut(diagram: NetworkDiagram) -> None:
    text = appearance().theme.text
    show(diagram, DESIGN)
    assert not has(around(diagram, LONG, 3), text)
    show(diagram, replace(DESIGN, frozen=frozenset({LONG})))
    assert has(around(diagram, LONG, 4), text, 8)
    show(diagram, replace(DESIGN, cut=frozenset({LONG.edge})), 0.0)
    assert has(around(diagram, LONG, 4), text, 6)


def test_pointing_at_it_says_where_it_leads_and_a_click_picks_it(diagram: NetworkDiagram, qtbot) -> None:
    QTest.mouseMove(diagram, place_of(diagram, LONG))
    assert diagram.hovered_text() == "long link from x₁ to neuron 1, layer 3: +2.000"
    with qtbot.waitSignal(diagram.picked) as picked, qtbot.waitSignal(diagram.commanded) as commanded:
        QTest.mouseClick(diagram, LEFT, pos=place_of(diagram, LONG))
    assert (picked.args, commanded.args) == ([LONG], ["edit"])
    QTest.mouseMove(diagram, QPoint(400, 580))
    plain = around(diagram, LONG, 12)
    diagram.select(LONG)
    assert not has(plain, appearance().theme.accent)
    assert has(around(diagram, LONG, 12), appearance().theme.accent, 10)


def test_weights_between_neighbours_are_still_found(diagram: NetworkDiagram) -> None:
    for spot in (Spot(1, 1, 1), Spot(3, 0, 1)):
        QTest.mouseMove(diagram, place_of(diagram, spot))
        assert diagram.hovered_text().startswith("weight w"), spot


@dataclass(frozen=True)
class Light:
    neurons: frozenset[tuple[int, int]] = frozenset()
    edges: frozenset[tuple[int, ...]] = frozenset({LONG.edge})
    flow: int = 1
    notes: tuple[tuple[tuple[int, ...], str], ...] = ((LONG.edge, "+2.0000"),)
    skips: frozenset[tuple[int, int]] = frozenset()
    out: frozenset[tuple[int, int]] = frozenset()
    strength: dict[tuple[int, ...], float] = field(default_factory=dict)


def test_light_on_it_runs_along_its_course(diagram: NetworkDiagram) -> None:
    diagram.show_light(Light())
    assert diagram.flow.is_running
    places = diagram.flow.places()
    course = diagram.layout_of.arcs
    assert len(places) > 3
    assert all(course.at(x, y, 1.5) == LONG.edge for x, y in places.tolist())
    (box,) = diagram._weights.spotlight().note_boxes(Light())
    assert course.at(box.center().x(), box.center().y(), 1.5) == LONG.edge
    show(diagram, replace(DESIGN, long_links=()))
    diagram.show_parameters(
        [np.zeros((high, low)) for low, high in pairwise(SIZES)], [np.zeros(size) for size in SIZES[1:]]
    )
    diagram.show_light(Light())  # of a link that is gone
    assert not diagram.flow.is_running
    assert picture(diagram).shape == (590, 660, 3)
