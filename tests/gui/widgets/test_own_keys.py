"""Which keys a focused control keeps, and which it leaves to the commands."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton, QSlider, QSpinBox, QTableWidget

from gui.widgets.choice import Choice
from gui.widgets.number_choice import NumberChoice
from gui.widgets.own_keys import OwnKeys


@pytest.fixture
def commands():
    """Count what the shortcuts of a window are asked for."""

    def count(window) -> dict[str, int]:
        calls = {"Space": 0, "Right": 0, "R": 0, "Esc": 0}
        for key in calls:

            def call(key: str = key) -> None:
                calls[key] += 1

            QShortcut(QKeySequence(key), window, call)
        return calls

    return count


def test_there_is_one(application) -> None:
    assert len(application.findChildren(OwnKeys)) == 1


def test_space_is_the_check_boxes_own(show, commands) -> None:
    box = QCheckBox("box")
    calls = commands(show(box))
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    assert calls["Space"] == 0
    QTest.keyClick(box, Qt.Key.Key_Right)
    assert calls["Right"] == 1


def test_space_presses_a_button_once(show, commands, heard) -> None:
    button = QPushButton("press")
    clicks = heard(button.clicked)
    calls = commands(show(button))
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert len(clicks) == 1
    assert calls["Space"] == 0


def test_arrow_is_the_sliders_own_but_space_is_not(show, commands) -> None:
    slider = QSlider(Qt.Orientation.Horizontal)
    calls = commands(show(slider))
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Space)
    assert slider.value() == 1
    assert (calls["Right"], calls["Space"]) == (0, 1)


def test_list_opens_with_space(show, commands) -> None:
    box = Choice("a.b", "tip")
    box.offer(("one", "two"), str)
    calls = commands(show(box))
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert box.view().isVisible()
    assert calls["Space"] == 0
    box.hidePopup()


def test_letters_and_arrows_are_a_fields_own(show, commands) -> None:
    field, spin = NumberChoice("a.b", "Rate", (0.1,), "tip"), QSpinBox()
    calls = commands(show(field, spin))
    for widget in (field, spin):
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_R)
        QTest.keyClick(widget, Qt.Key.Key_Right)
    assert (calls["R"], calls["Right"]) == (0, 0)


def test_escape_takes_back_what_is_typed_and_only_then_is_free(show, commands) -> None:
    field = NumberChoice("a.b", "Rate", (0.1,), "tip")
    field.show_value(0.1)
    calls = commands(show(field))
    field.setFocus()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.currentText() == "0.1"
    assert calls["Esc"] == 0
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert calls["Esc"] == 1


def test_command_with_modifiers_is_never_a_controls_own(show) -> None:
    slider, asked = QSlider(Qt.Orientation.Horizontal), []
    window = show(slider)
    QShortcut(QKeySequence("Shift+Right"), window, lambda: asked.append(True))
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert asked
    assert slider.value() == 0


def test_a_key_is_asked_for_wherever_the_keyboard_goes_and_nowhere_else(show, commands) -> None:
    box, slider = QCheckBox("box"), QSlider(Qt.Orientation.Horizontal)
    calls = commands(show(box, slider))
    for _ in range(2):
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Right)
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_Right)
    box.setFocus()
    slider.deleteLater()  # what had the keyboard may be gone when it goes on
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert (calls["Right"], calls["Space"]) == (2, 0)
    assert box.isChecked()


def test_what_the_keyboard_stands_in_has_its_own_keys_too(show, commands) -> None:
    table = QTableWidget(1, 1)
    calls = commands(show(table))
    ground = table.viewport()
    ground.setFocusProxy(None)
    ground.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    ground.setFocus()
    assert ground.hasFocus()
    QTest.keyClick(ground, Qt.Key.Key_Space)
    assert calls["Space"] == 0
