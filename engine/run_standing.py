"""How far a run has come, in the numbers by which runs are compared, and whether they can be compared at all."""

from dataclasses import dataclass, fields
from math import nan

import numpy as np

from engine.data import DataSpec, OwnData, PreparedData
from engine.experiment import Experiment
from engine.training import History
from engine.training.targets import class_values

SQUARED = {"mse": 1.0, "half_squared_error": 2.0}
"""How many times such a loss of one output is the mean of (ŷ − y)²."""

AS_SEEN = ("features", "standardize")
"""What of the data design is about how the network is given the examples, not about which they are."""


@dataclass(frozen=True)
class RunStanding:
    """A run at its last record, which is the end of an epoch. NaN where a quantity has no meaning.

    Attributes:
        epochs, steps: Epochs finished and updates made by then.
        train_cost, test_cost: C on either part, penalty included.
        score: Of the test part, or of the training part where nothing is tested: the share of right answers, or
            for numbers R² = 1 − mean (ŷ − y)² / variance of y.
        best_cost, best_epoch: The smallest test cost of all records, and the epoch at whose end it was measured
            (of a record that stands for several epochs, the last of them).
        seconds: What the updates took.
    """

    epochs: int
    steps: int
    train_cost: float
    test_cost: float
    score: float
    best_cost: float
    best_epoch: float
    seconds: float

    @property
    def seconds_per_step(self) -> float:
        """What one update took on average."""
        return self.seconds / self.steps if self.steps else nan


def standing_of(history: History, loss: str = "", variances: tuple[float, float] = (nan, nan)) -> RunStanding:
    """The standing of a run of at least one record.

    For R² it takes the key of the loss and the `target_variances`.
    """
    last = history.last
    assert last is not None
    tested = history.range_of("test_cost")[:, 0]
    is_tested = bool(np.isfinite(tested).any())
    best = int(np.nanargmin(tested)) if is_tested else -1
    accuracy = last.test_accuracy if is_tested else last.train_accuracy
    loss_value, variance = (last.test_loss, variances[1]) if is_tested else (last.train_loss, variances[0])
    explained = 1.0 - SQUARED.get(loss, nan) * loss_value / variance if variance > 0.0 else nan
    return RunStanding(
        epochs=int(history.epochs[-1]),
        steps=int(history.steps[-1]),
        train_cost=last.train_cost,
        test_cost=last.test_cost,
        score=accuracy if np.isfinite(accuracy) else explained,
        best_cost=float(tested[best]) if is_tested else nan,
        best_epoch=float(history.epochs[best]) if is_tested else nan,
        seconds=float(history.seconds[-1]),
    )


def target_variances(prepared: PreparedData) -> tuple[float, float]:
    """The variance of the targets of the training and the test part where one number is predicted, else NaN."""
    parts = prepared.train, prepared.test
    train, test = (
        float(part.targets.var())
        if len(part) and part.problem == "regression" and part.targets.shape[1] == 1
        else nan
        for part in parts
    )
    return train, test


def cost_obstacle(one: Experiment, other: Experiment) -> str:
    """Why the costs of two runs cannot be compared: "data", "loss", "targets", "penalty"; "" where they can.

    Of other numbers for the classes, −1 and +1 instead of 0 and 1, the same errors have other squares.
    """
    pairs = (
        ("data", _is_same_data(one.data, other.data)),
        ("loss", one.training.loss == other.training.loss),
        ("targets", _numbers_of_classes(one) == _numbers_of_classes(other)),
        ("penalty", _penalty(one) == _penalty(other)),
    )
    return next((key for key, is_same in pairs if not is_same), "")


def _penalty(experiment: Experiment) -> tuple[str, float]:
    training = experiment.training
    return training.penalty, 0.0 if training.penalty == "none" else training.penalty_rate


def _numbers_of_classes(experiment: Experiment) -> tuple[float, float]:
    if experiment.data.kind.problem == "regression":
        return 0.0, 0.0
    return class_values(experiment.network, experiment.training.loss)


def _is_same_data(one: DataSpec, other: DataSpec) -> bool:
    """Whether they are the same examples, on the same sides."""
    names = [field.name for field in fields(DataSpec) if field.name not in (*AS_SEEN, "own")]
    if any(getattr(one, name) != getattr(other, name) for name in names):
        return False
    if one.own is None or other.own is None:
        return one.own is other.own
    return one.own is other.own or _content(one.own) == _content(other.own)


def _content(own: OwnData) -> tuple[bytes | None, ...]:
    """What tells examples apart, for two objects may hold the same ones: one was read from a file."""
    is_test = None if own.deal is None else own.deal.is_test.tobytes()
    return own.dataset.inputs.tobytes(), own.dataset.targets.tobytes(), is_test
