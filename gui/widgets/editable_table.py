"""A table that is typed into. It asks for every change and shows what is answered; rows nobody touched stay put.

Thousands of rows cost no more than those in sight.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableView

from gui import numbers
from gui.appearance import number_font
from gui.translation import tr
from gui.widgets.cell_editor import CHOICES, CellEditor
from gui.widgets.even_decimals import decimals_of, widest, written

ROOM, SIDE_ROOM = 7, 10
WIDEST_HEADING = 84
"""Pixels; a longer one ends in dots, and is read in full in its tip."""

HEADING_ROOM, DOTS_ROOM = 4, 8
"""More of it beside a heading, and where some end in dots: Qt counts the whole padding then."""

CELL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
"""What can be done with every cell: Qt asks for it so often that it is not put together anew."""

LETTERS = frozenset(range(0x21, 0x7F))
"""Keys that begin typing in a cell, as Qt counts them; commands of one letter wait meanwhile."""

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class EditableColumn:
    """A column: its heading, what is said of it, and its `words` where a cell is one of them, by its number."""

    heading: str
    tip: str
    words: tuple[str, ...] = ()


class EditableModel(QAbstractTableModel):
    """An array of numbers (rows, columns) under headings; rows are counted from 1.

    Signals:
        typed: (row, column, text) a person wants that to stand in a cell.
    """

    typed = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[EditableColumn, ...] = ()
        self.values = np.empty((0, 0))
        self._decimals: list[int] = []

    def show_table(self, columns: tuple[EditableColumn, ...], values: np.ndarray) -> None:
        """Another table (rows, columns); under the same headings rows come and go where they differ."""
        if columns != self.columns:
            self.beginResetModel()
            self.columns, self.values = columns, values
            self._decimals = self._decimals_of(values)
            self.endResetModel()
        else:
            self._change(values)
            self._rewrite(self._decimals_of(values))

    def _decimals_of(self, values: np.ndarray) -> list[int]:
        """Of every column; none of words."""
        pairs = zip(self.columns, values.T, strict=True)
        return [0 if column.words else decimals_of(given) for column, given in pairs]

    def _rewrite(self, decimals: list[int]) -> None:
        """Show the columns anew whose decimals are others now."""
        places = [at for at, one in enumerate(decimals) if one != self._decimals[at]]
        self._decimals = decimals
        if len(self.values):
            for at in places:
                self.dataChanged.emit(self.index(0, at), self.index(len(self.values) - 1, at))

    def _change(self, new: np.ndarray) -> None:
        old, nowhere = self.values, QModelIndex()
        first, last = _alike(old, new)
        longer, place = len(new) - len(old), min(len(old), len(new)) - last
        if place > first:
            self.values = np.concatenate([new[:place], old[place:]])
            self.dataChanged.emit(self.index(first, 0), self.index(place - 1, len(self.columns) - 1))
        if longer > 0:
            self.beginInsertRows(nowhere, place, place + longer - 1)
            self.values = new
            self.endInsertRows()
        elif longer < 0:
            self.beginRemoveRows(nowhere, place, place - longer - 1)
            self.values = new
            self.endRemoveRows()

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        words, value = self.columns[column].words, float(self.values[row, column])
        return words[int(value)] if words else written(value, self._decimals[column])

    def text_in_full(self, row: int, column: int) -> str:
        """What stands in its editor: a number with all its digits."""
        words, value = self.columns[column].words, float(self.values[row, column])
        return words[int(value)] if words else _in_full(value)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.values)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return CELL if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self.text_in_full(row, column)
        if role == CHOICES:
            return self.columns[column].words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self.typed.emit(index.row(), index.column(), str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.columns[section].tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignHCenter if self.columns[column].words else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter


class EditableTable(QTableView):
    """Shows an `EditableModel`. Typing, Enter or a double click edit a cell; Ctrl+C copies the chosen rows.

    Attributes:
        commands: Copy, paste, add and delete, as its context menu has them.

    Signals:
        typed: (row, column, text) a person wants that to stand in a cell.
        pasted: This text is to become rows.
        added: A person wants one more row, after this one; −1 with none chosen.
        deleted: A person wants these rows taken away, a list of numbers.
        picked: A person came to a row.
    """

    typed = Signal(int, int, str)
    pasted = Signal(str)
    added = Signal(int)
    deleted = Signal(list)
    picked = Signal(int)

    own_keys = LETTERS | {int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)}

    def __init__(self, name: str, caption: str, tip: str) -> None:
        super().__init__()
        self.rows = EditableModel()
        self.rows.typed.connect(self.typed)
        self.setModel(self.rows)
        self.setItemDelegate(CellEditor(self.viewport(), f"{name}_editor"))
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setToolTip(tip)
        self.setFont(number_font())
        self._set_habits()
        self._is_showing = False
        self._needed: list[int] = []
        self.commands = self._make_commands()
        self.addActions(self.commands)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(lambda: QTimer.singleShot(0, self._open_list))

    def show_table(self, columns: tuple[EditableColumn, ...], values: np.ndarray) -> None:
        """Another table (rows, columns); what is chosen and in sight stays so, where the headings do."""
        is_other = columns != self.rows.columns
        self._is_showing = True
        self.rows.show_table(columns, values)
        self._is_showing = False
        self._set_widths(is_other)
        digits = "0" * max(len(str(len(values))), 3)
        side = self.verticalHeader()
        side.setFixedWidth(QFontMetrics(side.font()).horizontalAdvance(digits) + SIDE_ROOM)

    @property
    def chosen(self) -> list[int]:
        """The rows that are chosen, from above."""
        chosen = self.selectionModel().selection()
        parts = [chosen.at(place) for place in range(chosen.count())]
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def choose(self, rows: Sequence[int]) -> None:
        """Mark these rows, without announcing it; the column stays.

        The first of them comes in sight, and as many as there is room for of those that follow without a gap.
        """
        self._is_showing = True
        flags = QItemSelectionModel.SelectionFlag
        column = max(self.currentIndex().column(), 0)
        if len(rows):
            self.selectionModel().setCurrentIndex(self.rows.index(rows[0], column), flags.NoUpdate)
            self.scrollTo(self.rows.index(_last_without_gap(rows), column))
            self.scrollTo(self.rows.index(rows[0], column))
        self.selectionModel().select(self._selection(rows), flags.ClearAndSelect | flags.Rows)
        self._is_showing = False

    def edit_cell(self, row: int, column: int) -> None:
        """Go to a cell and begin to edit it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(self.rows.index(row, column))
        self.edit(self.currentIndex())

    def as_text(self) -> str:
        """The chosen rows under their headings, as a table of tabs with full digits and a decimal point."""
        columns, values = self.rows.columns, self.rows.values[self.chosen].T.tolist()
        cells = [
            [column.words[int(value)] for value in each] if column.words else map(repr, each)
            for column, each in zip(columns, values, strict=True)
        ]
        lines = ["\t".join(column.heading for column in columns), *map("\t".join, zip(*cells, strict=True))]
        return "\n".join(lines) + "\n"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            return  # a key that the editor has taken, or leaves alone, is no command to the table
        begins = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in begins and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._edit_present()
        else:
            super().keyPressEvent(event)

    def _edit_present(self) -> None:
        """Edit the present cell; in a table nobody has come to yet, the first."""
        present = self.currentIndex()
        if present.isValid():
            self.edit(present)
        elif self.rows.rowCount():
            self.edit_cell(0, 0)

    def _set_habits(self) -> None:
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        side = self.verticalHeader()
        side.setSectionResizeMode(side.ResizeMode.Fixed)
        side.setDefaultSectionSize(QFontMetrics(self.font()).height() + 6)
        side.setFont(self.font())
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for header in (side, self.horizontalHeader()):
            header.setHighlightSections(False)
            header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.horizontalHeader().setMinimumSectionSize(28)

    def _make_commands(self) -> list[QAction]:
        keys = QKeySequence.StandardKey
        return [
            self._command(tr("Copy rows"), keys.Copy, self._copy),
            self._command(tr("Paste rows"), keys.Paste, self._paste),
            self._command(tr("Add a row"), QKeySequence(Qt.Key.Key_Insert), self.add_row),
            self._command(tr("Delete rows"), keys.Delete, self.delete_rows),
        ]

    def _command(
        self, words: str, keys: QKeySequence | QKeySequence.StandardKey, do: Callable[[], None]
    ) -> QAction:
        action = QAction(words, self)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: do())
        return action

    def add_row(self) -> None:
        """Ask for one more row after the chosen one."""
        chosen = self.chosen
        self.added.emit(chosen[-1] if chosen else -1)

    def delete_rows(self) -> None:
        """Ask for the chosen rows to be taken away."""
        if chosen := self.chosen:
            self.deleted.emit(chosen)

    def _copy(self) -> None:
        if self.chosen:
            QGuiApplication.clipboard().setText(self.as_text())

    def _paste(self) -> None:
        """One piece of text goes into the present cell, more of them become rows."""
        text, cell = QGuiApplication.clipboard().text(), self.currentIndex()
        is_piece = not any(mark in text.strip() for mark in "\t;\n")
        if is_piece and text.strip() and cell.isValid():
            self.typed.emit(cell.row(), cell.column(), text.strip())
        elif text.strip():
            self.pasted.emit(text)

    def _open_list(self) -> None:
        for box in self.viewport().findChildren(QComboBox):
            box.showPopup()

    def _selection(self, rows: Sequence[int]) -> QItemSelection:
        selection, last = QItemSelection(), len(self.rows.columns) - 1
        starts = [at for at, row in enumerate(rows) if at == 0 or row != rows[at - 1] + 1]
        for start, end in zip(starts, [*starts, len(rows)][1:], strict=True):
            selection.select(self.rows.index(rows[start], 0), self.rows.index(rows[end - 1], last))
        return selection

    def _set_widths(self, is_other: bool) -> None:
        """Wide enough for every number; under the same headings a column only grows, where a number needs it."""
        needed = self._needed_widths()
        for at, width in enumerate(needed):
            if is_other or width > self._needed[at]:
                self.setColumnWidth(at, width)
        self._needed = needed if is_other else [*map(max, needed, self._needed)]

    def _needed_widths(self) -> list[int]:
        metrics = QFontMetrics(self.font())
        head = QFontMetrics(self.horizontalHeader().font())
        widths, long = [], self._has_long_headings(head)
        room = DOTS_ROOM if long else HEADING_ROOM
        dots = Qt.TextElideMode.ElideRight if long else Qt.TextElideMode.ElideNone
        self.horizontalHeader().setTextElideMode(dots)
        for column, values in zip(self.rows.columns, self.rows.values.T, strict=True):
            words = max(map(metrics.horizontalAdvance, column.words or (widest(values),)))
            heading = min(head.horizontalAdvance(column.heading) + room, WIDEST_HEADING)
            widths.append(max(words, heading) + ROOM)
        return widths

    def _has_long_headings(self, metrics: QFontMetrics) -> bool:
        headings = (column.heading for column in self.rows.columns)
        return any(metrics.horizontalAdvance(heading) + HEADING_ROOM > WIDEST_HEADING for heading in headings)

    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._is_showing and current.isValid():
            self.picked.emit(current.row())


def _last_without_gap(rows: Sequence[int]) -> int:
    """The row up to which these follow one another from the first on."""
    return next((row for row, after in pairwise(rows) if after != row + 1), rows[-1])


def _alike(old: np.ndarray, new: np.ndarray) -> tuple[int, int]:
    """How many rows are the same from above, and how many of the others from below."""
    most = min(len(old), len(new))
    first = _leading(old[:most], new[:most])
    last = _leading(old[::-1][: most - first], new[::-1][: most - first])
    return first, last


def _leading(one: np.ndarray, other: np.ndarray) -> int:
    differs = (one != other).any(axis=1)
    return int(differs.argmax()) if differs.any() else len(one)


def _in_full(value: float) -> str:
    """With all its digits, as it is typed; a whole number without a point."""
    return numbers.in_text(repr(value).removesuffix(".0"))
