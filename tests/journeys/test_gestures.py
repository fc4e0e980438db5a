"""What one gesture of the hand did is one step back: a drag, or a burst of keys on a control."""

import pytest
from journey_hands import Keys
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QSpinBox, QStyle, QStyleOptionSlider, QWidget

from gui.panels.data_panel import DataPanel
from gui.plots.diagram_keys import Spot

LEFT = Qt.MouseButton.LeftButton


def drag(slider: QSlider, pixels: int) -> None:
    """Take the handle with the mouse, pull it in three moves and let go."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    complex_control, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
    start = slider.style().subControlRect(complex_control, option, part, slider).center()
    QTest.mousePress(slider, LEFT, pos=start)
    for share in (1, 2, 3):
        QTest.mouseMove(slider, start + QPoint(pixels * share // 3, 0))
    QTest.mouseRelease(slider, LEFT, pos=start + QPoint(pixels, 0))


def keys(lab, control: QWidget, key: Qt.Key, times: int) -> None:
    Keys(lab).go_to(control.objectName())
    for _ in range(times):
        lab.press(key)


@pytest.fixture
def data(lab) -> DataPanel:
    panel = lab.window.panels["data"]
    more = panel.findChild(QWidget, "data.more")
    if not more.isChecked():
        QTest.mouseClick(more, LEFT)
    return panel


def test_two_drags_of_the_noise_are_taken_back_one_by_one(lab, data) -> None:
    slider, session = data.findChild(QSlider, "data.noise"), lab.session
    drag(slider, 60)
    first = session.experiment.data.noise
    drag(slider, 60)
    second = session.experiment.data.noise
    assert 0.0 < first < second
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert session.experiment.data.noise == first
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert session.experiment.data.noise == 0.0
    assert not session.undo_stack.canUndo()


def test_keys_after_a_drag_are_a_step_of_their_own(lab, data) -> None:
    slider, session = data.findChild(QSlider, "data.noise"), lab.session
    Keys(lab).go_to("data.noise")
    drag(slider, 60)
    keys(lab, slider, Qt.Key.Key_Right, 3)
    assert session.undo_stack.count() == 2
    drag(slider, -40)
    assert session.undo_stack.count() == 3


@pytest.mark.parametrize("name", ["data.samples", "data.seed"])
def test_each_visit_to_a_field_is_one_step_back(lab, data, name: str) -> None:
    field, session = data.findChild(QSpinBox, name), lab.session
    before = field.value()
    keys(lab, field, Qt.Key.Key_Up, 3)
    first = field.value()
    keys(lab, data.findChild(QSlider, "data.noise"), Qt.Key.Key_Home, 1)  # elsewhere for a moment
    keys(lab, field, Qt.Key.Key_Up, 2)
    assert session.undo_stack.count() == 2
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert field.value() == first != before
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert field.value() == before
    lab.press_with("ctrl+shift", Qt.Key.Key_Z)
    assert field.value() == first
    shown = field.text()
    lab.press(Qt.Key.Key_End)
    lab.press(Qt.Key.Key_5)
    assert field.text() == shown + "5"
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert (field.text(), field.value()) == (shown, first), "the typing alone is taken back"


def test_two_drags_of_a_weight_are_taken_back_one_by_one(lab) -> None:
    lab.network.pick(lab.network.diagram.spot_center(Spot(1, 3, 1)))
    slider = lab.window.findChild(QSlider, "network.value_slider")
    weights = lab.session.network.weights[0]
    before = weights[3, 1].item()
    drag(slider, 20)
    first = weights[3, 1].item()
    drag(slider, 20)
    assert len({before, first, weights[3, 1].item()}) == 3
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert weights[3, 1] == first
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert weights[3, 1] == before


def test_training_in_between_makes_two_steps_of_a_burst(lab, data) -> None:
    slider, session = data.findChild(QSlider, "data.noise"), lab.session
    keys(lab, slider, Qt.Key.Key_Right, 2)
    lab.press_with("shift", Qt.Key.Key_Right)
    assert slider.hasFocus()
    epoch, weights = session.trainer.epoch, session.network.parameters.copy()
    keys(lab, slider, Qt.Key.Key_Right, 2)
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert session.trainer.epoch == epoch == 1
    assert (session.network.parameters == weights).all()
