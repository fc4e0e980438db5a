"""How large the gradient of each layer is: does the error still reach the first layer?"""

import numpy as np

from engine.arrays import Array
from engine.network import Network


class LayerGradients:
    """Mean |∂C/∂w| of every layer 1 … L over its weights, biases left out.

    A mean and no norm: a norm grows with the number of weights, and a wide layer would look strong for its
    width alone.
    """

    def __init__(self, network: Network) -> None:
        layout = network.layout
        ends = np.cumsum([rows * columns for rows, columns in layout.shapes])
        self._starts = np.concatenate([[0], ends[:-1]])
        # What each parameter counts for in its layer's mean: one over the number of weights, a bias nothing.
        self._shares = layout.is_weight().astype(network.dtype)
        for block in layout.blocks(self._shares):
            block /= block.shape[0] * (block.shape[1] - 1)
        self._scratch = np.empty_like(self._shares)

    def measure(self, gradient: Array) -> Array:
        """(L,) for a gradient (P,)."""
        scratch = self._scratch
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            np.abs(gradient, scratch)
            np.multiply(scratch, self._shares, scratch)
            means: Array = np.add.reduceat(scratch, self._starts)
        return means
