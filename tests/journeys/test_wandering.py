"""Whatever is pressed in whatever order: nothing breaks, and the window shows what is true."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QTabBar,
    QWidget,
)
from pytestqt.exceptions import format_captured_exceptions

from engine.data import Dataset
from engine.files import project_of, save_project
from engine.training import Trainer
from engine.training.history import QUANTITIES
from gui import numbers
from gui.dialogs import import_table
from gui.dialogs.import_table import ImportDialog, Imported
from gui.panels.hint_bar import HintBar
from gui.session.edits import EditStack, ParameterEdit
from gui.session.session import UNDO_LIMIT

EVENTS = 2000
"""In one window."""

FEW = 15
"""So many edits fall off the end of the undo stack."""

MOST = 1200
"""By then a walk has made more edits than can be undone."""

BETWEEN = 0.05
"""Seconds from one event to the next."""

HOME = 25
"""After so many events the walk is back in the workspace it began in, with its panels."""

LEAD = 30
"""Updates made before the walk begins."""

ROWS = 40
"""Of a table that are read."""

REPLACING = ("new", "open", "preset", "recent")
"""Commands that bring another document, which no undo takes back."""

HUGE = {"float64": 1e100, "float32": 1e15}
"""Squares and sums of numbers up to here fit into a number of that precision."""

NOT_FINITE = re.compile(r"(?<![a-z])(nan|inf)(?![a-z])|∞", re.IGNORECASE)


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
def dropped(lab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Path, ...]:
    """Two tables, one that is none, one with a hole, something else, and, at last, a project."""
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
    document = lab.session.document
    project = tmp_path / "project.npz"
    save_project(project_of(document.experiment, document.prepared, document.trainer), project)
    lab.files.place = tmp_path / "file.npz"
    return *(tmp_path / name for name in texts), project


def test_two_thousand_events_in_one_window(even_time, lab, wanderer, dropped, qtbot, qtlog) -> None:
    session = lab.session
    session.undo_stack.setUndoLimit(0)  # so that the way back leads to the start
    session.advance(LEAD)
    first, weights = Remembered(session.document), session.network.parameters.copy()
    walk = Walk(lab, wanderer(lab.window, 5, dropped[:-1], REPLACING), even_time, qtbot, qtlog)
    walk.go(EVENTS, "play")
    assert walk.edits > EVENTS / 20  # a walk on which something happens
    walk.go_back()
    assert session.undo_stack.index() == 0
    assert_is(session, first)
    session.reset()
    fresh = Trainer.from_experiment(first.experiment)
    assert np.array_equal(session.network.parameters, fresh.network.parameters)
    session.advance(LEAD)
    assert np.array_equal(session.network.parameters, weights)


def test_undo_goes_as_far_back_as_it_says(even_time, lab, wanderer, dropped, qtbot, qtlog) -> None:
    """Of more than sixty edits the last sixty are taken back, and there is what there was then."""
    stack = lab.session.undo_stack
    assert stack.undoLimit() == UNDO_LIMIT == 60
    walk = Walk(
        lab, wanderer(lab.window, 2, dropped[:-1], (*REPLACING, "undo", "redo")), even_time, qtbot, qtlog
    )
    for _ in range(UNDO_LIMIT - FEW):
        lab.session.new_start()
    while walk.edits <= UNDO_LIMIT + FEW:
        walk.go(HOME, ("descend", "explain")[walk.events // HOME % 2])
        assert walk.events < MOST
    assert stack.count() == UNDO_LIMIT
    walk.go_back()
    assert_is(lab.session, walk.before[0])


def test_wandering_from_one_document_to_another_breaks_nothing(
    even_time, lab, wanderer, dropped, qtbot, qtlog
) -> None:
    lab.files.place = dropped[-1]
    walk = Walk(lab, wanderer(lab.window, 3, dropped), even_time, qtbot, qtlog)
    walk.go(3 * HOME, "play")
    walk.go_back()


class Remembered:
    """What a document was before an edit, and its data bit for bit.

    Attributes:
        has_grown: The edit swallowed more of the same gesture, which may have led back to where it began.
    """

    def __init__(self, document) -> None:
        self.experiment, self.run = document.experiment, document.trainer
        self.data = _bits(document.prepared)
        self.has_grown = False


class Walk:
    """A wanderer's way through a window, and what holds after every event.

    Before each edit the walk remembers what there was; `before` runs parallel to the undo stack.
    """

    def __init__(self, lab, wanderer, even_time, qtbot, qtlog) -> None:
        self.lab, self.session, self.wanderer = lab, lab.session, wanderer
        self._time = even_time
        self.edits = self.events = 0
        self.before: list[Remembered] = []
        self.said: list[str] = []
        self.session.complained.connect(self.said.append)
        self._qtbot, self._qtlog = qtbot, qtlog
        self.session.undo_stack.push = self._push

    def go(self, events: int, workspace: str) -> None:
        with self._qtbot.captureExceptions() as exceptions:
            try:
                for _ in range(events):
                    if self.events % HOME == 0:
                        self._go_home(workspace)
                    self.wanderer.act()
                    self._time.go_on(BETWEEN)
                    QApplication.processEvents()
                    self.events += 1
                    assert not exceptions, format_captured_exceptions(exceptions)
                    assert not (warnings := self._warnings()), warnings
                    self._check(self.events)
            except Exception as error:
                log = [f"event {self.events}, the last one in this log:", *self.wanderer.log[-60:]]
                raise AssertionError("\n".join([*log, str(error)])) from error

    def _warnings(self) -> list[str]:
        """What Qt said that it should not have to say, seen while it is known after which event."""
        return [each.message for each in self._qtlog.records if not each.ignored]

    def go_back(self) -> None:
        """All edits taken back one by one, as far as the stack goes: each time what was there before it."""
        session, stack = self.session, self.session.undo_stack
        session.pause()
        session.fault_hunt.leave()
        while stack.canUndo():
            stack.undo()
            check_session(session)
            assert_is(session, self.before[stack.index()])

    def _push(self, edit) -> None:
        stack = self.session.undo_stack
        remembered, index = Remembered(self.session.document), stack.index()
        EditStack.push(stack, edit)
        del self.before[index:]
        if stack.command(stack.index() - 1) is edit:
            self.before.append(remembered)
            self.edits += 1
        else:
            self.before[-1].has_grown = True
        del self.before[: len(self.before) - stack.count()]  # beyond the limit of the stack

    def _go_home(self, workspace: str) -> None:
        window = self.lab.window
        self.session.fault_hunt.leave()
        window.go_to(workspace)
        for column in window.arrangement.present.columns:
            for stack in column.stacks:
                for key in stack.shown:
                    window.panels[key].setFloating(False)
                    if window.panels[key].isHidden():
                        window.panels.actions[key].trigger()

    def _check(self, number: int) -> None:
        session = self.session
        check_session(session)
        assert len(self.before) >= session.undo_stack.count()
        if number % 10 == 0:
            self._check_numbers()
        if number % 20 == 0:
            check_window(self.lab)
            check_rows_of_tabs(self.lab.window)
        if number % 25 == 0 and not session.fault_hunt.is_on:  # in a hunt nothing can be undone
            self._check_undo()

    def _check_numbers(self) -> None:
        """Every number that is kept or shown is finite; a run that diverged has said so in its sentence.

        The numbers of a network whose answers are too large to be squared are true, and not finite; the next
        update finds that it diverged.
        """
        history, divergence = self.session.trainer.history, self.session.divergence
        if divergence is not None:
            assert divergence.sentence in self.said
        huge = HUGE[self.session.experiment.precision]
        if _largest_answer(self.session) > huge:
            return
        # NaN stands where there is nothing, such as no test examples.
        rows = history.ranges[history.range_of("train_cost")[:, 1] < huge]
        infinite = np.isinf(rows).any(axis=(0, 2))
        assert not infinite.any(), f"{infinite} of {QUANTITIES} and the gradients"
        assert not np.isnan(history.range_of("train_cost")).any()
        if divergence is not None:
            return
        QMainWindow.findChild(self.lab.window, HintBar).look()  # what it said may be of a second ago
        spared = {"race.table"} if _costliest_runner(self.session) > HUGE["float64"] else set()
        spared |= {"runs.table"} if _costliest_kept(self.session) > HUGE["float64"] else set()
        for name, text in self._shown():
            if name in spared:
                continue  # as above: true, and the next step finds that the runner diverged, as the kept run has
            assert not NOT_FINITE.search(re.sub(r"<[^>]*>", "", text)), f"{name} shows {text!r}"

    def _shown(self) -> Iterator[tuple[str, str]]:
        """Name and text of every label, field and cell in sight, but what quotes a person or is being typed."""
        panels = self.lab.window.panels.made.values()
        behind = [
            panel for panel in panels if panel.visibleRegion().isEmpty()
        ]  # shown anew when they come forward
        for widget in self.wanderer.visible(QLabel, QLineEdit, QAbstractItemView):
            name = (
                widget.objectName() or widget.parentWidget().objectName()
            )  # a heading of a table is one too
            if any(panel.isAncestorOf(widget) for panel in behind):
                continue
            if isinstance(widget, QAbstractItemView):
                model = widget.model()
                # What a list inherits of columns is hidden from it.
                columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
                for row in range(min(model.rowCount(), ROWS)):
                    for column in range(columns):
                        yield name, str(model.index(row, column).data() or "")
            elif name != "window.message_text" and not (
                isinstance(widget, QLineEdit) and widget.isModified()
            ):
                yield name, widget.text()

    def _check_undo(self) -> None:
        """Back and forth again is where we were, weights and all."""
        session, stack = self.session, self.session.undo_stack
        session.pause()
        if not stack.canUndo():
            return
        # Looking back at an earlier step ends with any edit, so it is the run that must come back.
        run, before, weights = session.run, session.document.experiment, session.run.network.parameters.copy()
        stack.undo()
        is_other = session.run is not run or session.experiment != before
        is_other = is_other or not np.array_equal(session.run.network.parameters, weights)
        edit, place = stack.command(stack.index()), stack.index()
        # A weight set by hand may have been set back already, by a reset.
        assert is_other or isinstance(edit, ParameterEdit) or self.before[place].has_grown
        assert_is(session, self.before[place])
        stack.redo()
        assert session.run is run
        assert session.experiment == before
        assert np.array_equal(session.run.network.parameters, weights)


def _bits(prepared) -> tuple[bytes, ...]:
    parts = [prepared.train, prepared.test, prepared.raw_train, prepared.raw_test]
    arrays = [array for part in parts for array in (part.inputs, part.targets)]
    return tuple(array.tobytes() for array in (*arrays, prepared.shift, prepared.scale))


def assert_is(session, remembered: Remembered) -> None:
    assert session.experiment == remembered.experiment
    assert session.run is remembered.run
    assert _bits(session.prepared) == remembered.data
    assert _same_data(session.trainer.data, session.prepared.train)


def _same_data(one: Dataset, other: Dataset) -> bool:
    return all(np.array_equal(getattr(one, each.name), getattr(other, each.name)) for each in fields(Dataset))


def _largest_answer(session) -> float:
    """The largest |ŷ| to any example, infinite where one is not a number."""
    parts = session.prepared.train.inputs, session.prepared.test.inputs
    answers = np.abs(session.network.predict(np.concatenate(parts)))
    return float(np.where(np.isnan(answers), np.inf, answers).max())


def _costliest_runner(session) -> float:
    """The largest cost in the race of who has not diverged, infinite where it is not a number; 0 without a race."""
    if "race" not in vars(session):
        return 0.0
    race = session.race.race
    standings = [race.standing(row) for row in range(len(race))]
    costs = [0.0, *(each.cost for each in standings if not each.diverged)]
    return float(np.where(np.isnan(costs), np.inf, costs).max())


def _costliest_kept(session) -> float:
    """The largest cost in the kept runs, infinite where it is not a number; 0 without any."""
    costs = np.array([0.0, *(run.history.range_of("train_cost")[:, 1].max() for run in session.runs.kept)])
    return float(np.where(np.isnan(costs), np.inf, costs).max())


def check_session(session) -> None:
    assert np.isfinite(session.network.parameters).all()
    assert session.network.spec == session.experiment.network
    assert session.run.spec == session.document.experiment.training  # an earlier step keeps the spec of then
    assert session.network.spec.inputs == session.prepared.train.inputs.shape[1]
    assert session.trainer.data is session.prepared.train


def check_rows_of_tabs(window: QMainWindow) -> None:
    """None lies across panels that have nothing to do with it."""
    docked = {panel.windowTitle() for panel in window.panels.made.values() if not panel.isHidden()}
    only = Qt.FindChildOption.FindDirectChildrenOnly
    for bar in QMainWindow.findChildren(window, QTabBar, options=only):
        if bar.isVisible() and window.rect().intersects(bar.geometry()):
            titles = [bar.tabText(index) for index in range(bar.count())]
            assert len(titles) > 1
            assert docked.issuperset(titles), f"{titles} of {docked}"


def check_window(lab) -> None:
    """Paused, every control shows the present design."""
    session = lab.session
    session.pause()
    experiment = session.experiment

    def control(name: str) -> QWidget:
        return QMainWindow.findChild(lab.window, QWidget, name)  # the window's own would build every panel

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
