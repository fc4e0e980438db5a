"""A dataset: examples in rows, what goes in beside what should come out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.data import bounds
from engine.errors import SpecError, choices
from engine.limits import number, whole_number

Floats: TypeAlias = NDArray[np.float64]
Problem: TypeAlias = Literal["regression", "binary", "classes"]
PROBLEMS: tuple[Problem, ...] = ("regression", "binary", "classes")


@dataclass(frozen=True, eq=False)
class Dataset:
    """N examples with n inputs and m targets each.

    `inputs` (N, n) and `targets` (N, m) are copied to float64; targets of one dimension become a column.
    N may be 0 (an empty test set), n and m may not. `problem` says how to read the targets:

    - "regression": any numbers;
    - "binary": one column of -1 (the first of `class_names`) and +1 (the second);
    - "classes": K columns, one-hot, in the order of `class_names`.

    Names that are left out become x1...xn, "-1" and "+1", or 1...K. Raises `SpecError` where shapes,
    lengths or values do not fit or are not finite.
    """

    inputs: Floats
    targets: Floats
    problem: Problem = "regression"
    input_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.problem not in PROBLEMS:
            raise SpecError("problem", self.problem, choices(PROBLEMS))
        inputs = _table("inputs", self.inputs)
        targets = _table("targets", self.targets, flat_is_column=True)
        if len(inputs) != len(targets):
            raise SpecError("targets.shape", targets.shape, f"{len(inputs)} rows, as many as the inputs")
        _TARGET_CHECKS[self.problem](targets)
        names = {
            "input_names": _input_names(self.input_names, inputs.shape[1]),
            "class_names": _class_names(self.class_names, self.problem, targets.shape[1]),
        }
        for field, value in {"inputs": inputs, "targets": targets, **names}.items():
            object.__setattr__(self, field, value)

    def __len__(self) -> int:
        return len(self.inputs)

    @property
    def labels(self) -> NDArray[np.intp]:
        """The class of each example as an index into `class_names`, (N,); `SpecError` for a regression."""
        if self.problem == "regression":
            raise SpecError("problem", self.problem, "binary or classes where class labels are asked for")
        if self.problem == "binary":
            return (self.targets[:, 0] > 0).astype(np.intp)
        labels: NDArray[np.intp] = self.targets.argmax(axis=1)
        return labels

    def take(self, indices: Sequence[int] | NDArray[np.integer[Any]]) -> "Dataset":
        """The examples of those row numbers, in that order; `SpecError` for a row that is not there."""
        rows = np.asarray(indices)
        if rows.size == 0:
            rows = rows.astype(np.intp)
        if rows.ndim != 1 or rows.dtype.kind not in "iu":
            raise SpecError("indices", indices, "a flat list of row numbers")
        missing = rows[(rows < 0) | (rows >= len(self))]
        if missing.size:
            raise SpecError("indices", missing[0].item(), f"row numbers below {len(self)}, counted from 0")
        return replace(self, inputs=self.inputs[rows], targets=self.targets[rows])

    def split(self, train_fraction: float, seed: int | tuple[int, ...]) -> tuple["Dataset", "Dataset"]:
        """(train, test): the rows dealt out in a random order fixed by the seed.

        The training part has round(N * train_fraction) rows, at least one. At a fraction of 1 nothing
        is dealt: the training part keeps the order of the rows, as a truth table should, and the test
        part is empty.
        """
        fraction = number("train_fraction", train_fraction, bounds.TRAIN_FRACTION)
        if len(self) == 0:
            raise SpecError("inputs.shape", self.inputs.shape, "at least one row where a split is asked for")
        words = seed if isinstance(seed, tuple) else (seed,)
        rng = np.random.default_rng([whole_number("seed", word, bounds.SEED) for word in words])
        rows = np.arange(len(self)) if fraction == 1 else rng.permutation(len(self))
        count = train_count(len(self), fraction)
        return self.take(rows[:count]), self.take(rows[count:])


def train_count(count: int, fraction: float) -> int:
    """How many of `count` rows a split gives to the training part."""
    return max(1, round(count * fraction))


def one_hot(labels: NDArray[np.integer[Any]], count: int) -> Floats:
    """Class indices (N,) from 0 to count - 1 as rows with a single 1, (N, count)."""
    rows: Floats = np.eye(count)[labels]
    return rows


def _table(field: str, values: ArrayLike, flat_is_column: bool = False) -> Floats:
    try:
        table = np.array(values, dtype=np.float64, order="C")
    except (TypeError, ValueError):
        raise SpecError(field, values, "a table of numbers with rows of equal length") from None
    if table.ndim == 1 and flat_is_column:
        table = table[:, np.newaxis]
    if table.ndim != 2 or table.shape[1] == 0:
        raise SpecError(f"{field}.shape", table.shape, "(examples, columns) with at least one column")
    wrong = np.argwhere(~np.isfinite(table))
    if len(wrong):
        row, column = wrong[0].tolist()
        raise SpecError(f"{field}[{row}, {column}]", table[row, column].item(), "a finite number")
    return table


def _any_target(targets: Floats) -> None:
    """A regression takes whatever is finite."""


def _binary_targets(targets: Floats) -> None:
    if targets.shape[1] != 1:
        raise SpecError("targets.shape", targets.shape, "one column for a binary problem")
    wrong = targets[np.abs(targets) != 1]
    if wrong.size:
        raise SpecError("targets", wrong[0].item(), "only -1 and +1 for a binary problem")


def _one_hot_targets(targets: Floats) -> None:
    if targets.shape[1] < 2:
        raise SpecError("targets.shape", targets.shape, "a column for each of two or more classes")
    wrong = targets[~(((targets == 0) | (targets == 1)).all(axis=1) & (targets.sum(axis=1) == 1))]
    if len(wrong):
        raise SpecError("targets", wrong[0].tolist(), "a single 1 among zeros in each row for classes")


_TARGET_CHECKS = {"regression": _any_target, "binary": _binary_targets, "classes": _one_hot_targets}


def _input_names(names: tuple[str, ...], count: int) -> tuple[str, ...]:
    if not names:
        return tuple(f"x{index}" for index in range(1, count + 1))
    if len(names) != count:
        raise SpecError("input_names", names, f"{count} names, one for each input")
    return tuple(names)


def _class_names(names: tuple[str, ...], problem: Problem, columns: int) -> tuple[str, ...]:
    defaults: dict[Problem, tuple[str, ...]] = {
        "regression": (),
        "binary": ("-1", "+1"),
        "classes": tuple(str(index) for index in range(1, columns + 1)),
    }
    expected = defaults[problem]
    if names and len(names) != len(expected):
        raise SpecError("class_names", names, f"{len(expected)} names for this problem ({problem})")
    return tuple(names) or expected
