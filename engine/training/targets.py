"""Which numbers stand for the classes, and what counts as a right answer.

A dataset says −1 and +1, or one column a class. An output that lies between 0 and 1 (sigmoid, softmax), or
a loss that wants probabilities, must be told 0 and 1 instead; a tanh output in several columns −1 and +1.
"""

from collections.abc import Callable

import numpy as np

from engine.arrays import Array
from engine.data import Dataset
from engine.network import ACTIVATIONS, LOSSES, NetworkSpec


def class_values(spec: NetworkSpec, loss: str) -> tuple[float, float]:
    """The numbers that mean "no" and "yes" at an output of that network under that loss."""
    wants = LOSSES.find(loss).wants
    if wants == "any":
        low, _ = ACTIVATIONS[spec.layers[-1].activation].output_range
        wants = "unit" if low == 0.0 else "signed"
    return (0.0, 1.0) if wants == "unit" else (-1.0, 1.0)


def encode_targets(dataset: Dataset, spec: NetworkSpec, loss: str) -> Array:
    """The targets (N, n_L) the network is trained towards; regression targets stay as they are."""
    if dataset.problem == "regression":
        return dataset.targets
    low, high = class_values(spec, loss)
    is_member = dataset.targets > 0
    encoded: Array = np.where(is_member, high, low)
    return encoded


def right_counter(dataset: Dataset, spec: NetworkSpec, loss: str) -> Callable[[Array], float]:
    """A function from predictions (n_L, N) for that dataset to how many are right; NaN for regression."""
    if dataset.problem == "regression":
        return lambda predictions: float("nan")
    if dataset.problem == "binary":
        middle = sum(class_values(spec, loss)) / 2.0
        is_member = dataset.targets[:, 0] > 0
        return lambda predictions: float(np.count_nonzero((predictions[0] > middle) == is_member))
    labels = dataset.labels
    return lambda predictions: float(np.count_nonzero(predictions.argmax(axis=0) == labels))
