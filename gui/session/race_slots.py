"""Which line of the table of looks a runner has: its own, and it keeps it while others come and go."""

from engine.descent import MOST_RUNNERS
from engine.training import OPTIMIZERS, OptimizerSpec


def slots_of(entrants: tuple[OptimizerSpec, ...]) -> tuple[int, ...]:
    """A line for each: an optimizer's own, if nobody has it yet."""
    slots: tuple[int, ...] = ()
    for entrant in entrants:
        slots = (*slots, free_slot(entrant.key, slots))
    return slots


def free_slot(key: str, taken: tuple[int, ...]) -> int:
    """The optimizer's own line, or the first that nobody has."""
    own = list(OPTIMIZERS).index(key)
    return own if own not in taken else min(set(range(MOST_RUNNERS)) - set(taken))
