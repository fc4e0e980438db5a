"""Hints where a cost stands still: what is noise, what wavers, and what is too large to be reckoned with."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import Dataset, DataSpec
from engine.experiment import Experiment
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import OptimizerSpec, Trainer, TrainingSpec, diagnose

FIRST = Experiment()


def keys(trainer):
    return {finding.key for finding in diagnose(trainer)}


@pytest.mark.parametrize("noise", [0.4, 0.8])
@pytest.mark.parametrize("dataset", ["line", "plane"])
def test_where_only_noise_is_left_a_straight_answer_is_the_best(dataset, noise):
    data = replace(DataSpec.of(dataset), noise=noise)
    trainer = Trainer.from_experiment(FIRST.with_data(data).with_hidden(()))
    for _ in range(4):
        trainer.run(20 * trainer.steps_per_epoch)
        assert diagnose(trainer) == ()


def test_without_a_bend_it_is_said_epoch_after_epoch():
    """Mini-batches make the cost waver; the hint does not come and go with it, and a single layer explodes never."""
    data = replace(DataSpec.of("xor"), noise=0.1, seed=2)
    trainer = Trainer.from_experiment(FIRST.with_data(data).with_hidden(()))
    trainer.run(20 * trainer.steps_per_epoch)
    for _ in range(40):
        assert "straight" in keys(trainer)
        assert "exploding" not in keys(trainer)
        trainer.run_epoch()


@pytest.mark.parametrize("scale", [1e100, 1e150])
def test_costs_too_large_to_be_squared_are_looked_at_without_a_warning(scale):
    """Warnings are errors here."""
    inputs = np.linspace(-1.0, 1.0, 40)[:, np.newaxis]
    network = Network(NetworkSpec(1, (LayerSpec(1, "linear"),)), seed=0)
    slow = TrainingSpec(optimizer=OptimizerSpec("sgd", 1e-12))
    trainer = Trainer(network, Dataset(inputs, scale * inputs**2), slow)
    trainer.run(30 * trainer.steps_per_epoch)
    findings = diagnose(trainer)
    assert [finding.key for finding in findings] == ["rate_too_low", "plateau"]
    assert all(np.isfinite(number) for finding in findings for number in finding.numbers.values())
