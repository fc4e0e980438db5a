"""The Answers panel shows what fits the problem, of the part that was chosen, and only while it is seen."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gui.app import create_application
from gui.panels.answers_panel import AnswersPanel
from gui.presets import load_preset
from gui.session import Session


@pytest.fixture
def shown(qtbot) -> Callable[[str], AnswersPanel]:
    """The panel on an example that has learned for a while."""

    def make(preset: str) -> AnswersPanel:
        create_application()
        panel = AnswersPanel(Session(load_preset(preset)))
        panel.ensure_built()
        panel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        panel.setFocus()  # no control has the keyboard, as in the window
        qtbot.addWidget(panel)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.session.advance(100)
        return panel

    return make


def note(panel: AnswersPanel) -> str:
    return panel.findChild(QLabel, "answers.note").text()


@pytest.mark.parametrize("key", ["test", "train"])
def test_classes_are_counted_in_the_chosen_part(shown, key: str) -> None:
    panel = shown("iris")
    panel.findChild(QWidget, "answers.part").chosen.emit(key)
    panel.findChild(QWidget, "answers.part").show_key(key)
    panel.show_numbers()
    trainer = panel.session.trainer
    part = trainer.test if key == "test" else trainer.data
    counted = np.zeros((3, 3), int)
    for x, y in zip(part.inputs, part.targets, strict=True):
        counted[list(y).index(1.0), int(np.argmax(trainer.network.predict(x[None])[0]))] += 1
    assert np.array_equal(panel.confusion.table.counts, counted)
    assert panel.confusion.isVisible()
    assert not panel.predictions.isVisible()
    assert note(panel).startswith(f"{counted.trace()} of {len(part)} right")


def test_binary_problem_has_two_classes(shown) -> None:
    panel = shown("circle")
    assert panel.confusion.table.names == ("−1", "+1")
    accuracy = panel.session.trainer.evaluate().test_accuracy
    assert panel.confusion.table.counts.trace() == round(accuracy * len(panel.session.trainer.test))


def test_regression_shows_predictions_and_residuals(shown) -> None:
    panel = shown("sine")
    trainer = panel.session.trainer
    predictions = trainer.network.predict(trainer.test.inputs)[:, 0]
    x, y = panel.predictions.points.getData()
    assert np.array_equal(x, trainer.test.targets[:, 0])
    assert np.array_equal(y, predictions)
    assert not panel.confusion.isVisible()
    error = np.sqrt(np.mean((predictions - trainer.test.targets[:, 0]) ** 2))
    assert f"{error:.4f}" in note(panel)
    assert panel.residuals.cells[0].shares.sum() == pytest.approx(1.0)


def test_pointing_at_a_cell_replaces_the_note_until_it_ends(shown) -> None:
    panel = shown("iris")
    summary = note(panel)
    panel.confusion.setFocus()
    assert note(panel).startswith("setosa recognised")
    panel.session.advance(1)
    assert note(panel).startswith("setosa recognised")
    panel.confusion.clearFocus()
    assert note(panel).split()[-2:] == summary.split()[-2:] or "right" in note(panel)


def test_without_test_examples_the_trained_ones_are_counted(shown) -> None:
    panel = shown("gate_xor")
    assert panel.confusion.table.counts.sum() == 4
    assert not panel.findChild(QWidget, "answers.part").isEnabled()
    panel.session.open_experiment(load_preset("iris"))
    assert panel.confusion.table.counts.sum() == len(panel.session.trainer.test)


def test_hidden_panel_counts_nothing(shown) -> None:
    panel = shown("iris")
    before = panel.confusion.table
    panel.hide()
    panel.session.advance(10)
    assert panel.confusion.table is before
    panel.show()
    assert panel.confusion.table is not before
