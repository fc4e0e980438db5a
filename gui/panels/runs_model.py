"""What stands in the table of runs: for each its mark, its words, its numbers, and which of them are the best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap

from engine.run_standing import RunStanding
from gui import numbers
from gui.appearance import appearance, heading_font
from gui.translation import tr
from gui.widgets.number_table import AnyIndex, NumberColumn, NumberModel, NumberRow

NAME, WORDS, FIRST_NUMBER = 0, 1, 2
BEST = "★"
"""Beside the best number of a column, which is also bold."""

NUMBER_SCALE = 0.92


@dataclass(frozen=True, eq=False)
class RunRow:
    """One run.

    Attributes:
        slot: Of a kept run; None of the present one.
        title, words: What it is called, and how its settings differ from the others'.
        name: What a person called it, "" for nothing.
        obstacle: Why its costs are not compared with the present run's, in words; "" where they are.
        has_same_data: Whether at least its score is comparable.
        mark: Its stroke among the curves.
        standing: Its numbers.
    """

    slot: int | None
    title: str
    words: str
    name: str
    obstacle: str
    has_same_data: bool
    mark: QPixmap
    standing: RunStanding

    @property
    def said(self) -> str:
        """What stands in the column of the settings."""
        return " · ".join(filter(None, (self.obstacle, self.words)))


@dataclass(frozen=True)
class RunColumn(NumberColumn):
    """A column of numbers: where it comes from, how wide it gets, and which of its numbers is the best, if any is.

    Attributes:
        take: The number of a standing.
        widest: A text as wide as they get.
        sign: −1 where the least is the best, +1 where the most is, 0 where none is better than another.
        compares: Which rows are compared: "costs", "scores" or "all".
        in_file: The heading of the copied column, where the numbers are without their unit.
    """

    take: Callable[[RunStanding], float] = lambda standing: float("nan")
    widest: str = "0.0000"
    sign: int = 0
    compares: str = "all"
    in_file: str = ""

    def is_compared(self, row: RunRow) -> bool:
        """Whether the number of a row can be the best."""
        return {"costs": not row.obstacle, "scores": row.has_same_data}.get(self.compares, True)


def run_columns(is_regression: bool) -> list[RunColumn]:
    """The columns of numbers: where numbers are predicted R² is among them, else the accuracy."""
    return [
        RunColumn(
            tr("Epochs"), tr("Epochs that were finished"), _whole, lambda at: float(at.epochs), "000000"
        ),
        RunColumn(
            tr("Updates"),
            tr("Updates made by the end of the last epoch; all numbers of a row are of that moment"),
            _whole,
            lambda at: float(at.steps),
            "00000000",
        ),
        RunColumn(
            tr("Train cost"),
            tr("The cost that is minimised, penalty included"),
            numbers.cost,
            lambda at: at.train_cost,
            sign=-1,
            compares="costs",
        ),
        RunColumn(
            tr("Test cost"),
            tr("The same cost on the test examples"),
            numbers.cost,
            lambda at: at.test_cost,
            sign=-1,
            compares="costs",
        ),
        RunColumn(
            tr("R²") if is_regression else tr("Accuracy"),
            tr(
                "1 is perfect, 0 no better than always saying the mean; of the test examples, if there are any"
            )
            if is_regression
            else tr("Share of right answers to the test examples, if there are any"),
            _explained if is_regression else numbers.percent,
            lambda at: at.score,
            f"{numbers.MINUS}0.0000" if is_regression else numbers.percent(1.0),
            +1,
            "scores",
        ),
        RunColumn(
            tr("Best test"),
            tr("The smallest test cost the run has come to"),
            numbers.cost,
            lambda at: at.best_cost,
            sign=-1,
            compares="costs",
        ),
        RunColumn(
            tr("at epoch"),
            tr("The epoch at whose end the test cost was smallest"),
            _whole,
            lambda at: at.best_epoch,
            "000000",
        ),
        RunColumn(
            tr("Time"),
            tr("What the updates took, without the measuring and drawing between them"),
            numbers.duration,
            lambda at: at.seconds,
            "00.0\u2009min",
            in_file=tr("Time (s)"),
        ),
        RunColumn(
            tr("Per update"),
            tr("What one update took on average"),
            numbers.duration,
            lambda at: at.seconds_per_step,
            "00.0\u2009µs",
            -1,
            in_file=tr("Per update (s)"),
        ),
    ]


class RunModel(NumberModel):
    """Rows of runs; the present one comes first, and kept ones can be renamed.

    Signals:
        renamed: The slot of a run and what was typed.
    """

    renamed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__(tr("Run"))
        self.runs: Sequence[RunRow] = ()
        self.columns: list[RunColumn] = []
        self._best = np.zeros((0, 0), dtype=bool)
        self._bold = heading_font(NUMBER_SCALE)

    def show_runs(self, runs: Sequence[RunRow], columns: list[RunColumn]) -> None:
        """Other runs, in the order that was chosen; the same ones again stay where they are."""
        slots, headings = [run.slot for run in runs], [column.heading for column in columns]
        is_same = slots == [run.slot for run in self.runs]
        if is_same and headings == [column.heading for column in self.columns]:
            self._set(runs)
            self._measure()
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._set(runs)
        self.columns = columns
        self._measure()
        self._arrange()
        self.endResetModel()

    def show_standing(self, run: RunRow) -> None:
        """Other numbers of the present run; no row moves."""
        self._set((run, *self.runs[1:]))
        self._measure()
        last = self.rowCount() - 1
        self.dataChanged.emit(self.index(0, FIRST_NUMBER), self.index(last, self.columnCount() - 1))

    def arrange(self) -> None:
        """In the order that was chosen, by the numbers as they are now."""
        if self.sorted_by is not None:
            self._rearrange()

    def run_at(self, place: int) -> RunRow:
        """The run in a row of the screen."""
        return self.runs[int(self.order[place])]

    def is_best(self, row: int, column: int) -> bool:
        """Whether no comparable number of that column is better."""
        return column >= FIRST_NUMBER and bool(self._best[row, column - FIRST_NUMBER])

    def text(self, row: int, column: int) -> str:
        if column < FIRST_NUMBER:
            return self.runs[row].title if column == NAME else self.runs[row].said
        text = self._written(row, column)
        return f"{BEST} {text}" if self.is_best(row, column) else text

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns) + FIRST_NUMBER

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_kept = index.isValid() and self.run_at(index.row()).slot is not None
        return flags | Qt.ItemFlag.ItemIsEditable if is_kept and index.column() == NAME else flags

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        run = self.run_at(index.row())
        if run.slot is None or role != Qt.ItemDataRole.EditRole:
            return False
        self.renamed.emit(run.slot, str(value))
        return True

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = int(self.order[index.row()]), index.column()
        run = self.runs[row]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = column >= FIRST_NUMBER
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DecorationRole:
            return _mark(run.mark) if column == NAME else None
        if role == Qt.ItemDataRole.EditRole and column == NAME:
            return run.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._said_of(row, column)
        if role == Qt.ItemDataRole.FontRole and self.is_best(row, column):
            return self._bold
        if role == Qt.ItemDataRole.ForegroundRole and self._is_apart(row, column):
            return QColor(appearance().theme.muted)
        if role == Qt.ItemDataRole.AccessibleTextRole and self.is_best(row, column):
            return tr("{number}, the best", number=self._written(row, column))
        return super().data(index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and section == WORDS:
            if role == Qt.ItemDataRole.DisplayRole:
                return tr("Settings that differ")
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return side if role == Qt.ItemDataRole.TextAlignmentRole else None
        found = super().headerData(section - 1 if section > WORDS else section, orientation, role)
        is_heading = section > WORDS and role == Qt.ItemDataRole.DisplayRole
        return "\n".join(str(found).split()) if is_heading else found  # no wider than the numbers below

    def copied(self) -> str:
        """All runs as they stand, as a table of tabs with full digits and a decimal point."""
        headings = [column.in_file or column.heading for column in self.columns]
        lines = [[tr("Run"), tr("Settings that differ"), *headings]]
        for row in map(int, self.order):
            values = [repr(float(value)) if isfinite(value) else "" for value in self.values[row]]
            lines.append([self.runs[row].title, self.runs[row].said, *values])
        return "".join("\t".join(line) + "\n" for line in lines)

    def _written(self, row: int, column: int) -> str:
        at = column - FIRST_NUMBER
        return self.columns[at].write(float(self.values[row, at]))

    def _is_apart(self, row: int, column: int) -> bool:
        return column >= FIRST_NUMBER and not self.columns[column - FIRST_NUMBER].is_compared(self.runs[row])

    def _said_of(self, row: int, column: int) -> str | None:
        if column < FIRST_NUMBER:
            return self.text(row, column)
        if self._is_apart(row, column):
            return tr("Not compared with the present run: {reason}", reason=self.runs[row].obstacle)
        return None

    def _set(self, runs: Sequence[RunRow]) -> None:
        self.runs = tuple(runs)
        self.rows = [NumberRow(run.title, run.said) for run in runs]

    def _measure(self) -> None:
        """The numbers, and which are the best: no number written like the best one is worse."""
        taken = [[column.take(run.standing) for column in self.columns] for run in self.runs]
        self.values = np.array(taken, dtype=float)
        self._best = np.zeros(self.values.shape, dtype=bool)
        for at, column in enumerate(self.columns):
            values = self.values[:, at]
            compared = [
                row
                for row, run in enumerate(self.runs)
                if column.sign and column.is_compared(run) and np.isfinite(values[row])
            ]
            if len(compared) > 1:
                best = max(compared, key=lambda row: column.sign * values[row])
                written = column.write(float(values[best]))
                for row in compared:
                    self._best[row, at] = column.write(float(values[row])) == written

    def _arrange(self) -> None:
        order = np.arange(len(self.runs))
        if self.sorted_by is not None:
            column, direction = self.sorted_by
            is_down = direction == Qt.SortOrder.DescendingOrder
            if column < FIRST_NUMBER:
                words = [self.text(row, column).lower() for row in range(len(order))]
                order = np.array(sorted(range(len(order)), key=words.__getitem__, reverse=is_down), dtype=int)
            else:
                keys = self.values[:, column - FIRST_NUMBER]
                order = np.argsort(-keys if is_down else keys, kind="stable")  # what is unknown comes last
        self.order = order


def _mark(picture: QPixmap) -> QIcon:
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)  # or Qt would tint it
    return icon


def _whole(value: float) -> str:
    return numbers.plain(int(value)) if isfinite(value) else "–"


def _explained(value: float) -> str:
    """R², which is negative where the answers are worse than the mean."""
    return f"{numbers.MINUS}{numbers.cost(-value)}" if value < 0.0 else numbers.cost(value)
