"""Runs kept for comparison are part of the work: saved and opened with it, by mouse and by keys, never lost unasked."""

import json
import zipfile

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton

from gui.dialogs.unsaved import Answer

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def place(tmp_path):
    return tmp_path / "lesson.backproplab"


def tab_to(lab, name: str) -> None:
    for _ in range(200):
        widget = QApplication.focusWidget()
        if widget is not None and widget.objectName() == name:
            return
        lab.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")


def shown(lab) -> dict[str, object]:
    """What is to be seen of the runs: their names, and what is read off where the mouse points."""
    return {
        "names": lab.loss.plot.key.texts(),
        "values": [lab.loss.hover(epoch) for epoch in (1, 3, 5)],
        "count": lab.loss.find(QToolButton, "runs").text(),
    }


def picture(lab) -> np.ndarray:
    """The plot, with the mouse away."""
    QTest.mouseMove(lab.training.find(QToolButton, "play"))
    return lab.picture(lab.loss.plot)


def keep_two(lab) -> None:
    """One run of five epochs, after reset another of three with the learning rate 0.1; beside them a third."""
    for epochs, rate in ((5, "0.1"), (3, "0.3")):
        for _ in range(epochs):
            lab.menu("Training", "Step one epoch")
        lab.loss.click("keep")
        lab.training.click("reset")
        lab.training.choose("learning_rate", rate)
    lab.menu("Training", "Step one epoch")


def test_by_mouse(launch, place, qtbot) -> None:
    first = launch()
    keep_two(first)
    first.loss.click("runs")
    name = first.loss.find(QLineEdit, "run_name_2")
    QTest.mouseClick(name, LEFT)
    QTest.keyClicks(name, "too fast?")
    QTest.mouseClick(QApplication.activePopupWidget(), LEFT, pos=-name.rect().bottomRight())
    assert QApplication.activePopupWidget() is None
    assert first.loss.plot.key.texts() == ("train", "test", "η 0.03", "too fast?")
    first.files.place = place
    first.menu("File", "Save")
    assert not first.window.isWindowModified()
    before = shown(first), picture(first)
    first.window.close()

    second = launch()
    assert second.loss.plot.key.texts() == ("train", "test")
    second.files.place = place
    second.menu("File", "Open…")
    assert second.unsaved.asked == []
    assert shown(second) == before[0]
    qtbot.waitUntil(lambda: np.array_equal(picture(second), before[1]))
    assert not second.window.isWindowModified()
    second.loss.click("runs")
    assert second.loss.find(QLineEdit, "run_name_2").text() == "too fast?"
    second.loss.click("run_remove_1")
    assert second.loss.plot.key.texts() == ("train", "test", "too fast?")
    assert second.window.isWindowModified()
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)


def test_by_keys(launch, place, qtbot) -> None:
    first = launch()
    for epochs in (3, 2):
        for _ in range(epochs):
            first.press_with("shift", Qt.Key.Key_Right)
        tab_to(first, "loss.keep")
        first.press(Qt.Key.Key_Space)
    assert first.training.epoch == 5
    assert first.window.isWindowModified()
    tab_to(first, "loss.runs")
    first.press(Qt.Key.Key_Space)
    tab_to(first, "loss.run_name_2")
    QTest.keyClicks(QApplication.focusWidget(), "two more epochs")
    first.press(Qt.Key.Key_Return)
    first.press(Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert first.loss.plot.key.texts()[3] == "two more epochs"
    first.files.place = place
    first.press_with("ctrl", Qt.Key.Key_S)
    assert not first.window.isWindowModified()
    before = shown(first), picture(first)
    first.window.close()

    second = launch()
    second.files.place = place
    second.press_with("ctrl", Qt.Key.Key_O)
    assert shown(second) == before[0]
    qtbot.waitUntil(lambda: np.array_equal(picture(second), before[1]))


@pytest.mark.parametrize("answer", list(Answer))
def test_a_kept_run_is_asked_about_before_it_goes_with_the_old_work(lab, place, answer) -> None:
    lab.files.place = place
    lab.menu("Training", "Step one epoch")
    lab.menu("File", "Save")
    lab.loss.click("keep")
    lab.unsaved.answer = answer
    lab.press_with("ctrl", Qt.Key.Key_N)
    assert len(lab.unsaved.asked) == 1
    names = lab.loss.plot.key.texts()
    assert names[2:] == (("η 0.03 · Tanh · 4-2",) if answer is Answer.CANCEL else ())
    with zipfile.ZipFile(place) as archive:
        saved = json.loads(archive.read("project.json"))["runs"]
    assert len(saved) == (1 if answer is Answer.SAVE else 0)


def test_new_work_and_examples_begin_without_the_curves_of_the_old_one(lab) -> None:
    for title, entry in (("File", "New"), ("Examples", "Spiral")):
        lab.menu("Training", "Step one epoch")
        lab.loss.click("keep")
        lab.menu(title, entry)
        assert not any("η" in name for name in lab.loss.plot.key.texts())
        assert not lab.window.findChild(QToolButton, "loss.runs").isVisible()
        assert not lab.window.isWindowModified()
        lab.press_with("ctrl", Qt.Key.Key_Z)
        assert lab.session.runs.kept == ()
