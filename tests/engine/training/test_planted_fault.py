"""A trainer with a planted fault really goes by the faulty gradient, and only as long as it is planted."""

import numpy as np
import pytest

from engine.data import make_dataset
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import FAULTS, OptimizerSpec, Trainer, TrainingSpec

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
