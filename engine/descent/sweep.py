"""The cost at many points of a plane through θ at once: batched products instead of one network a point.

M points and N examples make one pass with arrays (M, n_l, N). Two facts save most of the work: layers below
the first one that moves are the same everywhere, and of that one z is affine in x and y,
z = z_0 + x z_1 + y z_2. Points and examples are cut into tiles that fit the processor's cache.
"""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from engine.arrays import Array
from engine.network import ACTIVATIONS, Activation, Loss, Network
from engine.network.network import with_ones
from engine.network.silence import audible

TILE = 2**19
"""Numbers in the buffers of one tile."""


@dataclass(frozen=True, eq=False)
class _Layer:
    """One layer that moves: its activation, and which columns of the points' parameters are its block."""

    activation: Activation
    skip: bool
    neurons: int
    columns: slice
    mask: Array | None  # (n_l, 1, 1), 0 for a neuron that is switched off; None if none is
    arriving: tuple["_Arriving", ...]  # of the layers above the first that moves


@dataclass(frozen=True, eq=False)
class _Arriving:
    """A link that passes over layers: its neuron, where it comes from, and which column of the parameters it is.

    `layer` is the place among the moving layers, −1 − m for layer m of those that stand still.
    """

    neuron: int
    layer: int
    source: int
    column: int


@dataclass(frozen=True, eq=False)
class _Examples:
    """A run of E examples, as the first moving layer sees them."""

    source: Array  # (n, E) what it is given
    still: tuple[
        Array, ...
    ]  # a[0], a[1], … up to `source`, (n_l, E) each, for the long links that leave them
    affine: Array  # (3, n_l · E) its z_0, z_1, z_2
    targets: Array  # (n_L, 1, E)


class _Buffers:
    """The numbers of one layer for M points and E examples, and the views that the products want."""

    def __init__(self, neurons: int, points: int, examples: int, dtype: DTypeLike) -> None:
        z = np.empty((points, neurons, examples), dtype)
        self.a_bar = np.ones((points, neurons + 1, examples), dtype)  # the last row stays all ones
        self.z = z
        self.z_flat = z.reshape(points, -1)
        self.a = self.a_bar[:, :-1]
        # Neurons first, as activations and losses take them: (n_l, M, E).
        self.neurons_z = z.transpose(1, 0, 2)
        self.neurons_a = self.a.transpose(1, 0, 2)


class Sweep:
    """C at points θ_0 + x θ_1 + y θ_2, where `base` (3, P) holds the three vectors and `network` is at θ_0.

    `inputs` (N, n_0) and `targets` (N, n_L) are the examples. Besides the buffers of a tile it keeps three
    numbers for each example and neuron of the first layer that moves.
    """

    def __init__(self, network: Network, base: Array, inputs: Array, targets: Array, loss: Loss) -> None:
        dtype = network.dtype
        self._loss = loss
        self._count = len(inputs)
        blocks = list(zip(*(network.layout.blocks(vector.astype(dtype)) for vector in base), strict=True))
        moving = _first_moving(blocks, network, base)
        # The layers below are the same at every point.
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            still = [np.ascontiguousarray(a.T) for a in network.forward(inputs).a[: moving + 1]]
            source = with_ones(still[-1].T, dtype).T
            affine = np.stack([part @ source for part in blocks[moving]])
            for link, weights in zip(network.spec.long_links, network.layout.long_links(base.T), strict=True):
                if link.layer == moving + 1:
                    affine[:, link.neuron] += weights[:, np.newaxis] * still[link.origin][link.source]
        self._layers, start = _moving_layers(network, moving)
        self._base = np.ascontiguousarray(base[:, start:], dtype=dtype)
        width = sum(2 * layer.neurons + 1 for layer in self._layers)
        length = max(1, min(self._count, TILE // width))
        self.points = max(1, TILE // (length * width + self._base.shape[1]))
        cuts = [slice(at, at + length) for at in range(0, self._count, length)]
        columns = targets.T.astype(dtype)[:, np.newaxis]
        self._parts = [
            _Examples(
                source[:-1, cut],
                tuple(a[:, cut] for a in still if network.spec.long_links),
                affine[:, :, cut].reshape(3, -1),
                columns[:, :, cut],
            )
            for cut in cuts
        ]
        self._buffers: dict[int, list[_Buffers]] = {}

    def at(self, x: Array, y: Array) -> Array:
        """C (float64) at points given by x (M,) and y (M,); nan or inf where the network overflows."""
        costs = np.empty(len(x))
        for start in range(0, len(x), self.points):
            cut = slice(start, start + self.points)
            costs[cut] = self._tile(x[cut], y[cut])
        return costs

    def _tile(self, x: Array, y: Array) -> Array:
        coordinates = np.ones((len(x), 3), self._base.dtype)
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            coordinates[:, 1], coordinates[:, 2] = x, y
            parameters = coordinates @ self._base
            total = np.zeros(len(x))
            for part in self._parts:
                z, a = self._forward(coordinates, parameters, part)
                total += self._loss.cost(z, a, part.targets).sum(axis=-1, dtype=np.float64)
        return total / self._count

    def _forward(self, coordinates: Array, parameters: Array, part: _Examples) -> tuple[Array, Array]:
        """z^[L] and a^[L] of these points and examples, each (n_L, M, E)."""
        points = len(coordinates)
        all_buffers = self._buffers_for(points, part.source.shape[1])
        below, below_bar = part.source, part.source
        for layer, buffers in zip(self._layers, all_buffers, strict=True):
            if below is part.source:
                np.dot(coordinates, part.affine, buffers.z_flat)
            else:
                block = parameters[:, layer.columns].reshape(points, layer.neurons, -1)
                np.matmul(block, below_bar, buffers.z)
                for link in layer.arriving:
                    sent = (
                        all_buffers[link.layer].a[:, link.source] if link.layer >= 0 else _still(part, link)
                    )
                    buffers.z[:, link.neuron] += parameters[:, link.column, np.newaxis] * sent
            layer.activation.function(buffers.neurons_z, buffers.neurons_a)
            if layer.mask is not None:
                np.multiply(buffers.neurons_a, layer.mask, buffers.neurons_a)
            if layer.skip:
                np.add(buffers.a, below, buffers.a)
            below, below_bar = buffers.a, buffers.a_bar
        return buffers.neurons_z, buffers.neurons_a

    def _buffers_for(self, points: int, examples: int) -> list[_Buffers]:
        """One for each layer; those of the last call if the sizes are still the same."""
        buffers = self._buffers.get(examples)
        if buffers is None or len(buffers[0].z) != points:
            dtype = self._base.dtype
            buffers = [_Buffers(layer.neurons, points, examples, dtype) for layer in self._layers]
            self._buffers[examples] = buffers
        return buffers


def _still(part: _Examples, link: _Arriving) -> Array:
    """(E,) what a layer that stands still sends along a link."""
    sent: Array = part.still[-1 - link.layer][link.source]
    return sent


def _first_moving(blocks: list[tuple[Array, ...]], network: Network, base: Array) -> int:
    """The first layer, counted from 0, along whose block a direction leads; the last if none does."""
    along = zip(network.spec.long_links, network.layout.long_links(base.T), strict=True)
    moved = {link.layer - 1 for link, (_, across, up) in along if across or up}
    for index, (_, across, up) in enumerate(blocks):
        if across.any() or up.any() or index in moved:
            return index
    return len(blocks) - 1


def _moving_layers(network: Network, moving: int) -> tuple[list[_Layer], int]:
    """The layers from `moving` on, and where in θ the blocks begin that each point needs of its own.

    The columns are counted from there; the first of these layers needs none, being affine.
    """
    ends = [0, *itertools.accumulate(rows * columns for rows, columns in network.layout.shapes)]
    start = ends[moving + 1]
    layers = [
        _Layer(
            ACTIVATIONS[layer.activation],
            layer.skip,
            layer.neurons,
            slice(max(ends[index] - start, 0), ends[index + 1] - start),
            _mask(network, index + 1),
            _arriving(network, index + 1, moving, start),
        )
        for index, layer in enumerate(network.spec.layers)
        if index >= moving
    ]
    return layers, start


def _arriving(network: Network, layer: int, moving: int, start: int) -> tuple[_Arriving, ...]:
    """The long links into a layer from 1 on, `moving` and `start` as in `_moving_layers`."""
    first = network.layout.size - len(network.spec.long_links) - start
    return tuple(
        _Arriving(
            link.neuron,
            link.origin - moving - 1 if link.origin > moving else -1 - link.origin,
            link.source,
            first + place,
        )
        for place, link in enumerate(network.spec.long_links)
        if link.layer == layer
    )


def _mask(network: Network, layer: int) -> Array | None:
    factors = audible(network, layer)
    return None if factors.all() else factors[:, np.newaxis, np.newaxis]
