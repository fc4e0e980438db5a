"""A learning rate tried for a few steps with all examples: does it creep, converge, overshoot or diverge?

The steps are those that training would make from here with that rate, the noise of the mini-batches and of dropout left
out, so that what is seen is the rate's own doing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from engine.arrays import Array
from engine.errors import Diverged
from engine.limits import number, whole_number
from engine.training.optimizers import MAX_LEARNING_RATE
from engine.training.schedules import ScheduleSpec
from engine.training.spec import MAX_BATCH
from engine.training.stopping import StopSpec
from engine.training.trainer import Trainer

STEPS = 30

GROWN = 2.0
"""How many times its start a cost that still rises has grown when the run diverges."""

ROUGH = 0.1
"""Above this share of the cost's whole way up and down its ways up are an overshoot."""

FAINT = 0.05
"""Up to this share of the best short run's fall a run creeps."""

MOST_WORK = 5_000_000
"""Weights times examples of a step: with more, the first examples stand for all, so that nobody waits for it."""

FEWEST_EXAMPLES = 100

_ROUNDING = 1e-9
_MOST_STEPS = 10_000


class Stop(NamedTuple):
    """θ (P,) as a copy, and C there, penalty included, of the examples that are used."""

    parameters: Array
    cost: float


@dataclass(frozen=True, eq=False)
class ShortRun:
    """What a learning rate did.

    Attributes:
        learning_rate: η.
        points: (K, P) θ before the first step and after each of them, as far as it is finite.
        costs: (K,) C there, or (K + 1,) with an infinity at the end where the run left all bounds.
    """

    learning_rate: float
    points: Array
    costs: Array

    @classmethod
    def of(cls, learning_rate: float, stops: Sequence[Stop]) -> "ShortRun":
        """The run made of these stops, at least one, the first with a finite cost."""
        finite = [stop.parameters for stop in stops if np.isfinite(stop.cost)]
        return cls(learning_rate, np.array(finite), np.array([stop.cost for stop in stops]))

    @property
    def steps(self) -> int:
        """Steps made."""
        return len(self.costs) - 1

    @property
    def fall(self) -> float:
        """By how much the cost fell from the first to the last; −∞ where it is not finite."""
        return float(self.costs[0] - self.costs[-1])

    def verdict(self, best_fall: float) -> str:
        """What it was: "creeping", "converging", "overshooting" or "diverging".

        `best_fall` is the fall of the best run of as many steps from the same θ.
        """
        if self._diverges():
            return "diverging"
        ways = np.diff(self.costs)
        up, whole = float(ways[ways > 0.0].sum()), float(np.abs(ways).sum())
        if self.fall < -_ROUNDING * abs(float(self.costs[0])) or up > ROUGH * whole:
            return "overshooting"
        return "creeping" if self.fall <= FAINT * best_fall else "converging"

    def _diverges(self) -> bool:
        """Not finite, or grown and still growing: a cost that is merely high on a plateau has overshot."""
        first, last = float(self.costs[0]), float(self.costs[-1])
        if not np.isfinite(last):
            return True
        third = max(self.steps // 3, 1)
        late, before = self.costs[-third:], self.costs[-2 * third : -third]
        return bool(last > GROWN * first and len(before) and late.mean() > GROWN * before.mean())


VERDICTS = ("creeping", "converging", "overshooting", "diverging")


def short_run(trainer: Trainer, learning_rate: float, steps: int = STEPS) -> Iterator[Stop]:
    """The stops of a run from the trainer's present θ, each made when it is asked for; the trainer is left alone.

    Every step takes all examples, or as many as `examples_used` says. The optimizer starts with what it
    remembers. A stop whose cost is not finite is infinite and the last.
    `SpecError`, at the call, for a rate or a number of steps out of its limits.
    """
    number("learning rate", learning_rate, (0.0, MAX_LEARNING_RATE))
    whole_number("steps", steps, (1, _MOST_STEPS))
    return _stops(_twin(trainer, learning_rate), steps)


def examples_used(trainer: Trainer) -> int:
    """How many of the training examples a short run takes: all, unless the network is large."""
    most = max(MOST_WORK // trainer.network.layout.size, FEWEST_EXAMPLES)
    return min(len(trainer.data), most, MAX_BATCH)


def reference_rates(low: float, high: float) -> Array:
    """(K,) rates from `low` to `high`, three a decade, whose best short run is what the others are measured by."""
    decades = float(np.log10(high / low))
    return np.geomspace(low, high, max(round(3.0 * decades), 1) + 1)


def _stops(twin: Trainer, steps: int) -> Iterator[Stop]:
    cost = twin.evaluate().train_cost
    yield Stop(twin.network.parameters.copy(), cost if np.isfinite(cost) else float("inf"))
    for _ in range(steps):
        if not np.isfinite(cost):
            return
        try:
            cost = twin.run_epoch().train_cost
        except Diverged:
            cost = float("inf")
        yield Stop(twin.network.parameters.copy(), cost if np.isfinite(cost) else float("inf"))


def _twin(trainer: Trainer, learning_rate: float) -> Trainer:
    """A trainer of its own at the same moment, whose every step takes all examples, the whole network and one rate."""
    examples = trainer.data.take(np.arange(examples_used(trainer)))
    spec = replace(
        trainer.spec,
        optimizer=replace(trainer.spec.optimizer, learning_rate=learning_rate),
        schedule=ScheduleSpec(),
        stop=StopSpec(),
        batch_size=len(examples),
        dropout=0.0,
    )
    twin = Trainer(trainer.network.copy(), examples, spec, trainer.seed)
    twin.freeze(trainer.frozen)
    twin.backprop = trainer.backprop
    twin.optimizer.restore(trainer.optimizer.count, trainer.optimizer.state)
    return twin
