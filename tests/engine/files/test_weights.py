"""Weights on disk: read by plain NumPy and used by hand, and the same network when we read them ourselves."""

import json
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file

from engine.files import FORMATS, load_weights, save_weights
from engine.network import ACTIVATIONS, LayerSpec, Network, NetworkSpec

INPUTS = np.array([[0.5, -1.0], [2.0, 0.25]])


def small_network(precision="float64"):
    return Network(NetworkSpec(2, (LayerSpec(3), LayerSpec(1, "sigmoid"))), "normal", 3, precision)


@st.composite
def networks(draw):
    width = inputs = draw(st.integers(1, 4))
    layers = []
    for _ in range(draw(st.integers(0, 3))):
        neurons = draw(st.integers(1, 4))
        activation = draw(st.sampled_from([key for key in ACTIVATIONS if key != "softmax"]))
        layers.append(LayerSpec(neurons, activation, neurons == width and draw(st.booleans())))
        width = neurons
    spec = NetworkSpec(
        inputs, (*layers, LayerSpec(draw(st.integers(1, 3)), draw(st.sampled_from(list(ACTIVATIONS)))))
    )
    return Network(spec, "normal", draw(st.integers(0, 99)), draw(st.sampled_from(["float64", "float32"])))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(network=networks(), suffix=st.sampled_from(list(FORMATS)))
def test_what_is_written_is_read_again(network, suffix, tmp_path):
    path = tmp_path / f"net{suffix}"
    assert save_weights(network, path) == path
    read = load_weights(str(path))
    assert read.spec == network.spec
    assert read.dtype == network.dtype
    assert np.array_equal(read.parameters, network.parameters)


def predict_by_hand(tensors, example):
    """tanh layer of three, sigmoid output, in plain Python."""
    hidden = []
    for weights, bias in zip(tensors["0.weight"].tolist(), tensors["0.bias"].tolist(), strict=True):
        hidden.append(math.tanh(sum(w * x for w, x in zip(weights, example, strict=True)) + bias))
    (weights,), (bias,) = tensors["2.weight"].tolist(), tensors["2.bias"].tolist()
    return 1 / (1 + math.exp(-sum(w * a for w, a in zip(weights, hidden, strict=True)) - bias))


def load_json(path):
    """With Python's own reader alone."""
    tensors = json.loads(path.read_text(encoding="utf-8"))["tensors"]
    return {name: np.array(rows) for name, rows in tensors.items()}


@pytest.mark.parametrize(
    ("suffix", "read"), [(".npz", np.load), (".safetensors", load_file), (".json", load_json)]
)
def test_others_read_the_tensors_and_predict_the_same(suffix, read, tmp_path):
    network = small_network()
    tensors = read(save_weights(network, tmp_path / f"net{suffix}"))
    assert [tensors[name].shape for name in ("0.weight", "0.bias", "2.weight", "2.bias")] == [
        (3, 2),
        (3,),
        (1, 3),
        (1,),
    ]
    by_hand = [predict_by_hand(tensors, example) for example in INPUTS.tolist()]
    assert by_hand == pytest.approx(network.predict(INPUTS).ravel().tolist(), rel=1e-12)


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_numbers_stay_in_their_places(suffix, tmp_path):
    """safetensors takes the bytes of an array as they lie, and our weights are strided views."""
    network = Network(NetworkSpec(3, (LayerSpec(2, "linear"),)), "zeros")
    network.weights[0][...] = [[1, 2, 3], [4, 5, 6]]
    network.biases[0][...] = [7, 8]
    assert not network.weights[0].flags.c_contiguous
    save_weights(network, tmp_path / f"net{suffix}")
    read = load_weights(tmp_path / f"net{suffix}")
    assert read.weights[0].tolist() == [[1, 2, 3], [4, 5, 6]]
    assert read.biases[0].tolist() == [7, 8]


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_older_file_is_replaced_and_nothing_else_is_left(suffix, tmp_path):
    path = tmp_path / f"net{suffix}"
    path.write_text("older")
    network = small_network()
    save_weights(network, path)
    assert np.array_equal(load_weights(path).parameters, network.parameters)
    assert list(tmp_path.iterdir()) == [path]
