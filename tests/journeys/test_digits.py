"""A person draws a digit and the network says what it takes it for."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ROUND = ((1, 4), (1.6, 2.8), (4, 2.3), (6.5, 3), (7.3, 4), (6.4, 5.4), (4, 5.7), (1.6, 5.2), (1, 4))


class Sheet:
    """The pad in rows and columns of its pixels."""

    def __init__(self, lab) -> None:
        self.pad = lab.output.find(QWidget, "digit_pad")

    def place(self, row: float, column: float) -> QPoint:
        side = min(self.pad.width(), self.pad.height()) - 4
        left, top = (self.pad.width() - side) / 2, (self.pad.height() - side) / 2
        return QPoint(round(left + column * side / 8), round(top + row * side / 8))

    def stroke(self, places: Sequence[tuple[float, float]], button: Qt.MouseButton = LEFT) -> None:
        QTest.mousePress(self.pad, button, pos=self.place(*places[0]))
        for place in places[1:]:
            QTest.mouseMove(self.pad, self.place(*place))
        QTest.mouseRelease(self.pad, button, pos=self.place(*places[-1]))

    @property
    def ink(self) -> float:
        return float(self.pad.pixels.sum())


@pytest.fixture
def sheet(lab) -> Sheet:
    lab.menu("Examples", "Digits 8×8")
    for _ in range(15):
        lab.training.step_epoch()
    lab.output.click("draw")
    return Sheet(lab)


def shares(lab) -> tuple[float, ...]:
    return lab.output.find(QWidget, "digit_shares").shares


def test_a_drawn_nought_is_recognised(lab, sheet) -> None:
    assert lab.output.text("digit_answer") == "Draw a digit."
    assert shares(lab) == (0.0,) * 10
    sheet.stroke(ROUND)
    assert lab.output.text("digit_answer") == "The network reads 0."
    assert sum(shares(lab)) == pytest.approx(1.0)
    assert shares(lab)[0] > 0.5
    bars = lab.output.find(QWidget, "digit_shares").accessibleDescription()
    assert bars.startswith("0: ")
    lab.output.click("digit_clear")
    assert sheet.ink == 0
    assert lab.output.text("digit_answer") == "Draw a digit."


def test_the_right_button_rubs_out(lab, sheet) -> None:
    sheet.stroke(ROUND)
    before = sheet.ink
    sheet.stroke(((1, 4), (4, 2.3)), RIGHT)
    assert 0 < sheet.ink < before


def test_examples_follow_one_another_with_their_true_class(lab, sheet) -> None:
    test = lab.session.prepared.raw_test
    said = []
    for number in range(20):
        lab.output.click("digit_next")
        assert np.array_equal(sheet.pad.pixels, test.inputs[number].reshape(8, 8))
        truth = test.class_names[test.labels[number]]
        assert lab.output.text("digit_truth") == f"Test example {number + 1} is {truth}."
        said.append(lab.output.text("digit_answer") == f"The network reads {truth}.")
    assert sum(said) >= 17
    sheet.stroke(((4, 4), (4, 5)))
    assert lab.output.text("digit_truth") == ""


def test_the_answer_lives_while_the_network_trains(lab, sheet, qtbot) -> None:
    sheet.stroke(ROUND)
    before = shares(lab)
    lab.training.click("play")
    qtbot.waitUntil(lambda: shares(lab) != before)
    lab.training.click("play")


def test_a_digit_is_drawn_by_keys_alone(lab, sheet, qtbot) -> None:
    # Off screen there is no window manager to give the keyboard back when a menu closes.
    lab.window.activateWindow()
    lab.window.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is lab.window)
    for _ in range(120):
        if QApplication.focusWidget() is sheet.pad:
            break
        lab.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet.pad
    step = lab.training.step
    for _ in range(6):
        lab.press(Qt.Key.Key_Space)
        lab.press(Qt.Key.Key_Up)
    lab.press(Qt.Key.Key_Right)
    assert not lab.training.is_playing
    assert lab.training.step == step
    assert np.flatnonzero(sheet.pad.pixels[:, 4] == 16).tolist() == [0, 1, 2, 3, 4]
    assert shares(lab) != (0.0,) * 10
    lab.press(Qt.Key.Key_Left)
    before = sheet.ink
    lab.press(Qt.Key.Key_Delete)
    assert sheet.ink < before


def test_nothing_below_moves_for_the_sheet(lab, sheet) -> None:
    """Plane and sheet, were both there for a moment, would push the curves below together."""
    loss, heights = lab.window.panels["loss"], []
    for _ in range(3):
        QApplication.processEvents()
        heights.append(loss.height())
        lab.output.click("draw")
    assert len(set(heights)) == 1


def test_the_sheet_goes_when_other_data_come(lab, sheet) -> None:
    lab.data.choose("dataset", "Iris")
    assert not lab.output.has("digit_pad")
    assert not lab.output.has("draw")
    assert lab.output.plot.isVisible()
    assert lab.output.has("x_axis")
    lab.data.choose("dataset", "Digits 8×8")
    lab.output.click("draw")
    assert not lab.output.has("digit_pad")
    assert lab.output.plot.isVisible()
