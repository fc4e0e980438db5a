"""What begins the training anew says so before it does so."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

ANEW = "Changes here begin the training anew; Undo brings the trained weights back."


def said(lab) -> str:
    return lab.window.findChild(QLabel, "window.said").toolTip()


def hover(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEnterEvent(QPointF(3, 3), QPointF(3, 3), QPointF(3, 3)))


@pytest.mark.parametrize(
    ("panel", "name"),
    [
        ("", "network.add_layer"),
        ("", "network.layer_1"),
        ("settings", "settings.activation"),
        ("settings", "settings.initializer"),
        ("settings", "settings.precision"),
    ],
)
def test_mouse_over_it_is_enough(lab, panel: str, name: str) -> None:
    if panel:
        lab.window.panels[panel].toggleViewAction().trigger()
    control = lab.window.findChild(QWidget, name)
    hover(control)
    assert said(lab) != ANEW, "nothing is trained yet"
    lab.training.click("step")
    hover(control)
    assert said(lab) == ANEW
    QApplication.sendEvent(control, QEvent(QEvent.Type.Leave))
    assert said(lab) != ANEW


def test_keyboard_on_it_is_enough(lab) -> None:
    lab.training.click("step")
    control = lab.window.findChild(QWidget, "data.noise")
    control.setFocus(Qt.FocusReason.TabFocusReason)
    assert said(lab) == ANEW
    lab.window.findChild(QWidget, "training.learning_rate").setFocus(Qt.FocusReason.TabFocusReason)
    assert said(lab) != ANEW


def test_what_takes_effect_at_once_says_nothing(lab) -> None:
    lab.training.click("step")
    for name in ("training.learning_rate", "training.optimizer", "training.batch_size"):
        hover(lab.window.findChild(QWidget, name))
        assert said(lab) != ANEW


def test_what_takes_effect_at_once_keeps_the_weights(lab) -> None:
    lab.training.step_epoch()
    trainer = lab.session.trainer
    lab.training.choose("optimizer", "Adam")
    lab.training.type_in("batch_size", "all")
    assert lab.session.trainer is trainer
    QTest.keyClick(lab.window, Qt.Key.Key_Right)
    assert lab.session.trainer.step_count == 26


def test_tip_of_what_had_the_keyboard_goes_with_it(lab) -> None:
    """Else it would hide for good what a hint has to say."""
    step = lab.window.findChild(QWidget, "training.step")
    step.setFocus(Qt.FocusReason.TabFocusReason)
    assert said(lab) == step.statusTip() != ""
    lab.window.findChild(QWidget, "training.learning_rate").setFocus(Qt.FocusReason.TabFocusReason)
    assert said(lab) == ""
