"""One neuron at work on one example: what comes in, what it makes of it, and the error that comes back."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.arrays import Array
from engine.errors import SpecError
from engine.network import ACTIVATIONS, LOSSES, BackwardRecord, Network
from engine.network.activations import Softmax
from engine.network.overflow import overflow_allowed
from engine.network.silence import audible
from engine.network.slopes import curve, slopes

Origin = Literal["input", "hidden", "output", "fused", "softmax"]


@dataclass(frozen=True, eq=False)
class NeuronNumbers:
    """The numbers of neuron j of layer l for one example.

    Attributes:
        layer, neuron: l and j, the neuron counted from 0.
        activation: Key of f.
        z, a, slope, delta: z, a, f'(z) and δ = ∂c/∂z. An input has no f: its z and a are x, its slope is NaN.
        curve: f(z), before a skip connection adds to it and a neuron that is switched off is made silent.
        weights, inputs: (n_{l−1},) w_jk and a_k^[l−1]; empty for an input.
        bias: b_j, 0 for an input.
        skipped: a_j^[l−1] that a skip connection adds to f(z), None without one.
        is_silenced: Whether it is switched off, which takes the place of f(z) and f'(z) by 0.
        origin: Where δ comes from: "hidden" f'(z) Σ_k w_kj^[l+1] δ_k^[l+1]; "output" f'(z) ∂c/∂ŷ; "fused" ∂c/∂z
            of the loss together with its output; "softmax" where every output has a part in every error;
            "input" Σ_k w_kj δ_k without an f.
        upstream: ∂c/∂a; for "fused" ∂c/∂z itself.
        weights_above, deltas_above: (n_{l+1},) w_kj^[l+1] and δ_k^[l+1]; empty for an output.
        passed_on: ∂c/∂a_j^[l+1] that a skip connection above sends down, None without one.
        target: y_j of an output, else None.
    """

    layer: int
    neuron: int
    activation: str
    z: float
    a: float
    slope: float
    delta: float
    curve: float
    weights: Array
    inputs: Array
    bias: float
    skipped: float | None
    is_silenced: bool
    origin: Origin
    upstream: float
    weights_above: Array
    deltas_above: Array
    passed_on: float | None
    target: float | None


@dataclass(frozen=True, eq=False)
class LayerNumbers:
    """z, a, f'(z) and δ (n_l,) of all neurons of layer l for one example; f' of the inputs is NaN."""

    layer: int
    z: Array
    a: Array
    slope: Array
    delta: Array


@overflow_allowed()
def inspect_layer(network: Network, record: BackwardRecord, layer: int) -> LayerNumbers:
    """The numbers of a layer, 0 for the inputs; `record` is of one example."""
    _check(network, layer, 0)
    z = record.forward.z[layer]
    slope = np.full_like(z, np.nan) if layer == 0 else slopes(network.spec.layers[layer - 1], z)
    return LayerNumbers(layer, z[0], record.forward.a[layer][0], slope[0], record.delta[layer][0])


@overflow_allowed()
def inspect_neuron(
    network: Network, record: BackwardRecord, targets: Array, loss: str, layer: int, neuron: int
) -> NeuronNumbers:
    """The numbers of a neuron; `record` is of one example, whose targets are (n_L,). Layers and neurons from 0.

    `SpecError` where there is no such neuron.
    """
    _check(network, layer, neuron)
    errors = errors_of_activations(network, record, targets, loss)
    last, spec = len(network.spec.layers), network.spec
    has_skip_above = layer < last and spec.layers[layer].skip
    present = inspect_layer(network, record, layer)
    below = record.forward.a[layer - 1][0] if layer else np.empty(0)
    own = spec.layers[layer - 1] if layer else None
    said = present.z[neuron : neuron + 1] if own is None else present.z
    if own is not None:
        said = curve(own.activation, present.z[:, np.newaxis])[0][neuron]
    return NeuronNumbers(
        layer=layer,
        neuron=neuron,
        activation=own.activation if own is not None else "linear",
        z=float(present.z[neuron]),
        a=float(present.a[neuron]),
        slope=float(present.slope[neuron]),
        delta=float(present.delta[neuron]),
        curve=float(said[0]),
        weights=network.weights[layer - 1][neuron].copy() if layer else np.empty(0),
        inputs=below.copy(),
        bias=float(network.biases[layer - 1][neuron]) if layer else 0.0,
        skipped=float(below[neuron]) if own is not None and own.skip else None,
        is_silenced=bool(layer and audible(network, layer)[neuron] == 0.0),
        origin=_origin(network, loss, layer),
        upstream=float(errors[layer][neuron]),
        weights_above=network.weights[layer][:, neuron].copy() if layer < last else np.empty(0),
        deltas_above=record.delta[layer + 1][0].copy() if layer < last else np.empty(0),
        passed_on=float(errors[layer + 1][neuron]) if has_skip_above else None,
        target=float(targets[neuron]) if layer == last else None,
    )


@overflow_allowed()
def errors_of_activations(
    network: Network, record: BackwardRecord, targets: Array, loss: str
) -> tuple[Array, ...]:
    """∂c/∂a^[l] (n_l,) of layers 0 … L for one example; for L ∂c/∂z where the loss is fused with the output."""
    predictions = np.ascontiguousarray(record.forward.predictions.T)
    error = np.empty_like(predictions)
    LOSSES[loss].derivative(predictions, np.asarray(targets, dtype=error.dtype)[:, np.newaxis], error)
    errors = [error[:, 0]]
    for above in range(len(network.spec.layers), 0, -1):
        flow = record.delta[above][0] @ network.weights[above - 1]
        if network.spec.layers[above - 1].skip:
            flow = flow + errors[0]
        errors.insert(0, flow)
    return tuple(errors)


def _origin(network: Network, loss: str, layer: int) -> Origin:
    if layer == 0:
        return "input"
    if layer < len(network.spec.layers):
        return "hidden"
    if LOSSES[loss].fused_with is not None:
        return "fused"
    is_mixed = isinstance(ACTIVATIONS[network.spec.layers[-1].activation], Softmax)
    return "softmax" if is_mixed else "output"


def _check(network: Network, layer: int, neuron: int) -> None:
    sizes = network.spec.sizes
    if not 0 <= layer < len(sizes):
        raise SpecError("layer", layer, f"a layer from 0 to {len(sizes) - 1}")
    if not 0 <= neuron < sizes[layer]:
        raise SpecError("neuron", neuron, f"a neuron from 0 to {sizes[layer] - 1}")
