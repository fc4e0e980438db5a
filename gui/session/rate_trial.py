"""One learning rate looked at for a moment: the short run it would make from here, and what that run is."""

from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.arrays import Array
from engine.training.short_run import ShortRun, Stop, reference_rates, short_run
from gui.session.rate_search import has_no_examples
from gui.session.slices import Slices

if TYPE_CHECKING:
    from gui.session.session import Session


PACE_SECONDS = 0.1
"""While training runs, the run of the rate that is looked at is made anew this often."""


class RateTrial(QObject):
    """Makes the short run of a rate on a copy of the network, at most one a frame, and lets it go again.

    As long as a rate is looked at its run follows the weights.

    Attributes:
        rate: The learning rate that is looked at; None for none.
        run: Its short run, as soon as it is done.
        verdict: What that run is, by its key, as soon as the best of the other rates is known; else "".

    Signals:
        changed: Any of them is another.
    """

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.rate: float | None = None
        self.run: ShortRun | None = None
        self.verdict = ""
        self._best: float | None = None
        self._best_from: tuple[object, Array] | None = None
        self._range = (1e-3, 1.0)
        self._begun = 0.0
        self._has_moved = False
        self._slices = Slices(self)
        self._slices.ended.connect(self._follow)
        session.experiment_replaced.connect(self.let_go)
        session.parameters_moved.connect(self._on_moved)
        session.training_state_changed.connect(self._follow)

    def look_at(self, rate: float, low: float, high: float) -> None:
        """Try a rate from the present θ, beside others from `low` to `high`."""
        if rate == self.rate or has_no_examples(self._session):
            return
        self.rate, self._range = rate, (low, high)
        self._begin(rate)

    def let_go(self) -> None:
        """Look at no rate."""
        if self.rate is not None:
            self._slices.stop()
            self._show(None, None, "")

    def _begin(self, rate: float) -> None:
        self._begun, self._has_moved = perf_counter(), False
        self._slices.begin(self._work(rate, *self._range))

    def _on_moved(self) -> None:
        """The weights are others now: the run begins from there, but never before the last one is done."""
        self._has_moved = self.rate is not None
        self._follow()

    def _follow(self) -> None:
        is_due = not self._session.is_running or perf_counter() - self._begun >= PACE_SECONDS
        if self._has_moved and self.rate is not None and is_due and not self._slices.is_running:
            self._begin(self.rate)

    def _work(self, rate: float, low: float, high: float) -> Iterator[None]:
        stops: list[Stop] = []
        for stop in short_run(self._session.trainer, rate):
            stops.append(stop)
            yield
        if not np.isfinite(stops[0].cost):
            self._show(rate, None, "")
            return
        run = ShortRun.of(rate, stops)
        if not self._has_reference():
            self._show(rate, run, "")
            yield from self._find_best(low, high)
        self._show(rate, run, run.verdict(max(self._best or 0.0, run.fall)))

    def _find_best(self, low: float, high: float) -> Iterator[None]:
        trainer, falls = self._session.trainer, [0.0]
        start = (_way(self._session), trainer.network.parameters.copy())
        for rate in reference_rates(low, high).tolist():
            stops: list[Stop] = []
            for stop in short_run(trainer, rate):
                stops.append(stop)
                yield
            falls.append(stops[0].cost - stops[-1].cost)
        self._best, self._best_from = float(np.nanmax(falls)), start

    def _has_reference(self) -> bool:
        """Whether the best fall is known from here; while training runs the last one will do."""
        if self._best_from is None:
            return False
        way, parameters = self._best_from
        if way != _way(self._session):
            return False
        return self._session.is_running or np.array_equal(parameters, self._session.network.parameters)

    def _show(self, rate: float | None, run: ShortRun | None, verdict: str) -> None:
        self.rate, self.run, self.verdict = rate, run, verdict
        landscape = self._session.landscape
        is_seen = run is not None and landscape.surface is not None
        landscape.show_trial(
            landscape.frame.coordinates(run.points.astype(np.float64))
            if run is not None and is_seen
            else None
        )
        self.changed.emit()


def _way(session: "Session") -> object:
    """The design but for its learning rate."""
    return session.experiment.with_learning_rate(1.0)
