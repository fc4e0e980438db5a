"""The numbers by which runs are compared, by hand and by the network's own answers."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import Dataset, DataSpec, OwnData
from engine.experiment import Experiment
from engine.run_standing import cost_obstacle, standing_of, target_variances
from engine.training import History, Metrics, OptimizerSpec, Trainer

NAN = float("nan")


def history_of(*test_costs: float) -> History:
    """One record an epoch, ten updates each, two seconds each."""
    history = History()
    for epoch, cost in enumerate(test_costs):
        history.append(epoch, 10 * epoch, Metrics(0.5, cost, 0.0, 0.25, 0.75), seconds=2.0 * epoch)
    return history


def test_by_hand() -> None:
    standing = standing_of(history_of(0.9, 0.4, 0.2, 0.3))
    assert (standing.epochs, standing.steps) == (3, 30)
    assert (standing.train_cost, standing.test_cost, standing.score) == (0.5, 0.3, 0.75)
    assert (standing.best_cost, standing.best_epoch) == (0.2, 2.0)
    assert (standing.seconds, standing.seconds_per_step) == (6.0, 0.2)


def test_where_nothing_is_tested_the_training_part_is_scored() -> None:
    standing = standing_of(history_of(NAN, NAN))
    assert standing.score == 0.25
    assert np.isnan([standing.test_cost, standing.best_cost, standing.best_epoch]).all()


def test_before_the_first_update_none_took_any_time() -> None:
    standing = standing_of(history_of(0.9))
    assert (standing.steps, standing.seconds) == (0, 0.0)
    assert np.isnan(standing.seconds_per_step)


@pytest.mark.parametrize("loss", ["mse", "half_squared_error"])
@pytest.mark.parametrize("share", [0.5, 1.0])
def test_r2_is_that_of_the_answers(loss: str, share: float) -> None:
    experiment = Experiment().with_data(DataSpec.of("plane", samples=80, train_fraction=share))
    training = replace(experiment.training, loss=loss, penalty="l2", penalty_rate=0.01)
    experiment = replace(experiment, training=training)
    trainer, prepared = Trainer.from_experiment(experiment), experiment.prepare_data()
    trainer.run(3 * trainer.steps_per_epoch)
    part = prepared.test if len(prepared.test) else prepared.train
    errors = trainer.network.predict(part.inputs) - part.targets
    expected = 1.0 - (errors**2).sum() / ((part.targets - part.targets.mean()) ** 2).sum()
    standing = standing_of(trainer.history, loss, target_variances(prepared))
    assert standing.score == pytest.approx(expected, rel=1e-9)


def test_other_losses_of_numbers_have_no_r2() -> None:
    history = History()
    history.append(0, 0, Metrics(0.5, 0.5, 0.0, NAN, NAN), seconds=0.0)
    assert np.isnan(standing_of(history, "huber", (1.0, 1.0)).score)
    assert np.isnan(standing_of(history, "mse", (0.0, 0.0)).score)


def own(values: float, name: str = "own") -> Experiment:
    points = Dataset(
        np.full((4, 2), values), np.array([[1.0], [-1.0], [1.0], [-1.0]]), "binary", ("x", "y"), ("−", "+")
    )
    return Experiment().with_data(DataSpec.of_own(OwnData(name, points)))


FIRST = Experiment()


@pytest.mark.parametrize(
    ("one", "other", "obstacle"),
    [
        (FIRST, FIRST.with_learning_rate(0.3), ""),
        (FIRST, FIRST.with_hidden(()), ""),
        (FIRST, replace(FIRST, seed=5), ""),
        (FIRST, replace(FIRST, training=replace(FIRST.training, optimizer=OptimizerSpec("adam"))), ""),
        (FIRST, FIRST.with_data(replace(FIRST.data, features=("x1",))), ""),
        (FIRST, FIRST.with_data(replace(FIRST.data, standardize=True)), ""),
        (FIRST, FIRST.with_data(replace(FIRST.data, seed=1)), "data"),
        (FIRST, FIRST.with_data(replace(FIRST.data, train_fraction=0.6)), "data"),
        (FIRST, replace(FIRST, training=replace(FIRST.training, loss="huber")), "loss"),
        (FIRST, FIRST.with_activation(len(FIRST.network.layers), "sigmoid"), "targets"),
        (FIRST, replace(FIRST, training=replace(FIRST.training, penalty="l2", penalty_rate=0.1)), "penalty"),
        (FIRST, replace(FIRST, training=replace(FIRST.training, penalty_rate=0.1)), ""),
        (own(1.0), own(1.0, "read from a file"), ""),
        (own(1.0), own(2.0), "data"),
        (own(1.0), FIRST, "data"),
    ],
)
def test_only_costs_of_the_same_kind_are_compared(one: Experiment, other: Experiment, obstacle: str) -> None:
    assert cost_obstacle(one, other) == cost_obstacle(other, one) == obstacle
