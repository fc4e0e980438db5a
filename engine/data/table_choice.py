"""What a person makes of a table: which column is the target, which are inputs, classes or numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Dataset, Problem
from engine.data.tables import MAX_CLASSES, Column, Table

FEW_VALUES = 10
"""Up to so many different whole numbers are taken for classes at first, if each comes several times."""

TIMES_EACH = 3


@dataclass(frozen=True)
class TableChoice:
    """Columns by name; `as_classes` learns the target's values as classes, else as numbers."""

    target: str
    inputs: tuple[str, ...]
    as_classes: bool
    drop_missing: bool = False

    def dataset(self, table: Table) -> Dataset:
        """The dataset of this choice; `FileError` says what does not fit."""
        return table.dataset(self.target, self.inputs, self._problem(table), self.drop_missing)

    def missing_count(self, table: Table) -> int:
        """How many rows miss a cell in the chosen columns."""
        return int(self._missing(table).sum())

    def _problem(self, table: Table) -> Problem:
        if not self.as_classes:
            return "regression"
        kept = ~self._missing(table)
        return "binary" if _value_count(_column(table, self.target), kept) == 2 else "classes"

    def _missing(self, table: Table) -> NDArray[np.bool_]:
        chosen = [column.missing for column in table.columns if column.name in (*self.inputs, self.target)]
        missing: NDArray[np.bool_] = np.any(chosen, axis=0)
        return missing


def usual_choice(table: Table, target: str | None = None) -> TableChoice:
    """What most tables mean: the last column (or `target`) is learnt from all other columns of numbers.

    A column that merely counts the rows is no input, unless there is no other.
    """
    goal = _column(table, target if target is not None else table.names[-1])
    numbers = [column for column in table.columns if column is not goal and column.is_number]
    telling = [column for column in numbers if not _counts_rows(column)] or numbers
    return TableChoice(goal.name, tuple(column.name for column in telling), looks_like_classes(goal))


def looks_like_classes(column: Column) -> bool:
    """Words are classes, and so are a few whole numbers that come again and again."""
    if column.numbers is None:
        return True
    there = column.numbers[~column.missing]
    count = len(np.unique(there))
    is_whole = bool((there == np.rint(there)).all())
    return is_whole and 2 <= count <= min(FEW_VALUES, MAX_CLASSES) and len(there) >= TIMES_EACH * count


def _value_count(column: Column, kept: NDArray[np.bool_]) -> int:
    return len(set(column.texts[kept]))


def _counts_rows(column: Column) -> bool:
    numbers = column.numbers
    return numbers is not None and len(numbers) > 2 and bool((np.diff(numbers) == 1.0).all())


def _column(table: Table, name: str) -> Column:
    return next(column for column in table.columns if column.name == name)
