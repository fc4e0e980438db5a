"""What every neuron says at every point of the input plane: the source of the heatmaps.

Computed once after the parameters moved, however many panels ask, by the network's own forward pass.
"""

import numpy as np

from engine.arrays import Array
from engine.data import DataSpec, InputPlane, PreparedData, input_plane
from engine.network import Network
from engine.network.network import with_ones

# (most parameters, points an axis): a large network gets a coarser picture, so that a frame stays a frame.
RESOLUTIONS = ((400, 100), (3_000, 64), (60_000, 40), (10_000_000, 24))


class Field:
    """Activations of all neurons over the plane of two base inputs, or the line of a single one."""

    def __init__(
        self, data: DataSpec, prepared: PreparedData, network: Network, axes: tuple[int, ...]
    ) -> None:
        self.network = network
        self.plane: InputPlane = input_plane(data, prepared, axes, _resolution(network))
        rows = with_ones(prepared.transform(self.plane.inputs), network.dtype)
        self._inputs_bar = np.ascontiguousarray(rows.T)
        self._pass = network.make_pass(len(rows))
        self._is_fresh = False

    def invalidate(self) -> None:
        """The parameters have moved."""
        self._is_fresh = False

    def activation(self, layer: int) -> Array:
        """a^[layer] over the plane, (n_l, rows, columns), row 0 at the lowest y; layer 0 is the network's inputs.

        A view that the next computation overwrites.
        """
        if not self._is_fresh:
            with np.errstate(over="ignore", invalid="ignore", under="ignore"):
                self._pass.forward(self._inputs_bar)
            self._is_fresh = True
        flat = self._inputs_bar[:-1] if layer == 0 else self._pass.layer_a()[layer - 1]
        return flat.reshape(len(flat), *self.plane.shape)

    def output(self) -> Array:
        """ŷ over the plane, (n_L, rows, columns)."""
        return self.activation(len(self.network.spec.layers))


def _resolution(network: Network) -> int:
    size = network.spec.parameter_count
    return next(points for most, points in RESOLUTIONS if size <= most)
