"""A training step walked through in the window, by the mouse and by the keyboard alone."""

import numpy as np
import pytest
from journey_pages import click_tab
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget

from gui.widgets.code_lines import CodeLines
from gui.widgets.formula import Formula

LEFT = Qt.MouseButton.LeftButton
TABS_TO_ANYWHERE = 160


class Walk:
    """The panels of the walk, as a person meets them."""

    def __init__(self, lab) -> None:
        self.lab = lab
        self.window = lab.window

    def find(self, kind: type, name: str):
        found = self.window.findChild(kind, name)
        assert found is not None
        assert found.isVisible(), f"{name} is hidden"
        return found

    def click(self, control: str) -> None:
        button = self.find(QAbstractButton, f"steps.{control}")
        assert button.isEnabled()
        QTest.mouseClick(button, LEFT)

    def show_tab(self, words: str) -> None:
        click_tab(self.window, words)

    def choose(self, control: str, words: str) -> None:
        box = self.find(QComboBox, f"steps.{control}")
        QTest.mouseClick(box, LEFT, pos=QPoint(box.width() - 10, box.height() // 2))
        view = box.view()
        row = box.model().index(box.findText(words), 0)
        place = view.visualRect(row).center()
        QTest.mouseMove(view.viewport(), place - QPoint(4, 0))
        QTest.mouseMove(view.viewport(), place)
        QTest.mouseClick(view.viewport(), LEFT, pos=place)

    def tab_to(self, name: str) -> None:
        """Tab until that control has the keyboard."""
        for _ in range(TABS_TO_ANYWHERE):
            focused = QApplication.focusWidget()
            if focused is not None and focused.objectName() == name:
                return
            QTest.keyClick(focused or self.window, Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {name}")

    @property
    def progress(self) -> str:
        return self.find(QLabel, "steps.progress").text()

    @property
    def place(self) -> str:
        return self.find(QLabel, "dock.steps.title").text()

    @property
    def numbers(self) -> str:
        return self.find(Formula, "steps.stage_numbers").accessibleName()

    @property
    def code(self) -> str:
        return self.find(CodeLines, "matrices.code").present_text.strip()

    @property
    def diagram(self) -> QWidget:
        return self.find(QWidget, "network.diagram")


@pytest.fixture
def walk(lab) -> Walk:
    """The workspace for explaining, with a network that has trained a little."""
    lab.session.advance(20)
    lab.press_with("ctrl", Qt.Key.Key_3)
    return Walk(lab)


def test_a_step_by_the_mouse(walk: Walk) -> None:
    session = walk.lab.session
    before = session.network.parameters.copy()
    walk.show_tab("Matrices and code")
    plain_diagram = walk.lab.picture(walk.diagram)
    walk.click("next")
    assert walk.progress.startswith("1 of ")
    assert walk.place == "Forward, layer 1, neuron 1"
    assert walk.code.startswith("z[l] = W[l] @ a[l-1] + b[l]")
    assert (walk.lab.picture(walk.diagram) != plain_diagram).any()
    walk.click("phase_3")
    assert walk.place.startswith("Backward")
    assert walk.code.startswith("delta[L] =")
    walk.click("back")
    assert walk.place.startswith("Loss")
    walk.choose("grain", "by layer")
    walk.choose("what", "the batch")
    walk.click("phase_4")
    assert walk.code.startswith("g = flat(dW, db)")
    np.testing.assert_array_equal(session.network.parameters, before)
    promised = session.stepping.staged.finish()
    walk.click("finish")
    assert session.trainer.step_count == 21
    np.testing.assert_array_equal(session.network.parameters, promised)
    walk.click("close")
    assert walk.progress == ""
    assert session.spotlight.lit.neurons == frozenset()


def test_a_step_by_the_keyboard_alone(walk: Walk) -> None:
    session, lab = walk.lab.session, walk.lab
    walk.tab_to("steps.stage")
    lab.press(Qt.Key.Key_Right)
    assert walk.progress.startswith("1 of ")
    assert session.trainer.step_count == 20  # the arrow was the stage's, not the command's
    lab.press(Qt.Key.Key_N)
    assert walk.place == "Forward, layer 1, neuron 1"
    lab.press(Qt.Key.Key_3)
    for _ in range(5):
        lab.press(Qt.Key.Key_Right)
    assert walk.place.startswith("Backward, layer 2")
    assert walk.numbers
    lab.press(Qt.Key.Key_Left)
    walk.tab_to("steps.grain")
    lab.press(Qt.Key.Key_Down)
    assert session.stepping.grain == "term"
    walk.tab_to("steps.stage")
    promised = session.stepping.staged.finish()
    lab.press(Qt.Key.Key_Return)
    assert session.trainer.step_count == 21
    np.testing.assert_array_equal(session.network.parameters, promised)
    lab.press(Qt.Key.Key_Escape)
    assert not session.stepping.is_open


def test_the_step_that_was_made_can_be_gone_back_over(walk: Walk) -> None:
    session = walk.lab.session
    before = session.network.parameters.copy()
    walk.click("next")
    walk.click("finish")
    session.look_back(20)
    np.testing.assert_array_equal(session.network.parameters, before)
    assert session.stepping.is_open


def test_playing_shows_one_stage_after_the_other(walk: Walk, qtbot) -> None:
    walk.choose("pace", "fast")
    walk.click("next")
    walk.click("play")
    qtbot.waitUntil(lambda: walk.lab.session.stepping.position >= 2)
    assert walk.progress.startswith(f"{walk.lab.session.stepping.position + 1} of ")
    walk.click("play")
    assert not walk.lab.session.stepping.is_playing


def test_in_another_workspace_nothing_is_lit(walk: Walk) -> None:
    walk.click("next")
    assert walk.lab.session.spotlight.lit.neurons
    walk.lab.press_with("ctrl", Qt.Key.Key_1)
    assert not walk.lab.session.spotlight.lit.neurons
    walk.lab.press_with("ctrl", Qt.Key.Key_3)
    assert walk.lab.session.spotlight.lit.neurons
    assert walk.progress.startswith("1 of ")


def test_training_on_closes_the_step_with_a_word(walk: Walk) -> None:
    walk.click("next")
    walk.lab.training.click("play")
    walk.lab.training.click("play")
    assert walk.find(QLabel, "steps.stage_sentence").text() == "Training goes on, so the step was closed."
