"""A person goes on from an earlier step: the old run stays in the plot beside the new one, until that is undone."""

import numpy as np
import pyqtgraph as pg
import pytest
from journey_hands import Keys
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSlider, QWidget

LEFT = Qt.MouseButton.LeftButton
EPOCHS, BACK = 8, 3
NAME = "η 0.03 · Tanh · 4-2"


def curves(lab) -> list[tuple[float, ...]]:
    """Of every curve that is seen in the plot of the cost: the epochs it begins and ends at, the shortest first."""
    QApplication.processEvents()
    items = [item for item in lab.loss.plot.plotItem.items if isinstance(item, pg.PlotCurveItem)]
    epochs = [item.getData()[0] for item in items if item.isVisible()]
    return sorted((float(x[0]), float(x[-1])) for x in epochs if x is not None and len(x))


def key(lab) -> tuple[str, ...]:
    return lab.loss.plot.key.texts()


def coloured_right_of(lab, epoch: float) -> int:
    """Pixels of a curve, not of the grey of axes and words, right of an epoch in the plot of the cost."""
    QApplication.processEvents()
    plot = lab.loss.plot
    part = plot.parts()[0].toRect()
    picture = lab.picture(plot)[part.top() : part.bottom(), round(plot.x_of(epoch)) + 4 : part.right()]
    return int((np.ptp(picture.astype(int), axis=2) > 40).sum())


@pytest.fixture
def run(lab):
    """A run of some epochs, and what the box beside the hair line says of each."""
    for _ in range(EPOCHS):
        lab.training.step_epoch()
    return lab, [lab.loss.hover(epoch) for epoch in range(EPOCHS + 1)]


def slider_of(lab) -> QSlider:
    return lab.window.findChild(QSlider, "timeline.slider")


def walk_back_by_mouse(lab, epochs: int) -> None:
    for _ in range(epochs):  # left of the handle is an epoch back
        QTest.mouseClick(slider_of(lab), LEFT, pos=QPoint(4, slider_of(lab).height() // 2))


def walk_back_by_keys(lab, epochs: int) -> None:
    Keys(lab).go_to("timeline.slider")
    for _ in range(epochs):
        lab.press(Qt.Key.Key_PageDown)


def go_on_by_mouse(lab) -> None:
    QTest.mouseClick(lab.window.findChild(QPushButton, "timeline.go_on"), LEFT)


def go_on_by_keys(lab) -> None:
    lab.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "timeline.go_on"
    lab.press(Qt.Key.Key_Space)


HANDS = pytest.mark.parametrize(
    ("walk_back", "go_on"),
    [(walk_back_by_mouse, go_on_by_mouse), (walk_back_by_keys, go_on_by_keys)],
    ids=["mouse", "keyboard"],
)


def undo(lab, widget: QWidget | None = None) -> None:
    QTest.keyClick(widget or lab.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def redo(lab) -> None:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(lab.window, Qt.Key.Key_Z, held)


@HANDS
def test_old_run_is_drawn_beside_the_new_one_until_undone(run, walk_back, go_on) -> None:
    lab, said = run
    assert curves(lab) == [(0, EPOCHS)] * 2
    assert key(lab) == ("train", "test")
    walk_back(lab, EPOCHS - BACK)
    go_on(lab)
    lab.training.choose("learning_rate", "0.3")
    lab.training.step_epoch()
    assert curves(lab) == [(0, BACK + 1)] * 2 + [(0, EPOCHS)]
    assert key(lab) == ("train", "test", "η 0.03")
    assert coloured_right_of(lab, BACK + 1) > 10
    box = lab.loss.hover(BACK + 1)
    assert box["η 0.03"] == said[BACK + 1]["test"]
    assert box["test"] != said[BACK + 1]["test"]

    undo(lab)
    assert key(lab)[2:] == (NAME,)
    undo(lab)
    assert curves(lab) == [(0, EPOCHS)] * 2
    assert key(lab) == ("train", "test")
    assert [lab.loss.hover(epoch) for epoch in range(EPOCHS + 1)] == said
    redo(lab)
    redo(lab)
    assert curves(lab) == [(0, BACK + 1)] * 2 + [(0, EPOCHS)]
    assert key(lab) == ("train", "test", "η 0.03")


@HANDS
def test_it_is_drawn_also_where_eight_are_kept(run, walk_back, go_on) -> None:
    lab, _ = run
    for _ in range(8):
        lab.loss.click("keep")
    assert not lab.loss.is_enabled("keep")
    lab.training.step_epoch()
    kept = [(0, EPOCHS)] * 8
    assert curves(lab) == kept + [(0, EPOCHS + 1)] * 2
    names = key(lab)
    for _ in range(2):
        walk_back(lab, EPOCHS + 1 - BACK)
        go_on(lab)
        assert curves(lab) == [(0, BACK)] * 2 + kept + [(0, EPOCHS + 1)]
        assert key(lab) != names
        assert lab.message == ""
        undo(lab)
        assert curves(lab) == kept + [(0, EPOCHS + 1)] * 2
        assert key(lab) == names
    redo(lab)
    assert curves(lab) == [(0, BACK)] * 2 + kept + [(0, EPOCHS + 1)]


def test_a_step_or_play_from_there_draws_it_too(run, qtbot) -> None:
    lab, said = run
    walk_back_by_keys(lab, 2)
    QTest.keyClick(lab.window, Qt.Key.Key_Right)
    assert curves(lab)[-1] == (0, EPOCHS)
    assert len(key(lab)) == 3
    undo(lab)
    assert len(key(lab)) == 2
    for walk_back, play in (
        (walk_back_by_mouse, lambda: lab.training.click("play")),
        (walk_back_by_keys, lambda: lab.press(Qt.Key.Key_Space)),
    ):
        walk_back(lab, 2)
        assert float(said[EPOCHS - 2]["test"][0]) == lab.training.test_cost
        play()
        qtbot.waitUntil(lambda: lab.training.epoch > EPOCHS + 1)
        assert len(key(lab)) == 3
        assert (0, EPOCHS) in curves(lab), "the old run is drawn as long as it was"
        play()
        assert not lab.training.is_playing
        undo(lab)
        assert key(lab) == ("train", "test")
        assert lab.training.epoch == EPOCHS
