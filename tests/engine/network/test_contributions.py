"""Sums over paths: one by hand, then that they add up to the gradient in every network and at every limit."""

from collections import Counter
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SpecError
from engine.network import (
    ACTIVATIONS,
    LOSSES,
    LayerSpec,
    Network,
    NetworkSpec,
    gradients_per_example,
    paths_to_cost,
)
from engine.network.address import Address, address_of, index_of

HIDDEN = [key for key in ACTIVATIONS if key != "softmax"]


@st.composite
def cases(draw):
    """(network, inputs, targets, loss, parameter) of any kind, skip connections where they fit."""
    loss = draw(st.sampled_from(list(LOSSES)))
    width = draw(st.integers(1, 3))
    layers, below = [], width
    for _ in range(draw(st.integers(0, 3))):
        neurons = draw(st.integers(1, 3))
        skip = draw(st.booleans()) and neurons == below
        layers.append(LayerSpec(neurons, draw(st.sampled_from(HIDDEN)), skip))
        below = neurons
    fitting = [key for key in ACTIVATIONS if LOSSES[loss].fits(key)]
    outputs = draw(st.integers(2 if loss == "cross_entropy" else 1, 3))
    skip = draw(st.booleans()) and outputs == below and LOSSES[loss].fused_with is None
    spec = NetworkSpec(width, (*layers, LayerSpec(outputs, draw(st.sampled_from(fitting)), skip)))
    seed = draw(st.integers(0, 1000))
    network = Network(spec, "normal", seed)
    hidden = [(at, j) for at, layer in enumerate(spec.hidden, start=1) for j in range(layer.neurons)]
    if hidden:
        network.silence(draw(st.lists(st.sampled_from(hidden), max_size=1)))
    generator = np.random.default_rng(seed)
    targets = np.eye(outputs)[generator.integers(outputs)]
    parameter = draw(st.integers(0, spec.parameter_count - 1))
    return network, generator.normal(size=width), targets, loss, parameter


@settings(max_examples=150, deadline=None)
@given(cases(), st.sampled_from([1, 2, 5, 10_000]))
def test_the_paths_add_up_to_the_derivative(case, limit):
    network, inputs, targets, loss, parameter = case
    found = paths_to_cost(network, inputs, targets, parameter, loss, limit)
    _, gradient = network.loss_and_gradient(inputs[np.newaxis], targets[np.newaxis], loss)
    assert found.gradient == gradient[parameter]
    # Rounding goes with the terms before they cancel, which a group of paths left together does not show.
    every = paths_to_cost(network, inputs, targets, parameter, loss, 10_000)
    scale = sum(abs(path.product) for path in every.paths)
    # a(1 − a) of a settled softmax is a rounding of 1, which its neighbours on the path multiply.
    settled = sum(
        abs(prod(factor.value for factor in path.factors if factor.kind != "softmax"))
        for path in every.paths
        if any(factor.kind == "softmax" for factor in path.factors)
    )
    rounding = 1e-13 * scale + 4e-16 * settled + 1e-300
    assert found.total == pytest.approx(gradient[parameter], rel=1e-12, abs=rounding)
    assert len(found.paths) <= limit
    assert found.is_complete == (found.count <= limit)
    assert len({path.factors for path in found.paths}) == len(found.paths)


def test_a_weight_of_a_2_2_1_network_by_hand():
    # w_12^[1] reaches the cost by one path: x₂ · (1 − a₁²) · w_11^[2] · 1 · 2(ŷ − y).
    network = Network(NetworkSpec(2, (LayerSpec(2, "tanh"), LayerSpec(1, "linear"))))
    network.weights[0][...] = [[0.5, -1.0], [2.0, 0.3]]
    network.biases[0][...] = [0.1, -0.2]
    network.weights[1][...] = [[1.5, -0.7]]
    network.biases[1][...] = [0.4]
    inputs, targets = np.array([0.6, 0.8]), np.array([1.0])
    hidden = np.tanh([0.3 - 0.8 + 0.1, 1.2 + 0.24 - 0.2])
    error = 2 * (1.5 * hidden[0] - 0.7 * hidden[1] + 0.4 - 1.0)
    found = paths_to_cost(network, inputs, targets, index_of(network.spec, Address(1, 0, 1)))
    (path,) = found.paths
    assert [factor.kind for factor in path.factors] == ["input", "slope", "weight", "slope", "cost"]
    assert [factor.value for factor in path.factors] == pytest.approx(
        [0.8, 1 - hidden[0] ** 2, 1.5, 1.0, error]
    )
    assert path.neurons == ((1, 0), (2, 0))
    assert found.total == pytest.approx(0.8 * (1 - hidden[0] ** 2) * 1.5 * error)


def test_there_are_as_many_paths_as_ways():
    # From layer 1 over 3 and 4 neurons to 2 outputs, with a way around the layer of 4.
    layers = (LayerSpec(2), LayerSpec(4), LayerSpec(4, "tanh", skip=True), LayerSpec(2))
    network = Network(NetworkSpec(2, layers), seed=1)
    found = paths_to_cost(network, np.array([1.0, -1.0]), np.zeros(2), 0)
    # To each of 4 neurons one way; through the next layer 4·4, around it 4; from there to 2 outputs.
    assert found.count == len(found.paths) == (4 * 4 + 4) * 2
    assert found.followed_to == 4
    kinds = Counter(factor.kind for path in found.paths for factor in path.factors)
    assert kinds["skip"] == 4 * 2
    assert kinds["rest"] == 0


def test_beyond_the_limit_the_ends_are_left_together():
    layers = (LayerSpec(5), LayerSpec(6), LayerSpec(7), LayerSpec(1))
    network = Network(NetworkSpec(3, layers), seed=1)
    inputs, targets = np.array([1.0, -1.0, 0.5]), np.zeros(1)
    found = paths_to_cost(network, inputs, targets, 0, limit=6)
    assert (found.count, len(found.paths), found.followed_to) == (42, 6, 2)
    assert not found.is_complete
    record = network.backward(inputs[np.newaxis], targets[np.newaxis])
    for neuron, path in enumerate(found.paths):
        assert path.factors[-1].kind == "rest"
        through = record.delta[3][0] @ network.weights[2][:, neuron]
        assert path.factors[-1].value == pytest.approx(through, rel=1e-12)


def test_softmax_before_a_loss_it_is_not_fused_with():
    network = Network(NetworkSpec(2, (LayerSpec(3, "softmax"),)), seed=2)
    found = paths_to_cost(network, np.array([0.5, 2.0]), np.eye(3)[0], 0, "mse")
    assert [[factor.kind for factor in path.factors] for path in found.paths] == [
        ["input", "softmax", "cost"]
    ] * 3
    grouped = paths_to_cost(network, np.array([0.5, 2.0]), np.eye(3)[0], 0, "mse", limit=2)
    assert [[factor.kind for factor in path.factors] for path in grouped.paths] == [["input", "rest"]]
    assert grouped.total == pytest.approx(found.total, rel=1e-12)


def test_a_float32_network_is_explained_in_float64():
    network = Network(NetworkSpec(2, (LayerSpec(3, "tanh"), LayerSpec(1, "tanh"))), dtype=np.float32)
    found = paths_to_cost(network, np.array([0.5, 2.0]), np.array([1.0]), 4)
    assert found.total == pytest.approx(found.gradient, rel=1e-13)
    assert network.dtype == np.float32


@settings(max_examples=60, deadline=None)
@given(cases(), st.integers(1, 5))
def test_gradients_of_examples_are_those_of_batches_of_one(case, count):
    network, inputs, targets, loss, _ = case
    rows = inputs + np.linspace(-1, 1, count)[:, np.newaxis]
    wanted = np.tile(targets, (count, 1))
    found = gradients_per_example(network, rows, wanted, loss)
    for index in range(count):
        _, alone = network.loss_and_gradient(rows[index : index + 1], wanted[index : index + 1], loss)
        np.testing.assert_allclose(found[index], alone, rtol=1e-12, atol=1e-14)
    _, mean = network.loss_and_gradient(rows, wanted, loss)
    np.testing.assert_allclose(found.mean(axis=0), mean, rtol=1e-10, atol=1e-13)


def test_addresses_and_places_are_each_others_inverse():
    spec = NetworkSpec(3, (LayerSpec(2), LayerSpec(11), LayerSpec(1)))
    network = Network(spec)
    seen = set()
    for index in range(spec.parameter_count):
        address = address_of(spec, index)
        assert index_of(spec, address) == index
        network.parameters[...] = 0.0
        network.parameters[index] = 7.0
        layer, neuron, source, _ = address
        held = (
            network.biases[layer - 1][neuron]
            if source is None
            else network.weights[layer - 1][neuron, source]
        )
        assert held == 7.0
        seen.add(address.name)
    assert len(seen) == spec.parameter_count
    assert {"w_13^[1]", "b_2^[1]", "w_11,2^[2]", "w_1,11^[3]", "b_11^[2]"} <= seen


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda net: paths_to_cost(net, np.ones(2), np.ones(1), 99), "parameter"),
        (lambda net: paths_to_cost(net, np.ones(3), np.ones(1), 0), "inputs"),
        (lambda net: paths_to_cost(net, np.ones((2, 2)), np.ones((2, 1)), 0), "one example"),
        (lambda net: paths_to_cost(net, np.ones(2), np.ones(1), 0, limit=0), "limit"),
        (
            lambda net: gradients_per_example(net, np.broadcast_to(1.0, (4_000_000, 2)), np.ones((1, 1))),
            "fewer",
        ),
        (lambda net: index_of(net.spec, Address(3, 0, None)), "layer"),
        (lambda net: index_of(net.spec, Address(2, 0, 3)), "weights each"),
        (lambda net: address_of(net.spec, -1), "parameter"),
    ],
)
def test_what_has_no_answer_is_said_in_one_sentence(ask, words):
    network = Network(NetworkSpec(2, (LayerSpec(3, "tanh"), LayerSpec(1, "tanh"))))
    with pytest.raises(SpecError, match=words):
        ask(network)
