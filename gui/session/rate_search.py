"""The search for a learning rate: a thousand rates tried on a copy of the network, slice by slice."""

from collections.abc import Iterator
from dataclasses import replace
from math import log10
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.arrays import Array
from engine.descent import stable_rate
from engine.experiment import Experiment
from engine.training import LearningRateSearch, ScheduleSpec, Trainer, Trial, suggest, try_learning_rates
from engine.training.optimizers import MAX_LEARNING_RATE
from engine.training.sharpness import sharpness
from gui.session.slices import Slices
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session

LEAST_RATE = 1e-12
FEWEST, MOST = 20, 100_000
"""How many rates a search may try."""


class RateSearch(QObject):
    """The one search of the session; the network itself is left alone, also while it trains.

    Attributes:
        low, high: The smallest and the largest rate of the next search.
        count: How many rates it tries, at equal distances of log η.
        trials: What was tried so far, of the search that runs or of the last one.
        result: The finished search, or None. A search that was cancelled leaves the one before.
        edge: The rate above which the optimizer swings ever wider at the weights the result began with, as far as
            all examples at once decide; None for optimizers without such an edge.
        step: The step of the run whose weights the search began with.

    Signals:
        progressed: More was tried.
        finished: There is a result, or the search was cancelled.
        changed: Another range, or what was found does not fit the design any more.
    """

    progressed = Signal()
    finished = Signal()
    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.low, self.high, self.count = 1e-3, 1.0, 1000
        self.trials: tuple[Trial, ...] = ()
        self.result: LearningRateSearch | None = None
        self.edge: float | None = None
        self.step = 0
        self._tried: list[Trial] = []
        self._began_at = 0
        self._began_with: Experiment | None = None
        self._found_with: Experiment | None = None
        self._range = self._found_range = (self.low, self.high, self.count)
        self._found_edge: float | None = None
        self._slices = Slices(self)
        self._slices.sliced.connect(self._on_progress)
        self._slices.ended.connect(self._on_end)
        session.experiment_replaced.connect(self._on_replaced)

    @property
    def is_running(self) -> bool:
        """Whether a search is going on."""
        return self._slices.is_running

    @property
    def progress(self) -> float:
        """The share of the rates that were tried."""
        return len(self._tried) / self._range[2]

    @property
    def rates(self) -> Array:
        """(n,) all the rates of the search whose trials are there; without one those of the next."""
        low, high, count = self._range if self.trials else (self.low, self.high, self.count)
        return np.geomspace(low, high, count)

    @property
    def is_out_of_date(self) -> bool:
        """Whether the result was found for another design. The learning rate itself is no part of it."""
        return self.result is not None and self._found_with != _design(self._session.experiment)

    def set_range(
        self, low: float | None = None, high: float | None = None, count: int | None = None
    ) -> None:
        """Search other rates the next time; what makes no sense is complained of, and nothing is changed."""
        wanted_low = self.low if low is None else low
        wanted_high = self.high if high is None else high
        wanted_count = self.count if count is None else count
        complaint = _complaint(wanted_low, wanted_high, wanted_count)
        if complaint:
            self._session.complained.emit(complaint)
        else:
            self.low, self.high, self.count = wanted_low, wanted_high, wanted_count
        self.changed.emit()

    def start(self) -> None:
        """Search from the present weights; a search that runs begins anew."""
        trainer = self._session.trainer
        if has_no_examples(self._session):
            self._session.complained.emit(tr("The sheet is blank; draw at least one point to train on."))
            return
        trials = try_learning_rates(trainer, count=self.count, low=log10(self.low), high=log10(self.high))
        self._tried, self._began_at = [], trainer.step_count
        self._began_with = _design(self._session.experiment)
        self._range = (self.low, self.high, self.count)
        self._slices.begin(self._work(trials, self._curvatures(trainer)))
        self._on_progress()

    def cancel(self) -> None:
        """Leave off, and show the result before again."""
        if self.is_running:
            self._slices.stop()
            self.trials = self.result.trials if self.result is not None else ()
            self._range = self._found_range
            self.finished.emit()

    def take(self, rate: float) -> None:
        """Train with this learning rate from now on, as one undoable edit."""
        self._session.attempt(
            lambda experiment: experiment.with_learning_rate(rate), tr("Change the learning rate")
        )

    def _work(self, trials: Iterator[Trial], curvatures: Iterator[float]) -> Iterator[None]:
        for trial in trials:
            self._tried.append(trial)
            yield
        curvature = 0.0
        for estimate in curvatures:  # the last is the best
            curvature = estimate
            yield
        self._found_edge = stable_rate(self._session.experiment.training.optimizer, curvature)

    def _curvatures(self, trainer: Trainer) -> Iterator[float]:
        """Estimates of the sharpness, where the optimizer has an edge of stability."""
        has_edge = stable_rate(trainer.spec.optimizer, 1.0) is not None
        return sharpness(trainer) if has_edge else iter(())

    def _on_progress(self) -> None:
        self.trials = tuple(self._tried)
        self.progressed.emit()

    def _on_end(self) -> None:
        self.trials = tuple(self._tried)
        self.result = LearningRateSearch(self.trials, suggest(self.trials))
        self.step, self._found_with = self._began_at, self._began_with
        self._found_range, self.edge = self._range, self._found_edge
        self.finished.emit()

    def _on_replaced(self) -> None:
        if self.is_running and self._began_with != _design(self._session.experiment):
            self.cancel()
            if not has_no_examples(self._session):
                self.start()
        self.changed.emit()


def has_no_examples(session: "Session") -> bool:
    """Whether the data is a blank sheet, whose one row is nothing to train on."""
    own = session.experiment.data.own
    return own is not None and own.is_blank


def _design(experiment: Experiment) -> Experiment:
    """All that a search depends on: what is searched for, the learning rate, is no part of it."""
    bare = experiment.with_learning_rate(1.0)
    return replace(bare, training=replace(bare.training, schedule=ScheduleSpec()))


def _complaint(low: float, high: float, count: int) -> str:
    """One sentence about a range that cannot be searched; "" for one that can."""
    for name, rate in ((tr("The smallest learning rate"), low), (tr("The largest learning rate"), high)):
        if not LEAST_RATE <= rate <= MAX_LEARNING_RATE:
            return tr(
                "{name} is {rate}, but takes a number above 0 and up to {most}.",
                name=name,
                rate=f"{rate:g}",
                most=f"{MAX_LEARNING_RATE:g}",
            )
    if not low < high:
        return tr(
            "The smallest learning rate is {low}, but must be less than the largest, {high}.",
            low=f"{low:g}",
            high=f"{high:g}",
        )
    if not FEWEST <= count <= MOST:
        return tr(
            "A search tries {count} rates, but takes a whole number from {fewest} to {most}.",
            count=count,
            fewest=FEWEST,
            most=MOST,
        )
    return ""
