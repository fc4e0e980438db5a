"""Tables as CSV files, numbers in the C locale: the examples of a dataset, or costs over a plane."""

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from engine.arrays import Array
from engine.data.dataset import Dataset
from engine.errors import FileError
from engine.files.atomic import replacing

TARGET = "target"


def write_table(dataset: Dataset, path: str | Path) -> Path:
    """Write every example: its inputs, and its class name or target numbers.

    Raises:
        FileError: the suffix is not .csv, or the place cannot be written; what was there is unchanged.
    """
    # repr is the shortest text that reads back as the same number.
    rows = (
        [*map(repr, inputs), *targets]
        for inputs, targets in zip(dataset.inputs.tolist(), _targets(dataset), strict=True)
    )
    return _write(path, [*dataset.input_names, *_target_names(dataset)], rows)


def write_grid(names: tuple[str, str, str], xs: Array, ys: Array, costs: Array, path: str | Path) -> Path:
    """Write costs (rows of ys, columns of xs) as one row a point: x, y and the cost, in columns of those names.

    A cost that is not finite is written as nan or inf. `FileError` as `write_table` raises it.
    """
    rows = (
        [repr(x), repr(y), repr(cost)]
        for y, row in zip(ys.tolist(), costs.tolist(), strict=True)
        for x, cost in zip(xs.tolist(), row, strict=True)
    )
    return _write(path, names, rows)


def _write(path: str | Path, head: Iterable[str], rows: Iterable[list[str]]) -> Path:
    place = Path(path)
    if place.suffix.lower() != ".csv":
        raise FileError(f"{place.name} has no known suffix for a table; end it in .csv.")
    with replacing(place) as temporary, temporary.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows(rows)
    return place


def _target_names(dataset: Dataset) -> list[str]:
    count = 1 if dataset.problem != "regression" else dataset.targets.shape[1]
    return [TARGET] if count == 1 else [f"{TARGET} {index + 1}" for index in range(count)]


def _targets(dataset: Dataset) -> list[list[str]]:
    if dataset.problem == "regression":
        return [list(map(repr, row)) for row in dataset.targets.tolist()]
    names = np.array(dataset.class_names, dtype=object)
    return [[str(name)] for name in names[dataset.labels]]
