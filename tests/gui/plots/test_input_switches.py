"""Inputs that are off: where they stand, what they look like, and how they are switched."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from gui.appearance import appearance
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_keys import Spot, moved
from gui.plots.diagram_layout import DiagramLayout, Insets
from gui.plots.network_diagram import NetworkDiagram

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key

# In use are b and d; in the column stand a, b, c, d from top to bottom.
DESIGN = DiagramDesign(
    ("b", "d"), ((3, "Tanh"), (1, "Tanh")), spare_names=("a", "c"), input_order=(2, 0, 3, 1)
)


@pytest.fixture
def diagram(application, qtbot) -> NetworkDiagram:
    diagram = NetworkDiagram()
    qtbot.addWidget(diagram)
    diagram.resize(660, 590)
    diagram.show_design(DESIGN)
    diagram.show_parameters([np.ones((3, 2)), np.ones((1, 3))], [np.zeros(3), np.zeros(1)])
    with qtbot.waitExposed(diagram):
        diagram.show()
    return diagram


def picture(diagram: NetworkDiagram) -> np.ndarray:
    image = diagram.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., :3].astype(int)


def around(diagram: NetworkDiagram, spot: Spot, reach: int = 12) -> np.ndarray:
    place = diagram.spot_center(spot).toPoint()
    return picture(diagram)[place.y() - reach : place.y() + reach, place.x() - reach : place.x() + reach]


def test_column_stands_in_its_order() -> None:
    layout = DiagramLayout(DESIGN.sizes, 660, 590, Insets(), inputs=DESIGN.input_order)
    heights = [layout.place_of(0, number)[1] for number in DESIGN.input_order]
    assert heights == sorted(heights)
    assert np.ptp(np.diff(heights)) < 1e-9
    assert len(layout.centers(0)) == 2
    assert len(layout.spare_centers()) == 2


def test_lines_leave_from_inputs_in_use_alone() -> None:
    layout = DiagramLayout(DESIGN.sizes, 660, 590, Insets(), inputs=DESIGN.input_order)
    starts, _ = layout.ends(1)
    assert starts.shape == (3, 2, 2)
    assert starts[0, :, 1].tolist() == [layout.place_of(0, number)[1] for number in (0, 1)]


def test_place_finds_every_input(diagram: NetworkDiagram) -> None:
    for number in range(4):
        place = diagram.spot_center(Spot(0, number))
        assert diagram.layout_of.neuron_at(place.x(), place.y()) == (0, number)


def test_up_and_down_pass_through_all_that_stands_there() -> None:
    walk = [Spot(0, 2)]
    for _ in range(5):
        walk.append(moved(walk[-1], Key.Key_Down, DESIGN.sizes, DESIGN.input_order))
    assert [spot.neuron for spot in walk] == [2, 0, 3, 1, 1, 1]
    assert moved(Spot(0, 1), Key.Key_Up, DESIGN.sizes, DESIGN.input_order) == Spot(0, 3)


def test_no_weight_leads_on_from_what_is_off() -> None:
    for key in (Key.Key_Left, Key.Key_Right):
        assert moved(Spot(0, 3), key, DESIGN.sizes, DESIGN.input_order) == Spot(0, 3)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_off_is_paler_and_the_mouse_brings_its_colours(diagram: NetworkDiagram, theme: str) -> None:
    appearance().set_theme(theme)
    diagram.show_tiles([np.ones((size, 4, 4)) for size in (2, 3, 1)])
    diagram.show_spares(np.ones((2, 4, 4)))
    on, off = (around(diagram, Spot(0, number)).reshape(-1, 3) for number in (0, 3))
    ground = picture(diagram)[-4, -4]
    strength_on, strength_off = (np.abs(part.mean(axis=0) - ground).sum() for part in (on, off))
    assert 0 < strength_off < 0.6 * strength_on
    QTest.mouseMove(diagram, QPoint(3, 580))
    QTest.mouseMove(diagram, diagram.spot_center(Spot(0, 3)).toPoint())
    assert np.allclose(around(diagram, Spot(0, 3), 8), around(diagram, Spot(0, 0), 8), atol=3)


def test_pictures_of_what_is_off_follow_the_theme(diagram: NetworkDiagram) -> None:
    diagram.show_spares(-np.ones((2, 4, 4)))
    light = around(diagram, Spot(0, 2), 8).mean()
    appearance().set_theme("dark")
    assert around(diagram, Spot(0, 2), 8).mean() < light - 40


def test_click_on_what_is_off_asks_for_it(diagram: NetworkDiagram, qtbot) -> None:
    with qtbot.waitSignal(diagram.input_switched) as asked, qtbot.assertNotEmitted(diagram.picked):
        QTest.mouseClick(diagram, LEFT, pos=diagram.spot_center(Spot(0, 3)).toPoint())
    assert asked.args == [3]


def test_cross_comes_with_the_mouse_and_asks_to_take_away(diagram: NetworkDiagram, qtbot) -> None:
    place = diagram.spot_center(Spot(0, 1))
    half = float(diagram.layout_of.tiles[0]) / 2
    corner = (place + QPointF(half + 2, -half - 2)).toPoint()  # a little outside the tile
    QTest.mouseMove(diagram, QPoint(3, 580))
    without = picture(diagram)
    QTest.mouseMove(diagram, place.toPoint())
    changed = np.argwhere((picture(diagram) != without).any(axis=2))
    assert (np.abs(changed - [corner.y(), corner.x()]).max(axis=1) < 5).any()
    QTest.mouseMove(diagram, corner)
    assert diagram.hovered_text() == "take d away from the network"
    with qtbot.waitSignal(diagram.input_switched) as asked:
        QTest.mouseClick(diagram, LEFT, pos=corner)
    assert asked.args == [1]


def test_hidden_neurons_and_fixed_inputs_have_no_cross(diagram: NetworkDiagram) -> None:
    QTest.mouseMove(diagram, diagram.spot_center(Spot(1, 1)).toPoint())
    assert not DESIGN.can_switch_off(Spot(1, 1))
    fixed = DiagramDesign(("b", "d"), DESIGN.layers)
    assert not fixed.can_switch_off(Spot(0, 1))
    assert not fixed.is_spare(Spot(0, 1))


@pytest.mark.parametrize(
    ("number", "key", "is_asked"),
    [
        (3, Key.Key_Return, True),
        (3, Key.Key_Plus, True),
        (3, Key.Key_Delete, False),
        (1, Key.Key_Delete, True),
        (1, Key.Key_Minus, True),
    ],
)
def test_keys_switch_what_is_picked(
    diagram: NetworkDiagram, qtbot, number: int, key: Qt.Key, is_asked: bool
) -> None:
    asked: list[int] = []
    diagram.input_switched.connect(asked.append)
    diagram.select(Spot(0, number))
    with qtbot.assertNotEmitted(diagram.commanded):
        QTest.keyClick(diagram, key)
    assert asked == ([number] if is_asked else [])


def test_without_room_what_is_off_is_left_out(diagram: NetworkDiagram) -> None:
    seven = replace(DESIGN, spare_names=tuple("acefg"), input_order=tuple(range(7)))
    diagram.show_design(seven)
    diagram.select(Spot(0, 3))
    diagram.resize(660, 240)
    assert len(diagram.layout_of.spare_centers()) == 0
    assert diagram.selected is None
    diagram.resize(660, 590)
    assert len(diagram.layout_of.spare_centers()) == 5


@pytest.mark.parametrize("key", [Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right])
def test_an_input_that_is_switched_off_without_room_for_it_is_not_picked(
    diagram: NetworkDiagram, key: Key
) -> None:
    """The arrows begin anew, at the first input: from what is nowhere to be seen no arrow leads anywhere."""
    diagram.resize(660, 240)
    diagram.show_design(replace(DESIGN, spare_names=tuple("acefg"), input_order=tuple(range(7))))
    diagram.select(Spot(0, 4))
    assert diagram.selected is None
    picked: list[Spot] = []
    diagram.picked.connect(picked.append)
    QTest.keyClick(diagram, key)
    assert picked == [Spot(0, 0)]
