"""Live comparison with PyTorch's autograd and scikit-learn's multi-layer perceptron (`make referees`)."""

import numpy as np
import pytest

from engine.network import ACTIVATIONS, LOSSES, LayerSpec, Network, NetworkSpec

pytestmark = pytest.mark.referee

PAIRS = [(activation, loss) for loss in LOSSES for activation in ACTIVATIONS if LOSSES[loss].fits(activation)]
HIDDEN = [key for key, entry in ACTIVATIONS.items() if not entry.output_only]


def their_activation(key, z):
    import torch
    from torch.nn import functional

    return {
        "linear": lambda: z,
        "sigmoid": lambda: torch.sigmoid(z),
        "tanh": lambda: torch.tanh(z),
        "relu": lambda: torch.relu(z),
        "leaky_relu": lambda: functional.leaky_relu(z),
        "elu": lambda: functional.elu(z),
        "softplus": lambda: functional.softplus(z),
        "silu": lambda: functional.silu(z),
        "gelu": lambda: functional.gelu(z, approximate="tanh"),
        "sine": lambda: torch.sin(z),
        "step": lambda: torch.sign(torch.relu(z)),  # torch.heaviside has no derivative; that of sign is 0
        "softmax": lambda: torch.softmax(z, dim=1),
    }[key]()


def their_loss(key, z, predictions, targets):
    from torch.nn import functional

    return {
        "half_squared_error": lambda: ((predictions - targets) ** 2).sum(1).mean() / 2,
        "mse": lambda: functional.mse_loss(predictions, targets),
        "binary_cross_entropy": lambda: functional.binary_cross_entropy_with_logits(z, targets),
        "cross_entropy": lambda: functional.cross_entropy(z, targets),
        "huber": lambda: functional.huber_loss(predictions, targets),
        "hinge": lambda: (1 - predictions * targets).clamp(min=0).mean(),
    }[key]()


def their_loss_and_gradient(network, inputs, targets, loss):
    """PyTorch's loss and the gradient of each layer's (weights, biases)."""
    import torch

    parameters = [
        (torch.tensor(weights, requires_grad=True), torch.tensor(biases, requires_grad=True))
        for weights, biases in zip(network.weights, network.biases, strict=True)
    ]
    a = torch.tensor(inputs)
    for layer, (weights, biases) in zip(network.spec.layers, parameters, strict=True):
        z = torch.nn.functional.linear(a, weights, biases)
        a = their_activation(layer.activation, z) + (a if layer.skip else 0)
    value = their_loss(loss, z, a, torch.tensor(targets))
    value.backward()
    return value.item(), [(weights.grad.numpy(), biases.grad.numpy()) for weights, biases in parameters]


def draw_targets(loss, shape, generator):
    if loss == "cross_entropy":
        return generator.dirichlet(np.ones(shape[1]), shape[0])
    if loss == "binary_cross_entropy":
        return generator.uniform(size=shape)
    return generator.choice([-1.0, 1.0], shape)


def check(spec, loss, scale, seed):
    generator = np.random.default_rng(seed)
    network = Network(spec, "glorot_normal", seed)
    network.parameters *= scale
    inputs = generator.normal(size=(9, spec.inputs))
    targets = draw_targets(loss, (9, spec.outputs), generator)
    value, gradient = network.loss_and_gradient(inputs, targets, loss)
    their_value, theirs = their_loss_and_gradient(network, inputs, targets, loss)
    assert value == pytest.approx(their_value, rel=1e-10)
    for pair, their_pair in zip(network.split(gradient), theirs, strict=True):
        for ours, expected in zip(pair, their_pair, strict=True):
            np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max() + 1e-15)


@pytest.mark.parametrize("scale", [1.0, 10.0])
@pytest.mark.parametrize(("activation", "loss"), PAIRS)
def test_every_output_and_loss(activation, loss, scale):
    spec = NetworkSpec(3, (LayerSpec(5, "tanh"), LayerSpec(5, "sine", skip=True), LayerSpec(3, activation)))
    check(spec, loss, scale, seed=1)


@pytest.mark.parametrize("activation", HIDDEN)
def test_every_hidden_activation(activation):
    layers = (LayerSpec(6, activation), LayerSpec(6, activation, skip=True), LayerSpec(2, "linear"))
    check(NetworkSpec(4, layers), "mse", 2.0, seed=2)


@pytest.mark.parametrize(("ours", "theirs"), [("tanh", "tanh"), ("relu", "relu"), ("sigmoid", "logistic")])
def test_one_step_of_scikit_learns_perceptron(ours, theirs):
    from sklearn.neural_network import MLPRegressor

    generator = np.random.default_rng(4)
    inputs, targets = generator.normal(size=(8, 3)), generator.normal(size=8)
    network = Network(NetworkSpec(3, (LayerSpec(4, ours), LayerSpec(1, "linear"))), "glorot_normal", 4)
    model = MLPRegressor(
        hidden_layer_sizes=(4,),
        activation=theirs,
        solver="sgd",
        alpha=0.0,
        batch_size=8,
        learning_rate_init=0.5,
        momentum=0.0,
    )
    model.partial_fit(inputs, targets)  # makes its arrays
    for own, weights in zip(model.coefs_, network.weights, strict=True):
        own[...] = weights.T
    for own, biases in zip(model.intercepts_, network.biases, strict=True):
        own[...] = biases
    model.partial_fit(inputs, targets)

    value, gradient = network.loss_and_gradient(inputs, targets[:, np.newaxis], "half_squared_error")
    network.parameters -= 0.5 * gradient
    assert model.loss_ == pytest.approx(value, rel=1e-12)
    for own, weights in zip(model.coefs_, network.weights, strict=True):
        np.testing.assert_allclose(own, weights.T, rtol=1e-10, atol=1e-13)
    for own, biases in zip(model.intercepts_, network.biases, strict=True):
        np.testing.assert_allclose(own, biases, rtol=1e-10, atol=1e-13)
