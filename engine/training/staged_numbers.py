"""Every number of the coming step, from the one backprop there is and the optimizer's own update."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.network import ACTIVATIONS, LOSSES, PENALTIES, Loss, Network
from engine.network.overflow import overflow_allowed
from engine.network.silence import audible
from engine.training.staged_long_links import LongLinkNumbers
from engine.training.trainer import Trainer


@dataclass(frozen=True, eq=False)
class PassNumbers:
    """A forward and a backward pass, examples in columns as in the listing; lists are indexed by the layer, 0 … L.

    Attributes:
        network: A copy with the parameters at hand.
        count: N, the examples.
        z, a, delta: (n_l, N) each; delta[0] is ∂c/∂x.
        targets: (n_L, N).
        costs: (N,) c of each example.
        gradient: (P,) the mean of ∂c/∂θ over the examples.
        blocks: The same by layers 1 … L (index 0 is the first), (n_l, n_{l−1} + 1), the biases last.
        slopes: f'(z^[l]) (n_l, N) with 0 where a neuron is switched off; of layer 0 there is none.
        upstream: ∂c/∂a^[l] (n_l, N) of the layers 1 … L, ∂c/∂z^[L] for L where the loss is fused; of layer 0 none.
        dropout: p, 0 where the passes are of the whole network.
        masks: m^[l] (n_l, N) of dropout, 0 for who sits out, else 1, in the layers that it thins; `slopes` are without.
    """

    network: Network
    loss: Loss
    count: int
    z: tuple[Array, ...]
    a: tuple[Array, ...]
    delta: tuple[Array, ...]
    targets: Array
    costs: Array
    gradient: Array
    blocks: list[Array]
    slopes: tuple[Array, ...]
    upstream: tuple[Array, ...]
    dropout: float
    masks: Mapping[int, Array]

    @classmethod
    @overflow_allowed()
    def of(
        cls, network: Network, inputs: Array, targets: Array, loss: str, dropout: float = 0.0
    ) -> "PassNumbers":
        """The passes of inputs (N, n_0) against targets (N, n_L), thinned by `dropout` where the network is."""
        entry = LOSSES[loss]
        record = network.backward(inputs, targets, loss)
        z = tuple(_columns(each) for each in record.forward.z)
        a = tuple(_columns(each) for each in record.forward.a)
        delta = tuple(_columns(each) for each in record.delta)
        wanted = _columns(np.asarray(targets, dtype=network.dtype))
        return cls(
            network=network.copy(),
            loss=entry,
            count=len(record.cost),
            z=z,
            a=a,
            delta=delta,
            targets=wanted,
            costs=record.cost,
            gradient=record.gradient,
            blocks=network.layout.blocks(record.gradient),
            slopes=(z[0], *(_slopes(network, layer, z[layer]) for layer in range(1, len(z)))),
            upstream=_upstream(network, entry, a[-1], wanted, delta),
            dropout=dropout if network.factors is not None else 0.0,
            masks=_masks(network),
        )

    @property
    def is_fused(self) -> bool:
        """Whether the loss gives δ^[L] itself."""
        return self.loss.fused_with is not None

    @property
    def sitting_out(self) -> frozenset[tuple[int, int]]:
        """(layer, neuron) of every neuron that dropout leaves out in all examples shown."""
        return frozenset(
            (layer, int(neuron))
            for layer, mask in self.masks.items()
            for neuron in np.flatnonzero(~mask.any(axis=1))
            if not self.is_silenced(layer, int(neuron))
        )

    @property
    def last(self) -> int:
        """L."""
        return len(self.network.spec.layers)

    @cached_property
    def long_links(self) -> LongLinkNumbers:
        """What the links that pass over layers bring."""
        return LongLinkNumbers(self.network, self.a, self.delta, self.gradient)

    def size(self, layer: int) -> int:
        """n_l"""
        return self.network.spec.sizes[layer]

    def skips(self, layer: int) -> bool:
        """Whether layer l adds what came in."""
        return 0 < layer <= self.last and self.network.spec.layers[layer - 1].skip

    def is_silenced(self, layer: int, neuron: int) -> bool:
        """Whether that neuron is switched off."""
        return (layer, neuron) in self.network.silenced

    def factors(self, layer: int) -> Array:
        """m^[l] / (1 − p) (n_l, N) of a layer that dropout thins."""
        return self.masks[layer] / np.asarray(1.0 - self.dropout, dtype=self.masks[layer].dtype)

    def sits_out(self, layer: int, neuron: int) -> bool:
        """Whether dropout leaves that neuron out in every example shown."""
        return layer in self.masks and not self.masks[layer][neuron].any()

    def activation(self, layer: int) -> str:
        """The key of f of a layer from 1."""
        return self.network.spec.layers[layer - 1].activation

    def block(self, layer: int) -> Array:
        """(n_l, n_{l−1} + 1) weights and biases of a layer from 1."""
        return self.network.layout.blocks(self.network.parameters)[layer - 1]

    def with_ones(self, layer: int) -> Array:
        """ā^[l] (n_l + 1, N), its last row ones."""
        return np.vstack([self.a[layer], np.ones((1, self.count), dtype=self.a[layer].dtype)])


@dataclass(frozen=True, eq=False)
class UpdateNumbers:
    """The coming update, every array (P,).

    Attributes:
        before, after: θ now, and as it will be to the last bit.
        named: By its name each number of the update in order: "loss_gradient", "penalty_gradient", "clip", then
            those of the optimizer, and last "step".
        states: The optimizer's state as it is before.
        rate: η of this update.
        norm: The length of the gradient before clipping.
        penalty: What the penalty adds to the cost.
        is_frozen, is_weight: Which are left as they are, and which are weights.
    """

    before: Array
    after: Array
    named: Mapping[str, Array]
    states: Mapping[str, Array]
    rate: float
    norm: float
    penalty: float
    is_frozen: NDArray[np.bool_]
    is_weight: NDArray[np.bool_]

    @classmethod
    @overflow_allowed()
    def of(cls, trainer: Trainer) -> "UpdateNumbers":
        """The coming update of a trainer, which is left as it is."""
        explained = trainer.explain()
        before = trainer.network.parameters.copy()
        frozen = list(trainer.frozen)
        twin = trainer.optimizer.copy()
        twin.learning_rate = trainer.learning_rate
        states = {name: vector.copy() for name, vector in twin.state.items()}
        after = before.copy()
        twin.update(after, explained["gradient"])
        after[frozen] = before[frozen]
        is_frozen = np.zeros(len(before), dtype=bool)
        is_frozen[frozen] = True
        total = explained["loss_gradient"] + explained["penalty_gradient"]
        is_weight = trainer.network.layout.is_weight()
        strength = (is_weight * trainer.spec.penalty_rate).astype(before.dtype)
        return cls(
            before=before,
            after=after,
            named=explained,
            states=states,
            rate=twin.learning_rate,
            norm=float(np.sqrt(total.dot(total))),
            penalty=PENALTIES[trainer.spec.penalty].value(before, strength),
            is_frozen=is_frozen,
            is_weight=is_weight,
        )


def _masks(network: Network) -> dict[int, Array]:
    found = {layer: network.factors_of(layer) for layer in range(1, len(network.spec.layers))}
    return {layer: np.sign(factors) for layer, factors in found.items() if factors is not None}


def _columns(rows: Array) -> Array:
    return np.ascontiguousarray(rows.T)


def _slopes(network: Network, layer: int, z: Array) -> Array:
    """f'(z^[l]) (n_l, N); for softmax the diagonal of its derivative."""
    entry = ACTIVATIONS[network.spec.layers[layer - 1].activation]
    f, slopes = np.empty_like(z), np.empty_like(z)
    entry.function(z, f)
    entry.derivative(z, f, slopes)
    return slopes * audible(network, layer)[:, np.newaxis]


def _upstream(
    network: Network, loss: Loss, predictions: Array, targets: Array, delta: tuple[Array, ...]
) -> tuple[Array, ...]:
    """What comes back to each layer, from the δ of those it is heard by as backprop sends it down."""
    error = np.empty_like(predictions)
    loss.derivative(predictions, targets, error)
    found = [error]
    for layer in range(len(delta) - 1, 1, -1):
        flow = network.weights[layer - 1].T @ delta[layer]
        for link, weight in zip(network.spec.long_links, network.long_weights, strict=True):
            if link.origin == layer - 1:
                flow[link.source] += weight * delta[link.layer][link.neuron]
        found.append(flow + found[-1] if network.spec.layers[layer - 1].skip else flow)
    return (delta[0], *reversed(found))
