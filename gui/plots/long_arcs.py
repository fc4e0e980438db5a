"""Where the links that pass over layers run in a picture of a network: level through the gaps between the neurons.

Pure geometry in pixels, y downwards; layer 0 is the inputs. A link is (layer, neuron, source, origin): to a neuron
of a layer, from the neuron `source` of the layer `origin`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Link = tuple[int, int, int, int]

LEAST_GAP = 5.0
"""Pixels between two tiles through which links may run; where there are fewer, they run above or below the layer."""

BESIDE = 7.0
"""Pixels from the first and the last tile of a layer to the links that run above and below it."""

LANE = 5.0
"""Pixels from link to link in one gap, where there is room."""

CROWDED = 14.0
"""So many pixels of a detour a link makes rather than share a gap with another."""

BELOW = 14.0
"""Pixels under the lowest tile of the picture that links below a layer may take in all."""

DOCK = 0.3
"""A link leaves and arrives by so much of a tile's side above or below its middle: out of the way of others."""

CLEAR = 3.0
"""Pixels before and behind a tile where a link that passes it is level already."""

POINTS = 13
"""Points by which a bend is sampled for picking."""


class LongArcs:
    """The course of every long link.

    `centers` has for each layer the centres (n_l, 2) of its neurons, `tiles` the side of their squares.

    Attributes:
        links: Whose courses they are.
        corners: For each link the points (2 + 2·passed layers, 2) between which it bends and runs level in turn.
    """

    def __init__(self, centers: Sequence[Floats], tiles: Floats, links: tuple[Link, ...]) -> None:
        self.links = links
        self._centers, self._tiles = centers, tiles
        self._lowest = max(
            float(rows[-1, 1] + tile / 2.0) for rows, tile in zip(centers, tiles.tolist(), strict=True)
        )
        self._taken: dict[tuple[int, int], list[int]] = {}
        gaps = [self._chosen_gaps(number) for number in range(len(links))]
        self.corners = [self._corners(number, chosen) for number, chosen in enumerate(gaps)]
        self._courses = [_course(corners) for corners in self.corners]

    def corners_of(self, link: tuple[int, ...]) -> Floats:
        """The corners of one link."""
        return self.corners[self._number(link)]

    def middle(self, link: tuple[int, ...]) -> tuple[float, float]:
        """The point just behind the middle one of the layers it passes over, where nothing else stands."""
        corners = self.corners_of(link)
        x, y = corners[2 * ((len(corners) - 2) // 4) + 2].tolist()
        return x, y

    def at(self, x: float, y: float, reach: float) -> Link | None:
        """The link nearest to the point, within `reach` pixels."""
        near = [distances(course[None], np.array([x, y])).item() for course in self._courses]
        if not near or min(near) > reach:
            return None
        return self.links[int(np.argmin(near))]

    def _number(self, link: tuple[int, ...]) -> int:
        return next(number for number, known in enumerate(self.links) if known == link)

    def _chosen_gaps(self, number: int) -> list[int]:
        """For each layer that is passed over the gap that leads straightest on, if it is not crowded."""
        layer, neuron, source, origin = self.links[number]
        (x, y), (end_x, end_y) = self._centers[origin][source].tolist(), self._centers[layer][neuron].tolist()
        chosen = []
        for passed in range(origin + 1, layer):
            column = float(self._centers[passed][0, 0])
            straight = y + (end_y - y) * (column - x) / max(end_x - x, 1.0)
            heights = self._gap_heights(passed)
            crowd = [CROWDED * len(self._taken.get((passed, gap), ())) for gap in range(len(heights))]
            gap = int(np.argmin(np.abs(heights - straight) + np.array(crowd)))
            self._taken.setdefault((passed, gap), []).append(number)
            chosen.append(gap)
            x, y = column, float(heights[gap])
        return chosen

    def _gap_heights(self, layer: int) -> Floats:
        """(n_l + 1,) y of the gaps above, between and below the neurons; those too narrow are out of reach."""
        rows, half = self._centers[layer][:, 1], float(self._tiles[layer]) / 2.0
        between = (rows[:-1] + rows[1:]) / 2.0
        between[np.diff(rows) - 2.0 * half < LEAST_GAP] = np.inf
        return np.concatenate([[rows[0] - half - BESIDE], between, [rows[-1] + half + BESIDE]])

    def _height(self, layer: int, gap: int, number: int) -> float:
        """Where in its gap a link runs: beside the others there, outwards above and below a layer."""
        sharing = self._taken[layer, gap]
        rows, tile = self._centers[layer][:, 1], float(self._tiles[layer])
        middle, place = float(self._gap_heights(layer)[gap]), sharing.index(number)
        if gap == len(rows):
            room = self._lowest - float(rows[-1]) - tile / 2.0 + BELOW
            return middle + place * min(LANE, room / len(sharing))
        if gap == 0:
            return middle - 2.0 * place / len(sharing)
        room = float(rows[gap] - rows[gap - 1]) - tile - 4.0
        return middle + (place - (len(sharing) - 1) / 2.0) * min(LANE, room / len(sharing))

    def _corners(self, number: int, gaps: Sequence[int]) -> Floats:
        layer, neuron, source, origin = self.links[number]
        passed = []
        for at, gap in enumerate(gaps, origin + 1):
            height, x = self._height(at, gap, number), float(self._centers[at][0, 0])
            reach = float(self._tiles[at]) / 2.0 + CLEAR
            passed += [(x - reach, height), (x + reach, height)]
        start = self._dock(origin, source, passed[0][1], 1.0)
        end = self._dock(layer, neuron, passed[-1][1], -1.0)
        return np.array([start, *passed, end])

    def _dock(self, layer: int, neuron: int, towards: float, side: float) -> tuple[float, float]:
        """Where at the left (−1) or right (1) side of a tile a link to or from a height stands."""
        (x, y), tile = self._centers[layer][neuron].tolist(), float(self._tiles[layer])
        return x + side * tile / 2.0, y + DOCK * tile * float(np.sign(towards - y))


def eased(starts: Floats, ends: Floats, points: int) -> Floats:
    """(n, points, 2) along the curves from `starts` to `ends` (n, 2) that leave and arrive level; 2 points: lines."""
    t = np.linspace(0.0, 1.0, points)
    # A cubic whose handles lie half-way across: x is nearly linear in t, y eases in and out.
    across = (3 * t**2 * (1 - t) + t**3)[:, None]
    along = 3 * (t * (1 - t) ** 2 * 0.5)[:, None] + 3 * (t**2 * (1 - t) * 0.5)[:, None] + (t**3)[:, None]
    reach = (ends - starts)[:, None]
    bends = np.concatenate([reach[..., :1] * along, reach[..., 1:] * across], axis=-1)
    return np.asarray(starts[:, None] + bends)


def _course(corners: Floats) -> Floats:
    """(points, 2) along a link."""
    bends = eased(corners[0::2], corners[1::2], POINTS)
    return bends.reshape(-1, 2)


def distances(curves: Floats, point: Floats) -> Floats:
    """(n,) distance of a point (2,) to polylines (n, points, 2)."""
    starts, steps = curves[:, :-1], np.diff(curves, axis=1)
    squared = np.maximum((steps**2).sum(axis=-1), 1e-12)
    share = np.clip(((point - starts) * steps).sum(axis=-1) / squared, 0.0, 1.0)
    nearest = starts + share[..., None] * steps
    return np.asarray(np.sqrt(((nearest - point) ** 2).sum(axis=-1)).min(axis=1))
