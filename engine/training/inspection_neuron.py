"""One neuron at work on one example: what comes in, what it makes of it, and the error that comes back."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from engine.arrays import Array
from engine.errors import SpecError
from engine.network import ACTIVATIONS, LOSSES, BackwardRecord, Network
from engine.network.activations import Softmax
from engine.network.address import Address
from engine.network.overflow import overflow_allowed
from engine.network.silence import audible
from engine.network.slopes import curve, slopes

Origin = Literal["input", "hidden", "output", "fused", "softmax"]


class LongTerm(NamedTuple):
    """What one link over layers brings: w_jk^[l←m] times a_k^[m] on the way up, times δ_j^[l] on the way down."""

    address: Address
    weight: float
    value: float

    @property
    def product(self) -> float:
        """Weight times value."""
        return self.weight * self.value


@dataclass(frozen=True, eq=False)
class NeuronNumbers:
    """The numbers of neuron j of layer l for one example.

    Attributes:
        layer, neuron: l and j, the neuron counted from 0.
        activation: Key of f.
        z, a, slope, delta: z, a, f'(z) and δ = ∂c/∂z. An input has no f: its z and a are x, its slope is NaN.
        curve: f(z), before a skip connection adds to it and a neuron that is switched off is made silent.
        weights, inputs: (n_{l−1},) w_jk and a_k^[l−1]; empty for an input.
        arriving: w_jk^[l←m] and a_k^[m] of each link over layers that leads to the neuron.
        bias: b_j, 0 for an input.
        skipped: a_j^[l−1] that a skip connection adds to f(z), None without one.
        is_silenced: Whether it is switched off, which takes the place of f(z) and f'(z) by 0.
        origin: Where δ comes from: "hidden" f'(z) Σ_k w_kj^[l+1] δ_k^[l+1]; "output" f'(z) ∂c/∂ŷ; "fused" ∂c/∂z
            of the loss together with its output; "softmax" where every output has a part in every error;
            "input" Σ_k w_kj δ_k without an f.
        upstream: ∂c/∂a; for "fused" ∂c/∂z itself.
        weights_above, deltas_above: (n_{l+1},) w_kj^[l+1] and δ_k^[l+1]; empty for an output.
        leaving: w_kj^[m←l] and δ_k^[m] of each link over layers that begins at the neuron; they belong to the sum
            over k.
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
    arriving: tuple[LongTerm, ...]
    bias: float
    skipped: float | None
    is_silenced: bool
    origin: Origin
    upstream: float
    weights_above: Array
    deltas_above: Array
    leaving: tuple[LongTerm, ...]
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
    links = _long_terms(network, record)
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
        arriving=tuple(term for term, _ in links if term.address[:2] == (layer, neuron)),
        bias=float(network.biases[layer - 1][neuron]) if layer else 0.0,
        skipped=float(below[neuron]) if own is not None and own.skip else None,
        is_silenced=bool(layer and audible(network, layer)[neuron] == 0.0),
        origin=_origin(network, loss, layer),
        upstream=float(errors[layer][neuron]),
        weights_above=network.weights[layer][:, neuron].copy() if layer < last else np.empty(0),
        deltas_above=record.delta[layer + 1][0].copy() if layer < last else np.empty(0),
        leaving=tuple(
            LongTerm(term.address, term.weight, back)
            for term, back in links
            if (term.address.below, term.address.source) == (layer, neuron)
        ),
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
    errors, links = [error[:, 0]], _long_terms(network, record)
    for above in range(len(network.spec.layers), 0, -1):
        flow = record.delta[above][0] @ network.weights[above - 1]
        if network.spec.layers[above - 1].skip:
            flow = flow + errors[0]
        for term, back in links:
            if term.address.below == above - 1:
                flow[term.address.source] += term.weight * back
        errors.insert(0, flow)
    return tuple(errors)


def _long_terms(network: Network, record: BackwardRecord) -> list[tuple[LongTerm, float]]:
    """Every link over layers with what comes in, and the δ of the neuron it leads to."""
    return [
        (
            LongTerm(
                Address(link.layer, link.neuron, link.source, link.origin),
                float(weight),
                float(record.forward.a[link.origin][0, link.source]),
            ),
            float(record.delta[link.layer][0, link.neuron]),
        )
        for link, weight in zip(network.spec.long_links, network.long_weights, strict=True)
    ]


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
