"""Where each parameter stands in θ.

Layer l owns one C-contiguous block of θ, shape (n_l, n_{l−1} + 1): its weights, and its biases as the last
column. With a row of ones under the activations, z = block · ā is one product, and so is the gradient of
weights and biases together. After the blocks come the weights of the links that pass over layers. Every view made
here shares memory with the vector it is made of.
"""

import itertools

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.network.spec import NetworkSpec


class Layout:
    """The blocks of a network's flat vectors: θ itself, its gradient, an optimizer's moments."""

    def __init__(self, spec: NetworkSpec) -> None:
        sizes = spec.sizes
        self.shapes = tuple((n_out, n_in + 1) for n_in, n_out in itertools.pairwise(sizes))
        ends = np.cumsum([rows * columns for rows, columns in self.shapes])
        self._ends = tuple(int(end) for end in ends)
        self._links = spec.long_links
        self.size = self._ends[-1] + len(self._links)

    def blocks(self, vector: Array) -> list[Array]:
        """Views of `vector` (P,), one (n_l, n_{l−1} + 1) block a layer."""
        starts = (0, *self._ends[:-1])
        return [
            vector[start:end].reshape(shape)
            for start, end, shape in zip(starts, self._ends, self.shapes, strict=True)
        ]

    def long_links(self, vector: Array) -> Array:
        """The view of `vector` (P,) that belongs to the links that pass over layers, one number each."""
        return vector[self._ends[-1] :]

    def parts(self, vector: Array) -> list[Array]:
        """The blocks, and after them, if there are any, the numbers of the long links: what a backward pass fills."""
        return [*self.blocks(vector), self.long_links(vector)] if self._links else self.blocks(vector)

    def split(self, vector: Array) -> list[tuple[Array, Array]]:
        """Views of `vector` (P,): for each layer its weights (n_l, n_{l−1}) and biases (n_l,)."""
        return [(block[:, :-1], block[:, -1]) for block in self.blocks(vector)]

    def is_weight(self) -> NDArray[np.bool_]:
        """(P,) true where θ holds a weight, false where it holds a bias."""
        mask = np.ones(self.size, dtype=bool)
        for rows_end, (rows, columns) in zip(self._ends, self.shapes, strict=True):
            start = rows_end - rows * columns
            mask[start + columns - 1 : rows_end : columns] = False
        return mask
