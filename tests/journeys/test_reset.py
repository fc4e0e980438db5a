"""One press of R loses nothing: it says so before, and Undo brings the trained run back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def said(lab) -> str:
    return lab.window.findChild(QLabel, "window.said").toolTip()


def test_reset_and_back(hand, lab) -> None:
    for _ in range(4):
        lab.training.step_epoch()
    before, shown = lab.training.readouts(), lab.loss.hover(3)
    assert lab.training.epoch == 4
    hand.push("training.reset")
    assert "Undo brings it back" in said(lab)
    assert lab.training.epoch == 0
    hand.menu("Edit", "Undo Reset")
    assert lab.training.readouts() == before
    lab.loss.hover(0)
    assert lab.loss.hover(3) == shown
    hand.menu("Edit", "Redo Reset")
    lab.press(Qt.Key.Key_R)
    assert lab.training.epoch == 0
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.training.readouts() == before
