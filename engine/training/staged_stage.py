"""One stage of a training step: what takes part, by which formula, with which numbers, and what comes out."""

from dataclasses import dataclass
from typing import Literal

from engine.arrays import Array

Phase = Literal["forward", "loss", "backward", "update"]
Grain = Literal["layer", "neuron", "term"]
Role = Literal["left", "right", "cells", "result"]

PHASES: tuple[Phase, ...] = ("forward", "loss", "backward", "update")
GRAINS: tuple[Grain, ...] = ("layer", "neuron", "term")

Edge = tuple[int, ...]
"""(layer, neuron, source) of a weight, (layer, neuron, source, origin) of that of a link over layers."""

Place = tuple[int, ...]
"""(layer, neuron), or an `Edge` for a weight into it; neurons from 0, layer 0 the inputs."""


@dataclass(frozen=True, eq=False)
class Matrix:
    """One matrix of a stage.

    Attributes:
        name: As the listing calls it, `W[1]`.
        values: (rows, columns), examples in columns.
        role: A row of "left" times a column of "right", then times or plus the same cell of each "cells",
            gives a cell of "result"; without a pair of factors the cells alone do.
        row, column: The one that takes part; None for all of them.
    """

    name: str
    values: Array
    role: Role
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage.

    Attributes:
        phase, kind: Which of the four phases, and what happens in it: the key of its words.
        line: The line of the listing that does it, by its key.
        layer, neuron, source, is_bias: Where; None for all of a layer, layer 0 for the network as a whole.
        origin: The layer of `source` at the other end of a long link; None where that is the neighbour.
        neurons, edges: Which take part, as in the picture of a network.
        skips: (layer, neuron) of each neuron to which a skip connection takes part.
        flow: 1 where numbers run forward along the edges, −1 where they run back, else 0.
        notes: The few numbers that matter, each with its place.
        letters, numbers: The formula in TeX: in letters, and with the numbers in the same places.
        result: What comes out; None where it is a whole array.
        matrices: The arrays of it, the result last.
    """

    phase: Phase
    kind: str
    line: str
    layer: int = 0
    neuron: int | None = None
    source: int | None = None
    is_bias: bool = False
    neurons: frozenset[tuple[int, int]] = frozenset()
    edges: frozenset[Edge] = frozenset()
    flow: int = 0
    notes: tuple[tuple[Place, float], ...] = ()
    letters: str = ""
    numbers: str = ""
    result: float | None = None
    matrices: tuple[Matrix, ...] = ()
    skips: frozenset[tuple[int, int]] = frozenset()
    origin: int | None = None
