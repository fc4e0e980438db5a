"""Gradient check: the right backprop is never called wrong, whatever the network; a wrong one always is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import make_dataset
from engine.errors import SpecError
from engine.network import ACTIVATIONS, LOSSES, LayerSpec, Network, NetworkSpec
from engine.network.address import Address
from engine.training import check_gradients
from engine.training.gradient_check import checked_one_by_one

HIDDEN = [key for key in ACTIVATIONS if key != "softmax"]


@st.composite
def cases(draw):
    """(network, inputs, targets, loss): any loss, any activations, skip connections where they fit."""
    loss = draw(st.sampled_from(list(LOSSES)))
    width = draw(st.integers(1, 4))
    layers = []
    for _ in range(draw(st.integers(0, 3))):
        neurons = draw(st.integers(1, 4))
        layers.append(
            LayerSpec(
                neurons,
                draw(st.sampled_from(HIDDEN)),
                skip=draw(st.booleans()) and neurons == (layers[-1].neurons if layers else width),
            )
        )
    fitting = [key for key in ACTIVATIONS if LOSSES[loss].fits(key)]
    outputs = draw(st.integers(2 if loss == "cross_entropy" else 1, 3))
    layers.append(LayerSpec(outputs, draw(st.sampled_from(fitting))))
    seed = draw(st.integers(0, 2**32 - 1))
    initializer = draw(st.sampled_from(["glorot_uniform", "normal", "uniform", "zeros", "orthogonal"]))
    network = Network(NetworkSpec(width, tuple(layers)), initializer, seed)
    hidden = [(at, j) for at, layer in enumerate(network.spec.hidden, start=1) for j in range(layer.neurons)]
    if hidden:
        network.silence(draw(st.lists(st.sampled_from(hidden), max_size=1)))
    generator = np.random.default_rng(seed)
    examples = draw(st.integers(1, 5))
    inputs = generator.normal(0, draw(st.sampled_from([0.5, 1.0, 3.0])), (examples, width))
    if loss == "cross_entropy":
        targets = np.eye(outputs)[generator.integers(outputs, size=examples)]
    elif loss == "binary_cross_entropy":
        targets = generator.integers(2, size=(examples, outputs)).astype(float)
    else:
        targets = generator.choice([-1.0, 1.0], (examples, outputs))
    return network, inputs, targets, loss


@settings(max_examples=300, deadline=None)
@given(cases())
def test_the_right_backprop_is_never_called_wrong(case):
    network, inputs, targets, loss = case
    check = check_gradients(network, inputs, targets, loss=loss)
    assert check.passed, check.worst
    assert len(check.derivatives) == network.layout.size


def tiny():
    network = Network(NetworkSpec(1, (LayerSpec(1, "tanh"), LayerSpec(1, "linear"))))
    network.parameters[...] = [0.5, -0.2, 1.5, 0.3]
    return network


def test_a_network_by_hand():
    # c = (1.5 tanh(0.5·2 − 0.2) + 0.3 − 1)²
    hidden = np.tanh(0.8)
    error = 2 * (1.5 * hidden + 0.3 - 1)
    delta = error * 1.5 * (1 - hidden**2)
    expected = {0: 2 * delta, 1: delta, 2: error * hidden, 3: error}
    check = check_gradients(tiny(), np.array([[2.0]]), np.array([[1.0]]))
    assert {each.index for each in check.derivatives} == set(expected)
    for each in check.derivatives:
        assert each.backprop == pytest.approx(expected[each.index], rel=1e-13)
        assert each.numerical == pytest.approx(expected[each.index], rel=1e-8)
        assert each.verdict == "right"


def test_one_derivative_that_is_off_is_first_and_alone():
    def off(network, inputs, targets, loss):
        gradient = network.loss_and_gradient(inputs, targets, loss)[1].copy()
        gradient[2] *= 1.001
        return gradient

    check = check_gradients(tiny(), np.array([[2.0]]), np.array([[1.0]]), backprop=off)
    assert not check.passed
    assert check.worst.index == 2
    assert check.worst.address == Address(2, 0, 0)
    assert check.worst.relative_error == pytest.approx(0.001, rel=1e-2)
    assert len(check.with_verdict("wrong")) == 1
    errors = [each.relative_error for each in check.with_verdict("right")]
    assert errors == sorted(errors, reverse=True)


def test_at_the_kink_of_a_relu_it_says_kink():
    # z = 0 exactly: the derivative from the left is 0, that from the right is not.
    network = Network(NetworkSpec(1, (LayerSpec(1, "relu"), LayerSpec(1, "linear"))))
    network.parameters[...] = [1.0, -2.0, 1.0, 0.0]
    check = check_gradients(network, np.array([[2.0]]), np.array([[1.0]]))
    assert check.passed
    assert {each.index for each in check.with_verdict("kink")} == {0, 1}
    for each in check.with_verdict("kink"):
        assert each.backprop == 0.0
        assert each.numerical != pytest.approx(0.0, abs=0.1)


def test_at_the_kink_of_the_hinge_it_says_kink():
    network = Network(NetworkSpec(1, (LayerSpec(1, "linear"),)))
    network.parameters[...] = [0.5, 0.0]
    check = check_gradients(network, np.array([[2.0]]), np.array([[1.0]]), loss="hinge")
    assert [each.verdict for each in check.derivatives] == ["kink", "kink"]


def test_a_fault_away_from_the_kink_is_not_excused_by_another_parameter_at_it():
    network = Network(NetworkSpec(1, (LayerSpec(1, "relu"), LayerSpec(1, "linear"))))
    network.parameters[...] = [1.0, -2.0, 1.0, 0.0]

    def nothing(network, inputs, targets, loss):
        return np.zeros(4)

    check = check_gradients(network, np.array([[2.0]]), np.array([[1.0]]), backprop=nothing)
    assert {each.index for each in check.with_verdict("wrong")} == {3}


def test_a_dataset_is_encoded_as_training_does():
    data = make_dataset("gate_xor")
    network = Network(NetworkSpec(2, (LayerSpec(3, "tanh"), LayerSpec(1, "sigmoid"))), seed=2)
    check = check_gradients(network, data, loss="binary_cross_entropy")
    zeros_and_ones = (data.targets + 1) / 2
    by_hand = check_gradients(network, data.inputs, zeros_and_ones, loss="binary_cross_entropy")
    assert check == by_hand


def test_chosen_parameters_in_the_order_asked_for():
    network = tiny()
    found = list(checked_one_by_one(network, np.ones((3, 1)), np.ones((3, 1)), parameters=[3, 0]))
    assert [each.index for each in found] == [3, 0]
    assert [each.address.name for each in found] == ["b_1^[2]", "w_11^[1]"]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_network_is_left_as_it_is(dtype):
    network = Network(NetworkSpec(2, (LayerSpec(3, "tanh"), LayerSpec(1, "tanh"))), dtype=dtype)
    before = network.parameters.copy()
    check = check_gradients(network, make_dataset("circle", samples=20))
    assert check.passed
    np.testing.assert_array_equal(network.parameters, before)


def test_what_is_not_a_number_is_wrong():
    def broken(network, inputs, targets, loss):
        return np.full(4, np.nan)

    check = check_gradients(tiny(), np.ones((1, 1)), np.ones((1, 1)), backprop=broken)
    assert len(check.with_verdict("wrong")) == 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"data": np.ones((2, 3))}, "inputs"),
        ({"data": np.ones((0, 1))}, "N ≥ 1"),
        ({"targets": None}, "targets"),
        ({"targets": np.ones((2, 2))}, "targets"),
        ({"loss": "cross_entropy"}, "softmax"),
        ({"loss": "none"}, "loss"),
        ({"parameters": [4]}, "parameter"),
        ({"data": np.full((1, 1), 1e200), "targets": np.full((1, 1), 1e200)}, "finite"),
    ],
)
def test_what_cannot_be_checked_is_said_in_one_sentence(change, words):
    asked = {"data": np.ones((1, 1)), "targets": np.ones((1, 1))} | change
    with pytest.raises(SpecError, match=words):
        check_gradients(tiny(), **asked)
