"""Races that tell a story each: what slows one method down and does not trouble another."""

from dataclasses import dataclass

from engine.descent.race_spec import RaceSpec
from engine.registry import Registry
from engine.training import OptimizerSpec


@dataclass(frozen=True)
class Story:
    """One story of the registry: its key and the race that tells it."""

    key: str
    spec: RaceSpec


def _story(key: str, terrain: str, start: tuple[float, float], **rates: float) -> Story:
    entrants = tuple(OptimizerSpec(name, rate) for name, rate in rates.items())
    return Story(key, RaceSpec(terrain, start, entrants))


STORIES: Registry[Story] = Registry(
    "story",
    # Condition number 100: at its largest useful rate sgd zigzags across, and creeps along.
    _story("ravine", "ravine", (-3.6, 0.9), sgd=0.018, momentum=0.01, adam=0.1),
    # The start lies almost on the ridge: the slope leads straight to the saddle.
    _story("saddle", "saddle", (-1.5, 1e-6), sgd=0.02, momentum=0.01, rmsprop=0.02, adam=0.05),
    # At the start the slope is 0.0002: who steps by its size stands still, who divides by it does not.
    _story("plateau", "plateau", (-3.6, 2.6), sgd=0.5, momentum=0.5, rmsprop=0.02),
    # A shallow well lies before the deep one.
    _story("two_wells", "two_wells", (2.4, 0.8), sgd=0.02, momentum=0.02, adam=0.1),
)
