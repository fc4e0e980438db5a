"""Overshoot made plain: a rate past all reason is allowed, its end is said, and the way back is one press away."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSlider

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def well(lab, qtbot):
    """A network that can blow up, and has trained well for some epochs."""
    lab.data.choose("dataset", "Plane")
    lab.training.choose_activation("ReLU")
    lab.training.click("play")
    qtbot.waitUntil(lambda: lab.training.epoch > 8)
    lab.training.click("play")
    return lab


def hint(lab) -> str:
    return lab.window.findChild(QLabel, "window.said").toolTip()


def back(lab) -> QPushButton:
    return lab.window.findChild(QPushButton, "hint.back")


def throw_out(lab, qtbot) -> None:
    lab.training.type_in("learning_rate", "1000")
    assert lab.message == "", "no rate below the limit is refused"
    lab.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "diverged" in lab.message)


def test_back_to_before_it_by_mouse(well, qtbot) -> None:
    lab = well
    calm, cost = lab.training.step, lab.training.train_cost
    throw_out(lab, qtbot)
    step = lab.training.step
    assert f"diverged at step {step}:" in lab.message
    assert "learning rate of 1000" in lab.message
    assert hint(lab) == f"Diverged at step {step}: the steps of η = 1000 overshoot ever further."
    last = lab.session.network.parameters.copy()
    assert np.isfinite(last).all()

    QTest.mouseClick(back(lab), Qt.MouseButton.LeftButton)
    assert lab.training.step < calm
    assert lab.message == "", "what was said of the end is behind"
    assert lab.training.train_cost < 2 * cost
    assert not back(lab).isVisible()

    lab.training.click("step")
    assert lab.training.shown("learning_rate") != "1000", "it goes on as it was led there"
    assert np.isfinite(lab.training.train_cost)
    lab.press(Qt.Key.Key_Z, CTRL)
    np.testing.assert_array_equal(lab.session.network.parameters, last)


def test_back_to_before_it_and_forth_again_by_keyboard(well, qtbot) -> None:
    lab = well
    throw_out(lab, qtbot)
    step = lab.training.step
    tab_to(lab, "hint.back")
    lab.press(Qt.Key.Key_Space)
    before = lab.training.step
    assert before < step
    slider = lab.window.findChild(QSlider, "timeline.slider")
    tab_to(lab, "timeline.slider")
    assert slider.value() == before
    lab.press(Qt.Key.Key_End)
    assert lab.training.step == step
    assert back(lab).isVisible()
    assert "Diverged" in hint(lab)


def test_a_rate_beyond_the_limit_is_refused_in_words(lab) -> None:
    lab.training.type_in("learning_rate", "1e9")
    assert lab.message.startswith("Learning rate η is ")
    assert lab.training.shown("learning_rate") == "0.03"


def tab_to(lab, name: str) -> None:
    """Press Tab until the keyboard is there."""
    for _ in range(200):
        lab.press(Qt.Key.Key_Tab)
        if QApplication.focusWidget().objectName() == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")
