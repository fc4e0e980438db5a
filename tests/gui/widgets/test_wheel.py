"""The wheel scrolls; it chooses only where the keyboard is."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gui.widgets.captioned_slider import CaptionedSlider
from gui.widgets.choice import Choice
from gui.widgets.number_choice import NumberChoice
from gui.widgets.whole_number import WholeNumber


def choice() -> Choice:
    box = Choice("a.choice", "tip")
    box.offer("abc", str)
    box.show_key("b")
    return box


def number_choice() -> NumberChoice:
    field = NumberChoice("a.number", "Number", (0.1, 0.2, 0.3), "tip")
    field.setCurrentIndex(1)
    return field


def whole_number() -> WholeNumber:
    field = WholeNumber("a.whole", "Whole", 0, 9, 1, "tip")
    field.show_value(5)
    return field


def slider() -> CaptionedSlider:
    captioned = CaptionedSlider("Slider", "a.slider", 0, 90, 10, str, "tip")
    captioned.show_value(50)
    return captioned


VALUES = {
    choice: lambda box: box.key,
    number_choice: lambda field: field.currentText(),
    whole_number: lambda field: field.value(),
    slider: lambda captioned: captioned.value,
}


def under_the_mouse(control: QWidget) -> QWidget:
    return control.slider if isinstance(control, CaptionedSlider) else control


def turn(widget: QWidget) -> None:
    """A notch of the wheel, downwards, with the mouse over the widget."""
    window = widget.window()
    QTest.wheelEvent(window.windowHandle(), widget.mapTo(window, widget.rect().center()), QPoint(0, -120))


@pytest.mark.parametrize("make", VALUES, ids=lambda make: make.__name__)
def test_wheel_over_a_control_scrolls_what_is_beneath(show, application, make) -> None:
    control = make()
    content = QWidget()
    content.setMinimumHeight(2000)
    column = QVBoxLayout(content)
    column.addWidget(control)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    show(area)
    before = VALUES[make](control)
    turn(under_the_mouse(control))
    assert VALUES[make](control) == before
    assert area.verticalScrollBar().value() > 0


@pytest.mark.parametrize("make", VALUES, ids=lambda make: make.__name__)
def test_wheel_over_the_control_with_the_keyboard_chooses(show, application, make) -> None:
    control = make()
    show(control)
    under_the_mouse(control).setFocus()
    before = VALUES[make](control)
    turn(under_the_mouse(control))
    assert VALUES[make](control) != before
