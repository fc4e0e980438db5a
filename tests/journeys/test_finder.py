"""Finding a learning rate: search, look at what single rates would do, take one; by mouse, then by keyboard."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at_finder(lab):
    """A person in the Descend workspace who has brought up the finder."""
    lab.press(Qt.Key.Key_2, CTRL)
    QApplication.processEvents()
    lab.finder.bring_up()
    assert lab.finder.plot.isVisible()
    return lab


def search_is_over(lab) -> bool:
    return lab.finder.find(QAbstractButton, "start").text() == "Search" and lab.finder.said.startswith("Try ")


def test_search_look_and_take_by_mouse(at_finder, even_time) -> None:
    lab = at_finder
    weights = lab.session.network.parameters.copy()
    lab.finder.click("start")
    even_time.until(lambda: search_is_over(lab), 20)
    np.testing.assert_array_equal(lab.session.network.parameters, weights)
    even_time.until(lambda: lab.session.landscape.surface is not None, 5)

    verdicts = []
    for rate, verb in ((0.0011, "creeps"), (0.3, "converges"), (0.95, "overshoots")):
        lab.finder.point_at(rate)
        even_time.until(lambda verb=verb: f" {verb}" in lab.finder.said, 5)
        assert lab.finder.rate_read_off == pytest.approx(rate, rel=0.03)
        assert len(lab.session.landscape.trial) == 31, "its 30 steps are on the contour"
        verdicts.append(lab.finder.said)
    assert len(set(verdicts)) == 3

    lab.finder.pick(0.3)
    rate = float(lab.training.shown("learning_rate"))
    assert rate == pytest.approx(0.3, rel=0.03)
    take = lab.finder.find(QPushButton, "take")
    suggested = float(take.text().removeprefix("Take η = "))
    lab.finder.click("take")
    assert float(lab.training.shown("learning_rate")) == suggested
    lab.press(Qt.Key.Key_Z, CTRL)
    assert float(lab.training.shown("learning_rate")) == rate
    lab.press(Qt.Key.Key_Z, CTRL)
    assert lab.training.shown("learning_rate") == "0.03"


def test_search_look_and_take_by_keyboard(at_finder, even_time) -> None:
    lab = at_finder
    tab_to(lab, "finder.start")
    lab.press(Qt.Key.Key_Space)
    even_time.until(lambda: search_is_over(lab), 20)
    tab_to(lab, "finder.reading")
    assert lab.finder.rate_read_off == 0.03
    steps = lab.training.step
    for _ in range(12):
        lab.press(Qt.Key.Key_Right)
    assert lab.training.step == steps, "the arrow keys are the plot's here, not the training's"
    chosen = lab.finder.rate_read_off
    assert 0.03 < chosen < 0.1
    even_time.until(lambda: lab.finder.said.startswith(f"η = {chosen:g} "), 5)
    lab.press(Qt.Key.Key_Return)
    assert float(lab.training.shown("learning_rate")) == chosen
    lab.press(Qt.Key.Key_Z, CTRL)
    assert lab.training.shown("learning_rate") == "0.03"


def test_it_can_be_left_off_and_the_range_be_changed(at_finder, even_time) -> None:
    lab = at_finder
    for control, text in (("low", "0.01"), ("high", "0,5")):
        type_into(lab, control, text)
    assert lab.session.rate_search.low == 0.01
    assert lab.session.rate_search.high == 0.5
    type_into(lab, "low", "0.7")
    assert "must be less than the largest" in lab.message
    assert lab.finder.shown("low") == "0.01"
    type_into(lab, "count", "100000")
    lab.finder.click("start")
    even_time.until(lambda: lab.finder.said.startswith("Trying "), 5)
    lab.finder.click("start")
    assert lab.finder.find(QAbstractButton, "start").text() == "Search"
    assert not lab.session.rate_search.is_running


def test_training_goes_on_while_a_search_runs_and_what_is_old_says_so(at_finder, even_time) -> None:
    lab = at_finder
    type_into(lab, "count", "4000")
    lab.training.click("play")
    lab.finder.click("start")
    epoch = lab.training.epoch
    even_time.until(lambda: search_is_over(lab), 20)
    assert lab.training.is_playing
    even_time.until(lambda: lab.training.epoch > epoch, 5)
    lab.training.click("play")
    lab.training.choose_activation("ReLU")
    assert lab.finder.said.startswith("Out of date")
    assert not lab.finder.is_enabled("take")
    lab.press(Qt.Key.Key_Z, CTRL)
    assert lab.finder.said.startswith("Try ")


def type_into(lab, control: str, text: str) -> None:
    field = lab.finder.find(QWidget, control)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def tab_to(lab, name: str) -> None:
    """Press Tab until the keyboard is there."""
    for _ in range(200):
        lab.press(Qt.Key.Key_Tab)
        if QApplication.focusWidget().objectName() == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")
