"""Deliberate faults: the mistakes that are made when backprop is programmed, to be hunted by gradient check.

Each is a small wrapper around the one backprop: it takes what that computes and spoils one thing. A trainer
uses one only where it is planted on purpose (`Trainer.backprop`).
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.network import ACTIVATIONS, LOSSES, BackwardRecord, LayerSpec, Network, NetworkSpec
from engine.network.silence import audible
from engine.registry import Registry
from engine.training.gradient_check import Backprop, own_backprop


@dataclass(frozen=True)
class Fault:
    """One mistake.

    Attributes:
        key: What files store.
        right: The line as it should be, in TeX.
        formula: What it computes instead, in TeX.
        backprop: A backprop with the mistake in it, for `check_gradients`.
        shows: ``shows(spec, examples, loss)`` says whether it can make a difference in such a network at
            all; where it cannot, there is nothing to hunt.
    """

    key: str
    right: str
    formula: str
    backprop: Backprop
    shows: Callable[[NetworkSpec, int, str], bool]


def _anywhere(spec: NetworkSpec, examples: int, loss: str) -> bool:
    return True


def _with_several_examples(spec: NetworkSpec, examples: int, loss: str) -> bool:
    return examples > 1


def _wrong_sign(network: Network, inputs: Array, targets: Array, loss: str) -> Array:
    return -own_backprop(network, inputs, targets, loss)


def _forgotten_zero_grad(network: Network, inputs: Array, targets: Array, loss: str) -> Array:
    """The gradient of the step before, here of the same batch, is still in the array that is added to."""
    return 2.0 * own_backprop(network, inputs, targets, loss)


def _no_batch_mean(network: Network, inputs: Array, targets: Array, loss: str) -> Array:
    return len(inputs) * own_backprop(network, inputs, targets, loss)


def _bias_gradient_lost(network: Network, inputs: Array, targets: Array, loss: str) -> Array:
    return own_backprop(network, inputs, targets, loss) * network.layout.is_weight()


def _stale_activations(network: Network, inputs: Array, targets: Array, loss: str) -> Array:
    """The activations of the batch before, here the same examples moved on by one place."""
    record = network.backward(inputs, targets, loss)
    stale = [np.roll(a, 1, axis=0) for a in record.forward.a]
    return _products(network, record.delta, stale)


def _missing_derivative(network: Network, inputs: Array, targets: Array, loss: str) -> Array:
    return _sent_back(network, network.backward(inputs, targets, loss), targets, loss, _straight, _turned)


def _missing_derivative_shows(spec: NetworkSpec, examples: int, loss: str) -> bool:
    # A fused loss gives δ of the output itself, so there it is the hidden layers that must bend.
    able = spec.layers if LOSSES[loss].fused_with is None else spec.hidden
    return any(layer.activation != "linear" for layer in able)


def _transposed_weights(network: Network, inputs: Array, targets: Array, loss: str) -> Array:
    return _sent_back(network, network.backward(inputs, targets, loss), targets, loss, _bent, _as_it_lies)


def _transposed_weights_shows(spec: NetworkSpec, examples: int, loss: str) -> bool:
    # A single row or column holds its numbers in the same order either way.
    return any(min(pair) > 1 for pair in itertools.pairwise(spec.sizes[1:]))


def _sent_back(
    network: Network,
    record: BackwardRecord,
    targets: Array,
    loss: str,
    bend: Callable[[LayerSpec, Array, Array], Array],
    turn: Callable[[Array], Array],
) -> Array:
    """The gradient after the errors were sent down again from the output.

    `bend` makes δ^[l] of z^[l] and ∂c/∂a^[l], and `turn` gives the matrix M for which ∂c/∂a^[l−1] = δ^[l] M.
    """
    delta, upstream = list(record.delta), _output_error(record, targets, loss)
    is_given = LOSSES[loss].fused_with is not None  # δ of the output itself
    for index, layer in reversed(list(enumerate(network.spec.layers, start=1))):
        delta[index] = upstream if is_given else bend(layer, record.forward.z[index], upstream)
        delta[index] = delta[index] * audible(network, index)
        is_given = False
        flow = delta[index] @ turn(network.weights[index - 1])
        upstream = flow + upstream if layer.skip else flow
        for link, weight in zip(network.spec.long_links, network.long_weights, strict=True):
            if link.origin == index - 1:
                upstream[:, link.source] += weight * delta[link.layer][:, link.neuron]
    return _products(network, delta, record.forward.a)


def _bent(layer: LayerSpec, z: Array, upstream: Array) -> Array:
    """δ = f'(z) ⊙ ∂c/∂a, as the activation's entry says."""
    entry, columns = ACTIVATIONS[layer.activation], np.array(z.T, order="C")
    delta, f = np.array(upstream.T, order="C"), np.empty_like(columns)
    entry.function(columns, f)
    entry.pull_back(delta, columns, f, np.empty_like(columns))
    return delta.T


def _straight(layer: LayerSpec, z: Array, upstream: Array) -> Array:
    return upstream


def _turned(weights: Array) -> Array:
    return weights


def _as_it_lies(weights: Array) -> Array:
    """W where Wᵀ belongs: its numbers row by row, cut into the shape of Wᵀ.

    A square W so is W itself, and every other shape fits too.
    """
    return weights.reshape(weights.shape[::-1]).T


def _output_error(record: BackwardRecord, targets: Array, loss: str) -> Array:
    """∂c/∂ŷ (N, n_L), or ∂c/∂z where the loss is fused with the output activation."""
    columns = np.ascontiguousarray(record.forward.predictions.T)
    out = np.empty_like(columns)
    LOSSES[loss].derivative(columns, np.ascontiguousarray(targets.T), out)
    return out.T


def _products(network: Network, delta: Sequence[Array], activations: Sequence[Array]) -> Array:
    """∂C/∂θ (P,) from δ^[l] and a^[l−1]: the mean of δ aᵀ over the examples, and of δ for the biases."""
    gradient = np.empty_like(network.parameters)
    for (weights, biases), error, below in zip(network.split(gradient), delta[1:], activations, strict=False):
        weights[...] = error.T @ below / len(error)
        biases[...] = error.mean(axis=0)
    along = network.layout.long_links(gradient)
    for place, link in enumerate(network.spec.long_links):
        error, sent = delta[link.layer][:, link.neuron], activations[link.origin][:, link.source]
        along[place] = error @ sent / len(error)
    return gradient


FAULTS: Registry[Fault] = Registry(
    "fault",
    Fault(
        "missing_derivative",
        r"\delta^{[l]} = f'(z^{[l]}) \odot W^{[l+1]T}\,\delta^{[l+1]}",
        r"\delta^{[l]} = W^{[l+1]T}\,\delta^{[l+1]}",
        _missing_derivative,
        _missing_derivative_shows,
    ),
    Fault(
        "wrong_sign",
        r"\frac{\partial C}{\partial \theta}",
        r"-\frac{\partial C}{\partial \theta}",
        _wrong_sign,
        _anywhere,
    ),
    Fault(
        "forgotten_zero_grad",
        r"\frac{\partial C}{\partial \theta}",
        r"\frac{\partial C}{\partial \theta} + \frac{\partial C}{\partial \theta}",
        _forgotten_zero_grad,
        _anywhere,
    ),
    Fault(
        "no_batch_mean",
        r"\frac{1}{N} \sum_{i=1}^{N} \frac{\partial c_i}{\partial \theta}",
        r"\sum_{i=1}^{N} \frac{\partial c_i}{\partial \theta}",
        _no_batch_mean,
        _with_several_examples,
    ),
    Fault(
        "transposed_weights",
        r"\delta^{[l]} = f'(z^{[l]}) \odot W^{[l+1]T}\,\delta^{[l+1]}",
        r"\delta^{[l]} = f'(z^{[l]}) \odot W^{[l+1]}\,\delta^{[l+1]}",
        _transposed_weights,
        _transposed_weights_shows,
    ),
    Fault(
        "bias_gradient_lost",
        r"\frac{\partial C}{\partial b} = \frac{1}{N} \sum_{i=1}^{N} \delta_i",
        r"\frac{\partial C}{\partial b} = 0",
        _bias_gradient_lost,
        _anywhere,
    ),
    Fault(
        "stale_activations",
        r"\frac{\partial c_i}{\partial W^{[l]}} = \delta_i^{[l]}\,a_i^{[l-1]T}",
        r"\frac{\partial c_i}{\partial W^{[l]}} = \delta_i^{[l]}\,a_{i-1}^{[l-1]T}",
        _stale_activations,
        _with_several_examples,
    ),
)
