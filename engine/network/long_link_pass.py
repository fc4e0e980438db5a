"""A pass through a network with links that pass over layers.

z_j^[l] gets w a_k^[m] besides the sum over the layer below, so ∂c/∂a_k^[m] gets w δ_j^[l] besides what comes back
from the layer above, and ∂c/∂w = δ_j^[l] a_k^[m]: the same two rules as for every weight (Rumelhart, Hinton and
Williams 1986, whose networks may pass over layers).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from engine.arrays import Array
from engine.network.layout import Layout
from engine.network.losses import Loss
from engine.network.passes import Pass, Product, downward
from engine.network.spec import NetworkSpec


@dataclass(frozen=True, eq=False, slots=True)
class _Link:
    """One link in the buffers of a pass: views."""

    weight: Array  # (1,) of θ
    z: Array  # (N,) z of the neuron it leads to
    delta: Array  # (N,) its δ
    a: Array | None  # (N,) what comes in; None from an input, which every batch brings anew
    source: int  # the neuron that it comes from, within its layer


@dataclass(frozen=True, eq=False, slots=True)
class _Up:
    """z = block · ā, and what the links that arrive add to it."""

    product: Product
    arriving: tuple[_Link, ...]
    inputs: list[Array]  # ā^[0] of the batch at hand, alone in its list

    def dot(self, below: Array, z: Array) -> None:
        """Write z (n_l, N)."""
        self.product.dot(below, z)
        for link in self.arriving:
            a = self.inputs[0][link.source] if link.a is None else link.a
            np.add(link.z, link.weight * a, link.z)


@dataclass(frozen=True, eq=False, slots=True)
class _Down:
    """What comes back to a layer from the one above it, and along the links that leave it."""

    product: Product
    leaving: tuple[_Link, ...]

    def dot(self, delta: Array, upstream_bar: Array) -> None:
        """Write ∂c/∂a and the row below it, (n_{l−1} + 1, N)."""
        self.product.dot(delta, upstream_bar)
        for link in self.leaving:
            upstream_bar[link.source] += link.weight * link.delta


class LongLinkPass(Pass):
    """The buffers of a batch, as `Pass`, for a network with long links; `backward` takes `Layout.parts`."""

    def __init__(
        self,
        spec: NetworkSpec,
        parameters: Array,
        size: int,
        silenced: Iterable[tuple[int, int]] = (),
        factors: Array | None = None,
    ) -> None:
        super().__init__(spec, parameters, size, silenced, factors)
        weights = Layout(spec).long_links(parameters)
        self._inputs: list[Array] = []
        self._links = [
            self._link(*link, weights[place : place + 1]) for place, link in enumerate(spec.long_links)
        ]
        for place, layer in enumerate(self._layers):
            numbered = list(zip(spec.long_links, self._links, strict=True))
            arriving = tuple(link for design, link in numbered if design.layer == place + 1)
            leaving = tuple(link for design, link in numbered if design.origin == place > 0)
            up = _Up(layer.up, arriving, self._inputs) if arriving else layer.up
            down = _Down(layer.down, leaving) if leaving else layer.down
            self._layers[place] = replace(layer, up=up, down=down)
        self._downward = downward(self._layers)

    def _link(self, layer: int, neuron: int, origin: int, source: int, weight: Array) -> _Link:
        to = self._layers[layer - 1]
        start = self._layers[origin - 1] if origin else None
        return _Link(
            weight=weight,
            z=to.z[neuron],
            delta=to.delta[neuron],
            a=None if start is None else start.a[source],
            source=source,
        )

    def forward(self, inputs_bar: Array) -> Array:
        """As `Pass.forward`."""
        self._inputs[:] = [inputs_bar]
        return super().forward(inputs_bar)

    def backward(self, inputs_rows: Array, targets: Array, loss: Loss, gradients: list[Array]) -> float:
        """As `Pass.backward`; the last of `gradients` receives what belongs to the long links."""
        *blocks, along = gradients
        total = super().backward(inputs_rows, targets, loss, blocks)
        for place, link in enumerate(self._links):
            a = inputs_rows[:, link.source] if link.a is None else link.a
            along[place] = link.delta.dot(a)
        return total

    def input_delta(self) -> Array:
        """As `Pass.input_delta`."""
        flow = super().input_delta()
        for link in self._links:
            if link.a is None:
                flow[link.source] += link.weight * link.delta
        return flow
