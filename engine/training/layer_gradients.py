"""How large the gradient of each layer is: does the error still reach the first layer?"""

import numpy as np

from engine.arrays import Array
from engine.network import Network


class LayerGradients:
    """Mean |∂C/∂w| of every layer 1 … L over its weights, biases left out.

    A mean and no norm: a norm grows with the number of weights, and a wide layer would look strong for its
    width alone. A link that passes over layers counts to the layer it leads to.
    """

    def __init__(self, network: Network) -> None:
        layout = network.layout
        ends = np.cumsum([rows * columns for rows, columns in layout.shapes])
        self._starts = np.concatenate([[0], ends[:-1]])
        self._arrivals = [link.layer - 1 for link in network.spec.long_links]
        # What each parameter counts for in its layer's mean: one over the number of weights, a bias nothing.
        self._shares = layout.is_weight().astype(network.dtype)
        for layer, block in enumerate(layout.blocks(self._shares)):
            share = 1.0 / (block.shape[0] * (block.shape[1] - 1) + self._arrivals.count(layer))
            block *= share
            layout.long_links(self._shares)[np.equal(self._arrivals, layer)] = share
        self._scratch = np.empty_like(self._shares)
        self._within, self._along = self._scratch[: ends[-1]], layout.long_links(self._scratch)

    def measure(self, gradient: Array) -> Array:
        """(L,) for a gradient (P,)."""
        scratch = self._scratch
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            np.abs(gradient, scratch)
            np.multiply(scratch, self._shares, scratch)
            means: Array = np.add.reduceat(self._within, self._starts)
            if self._arrivals:
                np.add.at(means, self._arrivals, self._along)
        return means
