"""Deliberate faults: each is what it says, makes a difference where it says so, and is caught there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import FAULTS, check_gradients
from engine.training.faults import _bent, _sent_back, _turned

# Without kinks, and with f' = 1 nowhere but at z = 0, where no bias below lets them be.
SMOOTH = ("sigmoid", "tanh", "sine", "softplus", "linear")
OUTPUTS = {
    "mse": "tanh",
    "half_squared_error": "linear",
    "huber": "sigmoid",
    "binary_cross_entropy": "sigmoid",
    "cross_entropy": "softmax",
}


@st.composite
def cases(draw):
    """A smooth network with two outputs, and examples that all differ."""
    loss = draw(st.sampled_from(list(OUTPUTS)))
    width = draw(st.integers(1, 3))
    layers, below = [], width
    for _ in range(draw(st.integers(0, 3))):
        neurons = draw(st.integers(1, 4))
        skip = draw(st.booleans()) and neurons == below
        layers.append(LayerSpec(neurons, draw(st.sampled_from(SMOOTH)), skip))
        below = neurons
    spec = NetworkSpec(width, (*layers, LayerSpec(2, OUTPUTS[loss])))
    seed = draw(st.integers(0, 10_000))
    network = Network(spec, "glorot_normal", seed)
    generator = np.random.default_rng(seed + 1)
    for biases in network.biases:
        biases[...] = generator.choice([-1, 1], len(biases)) * generator.uniform(0.3, 0.8, len(biases))
    inputs = generator.normal(size=(draw(st.integers(1, 5)), width))
    targets = np.eye(2)[generator.integers(2, size=len(inputs))]
    return network, inputs, targets, loss


@pytest.mark.parametrize("key", FAULTS)
@settings(max_examples=60, deadline=None)
@given(case=cases())
def test_each_is_caught_wherever_it_shows(key, case):
    network, inputs, targets, loss = case
    fault = FAULTS[key]
    check = check_gradients(network, inputs, targets, loss=loss, backprop=fault.backprop)
    assert check.passed != fault.shows(network.spec, len(inputs), loss)


@settings(max_examples=60, deadline=None)
@given(case=cases())
def test_sent_back_with_nothing_spoilt_is_backprop(case):
    network, inputs, targets, loss = case
    record = network.backward(inputs, targets, loss)
    again = _sent_back(network, record, targets, loss, _bent, _turned)
    np.testing.assert_allclose(again, record.gradient, rtol=1e-12, atol=1e-14)


def test_a_neuron_that_is_off_stays_off_in_a_faulty_backprop():
    network, inputs, targets = two_layers()
    network.silence([(1, 1)])
    for fault in FAULTS.values():
        weights, biases = network.split(fault.backprop(network, inputs, targets, "mse"))[0]
        assert not weights[1].any()
        assert biases[1] == 0.0
    record = network.backward(inputs, targets, "mse")
    again = _sent_back(network, record, targets, "mse", _bent, _turned)
    np.testing.assert_allclose(again, record.gradient, rtol=1e-12)


def two_layers():
    """Two inputs, two sigmoid neurons, two linear ones: small enough for each fault by hand."""
    network = Network(NetworkSpec(2, (LayerSpec(2, "sigmoid"), LayerSpec(2, "linear"))), seed=4)
    network.parameters[...] = np.linspace(-0.7, 0.9, 12)
    inputs = np.array([[0.3, -1.0], [2.0, 0.5], [-0.4, 0.7]])
    targets = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])
    return network, inputs, targets


def by_hand(network, inputs, targets, *, bend=True, turned=True, shift=0):
    """½Σ(ŷ−y)² differentiated one example after the other, with three places to go wrong."""
    (w1, w2), (b1, b2) = network.weights, network.biases
    whole = np.zeros_like(network.parameters)
    (into_w1, into_b1), (into_w2, into_b2) = network.split(whole)
    hidden = [1 / (1 + np.exp(-(w1 @ x + b1))) for x in inputs]
    for i, y in enumerate(targets):
        a, stale = hidden[i], (i - shift) % len(inputs)
        delta2 = w2 @ a + b2 - y
        sent = w2.T @ delta2 if turned else w2 @ delta2
        delta1 = sent * a * (1 - a) if bend else sent
        into_w2 += np.outer(delta2, hidden[stale]) / len(inputs)
        into_w1 += np.outer(delta1, inputs[stale]) / len(inputs)
        into_b2 += delta2 / len(inputs)
        into_b1 += delta1 / len(inputs)
    return whole


def biases_zeroed(network, gradient):
    spoilt = gradient.copy()
    for _, biases in network.split(spoilt):
        biases[...] = 0
    return spoilt


EXPECTED = {
    "missing_derivative": lambda net, x, y: by_hand(net, x, y, bend=False),
    "wrong_sign": lambda net, x, y: -by_hand(net, x, y),
    "forgotten_zero_grad": lambda net, x, y: by_hand(net, x, y) + by_hand(net, x, y),
    "no_batch_mean": lambda net, x, y: 3 * by_hand(net, x, y),
    "transposed_weights": lambda net, x, y: by_hand(net, x, y, turned=False),
    "bias_gradient_lost": lambda net, x, y: biases_zeroed(net, by_hand(net, x, y)),
    "stale_activations": lambda net, x, y: by_hand(net, x, y, shift=1),
}


def test_every_fault_has_an_expectation():
    assert set(EXPECTED) == set(FAULTS)


@pytest.mark.parametrize("key", EXPECTED)
def test_each_is_the_mistake_it_says(key):
    network, inputs, targets = two_layers()
    spoilt = FAULTS[key].backprop(network, inputs, targets, "half_squared_error")
    np.testing.assert_allclose(spoilt, EXPECTED[key](network, inputs, targets), rtol=1e-12)


@pytest.mark.parametrize("key", FAULTS)
def test_a_fault_leaves_the_network_alone(key):
    network, inputs, targets = two_layers()
    before = network.parameters.copy()
    FAULTS[key].backprop(network, inputs, targets, "mse")
    np.testing.assert_array_equal(network.parameters, before)
