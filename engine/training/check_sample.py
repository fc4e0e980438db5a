"""Which parameters to check where there are too many: some of every layer, small layers whole; so of the long links."""

import numpy as np
from numpy.typing import NDArray

from engine.network import NetworkSpec
from engine.network.layout import Layout


def sample_places(spec: NetworkSpec, most: int, seed: int = 0) -> NDArray[np.int64]:
    """(n,) places of θ, ascending: all if there are at most `most`, else so many, drawn evenly from every layer.

    Layers, and the links that pass over layers as one more, share what there is: each gets as many as the others
    unless it has fewer parameters than that.
    """
    sizes = [rows * columns for rows, columns in Layout(spec).shapes] + [len(spec.long_links)]
    if sum(sizes) <= most:
        return np.arange(sum(sizes))
    generator = np.random.default_rng(seed)
    chosen, start = [], 0
    for size, quota in zip(sizes, _quotas(sizes, most), strict=True):
        chosen.append(start + np.sort(generator.choice(size, quota, replace=False)))
        start += size
    return np.concatenate(chosen)


def _quotas(sizes: list[int], most: int) -> list[int]:
    """How many of each layer, `most` in all: the smallest layers are served first, the rest share what is left."""
    quotas, left = [0] * len(sizes), most
    for served, layer in enumerate(sorted(range(len(sizes)), key=lambda each: sizes[each])):
        quotas[layer] = min(sizes[layer], left // (len(sizes) - served))
        left -= quotas[layer]
    return quotas
