"""A dataset as a CSV file: one column an input, the target last, numbers in the C locale."""

import csv
from pathlib import Path

import numpy as np

from engine.data.dataset import Dataset
from engine.errors import FileError
from engine.files.atomic import replacing

TARGET = "target"


def write_table(dataset: Dataset, path: str | Path) -> Path:
    """Write every example: its inputs, and its class name or target numbers.

    Raises:
        FileError: the suffix is not .csv, or the place cannot be written; what was there is unchanged.
    """
    place = Path(path)
    if place.suffix.lower() != ".csv":
        raise FileError(f"{place.name} has no known suffix for a table; end it in .csv.")
    with replacing(place) as temporary, temporary.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow([*dataset.input_names, *_target_names(dataset)])
        for inputs, targets in zip(dataset.inputs.tolist(), _targets(dataset), strict=True):
            # repr is the shortest text that reads back as the same number.
            writer.writerow([*map(repr, inputs), *targets])
    return place


def _target_names(dataset: Dataset) -> list[str]:
    count = 1 if dataset.problem != "regression" else dataset.targets.shape[1]
    return [TARGET] if count == 1 else [f"{TARGET} {index + 1}" for index in range(count)]


def _targets(dataset: Dataset) -> list[list[str]]:
    if dataset.problem == "regression":
        return [list(map(repr, row)) for row in dataset.targets.tolist()]
    names = np.array(dataset.class_names, dtype=object)
    return [[str(name)] for name in names[dataset.labels]]
