"""The classic real datasets, read from the tables that ship with the program.

A table is plain CSV: a header line, one example a row, numbers in the C locale, the name of the class
last. Where the numbers come from stands in the README beside the tables.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from engine.data.dataset import Dataset, Floats, one_hot
from engine.errors import FileError

TABLES = Path(__file__).parents[2] / "resources" / "datasets"


@dataclass(frozen=True)
class ClassicTable:
    """What a table must hold: its name, the names of its columns and classes, its number of rows."""

    key: str
    problem: Literal["binary", "classes"]
    input_names: tuple[str, ...]
    class_names: tuple[str, ...]
    rows: int

    def load(self, folder: Path = TABLES) -> Dataset:
        """The whole dataset in the order of the file; `FileError` if it is missing or not as promised."""
        path = folder / f"{self.key}.csv"
        header, *rows = _read(path)
        if header != [*self.input_names, "class"]:
            raise FileError(f"{path.name} cannot be used: its header line is not the one expected.")
        if len(rows) != self.rows:
            raise FileError(
                f"{path.name} cannot be used: it has {len(rows)} examples instead of {self.rows}."
            )
        inputs, labels = [], []
        for number, row in enumerate(rows, start=2):
            values, label = self._example(path.name, number, row)
            inputs.append(values)
            labels.append(label)
        return Dataset(
            np.array(inputs),
            self._targets(labels),
            self.problem,
            self.input_names,
            self.class_names,
        )

    def _example(self, file: str, number: int, row: list[str]) -> tuple[list[float], int]:
        try:
            *cells, name = row
            values = [float(cell) for cell in cells]
            label = self.class_names.index(name)
        except ValueError:
            raise FileError(f"{file} cannot be used: line {number} is not numbers and a class.") from None
        if len(values) != len(self.input_names) or not np.isfinite(values).all():
            wanted = len(self.input_names)
            raise FileError(f"{file} cannot be used: line {number} does not hold {wanted} finite numbers.")
        return values, label

    def _targets(self, labels: list[int]) -> Floats:
        indices = np.array(labels)
        return 2.0 * indices - 1.0 if self.problem == "binary" else one_hot(indices, len(self.class_names))


def _read(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except OSError as error:
        raise FileError(f"{path.name} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error):
        raise FileError(f"{path.name} cannot be used: it is not a plain CSV table.") from None
    return rows or [[]]


_NUCLEUS = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)

IRIS = ClassicTable(
    "iris",
    "classes",
    ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"),
    ("setosa", "versicolor", "virginica"),
    rows=150,
)
WINE = ClassicTable(
    "wine",
    "classes",
    (
        "alcohol",
        "malic acid",
        "ash",
        "alcalinity of ash",
        "magnesium",
        "total phenols",
        "flavanoids",
        "nonflavanoid phenols",
        "proanthocyanins",
        "color intensity",
        "hue",
        "OD280/OD315 of diluted wines",
        "proline",
    ),
    ("cultivar 1", "cultivar 2", "cultivar 3"),
    rows=178,
)
# +1 is malignant: "positive" in the sense of a medical test.
BREAST_CANCER = ClassicTable(
    "breast_cancer",
    "binary",
    tuple(
        [f"mean {name}" for name in _NUCLEUS]
        + [f"{name} error" for name in _NUCLEUS]
        + [f"worst {name}" for name in _NUCLEUS]
    ),
    ("benign", "malignant"),
    rows=569,
)
DIGITS = ClassicTable(
    "digits",
    "classes",
    tuple(f"pixel {row} {column}" for row in range(8) for column in range(8)),
    tuple("0123456789"),
    rows=1797,
)
