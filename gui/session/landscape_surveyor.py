"""The surveyor: keeps the surfaces up to date, in slices of a few milliseconds, coarse first, then fine."""

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from engine.descent import Plane, Window
from gui.session.landscape_costs import batch_cost, sample_of, whole_cost
from gui.session.landscape_survey import RESOLUTIONS, Effort, Grid, Survey

if TYPE_CHECKING:
    from gui.session.session import Session

REFRESH_SECONDS = 1.0 / 15.0
"""Between two surfaces while training; oftener, and the eye sees no more."""

SURVEY_SECONDS = 0.008
"""What a surface may cost while training: the resolution is chosen by it."""

RUNNING_SLICE, PAUSED_SLICE = 0.004, 0.010
FALLBACK_MS = 25
"""While training without a step for so long, the surveyor works on its own."""

BATCH_RUNG = 1
FINEST = len(RESOLUTIONS) - 1
OUT_OF_DATE = -1


class Surveyor(QObject):
    """Computes the costs on the window that is seen.

    Attributes:
        surface, batch_surface: What was found, or None.
        is_breathing: Whether the surface of the coming batch is wanted too.

    Signals:
        found: One of the surfaces is new.
    """

    found = Signal()

    def __init__(
        self, session: "Session", plane: Callable[[], Plane], window: Callable[[], Window], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._plane, self._window = session, plane, window
        self.surface: Grid | None = None
        self.batch_surface: Grid | None = None
        self.is_breathing = False
        self._effort = Effort()
        self._survey: Survey | None = None
        self._rung = OUT_OF_DATE  # of the surface that is shown
        self._is_new_window = True
        self._is_batch_due = False
        self._is_of_batch = False
        self._is_at_work = False
        self._begun = self._worked = float("-inf")
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer)

    def start(self) -> None:
        """Somebody looks."""
        self._is_at_work = True
        self._wake()

    def stop(self) -> None:
        """Nobody looks any more."""
        self._is_at_work = False
        self._timer.stop()

    def look_elsewhere(self) -> None:
        """The window is another: what is in the making is of no use."""
        self._survey = None
        self._is_new_window = True
        self.outdate()

    def forget(self) -> None:
        """Another network or other examples: what was found holds no more."""
        self._effort.forget()
        self.surface = self.batch_surface = None
        self.look_elsewhere()

    def outdate(self) -> None:
        """The parameters have moved. A survey in the making is finished first, or none would ever be."""
        self._rung = OUT_OF_DATE
        self._is_batch_due = self.is_breathing
        self._wake()

    def breathe(self, is_breathing: bool) -> None:
        """Compute the surface of the coming batch too, or no longer."""
        self.is_breathing = self._is_batch_due = is_breathing
        self.batch_surface = None
        if self._is_of_batch:
            self._survey = None
        self._wake()

    def work_in_frame(self) -> None:
        """A slice within a frame of training."""
        if self._is_at_work and self._session.is_running:
            self._work(perf_counter() + RUNNING_SLICE)

    def settle(self) -> None:
        """Finish the finest surfaces now, however long it takes."""
        while self._work(float("inf"), is_patient=True):
            pass

    def _wake(self) -> None:
        if self._is_at_work:
            self._timer.start(FALLBACK_MS if self._session.is_running else 0)

    @Slot()
    def _on_timer(self) -> None:
        now = perf_counter()
        if self._session.is_running:
            if now - self._worked >= FALLBACK_MS / 1000.0:
                self._work(now + RUNNING_SLICE)
        elif not self._work(now + PAUSED_SLICE):
            self._timer.stop()

    def _work(self, until: float, is_patient: bool = False) -> bool:
        """Work until that time; whether there is more to do."""
        while True:
            if self._survey is None:
                self._survey = self._next(is_patient)
                if self._survey is None:
                    return False
            is_finished = self._survey.work(until)
            self._worked = perf_counter()
            if is_finished:
                self._publish(self._survey)
            if not is_finished or self._worked >= until:
                return True

    def _next(self, is_patient: bool) -> Survey | None:
        """What to survey now: what is out of date, then the batch, then the same finer."""
        is_running = self._session.is_running and not is_patient
        trainer = self._session.trainer
        if self._rung == OUT_OF_DATE:
            if is_running and not self._is_new_window and perf_counter() - self._begun < REFRESH_SECONDS:
                return None
            self._begun = perf_counter()
            rung = 0 if self._is_new_window else self._effort.rung_within(SURVEY_SECONDS)
            return self._begin(FINEST if is_patient else rung)
        if self._is_batch_due:
            self._is_batch_due = False
            self._is_of_batch = True
            cost = batch_cost(self._plane(), trainer, np.float32)
            return Survey(cost, self._window(), RESOLUTIONS[BATCH_RUNG if is_running else FINEST])
        affordable = self._effort.rung_within(SURVEY_SECONDS) if is_running else FINEST
        return self._begin(FINEST if not is_running else affordable) if self._rung < affordable else None

    def _begin(self, rung: int) -> Survey:
        self._is_of_batch, self._is_new_window = False, False
        self._rung = rung
        trainer = self._session.trainer
        cost = whole_cost(self._plane(), trainer, np.float32, sample_of(trainer))
        return Survey(cost, self._window(), RESOLUTIONS[rung])

    def _publish(self, survey: Survey) -> None:
        self._survey = None
        if self._is_of_batch:
            self.batch_surface = survey.grid()
        else:
            self._effort.note(survey)
            self.surface = survey.grid()
        self.found.emit()
