"""A table of numbers that live: sorted and filtered as a person wants it, and calm while they change.

Rows keep their places while numbers run; only a sort or a filter moves them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from gui import numbers
from gui.appearance import number_font

WIDEST = numbers.MINUS + "0.0001234"
ROOM = 16
_CHUNK = re.compile(r"[^\W\d]+ \d+|\S+")
_BEYOND = re.compile(r"([<>])\s*(\S*)")
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class NumberColumn:
    """A column: its heading, what is said of it, and how a number of it is written."""

    heading: str
    tip: str
    write: Callable[[float], str] = numbers.significant


@dataclass(frozen=True)
class NumberRow:
    """A row: its name, and in plain words what a filter may look for."""

    name: str
    words: str


class NumberModel(QAbstractTableModel):
    """Names and an array of numbers (rows, columns); the name is column 0.

    Attributes:
        order: (visible,) the numbers of the rows that are shown, from above.
    """

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading
        self.rows: Sequence[NumberRow] = ()
        self.columns: Sequence[NumberColumn] = ()
        self.values = np.empty((0, 0))
        self.order = np.empty(0, dtype=int)
        self.sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._wanted = ""

    def show_rows(self, rows: Sequence[NumberRow], columns: Sequence[NumberColumn]) -> None:
        """Another table, without numbers yet."""
        self.beginResetModel()
        self.rows, self.columns = rows, columns
        self.values = np.full((len(rows), len(columns)), np.nan)
        if self.sorted_by is not None and self.sorted_by[0] > len(columns):
            self.sorted_by = None
        self._arrange()
        self.endResetModel()

    def show_numbers(self, values: np.ndarray) -> None:
        """Other numbers (rows, columns); no row moves."""
        self.values = values
        if len(self.order):
            self.dataChanged.emit(self.index(0, 1), self.index(len(self.order) - 1, len(self.columns)))

    def filter(self, text: str) -> None:
        """Show the rows that have every part of `text` in their words; < and > compare the first number."""
        if text != self._wanted:
            self._wanted = text
            self._rearrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By the numbers as they are now; column −1 for the order in which the rows came."""
        self.sorted_by = None if column < 0 else (column, order)
        self._rearrange()

    def place_of(self, row: int) -> int | None:
        """Where a row stands, if it is shown."""
        found = np.flatnonzero(self.order == row)
        return int(found[0]) if len(found) else None

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        if column == 0:
            return self.rows[row].name
        return self.columns[column - 1].write(float(self.values[row, column - 1]))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns) + 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(int(self.order[index.row()]), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section - 1].heading if section else self._heading
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return self.columns[section - 1].tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _rearrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        old, persistent = self.order, self.persistentIndexList()
        self._arrange()
        places = {int(row): place for place, row in enumerate(self.order)}
        kept = [places.get(int(old[index.row()])) for index in persistent]
        self.changePersistentIndexList(
            persistent,
            [
                QModelIndex() if place is None else self.index(place, index.column())
                for place, index in zip(kept, persistent, strict=True)
            ],
        )
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        order = np.arange(len(self.rows))
        if self.sorted_by is not None:
            column, direction = self.sorted_by
            is_down = direction == Qt.SortOrder.DescendingOrder
            if column == 0:
                order = order[::-1] if is_down else order
            else:
                keys = self.values[:, column - 1]
                order = np.argsort(-keys if is_down else keys, kind="stable")  # what is no number comes last
        keep = self._is_wanted()
        self.order = order if keep is None else order[keep[order]]

    def _is_wanted(self) -> np.ndarray | None:
        text = self._wanted.lower()
        if not text.strip():
            return None
        keep = np.ones(len(self.rows), dtype=bool)
        for sign, limit in _BEYOND.findall(text):
            try:
                bound = numbers.parse_number(limit)
            except ValueError:
                continue  # still being typed
            first = self.values[:, 0]
            keep &= first > bound if sign == ">" else first < bound
        for chunk in _CHUNK.findall(_BEYOND.sub("", text)):
            end = r"\b" if chunk[-1].isdigit() else ""
            found = re.compile(r"(?<!\w)" + re.escape(chunk) + end)
            keep &= np.array([found.search(row.words.lower()) is not None for row in self.rows], dtype=bool)
        return keep


class NumberTable(QTableView):
    """Shows a `NumberModel`; Ctrl+C copies the chosen rows, or all that are shown, with all their digits.

    Signals:
        picked: A person chose the row of that number.
    """

    picked = Signal(int)

    def __init__(
        self, name: str, caption: str, tip: str, heading: str, model: NumberModel | None = None
    ) -> None:
        super().__init__()
        self.numbers = model or NumberModel(heading)
        self.setModel(self.numbers)
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setToolTip(tip)
        self.setFont(number_font())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(self.font()).height() + 6)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(28)
        header.sortIndicatorChanged.connect(self.numbers.sort)
        header.setSectionsClickable(True)
        self._is_showing = False
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.clicked.connect(self._on_clicked)

    def show_rows(self, rows: Sequence[NumberRow], columns: Sequence[NumberColumn]) -> None:
        """Another table, without numbers yet; nothing is chosen."""
        self._is_showing = True
        self.numbers.show_rows(rows, columns)
        self._is_showing = False
        self._set_widths()

    def show_numbers(self, values: np.ndarray) -> None:
        """Other numbers (rows, columns); no row moves."""
        self.numbers.show_numbers(values)

    def fit_rows(self, most: int) -> None:
        """Be as high as the rows need, but not higher than `most` of them."""
        rows = min(max(self.numbers.rowCount(), 1), most)
        bar = self.horizontalScrollBar().sizeHint().height()
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + rows * self.verticalHeader().defaultSectionSize() + bar + 4)

    def set_filter(self, text: str) -> None:
        """Show the rows that have every part of `text` in their words."""
        self.numbers.filter(text)

    def show_picked(self, row: int | None) -> None:
        """Mark and show a row without announcing it."""
        place = None if row is None else self.numbers.place_of(row)
        current = self.currentIndex()
        if place is not None and current.isValid() and current.row() == place:
            return
        self._is_showing = True
        if place is None:
            self.selectionModel().clear()
        else:
            flags = QItemSelectionModel.SelectionFlag
            index = self.numbers.index(place, max(current.column(), 0))
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)
        self._is_showing = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picked row stays in sight when the table takes its place in the window."""
        super().resizeEvent(event)
        if self.selectionModel().hasSelection():
            self.scrollTo(self.currentIndex())

    def as_text(self) -> str:
        """The chosen rows, or all that are shown, as a table of tabs with full digits and a decimal point."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        places = chosen if len(chosen) > 1 else range(self.numbers.rowCount())
        model, lines = self.numbers, []
        headings = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
        lines.append("\t".join(headings))
        for place in places:
            row = int(model.order[place])
            lines.append("\t".join([model.rows[row].name, *(repr(float(v)) for v in model.values[row])]))
        return "\n".join(lines) + "\n"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_text())
        elif event.text().lower() == "s" and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._sort_by_present_column()
        else:
            super().keyPressEvent(event)

    def _sort_by_present_column(self) -> None:
        """The next of: rising, falling, as it came."""
        header, column = self.horizontalHeader(), max(self.currentIndex().column(), 0)
        rising, falling = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        if header.sortIndicatorSection() != column:
            header.setSortIndicator(column, rising)
        elif header.sortIndicatorOrder() == rising:
            header.setSortIndicator(column, falling)
        else:
            header.setSortIndicator(-1, rising)

    def _set_widths(self) -> None:
        """Wide enough for every number that may come, so that no column moves."""
        metrics = QFontMetrics(self.font())
        names = [self.numbers.rows[at].name for at in range(0, len(self.numbers.rows), 7)][-400:]
        names += [row.name for row in self.numbers.rows[:50]]
        head = QFontMetrics(self.horizontalHeader().font())
        for at in range(self.numbers.columnCount()):
            heading = head.horizontalAdvance(str(self.numbers.headerData(at, Qt.Orientation.Horizontal)))
            widest = max([metrics.horizontalAdvance(name) for name in names], default=0)
            if at:
                column = self.numbers.columns[at - 1]
                is_plain = column.write is numbers.significant
                texts = (WIDEST,) if is_plain else (column.write(0.0), column.write(1.0))
                widest = max(metrics.horizontalAdvance(text) for text in texts)
            self.setColumnWidth(at, max(widest, heading + 8) + ROOM)

    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._is_showing and current.isValid():
            self.picked.emit(int(self.numbers.order[current.row()]))

    def _on_clicked(self, index: QModelIndex) -> None:
        self.picked.emit(int(self.numbers.order[index.row()]))
