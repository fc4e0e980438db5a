"""A race as a design: on which terrain, from where, and who takes part."""

from dataclasses import dataclass, field, replace

from engine.descent.surfaces import SURFACES
from engine.descent.surfaces_entry import Surface
from engine.descent.surfaces_typed import surface_from_expression
from engine.errors import SpecError
from engine.limits import number
from engine.training import OPTIMIZERS, OptimizerSpec

EXPRESSION, NETWORK = "expression", "network"
"""Terrains that are no entry of SURFACES: what a person typed, and the cost of the present network."""

MOST_RUNNERS = 8
"""More lines than this cannot be told apart."""

FARTHEST = 1e9


@dataclass(frozen=True)
class RaceSpec:
    """One race.

    Attributes:
        terrain: Key of a surface, EXPRESSION or NETWORK.
        start: Where all begin, (x, y); a race of networks begins at the present weights.
        entrants: Who takes part, each with a learning rate and options of its own.
        expression: What was typed, in x and y; of use where the terrain is EXPRESSION.

    Raises `SpecError` for an unknown terrain, a start that is not two finite numbers, or too many entrants.
    """

    terrain: str = "ravine"
    start: tuple[float, float] = (-3.6, 0.9)
    entrants: tuple[OptimizerSpec, ...] = field(default_factory=tuple)
    expression: str = ""

    def __post_init__(self) -> None:
        if self.terrain not in (EXPRESSION, NETWORK):
            SURFACES.find(self.terrain)
        x, y = self.start
        limits = (-FARTHEST, FARTHEST)
        object.__setattr__(self, "start", (number("start x", x, limits), number("start y", y, limits)))
        if len(self.entrants) > MOST_RUNNERS:
            raise SpecError("entrants", len(self.entrants), f"at most {MOST_RUNNERS}")

    def surface(self) -> Surface:
        """The surface it takes place on; `ExpressionError` where what was typed is none.

        A race of networks has no surface of its own (`SpecError`).
        """
        if self.terrain == NETWORK:
            raise SpecError("terrain", NETWORK, "a surface")
        if self.terrain == EXPRESSION:
            return surface_from_expression(self.expression)
        return SURFACES[self.terrain]

    def on(self, surface: Surface) -> "RaceSpec":
        """The same entrants with the start and the learning rates that tell that surface's story."""
        runs = surface.runs
        first = runs[self.entrants[0].key if self.entrants else "sgd"]
        entrants = tuple(replace(each, learning_rate=runs[each.key].learning_rate) for each in self.entrants)
        return replace(self, start=(first.x, first.y), entrants=entrants)


def entrant_on(surface: Surface | None, key: str) -> OptimizerSpec:
    """An optimizer with the rate that suits the surface; without one, with the registry's."""
    OPTIMIZERS.find(key)
    return OptimizerSpec(key, None if surface is None else surface.runs[key].learning_rate)
