"""What is measured: losses and accuracies by hand, and which numbers stand for the classes."""

import math

import numpy as np
import pytest

from engine.data import Dataset
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import Trainer, TrainingSpec, encode_targets

BINARY = Dataset([[1.0], [2.0], [-1.0], [0.5]], [1, -1, -1, 1], "binary")
CLASSES = Dataset([[1.0], [-1.0], [3.0]], [[1, 0, 0], [0, 0, 1], [0, 1, 0]], "classes")
REGRESSION = Dataset([[1.0], [2.0]], [0.25, 7.0])


def identity_trainer(data, activation, loss, test=None):
    """A single layer whose neurons have z = x, 2x, 3x, …"""
    neurons = data.targets.shape[1]
    network = Network(NetworkSpec(1, (LayerSpec(neurons, activation),)), "zeros")
    network.weights[0][:, 0] = range(1, neurons + 1)
    return Trainer(network, data, TrainingSpec(loss), test=test)


def test_binary_by_hand():
    # Predictions are the inputs; positive means +1: right, wrong, right, right.
    metrics = identity_trainer(BINARY, "linear", "mse").evaluate()
    assert metrics.train_loss == pytest.approx((0 + 9 + 0 + 0.25) / 4)
    assert metrics.train_accuracy == 0.75
    assert math.isnan(metrics.test_loss)
    assert math.isnan(metrics.test_accuracy)


def test_binary_with_a_sigmoid_has_its_middle_at_one_half():
    metrics = identity_trainer(BINARY, "sigmoid", "binary_cross_entropy").evaluate()
    assert metrics.train_accuracy == 0.75
    costs = [math.log(1 + math.exp(z)) - y * z for z, y in ((1, 1), (2, 0), (-1, 0), (0.5, 1))]
    assert metrics.train_loss == pytest.approx(sum(costs) / 4)


def test_classes_by_hand():
    # The largest of x, 2x, 3x is the last for positive x, the first for negative: all wrong but none.
    metrics = identity_trainer(CLASSES, "softmax", "cross_entropy", test=CLASSES.take([1])).evaluate()
    assert metrics.train_accuracy == 0.0

    def cost(x, member):
        return math.log(sum(math.exp(j * x) for j in (1, 2, 3))) - member * x

    assert metrics.train_loss == pytest.approx((cost(1, 1) + cost(-1, 3) + cost(3, 2)) / 3)
    assert metrics.test_loss == pytest.approx(cost(-1, 3))
    flipped = Dataset(-CLASSES.inputs, CLASSES.targets, "classes")
    assert identity_trainer(flipped, "softmax", "cross_entropy").evaluate().train_accuracy == 2 / 3


def test_train_and_test_are_told_apart():
    metrics = identity_trainer(BINARY.take([0, 2]), "linear", "mse", test=BINARY.take([1, 3])).evaluate()
    assert (metrics.train_loss, metrics.train_accuracy) == (0.0, 1.0)
    assert metrics.test_loss == pytest.approx((9 + 0.25) / 2)
    assert metrics.test_accuracy == 0.5


def test_a_regression_has_no_accuracy():
    metrics = identity_trainer(REGRESSION, "linear", "half_squared_error").evaluate()
    assert metrics.train_loss == pytest.approx((0.75**2 / 2 + 25 / 2) / 2)
    assert math.isnan(metrics.train_accuracy)


@pytest.mark.parametrize(
    ("activation", "loss", "values"),
    [
        ("sigmoid", "mse", {0, 1}),
        ("sigmoid", "binary_cross_entropy", {0, 1}),
        ("relu", "mse", {0, 1}),
        ("softplus", "huber", {0, 1}),
        ("tanh", "mse", {-1, 1}),
        ("linear", "half_squared_error", {-1, 1}),
        ("linear", "hinge", {-1, 1}),
        ("tanh", "hinge", {-1, 1}),
    ],
)
@pytest.mark.parametrize("data", [BINARY, CLASSES])
def test_the_numbers_that_stand_for_classes(data, activation, loss, values):
    spec = NetworkSpec(1, (LayerSpec(data.targets.shape[1], activation),))
    encoded = encode_targets(data, spec, loss)
    assert set(encoded.ravel().tolist()) == values
    assert np.array_equal(encoded == 1, data.targets == 1)


def test_softmax_sees_one_hot_rows():
    spec = NetworkSpec(1, (LayerSpec(3, "softmax"),))
    assert np.array_equal(encode_targets(CLASSES, spec, "cross_entropy"), CLASSES.targets)


def test_regression_targets_stay_as_they_are():
    spec = NetworkSpec(1, (LayerSpec(1, "sigmoid"),))
    assert np.array_equal(encode_targets(REGRESSION, spec, "mse"), [[0.25], [7.0]])


def test_the_trainer_trains_towards_the_encoded_targets():
    trainer = identity_trainer(BINARY, "sigmoid", "mse")
    _, targets = trainer.next_batch()
    assert sorted(targets.ravel().tolist()) == [0, 0, 1, 1]
