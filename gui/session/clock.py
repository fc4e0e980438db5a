"""The clock: time slices of training on the GUI thread, one a frame.

A frame lasts 16 ms. What painting took in the last frames is left to painting; training gets the rest and
checks the time after every step. Without a limit of speed it is the other way round: a short slice, painting,
and training again in whatever is left until the next frame.
"""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from gui.session.pace import FRAME_SECONDS, WITHOUT_LIMIT, Pace
from gui.session.speed import DEFAULT_SPEED, SPEEDS, Speed

FRAME_MS = round(FRAME_SECONDS * 1000)
LEAST_MS, MOST_MS = 2.0, 11.0
SMOOTHING = 0.2
"""Weight of the newest frame in the running mean of the painting time."""

SPARE_MS = 0.5
"""Left over at the end of a frame, so that the next one comes in time."""

Advance = Callable[[int, Callable[[], bool]], None]
"""``advance(steps, proceed)``: make up to `steps` steps while `proceed()` says so."""


class Clock(QObject):
    """Calls `advance` once a frame with the steps that are due; it makes them and shows what has become of them.

    `fill`, if there is one, makes more steps and shows nothing: it is called at the end of a frame when there is
    no limit of speed.

    Attributes:
        speed: The pace.
        spent_ms: What the last frame needed beside training.
        paint_ms: Running mean of that.

    Signals:
        ticked: A frame has begun.
        painted: What it needed beside training is known.
    """

    ticked = Signal()
    painted = Signal()

    def __init__(
        self,
        advance: Advance,
        steps_per_epoch: Callable[[], int],
        parent: QObject,
        fill: Advance | None = None,
    ) -> None:
        super().__init__(parent)
        self._advance = advance
        self._fill = fill
        self._steps_per_epoch = steps_per_epoch
        self.speed: Speed = SPEEDS[DEFAULT_SPEED]
        self.spent_ms = self.paint_ms = 4.0
        self._pace = Pace()
        self._slice_end = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._tick)
        # A timer of zero fires when painting and all other pending events are done.
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._on_idle)

    @property
    def is_running(self) -> bool:
        """Whether frames are coming."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin to call `advance`; the first step is due at once."""
        self._pace.begin(perf_counter())
        self._timer.start()

    def stop(self) -> None:
        """No more frames."""
        self._timer.stop()
        self._idle.stop()

    @Slot()
    def _tick(self) -> None:
        self.ticked.emit()
        now = perf_counter()
        due = self._pace.due(now, self.speed.steps_per_second(self._steps_per_epoch()))
        if due == 0:
            return
        deadline = now + self.budget_ms / 1000.0
        self._advance(due, lambda: perf_counter() < deadline)
        self._slice_end = min(perf_counter(), deadline)
        if self.is_running:  # training may have ended it
            self._idle.start(0)

    @Slot()
    def _on_idle(self) -> None:
        now = perf_counter()
        self.spent_ms = (now - self._slice_end) * 1000.0
        self.paint_ms += SMOOTHING * (self.spent_ms - self.paint_ms)
        self.painted.emit()
        left = self._timer.remainingTime() - SPARE_MS
        if self._filling is not None and left > 0.0:
            deadline = now + left / 1000.0
            self._filling(WITHOUT_LIMIT, lambda: perf_counter() < deadline)

    @property
    def budget_ms(self) -> float:
        """What training may take at the beginning of the next frame."""
        if self._filling is not None:
            return LEAST_MS
        return min(max(FRAME_MS - 2.0 - self.paint_ms, LEAST_MS), MOST_MS)

    @property
    def _filling(self) -> Advance | None:
        return self._fill if self.speed.per_second is None else None
