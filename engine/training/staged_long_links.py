"""What the long links of a network bring in one step: forward to the sums, back to the layers that they leave."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.network import Network
from engine.network.long_link import LongLink
from engine.training import staged_formulas as tex
from engine.training.staged_stage import Edge, Matrix

OVER_LONG_LINKS = "Σ w a", "Σ w δ"
"""Names of the matrices with what all of them bring: forward, and back."""

MOST_IN_A_ROW = 2
"""Where a neuron has more terms than this, the list of them would be too long."""


@dataclass(frozen=True, eq=False)
class LongWeight:
    """One of them.

    Attributes:
        place: Which one, from 0, as they stand at the end of θ.
        link: Where it leads.
        weight, gradient: w and ∂C/∂w.
        heard, error: (N,) a_k^[m] that comes in, and δ_j^[l] that comes back.
    """

    place: int
    link: LongLink
    weight: float
    gradient: float
    heard: Array
    error: Array

    @property
    def edge(self) -> Edge:
        """As stages call it."""
        return (self.link.layer, self.link.neuron, self.link.source, self.link.origin)

    @property
    def ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """(layer, neuron) where it leads to, and where it comes from."""
        return (self.link.layer, self.link.neuron), (self.link.origin, self.link.source)

    @property
    def letter(self) -> str:
        """w_jk^[l←m]"""
        return tex.weight(*self.edge)

    @property
    def heard_letter(self) -> str:
        """a_k^[m]"""
        return tex.indexed("a", self.link.origin, self.link.source)

    @property
    def error_letter(self) -> str:
        """δ_j^[l]"""
        return tex.indexed(tex.DELTA, self.link.layer, self.link.neuron)

    def forward_matrices(self) -> tuple[Matrix, ...]:
        """w a, by the names of the listing."""
        return self._product(f"a[{self.link.origin}][{self.link.source}]", self.heard)

    def backward_matrices(self) -> tuple[Matrix, ...]:
        """w δ"""
        return self._product(f"δ[{self.link.layer}][{self.link.neuron}]", self.error)

    def _product(self, name: str, values: Array) -> tuple[Matrix, ...]:
        own, weight = f"w[{self.place}]", np.array([[self.weight]], dtype=values.dtype)
        return (
            Matrix(own, weight, "left", 0, 0),
            Matrix(name, values[np.newaxis], "right", 0),
            Matrix(f"{own} {name}", weight * values, "result", 0),
        )


class LongLinkNumbers:
    """Those of a network with `a` and `delta` (n_l, N) of its layers 0 … L, and ∂C/∂θ (P,)."""

    def __init__(self, network: Network, a: Sequence[Array], delta: Sequence[Array], gradient: Array) -> None:
        self._a = a
        self._all = tuple(
            LongWeight(
                place, link, weight, slope, a[link.origin][link.source], delta[link.layer][link.neuron]
            )
            for place, (link, weight, slope) in enumerate(
                zip(
                    network.spec.long_links,
                    network.long_weights.tolist(),
                    network.layout.long_links(gradient).tolist(),
                    strict=True,
                )
            )
        )

    def arriving(self, layer: int, neuron: int | None = None) -> tuple[LongWeight, ...]:
        """Those that lead to a layer, or to one of its neurons."""
        return tuple(
            each for each in self._all if each.link.layer == layer and neuron in (None, each.link.neuron)
        )

    def leaving(self, layer: int, neuron: int | None = None) -> tuple[LongWeight, ...]:
        """Those that come from a layer, or from one of its neurons."""
        return tuple(
            each for each in self._all if each.link.origin == layer and neuron in (None, each.link.source)
        )

    def arrive_at(self, layer: int) -> list[int]:
        """How many lead to each neuron of a layer."""
        counts = [0] * len(self._a[layer])
        for each in self._all:
            if each.link.layer == layer:
                counts[each.link.neuron] += 1
        return counts

    def leave_from(self, layer: int) -> list[int]:
        """How many come from each neuron of a layer."""
        counts = [0] * len(self._a[layer])
        for each in self._all:
            if each.link.origin == layer:
                counts[each.link.source] += 1
        return counts

    def brought(self, layer: int) -> Array:
        """Σ w_jk^[l←m] a_k^[m] (n_l, N): what the links that arrive add to the sums of a layer."""
        total = np.zeros_like(self._a[layer])
        for each in self.arriving(layer):
            total[each.link.neuron] += each.weight * each.heard
        return total

    def returned(self, layer: int) -> Array:
        """Σ w_jk^[l←m] δ_j^[l] (n_m, N): what comes back to a layer m along the links that leave it."""
        total = np.zeros_like(self._a[layer])
        for each in self.leaving(layer):
            total[each.link.source] += each.weight * each.error
        return total

    def brought_letters(self, layer: int) -> str:
        """`brought` in TeX: neuron by neuron, or where that is too much as a sum."""
        rows: list[list[str]] = [[] for _ in self._a[layer]]
        for each in self.arriving(layer):
            rows[each.link.neuron].append(rf"{each.letter}\,{each.heard_letter}")
        return _column(rows, "a")

    def returned_letters(self, layer: int) -> str:
        """`returned` in TeX."""
        rows: list[list[str]] = [[] for _ in self._a[layer]]
        for each in self.leaving(layer):
            rows[each.link.source].append(rf"{each.letter}\,{each.error_letter}")
        return _column(rows, tex.DELTA)

    def brought_matrix(self, layer: int, neuron: int | None) -> tuple[Matrix, ...]:
        """What a product W a lacks of z; nothing where no long link arrives."""
        if not self.arriving(layer):
            return ()
        return (Matrix(OVER_LONG_LINKS[0], self.brought(layer), "cells", neuron),)

    def returned_matrix(self, layer: int, neuron: int | None) -> tuple[Matrix, ...]:
        """What a product Wᵀ δ lacks of ∂c/∂a; nothing where no long link leaves."""
        if not self.leaving(layer):
            return ()
        return (Matrix(OVER_LONG_LINKS[1], self.returned(layer), "cells", neuron),)


def _column(rows: list[list[str]], letter: str) -> str:
    if len(rows) > tex.MOST_CELLS or max(len(row) for row in rows) > MOST_IN_A_ROW:
        return rf"\sum_{{\mathrm{{long}}}} w\,{letter}"
    return tex.listed([" + ".join(row) or "0" for row in rows]) + "^T"  # a column, in the height of one line
