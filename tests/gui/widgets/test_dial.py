"""The dial: turned by mouse and keys, with the directions of a gradient marked."""

from math import atan2, degrees, pi, radians

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QShortcut
from PySide6.QtTest import QTest

from gui.appearance import appearance
from gui.themes import THEMES
from gui.widgets.dial import Dial


@pytest.fixture
def dial(show) -> Dial:
    widget = Dial("slope.dial", "Direction u", "Turn it")
    widget.kept = show(widget)
    return widget


@pytest.mark.parametrize("angle", [0.0, 30.0, 135.0, 250.0, 359.0])
def test_a_drag_turns_the_needle_to_the_mouse(dial: Dial, heard, angle) -> None:
    said = heard(dial.turned)
    QTest.mousePress(dial, Qt.MouseButton.LeftButton, pos=dial.place_of(1.0).toPoint())
    QTest.mouseMove(dial, dial.place_of(radians(angle)).toPoint())
    QTest.mouseRelease(dial, Qt.MouseButton.LeftButton, pos=dial.place_of(radians(angle)).toPoint())
    apart = (degrees(said[-1]) - angle + 180.0) % 360.0 - 180.0
    assert abs(apart) < 1.0, "as near as a pixel is wide"
    assert dial.angle == said[-1]
    QTest.mouseMove(dial, dial.place_of(2.0).toPoint())
    assert dial.angle == said[-1], "released"


def test_right_is_zero_and_up_is_a_quarter(dial: Dial) -> None:
    middle = QPointF(dial.width() / 2, dial.height() / 2)
    assert dial.place_of(0.0).x() > middle.x()
    assert dial.place_of(0.0).y() == pytest.approx(middle.y())
    assert dial.place_of(pi / 2).y() < middle.y()


def test_arrows_turn_by_five_degrees_and_with_shift_by_one(dial: Dial, heard) -> None:
    said = heard(dial.turned)
    dial.setFocus()
    for key, modifier in (
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(dial, key, modifier)
    assert [degrees(angle) for angle in said] == pytest.approx([5.0, 10.0, 11.0, 5.0, 4.0])
    dial.show_angle(0.0)
    QTest.keyClick(dial, Qt.Key.Key_Right)
    assert degrees(dial.angle) == pytest.approx(355.0)


def test_its_keys_are_no_commands_while_it_has_the_keyboard(dial: Dial, heard) -> None:
    commands = [heard(QShortcut(keys, dial.window()).activated) for keys in ("Right", "Shift+Right")]
    dial.setFocus()
    QTest.keyClick(dial, Qt.Key.Key_Right)
    QTest.keyClick(dial, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert commands == [[], []]
    assert degrees(dial.angle) == pytest.approx(354.0)


def test_showing_an_angle_says_nothing(dial: Dial, heard) -> None:
    said = heard(dial.turned)
    dial.show_angle(-pi / 2)
    assert said == []
    assert degrees(dial.angle) == pytest.approx(270.0)
    interface = QAccessible.queryAccessibleInterface(dial)
    assert interface.valueInterface().currentValue() == 270
    assert interface.text(QAccessible.Text.Name) == "Direction u"
    assert "270" in dial.accessibleDescription()


@pytest.mark.parametrize("gradient", [(1.0, 0.0), (-0.3, 2.0), (1e-8, -1e-9)])
def test_marks_stand_where_the_gradient_says(dial: Dial, gradient) -> None:
    dial.show_gradient(*gradient)
    marks = dial.marks()
    assert [kind for kind, _ in marks] == ["descent", "ascent", "flat", "flat"]
    uphill = atan2(gradient[1], gradient[0])
    turns = [degrees(angle - uphill) % 360.0 for _, angle in marks]
    assert turns[0] == pytest.approx(180.0)
    assert turns[1] % 360.0 == pytest.approx(0.0, abs=1e-9) or turns[1] == pytest.approx(360.0)
    assert sorted(turns[2:]) == pytest.approx([90.0, 270.0])


@pytest.mark.parametrize("gradient", [(0.0, 0.0), (float("nan"), 1.0), (float("inf"), 1.0)])
def test_a_gradient_without_direction_marks_none(dial: Dial, gradient) -> None:
    dial.show_gradient(1.0, 1.0)
    dial.show_gradient(*gradient)
    assert dial.marks() == []
    assert dial.descent is None
    assert not dial.grab().isNull()


def test_the_rose_is_cut_off_at_the_slope(dial: Dial) -> None:
    """Along 60° from steepest descent the slope is half the steepest: the mark on the needle is half as far out."""
    dial.show_gradient(-1.0, 0.0)
    dial.show_angle(pi / 3)
    image = dial.grab().toImage()
    half = dial._at(pi / 3, (dial._radius() - 7.0) / 2.0)
    assert image.pixelColor(half.toPoint()).name() == THEMES["light"].surface


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_downhill_and_uphill_differ_in_every_theme(dial: Dial, theme) -> None:
    appearance().set_theme(theme)
    dial.show_gradient(1.0, 0.0)
    dial.show_angle(pi / 2)
    image = dial.grab().toImage()
    colours = {
        image.pixelColor(dial._at(angle, dial._radius() / 2.0).toPoint() + QPointF(0, 6).toPoint()).name()
        for angle in (0.0, pi, 3 * pi / 2)
    }
    assert len(colours) == 3
