"""Why is ∂c/∂w what it is? Because a weight reaches the cost on many paths, and their products add up.

A path leads from a parameter over one neuron after another to the cost. Its contribution is the product of the
derivatives met on the way, and ∂c/∂w is the sum over all paths (the chain rule written out; backprop gets the
same sum by adding up at every neuron, Rumelhart, Hinton and Williams 1986). Also here: the gradient of each
example of a batch, of whose mean training takes its step.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum, prod
from typing import Literal

import numpy as np

from engine.arrays import Array
from engine.errors import SpecError
from engine.limits import whole_number
from engine.network.address import Address, address_of
from engine.network.losses import LOSSES
from engine.network.network import Network
from engine.network.silence import audible
from engine.network.slopes import slopes
from engine.network.spec import LayerSpec

MAX_PATHS = 200
MAX_NUMBERS = 50_000_000
"""How many numbers the gradients of a batch may have."""

Kind = Literal["input", "one", "slope", "softmax", "weight", "skip", "cost", "rest"]


@dataclass(frozen=True)
class Factor:
    """One derivative on a path.

    Attributes:
        kind: "input" ∂z/∂w = a_k^[l−1]; "one" ∂z/∂b = 1; "slope" ∂a/∂z = f'(z), 0 where the neuron is switched off;
            "softmax" ∂a_i/∂z_j; "weight" ∂z/∂a = w; "skip" ∂a^[l]/∂a^[l−1] = 1; "cost" ∂c/∂ŷ, or ∂c/∂z
            where the loss is fused with the output; "rest" ∂c/∂a of a neuron where a group of paths is left together.
        layer, neuron: The neuron it leads to; for "cost" and "rest" the neuron it starts from.
        value: The derivative.
    """

    kind: Kind
    layer: int
    neuron: int
    value: float


@dataclass(frozen=True)
class Path:
    """One path, or a group of paths with the same beginning whose last factor is a "rest"."""

    factors: tuple[Factor, ...]
    product: float

    @property
    def neurons(self) -> tuple[tuple[int, int], ...]:
        """(layer, neuron) of every neuron it goes through, in order."""
        stops = [(factor.layer, factor.neuron) for factor in self.factors]
        return tuple(stop for stop, _ in itertools.groupby(stops))


@dataclass(frozen=True)
class PathSum:
    """∂c/∂θ_i of one example as a sum.

    Attributes:
        parameter: Which parameter.
        paths: The paths, or groups of them.
        count: How many paths there are in all.
        followed_to: The layer up to which they are followed one by one; L if none are left together.
        gradient: ∂c/∂θ_i from backprop.
    """

    parameter: Address
    paths: tuple[Path, ...]
    count: int
    followed_to: int
    gradient: float

    @property
    def is_complete(self) -> bool:
        """Whether every path is listed."""
        return len(self.paths) == self.count

    @property
    def total(self) -> float:
        """The sum of the products: `gradient`, but for rounding."""
        return fsum(path.product for path in self.paths)


def paths_to_cost(
    network: Network, inputs: Array, targets: Array, parameter: int, loss: str = "mse", limit: int = MAX_PATHS
) -> PathSum:
    """Every path from θ[parameter] to the cost of one example, `inputs` (n_0,) and `targets` (n_L,), in float64.

    Where there are more than `limit`, they are followed as far as the limit allows and left together from
    there on, each group with the rest of its way as its last factor. `SpecError` where shapes do not fit.
    """
    whole_number("limit", limit, (1, 100_000))
    address = address_of(network.spec, parameter)
    if np.ndim(inputs) != 1 or np.ndim(targets) != 1:
        raise SpecError(
            "inputs and targets", f"{np.ndim(inputs)}- and {np.ndim(targets)}-dimensional", "one example"
        )
    exact = Network(network.spec, "zeros")
    exact.parameters[...] = network.parameters
    exact.silence(network.silenced)
    ways = _Ways(exact, np.asarray(inputs)[np.newaxis], np.asarray(targets)[np.newaxis], loss)
    counts = ways.counts(address)
    followed_to = max((layer for layer, count in counts.items() if count <= limit), default=address.layer - 1)
    paths = tuple(
        Path(factors, prod(factor.value for factor in factors))
        for factors in ways.from_parameter(address, followed_to)
    )
    gradient = float(ways.record.gradient[parameter])
    return PathSum(address, paths, counts[len(network.spec.layers)], followed_to, gradient)


def gradients_per_example(network: Network, inputs: Array, targets: Array, loss: str = "mse") -> Array:
    """∂c/∂θ of each example, (N, P); their mean over the rows is the gradient of the batch.

    `SpecError` above fifty million numbers.
    """
    size = len(np.asarray(inputs)) * network.layout.size
    if size > MAX_NUMBERS:
        raise SpecError("inputs", f"{size} derivatives in all", f"at most {MAX_NUMBERS}; take fewer examples")
    record = network.backward(inputs, targets, loss)
    gradients = np.empty((len(record.cost), network.layout.size), dtype=network.dtype)
    start = 0
    for delta, below in zip(record.delta[1:], record.forward.a, strict=False):
        rows, columns = delta.shape[1], below.shape[1] + 1
        block = gradients[:, start : start + rows * columns].reshape(len(delta), rows, columns)
        np.multiply(delta[:, :, np.newaxis], below[:, np.newaxis], block[:, :, :-1])
        block[:, :, -1] = delta
        start += rows * columns
    for place, link in enumerate(network.spec.long_links):
        sent, back = record.forward.a[link.origin][:, link.source], record.delta[link.layer][:, link.neuron]
        np.multiply(back, sent, gradients[:, start + place])
    return gradients


class _Ways:
    """The local derivatives of one example in a network, and the ways through them. Layers count from 1."""

    def __init__(self, network: Network, inputs: Array, targets: Array, loss: str) -> None:
        self.record = network.backward(inputs, targets, loss)
        self._weights = network.weights
        self._links = list(zip(network.spec.long_links, network.long_weights.tolist(), strict=True))
        self._layers = network.spec.layers
        self._entry = LOSSES[loss]
        self._last = len(self._layers)
        self._slopes = [
            slopes(layer, self.record.forward.z[at])[0] * audible(network, at)
            for at, layer in self._numbered()
        ]
        self._upstream = self._errors_of_activations(targets)

    def counts(self, address: Address) -> dict[int, int]:
        """How many different ways lead from the parameter to each layer from its own on; to layer L, to the cost.

        A way that passes over a layer counts there as one that leads to it.
        """
        arrived: dict[
            int, list[int]
        ] = {}  # ways to each neuron's a, of the layers from the parameter's own on
        found = {}
        for at, layer in self._numbered():
            if at < address.layer:
                continue
            below = arrived.get(at - 1, [])
            sums = [sum(below)] * layer.neurons
            if at == address.layer:
                sums = [int(neuron == address.neuron) for neuron in range(layer.neurons)]
            over = [
                (link, arrived[link.origin][link.source]) for link, _ in self._links if link.origin in arrived
            ]
            for link, ways in over:
                if link.layer == at:
                    sums[link.neuron] += ways
            mixes = layer.activation == "softmax" and not self._is_fused(at)
            bent = [sum(sums)] * layer.neurons if mixes else sums
            passing = below if layer.skip and below else [0] * layer.neurons
            arrived[at] = [sum(both) for both in zip(bent, passing, strict=True)]
            found[at] = sum(arrived[at]) + sum(ways for link, ways in over if link.layer > at)
        return found

    def from_parameter(self, address: Address, followed_to: int) -> Iterator[tuple[Factor, ...]]:
        """The factors of each path, in the order of the neurons."""
        layer, neuron, source, _ = address
        if source is None:
            first = Factor("one", layer, neuron, 1.0)
        else:
            first = Factor("input", layer, neuron, float(self.record.forward.a[address.below][0, source]))
        yield from self._from_sum(layer, neuron, (first,), followed_to)

    def _from_sum(
        self, layer: int, neuron: int, way: tuple[Factor, ...], followed_to: int
    ) -> Iterator[tuple[Factor, ...]]:
        """On from z of a neuron."""
        delta = float(self.record.delta[layer][0, neuron])
        if layer > followed_to:
            yield (*way, Factor("rest", layer, neuron, delta))
        elif self._is_fused(layer):
            yield (*way, Factor("cost", layer, neuron, delta))
        elif self._layers[layer - 1].activation == "softmax":
            shares = self.record.forward.a[layer][0]
            if self._layers[layer - 1].skip:  # what the connection has added is not softmax's own
                shares = shares - self.record.forward.a[layer - 1][0]
            for other, share in enumerate(shares):
                derivative = float(share * ((other == neuron) - shares[neuron]))
                step = Factor("softmax", layer, other, derivative)
                yield from self._from_activation(layer, other, (*way, step), followed_to)
        else:
            step = Factor("slope", layer, neuron, float(self._slopes[layer - 1][neuron]))
            yield from self._from_activation(layer, neuron, (*way, step), followed_to)

    def _from_activation(
        self, layer: int, neuron: int, way: tuple[Factor, ...], followed_to: int
    ) -> Iterator[tuple[Factor, ...]]:
        """On from a of a neuron."""
        if layer == self._last or layer == followed_to:
            kind: Kind = "cost" if layer == self._last else "rest"
            yield (*way, Factor(kind, layer, neuron, float(self._upstream[layer][neuron])))
            return
        for above, weight in enumerate(self._weights[layer][:, neuron]):
            step = Factor("weight", layer + 1, above, float(weight))
            yield from self._from_sum(layer + 1, above, (*way, step), followed_to)
        for link, weight in self._links:
            if (link.origin, link.source) == (layer, neuron):
                step = Factor("weight", link.layer, link.neuron, weight)
                yield from self._from_sum(link.layer, link.neuron, (*way, step), followed_to)
        if self._layers[layer].skip:
            step = Factor("skip", layer + 1, neuron, 1.0)
            yield from self._from_activation(layer + 1, neuron, (*way, step), followed_to)

    def _errors_of_activations(self, targets: Array) -> dict[int, Array]:
        """∂c/∂a^[l] (n_l,) of every layer; of the output only where the loss is not fused with it."""
        predictions = np.ascontiguousarray(self.record.forward.predictions.T)
        error = np.empty_like(predictions)
        self._entry.derivative(predictions, targets.T, error)
        found = {self._last: error[:, 0]}
        for above in range(self._last, 1, -1):
            flow = self.record.delta[above][0] @ self._weights[above - 1]
            found[above - 1] = flow + found[above] if self._layers[above - 1].skip else flow
            for link, weight in self._links:
                if link.origin == above - 1:
                    found[above - 1][link.source] += weight * self.record.delta[link.layer][0, link.neuron]
        return found

    def _is_fused(self, layer: int) -> bool:
        return layer == self._last and self._entry.fused_with is not None

    def _numbered(self) -> Iterator[tuple[int, LayerSpec]]:
        return enumerate(self._layers, start=1)
