"""Histograms that can be watched: round limits, so that the bars and not the axis move."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.network import ACTIVATIONS, LayerSpec, Network

BINS = 30
"""Even, so that zero in the middle of a symmetric range is an edge: signs are never mixed in a bar."""

MOST_EXAMPLES = 1000
"""Examples whose activations are counted; more would change the picture less than a pixel."""

ROUND = (1.0, 2.0, 5.0, 10.0)
LEAST, LARGEST = 1e-12, 1e100
"""Below, a value is zero to the eye; above, a network has diverged and nothing of it can be drawn."""


@dataclass(frozen=True, eq=False)
class Histogram:
    """Bars over equal steps: `edges` (n + 1,) and the share of all values in each, `shares` (n,).

    Values past all drawing are left out; the shares of the rest add up to 1 if the edges enclose them.
    """

    edges: NDArray[np.float64]
    shares: NDArray[np.float64]

    @classmethod
    def of(cls, values: Array, low: float, high: float, bins: int = BINS) -> "Histogram":
        """The histogram of values of any shape over `low` … `high`."""
        exact = values.astype(np.float64)  # of single precision, too: `LARGEST` is infinite in it
        drawable = exact[np.abs(exact) < LARGEST]  # NaN is not
        counts, edges = np.histogram(drawable, bins=bins, range=(low, high))
        return cls(edges, counts / max(drawable.size, 1))


def round_limit(*arrays: Array) -> float:
    """The smallest of 1, 2, 5 times a power of ten that no drawable value exceeds in size; 1 for zeros only."""
    sizes = [np.abs(array, dtype=np.float64) for array in arrays]
    largest = max((float(size.max(initial=0.0, where=size < LARGEST)) for size in sizes), default=0.0)
    if largest < LEAST:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(factor * power for factor in ROUND if factor * power >= largest * (1.0 - 1e-9))


def symmetric_histogram(values: Array) -> Histogram:
    """Around zero, as far as the values reach."""
    limit = round_limit(values)
    return Histogram.of(values, -limit, limit)


def weight_histograms(network: Network) -> list[Histogram]:
    """The weights that lead into every layer 1 … L, without biases, all over one symmetric range."""
    arriving = [
        np.append(weights, _long_weights(network, at)) for at, weights in enumerate(network.weights, 1)
    ]
    limit = round_limit(*arriving)
    return [Histogram.of(weights, -limit, limit) for weights in arriving]


def activation_histograms(network: Network, inputs: Array) -> list[Histogram]:
    """The activations of every layer 1 … L for inputs (N, n_0), over what its activation can give.

    Of many examples only the first `MOST_EXAMPLES` are counted.
    """
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        activations = network.forward(inputs[:MOST_EXAMPLES]).a[1:]
    return [
        Histogram.of(a, *_limits(layer, a)) for layer, a in zip(network.spec.layers, activations, strict=True)
    ]


def tallest(histograms: Sequence[Histogram]) -> float:
    """The largest share of any bar."""
    return max((float(histogram.shares.max(initial=0.0)) for histogram in histograms), default=0.0)


def _long_weights(network: Network, layer: int) -> Array:
    return network.long_weights[[link.layer == layer for link in network.spec.long_links]]


def _limits(layer: LayerSpec, values: Array) -> tuple[float, float]:
    low, high = ACTIVATIONS[layer.activation].output_range
    if layer.skip:  # what is added may lie anywhere
        low, high = -math.inf, math.inf
    limit = round_limit(values)
    if math.isinf(high):
        high = limit
    if math.isinf(low) or low < 0.0:
        # The few that dip a little below zero share the symmetric range, so that zero stays an edge.
        low = -high
    return low, high
