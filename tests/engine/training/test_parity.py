"""Learning as fast as the browser playground does, within the spread of its own seeds.

The bounds are the ranges that twelve seeds of an independent NumPy copy of the playground needed until the test
loss was below 0.05; `benchmarks/playground_parity.py` prints all of them.
"""

from statistics import median

import pytest

from engine.data import FEATURES, DataSpec
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.training import Trainer


def epochs_needed(dataset, seed, cap, hidden=(4, 2), activation="tanh", features=("x1", "x2")):
    layers = (*(LayerSpec(size, activation) for size in hidden), LayerSpec(1, "tanh"))
    network = NetworkSpec(len(features), layers)
    trainer = Trainer.from_experiment(
        Experiment(DataSpec(dataset, seed=seed, features=features), network, seed=seed)
    )
    for epoch in range(1, cap + 1):
        if trainer.run_epoch().test_loss < 0.05:
            return epoch
    return None


@pytest.mark.parametrize("seed", range(4))
def test_gauss_takes_a_handful_of_epochs(seed):
    assert epochs_needed("gauss", seed, cap=6) is not None


@pytest.mark.parametrize(("dataset", "low", "high"), [("circle", 42, 261), ("xor", 35, 297)])
def test_the_median_lies_within_the_playgrounds_range(dataset, low, high):
    needed = [epochs_needed(dataset, seed, cap=800) or 800 for seed in range(5)]
    assert low <= median(needed) <= high


def test_relu_is_quicker_on_the_circle():
    # A single figure is known, 26: half of five seeds should need no more than twice that.
    assert median(epochs_needed("circle", seed, cap=300, activation="relu") or 300 for seed in range(5)) <= 52


def test_linear_neurons_never_learn_the_circle():
    experiment = Experiment().with_hidden_activation("linear")
    trainer = Trainer.from_experiment(experiment)
    for _ in range(60):
        metrics = trainer.run_epoch()
    assert metrics.test_loss == pytest.approx(0.5, abs=0.03)


def test_two_layers_of_eight_untangle_the_spiral_with_all_features():
    assert epochs_needed("spiral", 1, cap=400, hidden=(8, 8), features=tuple(FEATURES)) is not None
