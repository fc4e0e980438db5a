"""A trainer with a planted fault really goes by the faulty gradient, and only as long as it is planted."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import make_dataset
from engine.descent import Plane
from engine.descent.network_race import NetworkRunner
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import FAULTS, OptimizerSpec, Trainer, TrainingSpec, try_learning_rates
from engine.training.short_run import short_run

RATE = 0.05


def trainer(dtype=np.float64) -> Trainer:
    """Two hidden layers on fifty points in batches of seven, so that the last of an epoch is short."""
    layers = (LayerSpec(4, "tanh"), LayerSpec(3, "tanh"), LayerSpec(1, "tanh"))
    network = Network(NetworkSpec(2, layers), "glorot_uniform", seed=3, dtype=dtype)
    spec = TrainingSpec(optimizer=OptimizerSpec("sgd", learning_rate=RATE), batch_size=7)
    return Trainer(network, make_dataset("circle", samples=50), spec, seed=5)


@pytest.mark.parametrize("key", FAULTS)
def test_each_step_goes_by_the_faulty_gradient(key: str) -> None:
    run = trainer()
    run.backprop = FAULTS[key].backprop
    for _ in range(20):
        before = run.network.parameters.copy()
        faulty = FAULTS[key].backprop(run.network, *run.next_batch(), run.spec.loss)
        run.step()
        np.testing.assert_allclose(run.network.parameters, before - RATE * faulty, rtol=1e-14, atol=1e-16)


def test_the_cost_of_a_batch_stays_the_true_one() -> None:
    run = trainer()
    run.backprop = FAULTS["no_batch_mean"].backprop
    inputs, targets = run.next_batch()
    true = run.network.loss(inputs, targets, run.spec.loss)
    assert run.step() == pytest.approx(true, rel=1e-14)


def test_the_coming_update_is_explained_with_the_fault() -> None:
    run = trainer()
    run.backprop = FAULTS["bias_gradient_lost"].backprop
    explained = run.explain()
    assert not explained["loss_gradient"][~run.network.layout.is_weight()].any()
    expected = run.network.parameters + explained["step"]
    run.step()
    np.testing.assert_allclose(run.network.parameters, expected, rtol=1e-14)


def test_looking_back_repeats_the_faulty_run() -> None:
    run = trainer()
    run.backprop = FAULTS["wrong_sign"].backprop
    run.run(5)
    at_five = run.network.parameters.copy()
    run.run(30)
    np.testing.assert_array_equal(run.at_step(5).network.parameters, at_five)


def test_without_one_the_run_is_the_ordinary_one_bit_for_bit() -> None:
    ordinary, freed = trainer(np.float32), trainer(np.float32)
    freed.backprop = FAULTS["wrong_sign"].backprop
    freed.backprop = None
    ordinary.run(60)
    freed.run(60)
    np.testing.assert_array_equal(ordinary.network.parameters, freed.network.parameters)


def test_a_faulty_run_keeps_its_precision() -> None:
    run = trainer(np.float32)
    run.backprop = FAULTS["transposed_weights"].backprop
    run.run(10)
    assert run.network.dtype == np.float32
    assert np.isfinite(run.network.parameters).all()


def test_a_race_of_copies_goes_by_the_fault_too() -> None:
    run = trainer()
    run.backprop = FAULTS["bias_gradient_lost"].backprop
    runner = NetworkRunner(
        run,
        OptimizerSpec("sgd", learning_rate=RATE),
        Plane.random(run.network, seed=0),
        run.network.parameters,
    )
    for _ in range(5):
        runner.advance()
    moved = runner.parameters != run.network.parameters
    assert not moved[~run.network.layout.is_weight()].any()
    assert moved.any()


def test_a_short_run_goes_by_the_fault_too() -> None:
    def change_of_cost() -> float:
        stops = list(short_run(run, RATE))
        return stops[-1].cost - stops[0].cost

    run = trainer()
    run.backprop = FAULTS["wrong_sign"].backprop
    assert change_of_cost() > 0.0  # uphill
    run.backprop = None
    assert change_of_cost() < 0.0


def test_learning_rates_are_tried_with_the_fault_too() -> None:
    """With batches of all examples, so that only the way that is gone changes the cost."""

    def change_of_cost() -> float:
        trials = list(try_learning_rates(run, count=60, low=-2.5, high=-1.5))
        return trials[-1].loss - trials[0].loss

    run = trainer()
    run.adopt(replace(run.spec, batch_size=len(run.data)))
    run.backprop = FAULTS["wrong_sign"].backprop
    assert change_of_cost() > 0.0
    run.backprop = None
    assert change_of_cost() < 0.0
