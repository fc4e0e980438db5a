"""Our backprop against autograd, which differentiates the textbook formulas written out here on its own."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.network import ACTIVATIONS, LOSSES, LayerSpec, Network, NetworkSpec

ACTIVATION_FORMULAS = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.where(z > 0, z, 0.0),
    "leaky_relu": lambda z: anp.where(z > 0, z, 0.01 * z),
    "elu": lambda z: anp.where(z > 0, z, anp.exp(z) - 1),
    "softplus": lambda z: anp.log(1 + anp.exp(z)),
    "silu": lambda z: z / (1 + anp.exp(-z)),
    # Clipped where tanh is flat to the last digit: autograd divides by cosh², which overflows farther out.
    "gelu": lambda z: (
        z / 2 * (1 + anp.tanh(anp.clip(anp.sqrt(2 / anp.pi) * (z + 0.044715 * z**3), -100, 100)))
    ),
    "sine": anp.sin,
    "step": lambda z: anp.where(z > 0, 1.0, 0.0) + 0.0 * z,  # so that autograd still sees z
    "softmax": lambda z: anp.exp(z) / anp.sum(anp.exp(z), axis=1, keepdims=True),
}

# c of each example, (N,), from predictions p and targets y, both (N, n_L).
COST_FORMULAS = {
    "half_squared_error": lambda p, y: anp.sum((p - y) ** 2, axis=1) / 2,
    "mse": lambda p, y: anp.mean((p - y) ** 2, axis=1),
    "binary_cross_entropy": lambda p, y: -anp.mean(y * anp.log(p) + (1 - y) * anp.log(1 - p), axis=1),
    "cross_entropy": lambda p, y: -anp.sum(y * anp.log(p), axis=1),
    "huber": lambda p, y: anp.mean(
        anp.where(anp.abs(p - y) <= 1, (p - y) ** 2 / 2, anp.abs(p - y) - 0.5), axis=1
    ),
    "hinge": lambda p, y: anp.mean(anp.where(p * y < 1, 1 - p * y, 0.0), axis=1),
}

HIDDEN = [key for key, entry in ACTIVATIONS.items() if not entry.output_only]
PAIRS = [(activation, loss) for loss in LOSSES for activation in ACTIVATIONS if LOSSES[loss].fits(activation)]


def costs(spec, parameters, inputs, targets, loss, bumps=None):
    """c of each example (N,), where `bumps[l]` (N, n_l) is added to z of layer l + 1."""
    a = inputs
    for index, (layer, (weights, biases)) in enumerate(zip(spec.layers, parameters, strict=True)):
        z = anp.dot(a, weights.T) + biases
        if bumps is not None:
            z = z + bumps[index]
        f = ACTIVATION_FORMULAS[layer.activation](z)
        a = f + a if layer.skip else f
    return COST_FORMULAS[loss](a, targets)


def draw_targets(loss, shape, generator):
    """Targets (N, n_L) as the loss wants them."""
    if loss == "cross_entropy":
        return generator.dirichlet(np.ones(shape[1]), shape[0])
    if loss == "binary_cross_entropy":
        return generator.uniform(0, 1, shape)
    if loss == "hinge":
        return generator.choice([-1.0, 1.0], shape)
    return generator.normal(0, 1.5, shape)


def draw_case(spec, loss, examples, seed):
    """(network, inputs, targets): weights and inputs of moderate size, so that the plain formulas are exact."""
    generator = np.random.default_rng(seed)
    network = Network(spec, "glorot_normal", seed)
    for biases in network.biases:
        biases[...] = generator.normal(0, 0.5, biases.shape)
    inputs = generator.normal(0, 1, (examples, spec.inputs))
    return network, inputs, draw_targets(loss, (examples, spec.outputs), generator)


@st.composite
def designs(draw):
    """(spec, loss): up to four layers, any activations, skip connections wherever widths are equal."""
    inputs = width = draw(st.integers(1, 5))
    layers = []
    for _ in range(draw(st.integers(0, 3))):
        neurons = draw(st.sampled_from([width, draw(st.integers(1, 7))]))
        skip = neurons == width and draw(st.booleans())
        layers.append(LayerSpec(neurons, draw(st.sampled_from(HIDDEN)), skip))
        width = neurons
    activation, loss = draw(st.sampled_from(PAIRS))
    outputs = draw(st.integers(2 if loss == "cross_entropy" else 1, 4))
    skip = outputs == width and LOSSES[loss].fused_with is None and draw(st.booleans())
    return NetworkSpec(inputs, (*layers, LayerSpec(outputs, activation, skip))), loss


def assert_close(ours, theirs):
    theirs = np.asarray(theirs)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9 * np.abs(theirs).max(initial=1e-3))


def test_every_entry_has_its_formula_here():
    assert list(ACTIVATION_FORMULAS) == list(ACTIVATIONS)
    assert list(COST_FORMULAS) == list(LOSSES)


def check_loss_and_gradient(spec, loss, examples, seed):
    network, inputs, targets = draw_case(spec, loss, examples, seed)
    value, gradient = network.loss_and_gradient(inputs, targets, loss)

    def mean_cost(parameters):
        return anp.mean(costs(spec, parameters, inputs, targets, loss))

    parameters = network.split(network.parameters)
    assert value == pytest.approx(mean_cost(parameters), rel=1e-9, abs=1e-12)
    assert network.loss(inputs, targets, loss) == pytest.approx(value, rel=1e-12)
    for (weights, biases), (their_weights, their_biases) in zip(
        network.split(gradient), grad(mean_cost)(parameters), strict=True
    ):
        assert_close(weights, their_weights)
        assert_close(biases, their_biases)


@settings(max_examples=150, deadline=None)
@given(design=designs(), examples=st.integers(1, 6), seed=st.integers(0, 2**32 - 1))
def test_loss_and_gradient_agree_with_autograd(design, examples, seed):
    check_loss_and_gradient(*design, examples, seed)


@pytest.mark.parametrize(("activation", "loss"), PAIRS)
def test_every_pair_of_output_and_loss_agrees_with_autograd(activation, loss):
    spec = NetworkSpec(3, (LayerSpec(4, "tanh"), LayerSpec(3, activation)))
    check_loss_and_gradient(spec, loss, examples=5, seed=7)


@pytest.mark.parametrize("activation", HIDDEN)
def test_every_hidden_activation_agrees_with_autograd(activation):
    layers = (LayerSpec(4, activation), LayerSpec(4, activation, skip=True), LayerSpec(2, "linear"))
    check_loss_and_gradient(NetworkSpec(3, layers), "mse", examples=6, seed=11)


@settings(max_examples=60, deadline=None)
@given(design=designs(), examples=st.integers(1, 4), seed=st.integers(0, 2**32 - 1))
def test_delta_is_the_derivative_of_each_examples_own_cost(design, examples, seed):
    spec, loss = design
    network, inputs, targets = draw_case(spec, loss, examples, seed)
    record = network.backward(inputs, targets, loss)
    parameters = network.split(network.parameters)
    still = [np.zeros((examples, neurons)) for neurons in spec.sizes[1:]]

    # An example's z touch no other example's cost, so the sum's derivative is each example's own.
    def by_bumps(bumps):
        return anp.sum(costs(spec, parameters, inputs, targets, loss, bumps))

    def by_inputs(moved):
        return anp.sum(costs(spec, parameters, moved, targets, loss))

    for ours, theirs in zip(record.delta, [grad(by_inputs)(inputs), *grad(by_bumps)(still)], strict=True):
        assert_close(ours, theirs)
    assert_close(record.cost, costs(spec, parameters, inputs, targets, loss))


@pytest.mark.parametrize(("activation", "loss"), PAIRS)
def test_gradient_agrees_with_central_differences(activation, loss):
    spec = NetworkSpec(2, (LayerSpec(3, "tanh"), LayerSpec(2, activation)))
    network, inputs, targets = draw_case(spec, loss, examples=4, seed=3)
    gradient = network.loss_and_gradient(inputs, targets, loss)[1]
    step = 1e-6
    for index in range(network.layout.size):
        middle = network.parameters[index]
        network.parameters[index] = middle + step
        above = network.loss(inputs, targets, loss)
        network.parameters[index] = middle - step
        below = network.loss(inputs, targets, loss)
        network.parameters[index] = middle
        assert gradient[index] == pytest.approx((above - below) / (2 * step), rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_sigmoid_with_cross_entropy_is_exact_far_out(precision):
    network = Network(NetworkSpec(1, (LayerSpec(1, "sigmoid"),)), "zeros", dtype=precision)
    network.weights[0][...] = 1000.0
    inputs = np.array([[1.0], [1.0], [-1.0], [-1.0]])  # z = ±1000
    targets = np.array([[1.0], [0.0], [0.0], [1.0]])
    record = network.backward(inputs, targets, "binary_cross_entropy")
    assert record.cost.tolist() == [0.0, 1000.0, 0.0, 1000.0]
    assert record.delta[1].ravel().tolist() == [0.0, 1.0, 0.0, -1.0]
    assert network.loss_and_gradient(inputs, targets, "binary_cross_entropy")[0] == 500.0


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_softmax_with_cross_entropy_is_exact_far_out(precision):
    network = Network(NetworkSpec(1, (LayerSpec(2, "softmax"),)), "zeros", dtype=precision)
    network.weights[0][...] = [[1000.0], [-1000.0]]
    inputs = np.ones((2, 1))
    targets = np.array([[1.0, 0.0], [0.0, 1.0]])
    record = network.backward(inputs, targets, "cross_entropy")
    assert record.cost.tolist() == [0.0, 2000.0]
    assert record.delta[1].tolist() == [[0.0, 0.0], [1.0, -1.0]]
    value, gradient = network.loss_and_gradient(inputs, targets, "cross_entropy")
    assert value == 1000.0
    assert gradient.tolist() == [0.5, 0.5, -0.5, -0.5]


def test_cross_entropy_sums_alike_where_probabilities_are_normal_and_where_they_are_not():
    # z = 0 and −744: e^−744 is subnormal and its logarithm would be wrong in the third digit.
    network = Network(NetworkSpec(1, (LayerSpec(2, "softmax"),)), "zeros")
    network.weights[0][...] = [[0.0], [-744.0]]
    value, _ = network.loss_and_gradient(np.ones((1, 1)), np.array([[0.9, 0.1]]), "cross_entropy")
    assert value == pytest.approx(74.4, rel=1e-12)
