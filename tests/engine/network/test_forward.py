"""The forward pass against the formula in plain loops, and θ as the one memory behind all views."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import SpecError
from engine.network import LayerSpec, Network, NetworkSpec

FORMULAS = {"tanh": math.tanh, "relu": lambda z: max(0.0, z), "sine": math.sin, "linear": lambda z: z}


def forward_in_loops(network, example):
    """(z, a) of each layer for one example, as the texts write it: z_j = Σ_k w_jk a_k + b_j."""
    a = list(example)
    rows = []
    for layer, weights, biases in zip(network.spec.layers, network.weights, network.biases, strict=True):
        z = []
        for j in range(layer.neurons):
            total = float(biases[j])
            for k in range(len(a)):
                total += float(weights[j, k]) * a[k]
            z.append(total)
        below = a
        a = [FORMULAS[layer.activation](value) for value in z]
        if layer.skip:
            a = [value + passed_on for value, passed_on in zip(a, below, strict=True)]
        rows.append((z, a))
    return rows


@st.composite
def specs(draw):
    inputs = width = draw(st.integers(1, 4))
    layers = []
    for _ in range(draw(st.integers(1, 4))):
        neurons = draw(st.integers(1, 5))
        skip = neurons == width and draw(st.booleans())
        layers.append(LayerSpec(neurons, draw(st.sampled_from(sorted(FORMULAS))), skip))
        width = neurons
    return NetworkSpec(inputs, tuple(layers))


@settings(max_examples=60, deadline=None)
@given(spec=specs(), examples=st.integers(1, 4), seed=st.integers(0, 1000))
def test_forward_is_the_formula(spec, examples, seed):
    network = Network(spec, "uniform", seed)
    inputs = np.random.default_rng(seed).normal(size=(examples, spec.inputs))
    record = network.forward(inputs)
    assert np.array_equal(record.a[0], inputs)
    for row, example in enumerate(inputs.tolist()):
        for layer, (z, a) in enumerate(forward_in_loops(network, example), start=1):
            assert record.z[layer][row].tolist() == pytest.approx(z, rel=1e-12, abs=1e-14)
            assert record.a[layer][row].tolist() == pytest.approx(a, rel=1e-12, abs=1e-14)
    assert np.array_equal(record.predictions, network.predict(inputs))


def small_network(**changes):
    return Network(NetworkSpec(2, (LayerSpec(3), LayerSpec(1, "linear"))), seed=4, **changes)


def test_weights_and_biases_are_views_of_one_vector():
    network = small_network()
    assert network.parameters.shape == (3 * 3 + 1 * 4,)
    assert [weights.shape for weights in network.weights] == [(3, 2), (1, 3)]
    assert [biases.shape for biases in network.biases] == [(3,), (1,)]
    network.weights[0][2, 1] = 5.0
    network.biases[1][0] = -7.0
    # Layer by layer, neuron by neuron: its weights, then its bias.
    assert network.parameters[2 * 3 + 1] == 5.0
    assert network.parameters[9 + 3] == -7.0
    (first, first_biases), (second, second_biases) = network.split(np.arange(13.0))
    assert first.tolist() == [[0, 1], [3, 4], [6, 7]]
    assert first_biases.tolist() == [2, 5, 8]
    assert second.tolist() == [[9, 10, 11]]
    assert second_biases.tolist() == [12]
    assert network.layout.is_weight().tolist() == [True, True, False] * 3 + [True, True, True, False]


@pytest.mark.parametrize("place", ["parameters", "weights", "biases"])
def test_writing_to_a_view_changes_the_network(place):
    network = Network(NetworkSpec(2, (LayerSpec(3), LayerSpec(1, "linear"))), "uniform")
    inputs = np.array([[0.3, -0.4]])
    before = network.predict(inputs)
    if place == "parameters":
        network.parameters[...] = 0.0
    else:
        for view in getattr(network, place):
            view[...] = 0.0
    after = network.predict(inputs)
    assert after != before
    assert after.item() == pytest.approx(forward_in_loops(network, inputs[0].tolist())[-1][1][0])


def test_a_copy_has_parameters_of_its_own():
    network = small_network()
    twin = network.copy()
    assert np.array_equal(twin.parameters, network.parameters)
    twin.parameters[...] = 0.0
    assert network.parameters.any()


def test_what_is_returned_is_not_overwritten_by_the_next_call():
    network = small_network()
    inputs, targets = np.array([[0.5, 0.5]]), np.array([[1.0]])
    record, prediction = network.backward(inputs, targets), network.predict(inputs)
    kept = [array.copy() for array in (*record.delta, *record.forward.a, record.gradient, prediction)]
    network.backward(-inputs, -targets)
    network.predict(-inputs)
    for now, then in zip((*record.delta, *record.forward.a, record.gradient, prediction), kept, strict=True):
        assert np.array_equal(now, then)


def test_inputs_and_targets_are_left_alone_whatever_their_memory():
    network = small_network()
    inputs = np.random.default_rng(0).normal(size=(3, 8))[:, ::4]
    targets = np.random.default_rng(1).normal(size=(6, 1))[::2]
    kept = inputs.copy(), targets.copy()
    value, gradient = network.loss_and_gradient(inputs, targets)
    again, same = network.loss_and_gradient(kept[0], kept[1])
    assert value == again
    assert np.array_equal(gradient, same)
    assert np.array_equal(inputs, kept[0])
    assert np.array_equal(targets, kept[1])


def test_single_precision_stays_single_and_agrees_to_its_digits():
    double = small_network()
    single = small_network(dtype="float32")
    inputs = np.random.default_rng(2).normal(size=(5, 2))
    targets = np.ones((5, 1))
    assert single.parameters.dtype == np.float32
    assert np.array_equal(single.parameters, double.parameters.astype(np.float32))
    assert single.predict(inputs).dtype == np.float32
    value, gradient = single.loss_and_gradient(inputs, targets, "mse")
    expected_value, expected = double.loss_and_gradient(inputs, targets, "mse")
    assert gradient.dtype == np.float32
    assert value == pytest.approx(expected_value, rel=1e-5)
    np.testing.assert_allclose(gradient, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    ("inputs", "targets", "field"),
    [
        (np.zeros(2), np.zeros((1, 1)), "inputs"),
        (np.zeros((1, 3)), np.zeros((1, 1)), "inputs"),
        (np.zeros((0, 2)), np.zeros((0, 1)), "inputs"),
        (np.zeros((2, 2)), np.zeros((1, 1)), "targets"),
        (np.zeros((2, 2)), np.zeros(2), "targets"),
        (np.zeros((2, 2)), np.zeros((2, 2)), "targets"),
    ],
)
def test_wrong_shapes_are_named(inputs, targets, field):
    with pytest.raises(SpecError, match="shape") as refusal:
        small_network().loss_and_gradient(inputs, targets)
    assert refusal.value.field == field


def test_targets_that_are_no_distributions_are_refused_for_cross_entropy():
    network = Network(NetworkSpec(1, (LayerSpec(2, "softmax"),)))
    with pytest.raises(SpecError, match=r"adds up to 1\.5.*add up to 1 for cross_entropy"):
        network.loss_and_gradient(np.ones((2, 1)), np.array([[0.0, 1.0], [0.5, 1.0]]), "cross_entropy")
