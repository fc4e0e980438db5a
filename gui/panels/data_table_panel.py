"""The data as a table: every example by its numbers, and every cell an edit."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.data import Dataset, OwnData
from engine.data.rows import on_side, with_copy, with_input, with_rows, with_target, without_rows
from gui import numbers
from gui.appearance import number_font
from gui.example_cells import (
    cells_of,
    read_class,
    read_number,
    read_rows,
    read_side,
    side_words,
    target_headings,
)
from gui.panels.panel import Panel
from gui.session import Session
from gui.session.own_points import change_points
from gui.translation import tr
from gui.widgets.editable_table import EditableColumn, EditableTable
from gui.wording import class_name, dataset_name, input_name


class DataTablePanel(Panel):
    """One row an example, the training part first; a row of it that is picked is the chosen example everywhere."""

    def __init__(self, session: Session) -> None:
        super().__init__("data_table", tr("Data table"), session)

    def build(self) -> None:
        self.table = EditableTable(
            "data_table.rows",
            tr("All examples"),
            tr(
                "Type into a cell to change it; Insert adds a row, Delete takes the chosen ones away, "
                "Ctrl+C and Ctrl+V copy and paste rows, also of a spreadsheet"
            ),
        )
        self._shown: object = None
        self._is_picking = False
        self._count = QLabel()
        self._count.setObjectName("data_table.count")
        self._count.setFont(number_font(0.94))
        self._note = QLabel(tr("The first change makes these examples your own."))
        self._note.setObjectName("data_table.note")
        self._note.setWordWrap(True)
        self.table.typed.connect(self._on_typed)
        self.table.added.connect(self._on_added)
        self.table.deleted.connect(self._on_deleted)
        self.table.pasted.connect(self._on_pasted)
        self.table.picked.connect(self._on_picked)
        self.session.selection_changed.connect(self._follow_selection)
        self.follow(self._arranged(), self._count)

    def show_design(self) -> None:
        prepared, own = self.session.prepared, self.session.experiment.data.own
        if not self.is_shown or prepared is self._shown:
            return
        self._shown = prepared
        is_blank = own is not None and own.is_blank
        cells = cells_of(prepared)[: 0 if is_blank else None]
        self.table.show_table(_columns(prepared.raw_train), cells)
        train = 0 if is_blank else len(prepared.raw_train)
        self._count.setText(
            tr(
                "{train} train, {test} test",
                train=numbers.plain(train),
                test=numbers.plain(len(cells) - train),
            )
        )
        self._note.setVisible(own is None)

    def _on_visible(self, is_visible: bool) -> None:
        super()._on_visible(is_visible)
        if is_visible:
            self.show_design()
            self._follow_selection()

    # Edits

    def _on_typed(self, row: int, column: int, text: str) -> None:
        before = self.session.prepared.raw_train
        self._change(partial(_with_cell, before, row, column, text), tr("Change an example"))
        train = len(self.session.prepared.raw_train)
        if train != len(before):  # it went to the other part, where it is the first or the last
            self.table.choose([train if row < len(before) else train - 1])

    def _on_added(self, row: int) -> None:
        data, count = self.session.prepared.raw_train, self.table.rows.rowCount()
        chosen = row if row >= 0 else count - 1
        change = partial(with_copy, row=chosen) if count else partial(_with_first, data)
        if self._change(change, tr("Add an example")) and self.table.rows.rowCount() > count:
            self.table.choose([chosen + 1])
            self.table.edit_cell(chosen + 1, 0)

    def _on_deleted(self, rows: list[int]) -> None:
        label = tr("Delete an example") if len(rows) == 1 else tr("Delete examples")
        count = self.table.rows.rowCount()
        self._change(partial(without_rows, rows=rows), label)
        if 0 < (left := self.table.rows.rowCount()) < count:
            self.table.choose([min(rows[0], left - 1)])

    def _on_pasted(self, text: str) -> None:
        before, count = self.session.prepared, self.table.rows.rowCount()
        done = self._change(partial(_with_pasted, before.raw_train, text), tr("Paste examples"))
        if done and self.table.rows.rowCount() > count:  # a fault that is hunted leaves the data alone
            train = len(self.session.prepared.raw_train)
            more_to_train = train - (len(before.raw_train) if count else 0)
            more_to_test = self.table.rows.rowCount() - count - more_to_train
            last = self.table.rows.rowCount()
            self.table.choose([*range(train - more_to_train, train), *range(last - more_to_test, last)])

    def _change(self, change: Callable[[OwnData], OwnData], label: str) -> bool:
        """Whether it could be done; a fault was said then, and the table shows what is."""
        key = self.session.experiment.data.dataset
        return change_points(self.session, change, label, name=tr("{name}, edited", name=dataset_name(key)))

    # Picking

    def _on_picked(self, row: int) -> None:
        if row < len(self.session.prepared.raw_train):
            self._is_picking = True
            self.session.example.set(row)
            self._is_picking = False

    def _follow_selection(self) -> None:
        picked = self.session.selection.example
        if picked is not None and self.is_shown and not self._is_picking:
            self.table.choose([picked])

    def _arranged(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(6)
        column.addWidget(self.table, 1)
        column.addWidget(self._note)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        for name, words, tip, do in (
            ("add", tr("Add a row"), tr("Add a copy of the chosen row after it"), self.table.add_row),
            ("delete", tr("Delete rows"), tr("Take the chosen rows away"), self.table.delete_rows),
        ):
            row.addWidget(_button(f"data_table.{name}", words, tip, do))
        column.addLayout(row)
        self._note.setContentsMargins(8, 0, 8, 0)
        return content


def _button(name: str, words: str, tip: str, do: Callable[[], None]) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda: do())
    return button


def _columns(data: Dataset) -> tuple[EditableColumn, ...]:
    """Of the inputs, of the target, and of the part."""
    names = map(input_name, data.input_names)
    inputs = [EditableColumn(name, tr("The input {name}", name=name)) for name in names]
    words = tuple(map(class_name, data.class_names))
    tip = tr("What the network should answer")
    goals = [EditableColumn(name, tip, words) for name in target_headings(data)]
    part = EditableColumn(tr("part"), tr("Whether it is trained on, or only tests"), side_words())
    return (*inputs, *goals, part)


def _with_cell(data: Dataset, row: int, column: int, text: str, own: OwnData) -> OwnData:
    inputs = len(data.input_names)
    if column < inputs:
        value = read_number(input_name(data.input_names[column]), text)
        return with_input(own, row, column, value)
    goals = target_headings(data)
    if column == inputs + len(goals):
        return on_side(own, row, read_side(text))
    if data.problem != "regression":
        return with_target(own, row, read_class(data, text))
    target = own.dataset.targets[row].copy()
    target[column - inputs] = read_number(goals[column - inputs], text)
    return with_target(own, row, target)


def _with_pasted(data: Dataset, text: str, own: OwnData) -> OwnData:
    pasted = read_rows(data, text)
    return with_rows(own, pasted.inputs, pasted.targets, pasted.is_test)


def _with_first(data: Dataset, own: OwnData) -> OwnData:
    """The first row of a blank sheet: nothing but zeros, of the first class."""
    targets = np.zeros((1, data.targets.shape[1]))
    if data.problem != "regression":
        targets = read_class(data, data.class_names[0])[np.newaxis]
    return with_rows(own, np.zeros((1, len(data.input_names))), targets)
