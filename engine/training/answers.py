"""How a network's answers compare with what they should be: a table of classes, or how far off the numbers are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.data import Dataset
from engine.network import NetworkSpec
from engine.training.targets import class_values


def predicted_labels(predictions: Array, dataset: Dataset, spec: NetworkSpec, loss: str) -> NDArray[np.intp]:
    """The class each prediction (N, n_L) speaks for, as an index into the dataset's `class_names`, (N,).

    One output speaks for the second class where it lies above the middle of "no" and "yes"; of several
    outputs the largest wins, the first of equal ones.
    """
    if dataset.problem == "binary":
        middle = sum(class_values(spec, loss)) / 2.0
        return (predictions[:, 0] > middle).astype(np.intp)
    winners: NDArray[np.intp] = predictions.argmax(axis=1)
    return winners


def confusion(labels: NDArray[np.intp], predicted: NDArray[np.intp], classes: int) -> NDArray[np.intp]:
    """(classes, classes): entry [true, predicted] counts the examples of one class taken for another."""
    counts = np.bincount(labels * classes + predicted, minlength=classes * classes)
    return counts.reshape(classes, classes)


def row_shares(counts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Each row of a table of counts as shares of its sum; NaN in a row without examples."""
    sums = counts.sum(axis=1, keepdims=True)
    shares = np.full(counts.shape, np.nan)
    np.divide(counts, sums, out=shares, where=sums > 0)
    return shares


@dataclass(frozen=True)
class Fit:
    """How well numbers are predicted.

    Attributes:
        root_mean_square: √ mean (ŷ − y)², in the unit of y.
        explained: R² = 1 − Σ(ŷ − y)² / Σ(y − ȳ)²: 1 is perfect, 0 no better than always saying the mean; NaN
            where all targets are equal.
    """

    root_mean_square: float
    explained: float

    @classmethod
    def of(cls, targets: Array, predictions: Array) -> "Fit":
        """The fit of predictions (N,) to targets (N,); NaN without examples."""
        if len(targets) == 0:
            return cls(float("nan"), float("nan"))
        with np.errstate(over="ignore", invalid="ignore"):
            squared = float(np.square(predictions - targets).sum())
            spread = float(np.square(targets - targets.mean()).sum())
        explained = 1.0 - squared / spread if spread > 0.0 else float("nan")
        return cls(float(np.sqrt(squared / len(targets))), explained)
