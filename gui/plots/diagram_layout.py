"""Where the neurons and weights of a network stand in a picture of it, and which of them is under the mouse.

Pure geometry in pixels, y downwards; layer 0 is the inputs.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gui.plots.long_arcs import Floats, Link, LongArcs, distances, eased

__all__ = ["DiagramLayout", "Floats", "Insets"]

SMALLEST_TILE = 4.0
TILE_SHARE = 0.7
"""Side of a neuron's tile as a share of the distance to the next one."""

ROWS = 8
"""A picture has room for at least so many neurons above one another before their tiles grow with it."""

LARGEST_SPACING = (68.0, 104.0)
LARGEST_TILE = (46.0, 70.0)
"""In a small picture and in a large one."""

WIDEST_SHARE = 0.4
"""Side of a large tile at most, as a share of the distance to the next column: lines need room too."""

CURVE_POINTS = 17
"""Points by which a curved connection is sampled for picking."""


NARROW_SHARE = 0.6
"""The same of any tile: where many columns stand close together, lines are seen between them still."""


@dataclass(frozen=True)
class Insets:
    """Room kept free around the columns, to the left for the inputs' names, above for the headings."""

    left: float = 64.0
    top: float = 96.0
    right: float = 44.0
    bottom: float = 24.0


class DiagramLayout:
    """Positions for layers of `sizes` neurons in a picture of `width` × `height`.

    Connections are smooth curves, or straight lines if not `curved`. `inputs` are the numbers of all that stand
    in the first column, top one first: the inputs and, numbered on, the spare ones; () for the inputs alone.
    `long_links` pass over layers.

    Attributes:
        width: Of the picture.
        columns: (L + 1,) x of each layer's centre.
        tiles: (L + 1,) side of the square of each layer's neurons.
    """

    def __init__(
        self,
        sizes: tuple[int, ...],
        width: float,
        height: float,
        insets: Insets,
        curved: bool = True,
        inputs: tuple[int, ...] = (),
        long_links: tuple[Link, ...] = (),
    ) -> None:
        self.sizes = sizes
        self.width = width
        self._long_links = long_links
        self.inputs = inputs or tuple(range(sizes[0]))
        self._is_curved = curved
        self.columns = np.linspace(insets.left, max(width - insets.right, insets.left + 1.0), len(sizes))
        room = max(height - insets.top - insets.bottom, 1.0)
        largest = float(np.clip(room / ROWS, *LARGEST_SPACING))
        spacing = [min(largest, room / size) for size in (len(self.inputs), *sizes[1:])]
        gap = float(self.columns[1] - self.columns[0]) if len(sizes) > 1 else width
        widest = min(float(np.clip(WIDEST_SHARE * gap, *LARGEST_TILE)), NARROW_SHARE * gap)
        self.tiles = np.clip(np.array(spacing) * TILE_SHARE, SMALLEST_TILE, max(widest, SMALLEST_TILE))
        self._top = insets.top
        self._spacing = spacing

    def centers(self, layer: int) -> Floats:
        """(n_l, 2) centres of a layer's neurons by their numbers; columns hang from a common top line."""
        return self._standing(layer)[: self.sizes[layer]]

    def spare_centers(self) -> Floats:
        """(n, 2) centres of the inputs that are off, by their numbers."""
        return self._standing(0)[self.sizes[0] :]

    def _standing(self, layer: int) -> Floats:
        """(n, 2) centres of all that stands in a column."""
        order = np.argsort(self.inputs) if layer == 0 else np.arange(self.sizes[layer])
        rows = self._top + self._spacing[layer] * (order + 0.5)
        return np.stack([np.full(len(rows), self.columns[layer]), rows], axis=1)

    def frame_of(self, layer: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of a frame around all neurons of a layer."""
        centers, reach = self.centers(layer), float(self.tiles[layer]) / 2.0 + 7.0
        left, top = (centers.min(axis=0) - reach).tolist()
        right, bottom = (centers.max(axis=0) + reach).tolist()
        return left, top, right - left, bottom - top

    def covered(self, left: float, top: float, right: float, bottom: float) -> float:
        """How many tiles a rectangle would touch; an input that is off counts a quarter."""
        count = 0.0
        for layer, tile in enumerate(self.tiles):
            x, y = self._standing(layer).T
            reach = tile / 2.0
            is_touched = (x + reach > left) & (x - reach < right) & (y + reach > top) & (y - reach < bottom)
            used = self.sizes[layer]
            count += is_touched[:used].sum() + 0.25 * is_touched[used:].sum()
        return count

    def ends(self, layer: int) -> tuple[Floats, Floats]:
        """Start and end of the connections into `layer` (1…L): (n_l, n_{l−1}, 2) each, indexed as weights."""
        sources = self.centers(layer - 1) + np.array([self.tiles[layer - 1] / 2.0, 0.0])
        targets = self.centers(layer) - np.array([self.tiles[layer] / 2.0, 0.0])
        shape = (self.sizes[layer], self.sizes[layer - 1], 2)
        return np.broadcast_to(sources[None], shape), np.broadcast_to(targets[:, None], shape)

    def place_of(
        self, layer: int, neuron: int, source: int | None = None, origin: int | None = None
    ) -> tuple[float, float]:
        """Where a neuron's tile, or the middle of the connection from `source`, of layer `origin`, to it, stands."""
        if source is None:
            x, y = self._standing(layer)[neuron].tolist()
        elif origin is not None:
            x, y = self.arcs.middle((layer, neuron, source, origin))
        else:
            start, end = self.ends(layer)
            x, y = ((start[neuron, source] + end[neuron, source]) / 2.0).tolist()
        return x, y

    def tile_at(self, x: float, y: float) -> bool:
        """Whether the point is on a tile itself, not in the gap beside it."""
        found = self.neuron_at(x, y)
        if found is None:
            return False
        return abs(self.place_of(*found)[1] - y) <= float(self.tiles[found[0]]) / 2.0

    def neuron_at(self, x: float, y: float) -> tuple[int, int] | None:
        """(layer, neuron) whose tile holds the point; spare inputs have their numbers in layer 0."""
        for layer, tile in enumerate(self.tiles):
            reach = max(tile / 2.0, 5.0)
            if abs(x - self.columns[layer]) <= reach:
                distances = np.abs(self._standing(layer)[:, 1] - y)
                nearest = int(distances.argmin())
                if distances[nearest] <= max(tile / 2.0, self._spacing[layer] / 2.0 - 1.0):
                    return layer, nearest
        return None

    def weight_at(
        self, x: float, y: float, reach: float = 5.0, drawn: NDArray[np.intp] | None = None
    ) -> tuple[int, int, int] | None:
        """(layer, neuron, source) of the connection nearest to the point, within `reach` pixels.

        If not all are drawn, `drawn` are the numbers of those that are, counted through all layers.
        """
        right = int(np.searchsorted(self.columns, x))
        if not 1 <= right < len(self.sizes):
            return None
        curves = self._curves[right - 1]
        numbers = np.arange(len(curves))
        if drawn is not None:
            first = self.number_of(right, 0, 0)
            numbers = drawn[(drawn >= first) & (drawn < first + len(curves))] - first
            curves = curves[numbers]
        near = distances(curves, np.array([x, y]))
        if not len(near) or near.min() > reach:
            return None
        neuron, source = divmod(int(numbers[near.argmin()]), self.sizes[right - 1])
        return right, neuron, source

    def number_of(self, layer: int, neuron: int, source: int) -> int:
        """Which connection it is, counted through all layers."""
        before = sum(low * high for low, high in pairwise(self.sizes[:layer]))
        return before + neuron * self.sizes[layer - 1] + source

    @cached_property
    def arcs(self) -> LongArcs:
        """The courses of the links that pass over layers."""
        return LongArcs(
            [self.centers(layer) for layer in range(len(self.sizes))], self.tiles, self._long_links
        )

    @cached_property
    def _curves(self) -> list[Floats]:
        """For each layer 1…L the sampled connections, (n_l · n_{l−1}, points, 2); two points make a line."""
        points = CURVE_POINTS if self._is_curved else 2
        ends = (self.ends(layer) for layer in range(1, len(self.sizes)))
        return [eased(start.reshape(-1, 2), end.reshape(-1, 2), points) for start, end in ends]
