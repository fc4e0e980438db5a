"""Numbers worked out and published by others, by hand."""

import numpy as np
import pytest

from engine.network import LayerSpec, Network, NetworkSpec

INPUTS = np.array([[0.05, 0.10]])
TARGETS = np.array([[0.01, 0.99]])
LOSS = "half_squared_error"


@pytest.fixture
def mazur():
    """The network of Matt Mazur, "A Step by Step Backpropagation Example" (2015): w1…w4, b1, w5…w8, b2."""
    network = Network(NetworkSpec(2, (LayerSpec(2, "sigmoid"), LayerSpec(2, "sigmoid"))), "zeros")
    network.weights[0][...] = [[0.15, 0.20], [0.25, 0.30]]
    network.biases[0][...] = 0.35
    network.weights[1][...] = [[0.40, 0.45], [0.50, 0.55]]
    network.biases[1][...] = 0.60
    return network


def update_weights(network):
    """One step of gradient descent with η = 0.5 that leaves the biases alone, as his text does."""
    gradient = network.loss_and_gradient(INPUTS, TARGETS, LOSS)[1]
    for weights, (slopes, _) in zip(network.weights, network.split(gradient), strict=True):
        weights -= 0.5 * slopes


def test_his_forward_pass(mazur):
    record = mazur.forward(INPUTS)
    assert record.z[1][0, 0] == pytest.approx(0.3775, abs=5e-10)
    assert record.a[1][0].tolist() == pytest.approx([0.593269992, 0.596884378], abs=5e-10)
    assert record.z[2][0, 0] == pytest.approx(1.105905967, abs=5e-10)
    assert record.predictions[0].tolist() == pytest.approx([0.75136507, 0.772928465], abs=5e-9)
    assert mazur.loss(INPUTS, TARGETS, LOSS) == pytest.approx(0.298371109, abs=5e-10)


def test_his_backward_pass(mazur):
    record = mazur.backward(INPUTS, TARGETS, LOSS)
    assert record.delta[2][0, 0] == pytest.approx(0.138498562, abs=5e-10)
    (hidden, _), (output, _) = mazur.split(record.gradient)
    assert output[0, 0] == pytest.approx(0.082167041, abs=5e-10)
    assert hidden[0, 0] == pytest.approx(0.000438568, abs=5e-10)


def test_his_weights_after_one_update(mazur):
    update_weights(mazur)
    assert mazur.weights[1].ravel().tolist() == pytest.approx(
        [0.35891648, 0.408666186, 0.511301270, 0.561370121], abs=5e-9
    )
    assert mazur.weights[0].ravel().tolist() == pytest.approx(
        [0.149780716, 0.19956143, 0.24975114, 0.29950229], abs=5e-9
    )
