"""Which learning rate? Try a thousand of them, a mini-batch each, from timid to reckless, and look at the loss.

The rates are 10^e with e in equal steps. Each is used for one update of a copy of the network, so the weights
move on while the rate grows: at first hardly anything happens, then the loss falls, then it blows up
(Smith 2017, Cyclical learning rates, section 3.3).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.arrays import Array
from engine.data import Dataset
from engine.errors import Diverged, SpecError
from engine.limits import number, whole_number
from engine.network import Network
from engine.training.optimizers import MAX_LEARNING_RATE
from engine.training.schedules import ScheduleSpec
from engine.training.spec import TrainingSpec
from engine.training.trainer import Trainer

SMOOTHING = 0.95
"""β of the running average of the losses."""

BLOWN_UP = 4.0
"""How many times its best the smoothed loss is, and above its start, when a search stops."""

FALLEN = 0.95
"""Below this share of its start the loss has fallen; above, the search has shown nothing."""

FALLING = (0.1, 0.9)
"""Shares of the whole fall between which the rates of the promising band lie."""

CLEARLY = 2.5
"""A fall or rise of less than so many of its standard deviations may be the noise of the mini-batches."""

_NOTHING = float(np.finfo(np.float64).tiny)  # a loss of 0 has no logarithm
_START = 20  # losses that make up the start: before, the running average is of too few
_LIMITS = (-12.0, float(np.log10(MAX_LEARNING_RATE)))
_COUNT = (20, 100_000)


@dataclass(frozen=True)
class Trial:
    """One learning rate: C of its mini-batch before the update, and the running average of such costs.

    With dropout it is the cost of the thinned network, as the update meets it.
    `diverged` marks the trial at which the search stopped early; its loss may be infinite.
    """

    learning_rate: float
    loss: float
    smoothed: float
    diverged: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A learning rate, and why.

    Attributes:
        learning_rate: The rate itself.
        reason: "steepest_descent", "decade_below_divergence" or "no_effect".
        numbers: What the reason rests on, by name: "start" and "best" of the smoothed loss, "steepest" (the
            rate of steepest descent) with its "slope", ln loss per decade, "divergence" (the rate at which the
            search stopped). Those without a meaning are left out.
    """

    learning_rate: float
    reason: str
    numbers: Mapping[str, float]

    @property
    def sentence(self) -> str:
        """The reason in plain English."""
        return _SENTENCES[self.reason].format(rate=self.learning_rate, **self.numbers)


_SENTENCES = {
    "steepest_descent": "The loss falls fastest at a learning rate of about {rate:.2g}.",
    "decade_below_divergence": (
        "The loss blows up at a learning rate of about {divergence:.2g}; a tenth of that is safe."
    ),
    "no_effect": "None of the rates made a difference, so start from the largest, {rate:.2g}, or try larger ones.",
}


@dataclass(frozen=True)
class LearningRateSearch:
    """All that was tried, and what it suggests."""

    trials: tuple[Trial, ...]
    suggestion: Suggestion

    @property
    def learning_rates(self) -> Array:
        """(K,) the rates tried."""
        return np.array([trial.learning_rate for trial in self.trials])

    @property
    def losses(self) -> Array:
        """(K,) C of each mini-batch."""
        return np.array([trial.loss for trial in self.trials])

    @property
    def smoothed(self) -> Array:
        """(K,) the running average of the losses."""
        return np.array([trial.smoothed for trial in self.trials])

    @property
    def diverged(self) -> bool:
        """Whether the search stopped early."""
        return self.trials[-1].diverged

    @property
    def band(self) -> tuple[float, float] | None:
        """(lowest, highest) rate worth trying; None where no rate made the loss fall.

        Between them the smoothed loss does the middle eight tenths of its fall: below, hardly anything
        happens; above, it is about to blow up (Smith 2017, section 3.3). What is suggested lies within.
        """
        numbers, suggested = self.suggestion.numbers, self.suggestion.learning_rate
        if "steepest" not in numbers:
            return None
        bottom = _bottom(self.smoothed)
        fallen = (numbers["start"] - self.smoothed[: bottom + 1]) / (numbers["start"] - numbers["best"])
        fallen[: _START - 1] = 0.0
        low, high = (float(self.learning_rates[int((fallen >= share).argmax())]) for share in FALLING)
        return min(low, suggested), max(high, suggested)


def find_learning_rate(
    subject: Network | Trainer,
    data: Dataset | None = None,
    spec: TrainingSpec | None = None,
    *,
    count: int = 1000,
    low: float = -3.0,
    high: float = 0.0,
    seed: int = 0,
) -> LearningRateSearch:
    """Try `count` learning rates from 10^low to 10^high and suggest one.

    `subject` is a network with its `data` and way of training, or a trainer, which knows both. Its weights,
    and all else about it, are left as they are. The search begins from its present weights with a fresh
    optimizer and no schedule; `seed` orders the mini-batches of a network, a trainer's own that of a
    trainer. `SpecError` for numbers out of their limits.
    """
    trials = tuple(try_learning_rates(subject, data, spec, count=count, low=low, high=high, seed=seed))
    return LearningRateSearch(trials, suggest(trials))


def try_learning_rates(
    subject: Network | Trainer,
    data: Dataset | None = None,
    spec: TrainingSpec | None = None,
    *,
    count: int = 1000,
    low: float = -3.0,
    high: float = 0.0,
    seed: int = 0,
) -> Iterator[Trial]:
    """The trials of `find_learning_rate`, each made when it is asked for; `suggest` makes sense of them."""
    whole_number("count", count, _COUNT)
    number("low", low, _LIMITS)
    number("high", high, _LIMITS)
    if not low < high:
        raise SpecError("high", high, f"more than low, which is {low:g}")
    return _trials(_twin(subject, data, spec, seed), np.logspace(low, high, count))


def suggest(trials: Sequence[Trial]) -> Suggestion:
    """What the trials of a search, finished or not, advise: the smaller of two candidates.

    They are the rate of steepest descent and a tenth of the rate that diverged, or beyond which the loss only
    rose. What may be the noise of the mini-batches is neither fall nor rise. `SpecError` for fewer than 20
    trials, unless they diverged.
    """
    if len(trials) < _COUNT[0] and not (trials and trials[-1].diverged):
        raise SpecError("trials", f"{len(trials)} of them", f"at least {_COUNT[0]}")
    last = trials[-1]
    rates = np.array([trial.learning_rate for trial in trials])
    smoothed = np.array([trial.smoothed for trial in trials])
    numbers = {"start": float(smoothed[:_START][-1]), "best": float(smoothed[_bottom(smoothed)])}
    candidates: dict[str, float] = {}
    if last.diverged:
        numbers["divergence"] = last.learning_rate
        candidates["decade_below_divergence"] = last.learning_rate / 10.0
    clearly = _clearly(trials, numbers["start"])
    if len(trials) >= _COUNT[0] and numbers["best"] < numbers["start"] - clearly:
        numbers["steepest"], numbers["slope"] = _steepest(rates, smoothed)
        candidates["steepest_descent"] = numbers["steepest"]
    if not candidates and smoothed[-1] > numbers["start"] + clearly:
        risen = np.flatnonzero(smoothed <= numbers["start"] + clearly)[-1] + 1
        numbers["divergence"] = float(rates[risen])
        candidates["decade_below_divergence"] = numbers["divergence"] / 10.0
    if not candidates:
        return Suggestion(last.learning_rate, "no_effect", numbers)
    reason = min(candidates, key=lambda each: candidates[each])
    return Suggestion(candidates[reason], reason, numbers)


def _bottom(smoothed: Array) -> int:
    """Where the smoothed loss is lowest, once there are enough losses for a running average."""
    settled = smoothed[min(_START, len(smoothed)) - 1 :]
    return len(smoothed) - len(settled) + int(settled.argmin())


def _clearly(trials: Sequence[Trial], start: float) -> float:
    """By how much the smoothed loss must fall or rise for it to be no chance."""
    bottom = _bottom(np.array([trial.smoothed for trial in trials]))
    rests = np.array([trial.loss - trial.smoothed for trial in trials[: bottom + 1]])
    largest = float(np.abs(rests).max()) or 1.0  # whose square may be too large to be written
    noise = largest * float(np.std(rests / largest))
    # A running average with β has (1 − β)/(1 + β) of the variance of what it averages, a difference of two twice that.
    noise *= (2.0 * (1.0 - SMOOTHING) / (1.0 + SMOOTHING)) ** 0.5
    return float(max((1.0 - FALLEN) * start, CLEARLY * noise))


def _trials(trainer: Trainer, rates: Array) -> Iterator[Trial]:
    average, best, start = 0.0, float("inf"), 0.0
    for index, rate in enumerate(rates.tolist()):
        trainer.optimizer.learning_rate = rate
        try:
            loss = trainer.step()
        except Diverged:
            yield Trial(rate, float("inf"), float("inf"), diverged=True)
            return
        average = SMOOTHING * average + (1.0 - SMOOTHING) * loss
        # An average begun at 0 is too small at first, as a moment in Adam is.
        smoothed = average / (1.0 - SMOOTHING ** (index + 1))
        best = min(best, smoothed)
        if index < _START:
            start = smoothed
        diverged = index >= _START and smoothed > max(BLOWN_UP * best, start)
        yield Trial(rate, loss, smoothed, diverged)
        if diverged:
            return


def _twin(subject: Network | Trainer, data: Dataset | None, spec: TrainingSpec | None, seed: int) -> Trainer:
    """A trainer of its own at the same weights, whose learning rate nobody else sets."""
    if isinstance(subject, Trainer):
        network, data, seed = subject.network, data or subject.data, subject.seed
        spec, frozen = spec or subject.spec, subject.frozen
    else:
        network, spec, frozen = subject, spec or TrainingSpec(), ()
    if data is None:
        raise SpecError("data", None, "a dataset, unless a trainer brings its own")
    twin = Trainer(network.copy(), data, replace(spec, schedule=ScheduleSpec()), seed)
    twin.freeze(frozen)
    twin.backprop = subject.backprop if isinstance(subject, Trainer) else None
    return twin


def _steepest(rates: Array, smoothed: Array) -> tuple[float, float]:
    """(rate, slope) where the smoothed loss falls fastest, as a share of itself.

    The slope is that of ln loss per decade: of the plain loss it would be steepest at the first rates at all
    that teach the network anything. It is taken between two points a twentieth of the trials apart, because
    between neighbours it is noise, and only on the way to the minimum.
    """
    half = max(1, len(rates) // 40)
    last = max(_bottom(smoothed), _START + 2 * half)
    span = slice(_START - 1, last + 1)
    heights, places = np.log(np.maximum(smoothed[span], _NOTHING)), np.log10(rates[span])
    slopes = (heights[2 * half :] - heights[: -2 * half]) / (places[2 * half :] - places[: -2 * half])
    steepest = int(slopes.argmin())
    return float(rates[span][steepest + half]), float(slopes[steepest])
