"""Whatever is pressed in whatever order: nothing breaks, and the window shows what is true."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from engine.network import LayerSpec
from gui import numbers
from gui.dialogs import import_table
from gui.dialogs.import_table import ImportDialog, Imported
from gui.session.edits import ParameterEdit

EVENTS = 334
"""In each walk; the six of them make two thousand."""

HOME = 40
"""After so many events the walk is back in the workspace it began in."""


class Person:
    """Takes a table as it is offered, where that makes sense."""

    def ask(self, parent: QWidget, path: Path) -> Imported | None:
        dialog = ImportDialog(path, parent)
        dialog.show()
        QTest.mouseClick(dialog.findChild(QAbstractButton, "import.ok"), Qt.MouseButton.LeftButton)
        imported = dialog.imported() if dialog.result() else None
        dialog.close()
        return imported


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Path, ...]:
    """Two tables, one that is none, one with a hole, and something else."""
    monkeypatch.setattr(import_table, "service", Person())
    texts = {
        "classes.csv": "a,b,kind\n" + "".join(f"{row},{row % 7},{'xy'[row % 2]}\n" for row in range(40)),
        "numbers.csv": "a;b\n" + "".join(f"{row},5;{row * row},25\n" for row in range(40)),
        "none.csv": "\x00\x01",
        "hole.csv": "a,b\n1,2\n3\n,,,\n",
        "notes.txt": "not a table",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tuple(tmp_path / name for name in texts)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("workspace", ["play", "descend", "explain"])
def test_wandering_breaks_nothing(lab, wanderer, dropped, tmp_path, workspace: str, seed: int) -> None:
    lab.files.place = tmp_path / "file.npz"
    stack = lab.session.undo_stack
    stack.setUndoLimit(0)  # so that the way back leads to the start
    walker = wanderer(lab.window, seed, dropped)
    first = None
    try:
        for number in range(EVENTS):
            if number % HOME == 0:
                lab.window.go_to(workspace)
            walker.act()
            QApplication.processEvents()
            check_session(lab.session)
            if number % 10 == 0:
                check_window(lab)
            if number % 25 == 0 and not lab.session.fault_hunt.is_on:  # in a hunt nothing can be undone
                check_undo(lab.session)
            if stack.index() == 0:
                first = Start(lab.session)
        check_way_back(lab.session, first)
    except AssertionError as error:
        raise AssertionError("\n".join([*walker.log, str(error)])) from error


@pytest.mark.parametrize("workspace", ["play", "descend", "explain"])
def test_undo_leads_back_to_the_very_first_weights(lab, wanderer, workspace: str) -> None:
    session = lab.session
    session.advance(30)
    lab.window.go_to(workspace)
    first, stack = Start(session), session.undo_stack
    session.attempt(lambda experiment: experiment.with_hidden((LayerSpec(3), LayerSpec(2))), "Other layers")
    walker = wanderer(lab.window, 3, spared=("undo", "redo", "new", "open", "recent", "example", "preset"))
    while stack.count() < 20:
        walker.act()
        QApplication.processEvents()
        assert len(walker.log) < 400
    assert stack.undoLimit() > stack.count()
    check_way_back(session, first)
    assert session.run.step_count == 30


class Start:
    """What the session was when there was nothing to take back."""

    def __init__(self, session) -> None:
        session.pause()
        self.experiment, self.run, self.step = session.experiment, session.run, session.run.step_count
        self.weights = session.run.network.parameters.copy()


def check_way_back(session, first: Start) -> None:
    """All edits taken back one by one: the first experiment, and its weights unless its own run went on."""
    session.pause()
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
        check_session(session)
    assert session.experiment == first.experiment
    assert session.run is first.run
    if session.run.step_count == first.step:
        assert np.array_equal(session.run.network.parameters, first.weights)


def check_session(session) -> None:
    assert np.isfinite(session.network.parameters).all()
    assert session.network.spec == session.experiment.network
    assert session.run.spec == session.experiment.training  # an earlier step keeps the spec of then
    assert session.network.spec.inputs == session.prepared.train.inputs.shape[1]
    assert session.trainer.data is session.prepared.train


def check_window(lab) -> None:
    """Paused, every control shows the present design."""
    session = lab.session
    session.pause()
    experiment = session.experiment

    def control(name: str) -> QWidget:
        return lab.window.findChild(QWidget, name)

    assert control("data.dataset").key == experiment.data.dataset
    assert control("data.samples").value() == experiment.data.samples
    assert control("training.optimizer").key == experiment.training.optimizer.key
    assert control("training.batch_size").value() == experiment.training.batch_size
    rate = control("training.learning_rate")
    if not rate.lineEdit().isModified():  # what is being typed may stay
        assert rate.currentText() == numbers.plain(experiment.training.optimizer.rate)
    assert control("training.step_count").text() == numbers.count(session.trainer.step_count)
    assert lab.network.sizes == experiment.network.sizes if control("network.diagram").isVisible() else True
    metrics = session.trainer.evaluate()
    assert control("training.train_loss").text() == numbers.cost(metrics.train_cost)


def check_undo(session) -> None:
    """Back and forth again is where we were, weights and all."""
    session.pause()
    stack = session.undo_stack
    if not stack.canUndo():
        return
    # Looking back at an earlier step ends with any edit, so it is the run that must come back.
    before, weights = session.experiment, session.run.network.parameters.copy()
    stack.undo()
    has_changed = session.experiment != before or not np.array_equal(session.run.network.parameters, weights)
    # A weight set by hand may have been set back already, by a reset.
    assert has_changed or isinstance(stack.command(stack.index()), ParameterEdit)
    stack.redo()
    assert session.experiment == before
    assert np.array_equal(session.run.network.parameters, weights)
