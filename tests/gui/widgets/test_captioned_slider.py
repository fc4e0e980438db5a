"""A slider in steps, with its caption and its value."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSlider

from gui.widgets.captioned_slider import CaptionedSlider


@pytest.fixture
def slider(show) -> CaptionedSlider:
    captioned = CaptionedSlider("Noise", "data.noise", 0, 80, 5, lambda value: f"{value} percent", "Shake")
    show(captioned)
    return captioned


def texts(slider: CaptionedSlider) -> list[str]:
    return [label.text() for label in slider.findChildren(QLabel)]


def test_value_is_shown_in_words(slider) -> None:
    slider.show_value(35)
    assert slider.value == 35
    assert texts(slider) == ["Noise", "35 percent"]


def test_keys_move_by_the_step_and_are_announced(slider, heard) -> None:
    changed = heard(slider.changed)
    inner = slider.findChild(QSlider, "data.noise")
    QTest.keyClick(inner, Qt.Key.Key_Right)
    QTest.keyClick(inner, Qt.Key.Key_Right)
    QTest.keyClick(inner, Qt.Key.Key_Left)
    assert changed == [5, 10, 5]
    assert texts(slider)[1] == "5 percent"


def test_ends_are_the_ends(slider, heard) -> None:
    changed = heard(slider.changed)
    inner = slider.findChild(QSlider, "data.noise")
    QTest.keyClick(inner, Qt.Key.Key_End)
    QTest.keyClick(inner, Qt.Key.Key_Right)
    QTest.keyClick(inner, Qt.Key.Key_Home)
    assert changed == [80, 0]


def test_showing_a_value_announces_nothing(slider, heard) -> None:
    changed = heard(slider.changed)
    slider.show_value(80)
    assert changed == []


def test_a_burst_of_keys_ends_when_the_keyboard_leaves(slider, heard) -> None:
    inner, ended = slider.findChild(QSlider, "data.noise"), heard(slider.gesture_ended)
    inner.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        QTest.keyClick(inner, Qt.Key.Key_Right)
    assert len(ended) == 0
    inner.clearFocus()
    assert len(ended) == 1


def test_a_drag_ends_when_the_hand_lets_go(slider, heard) -> None:
    inner, said = slider.findChild(QSlider, "data.noise"), []
    slider.changed.connect(lambda value: said.append("changed"))
    slider.gesture_ended.connect(lambda: said.append("ended"))
    handle, left = QPoint(6, inner.height() // 2), Qt.MouseButton.LeftButton
    QTest.mousePress(inner, left, pos=handle)
    for across in (60, 120):
        QTest.mouseMove(inner, handle + QPoint(across, 0))
    QTest.mouseRelease(inner, left, pos=handle + QPoint(120, 0))
    assert said == ["ended", "changed", "changed", "ended"]


def test_screen_reader_hears_the_caption(slider) -> None:
    assert slider.findChild(QSlider, "data.noise").accessibleName() == "Noise"
