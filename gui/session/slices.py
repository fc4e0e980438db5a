"""Long work in short slices: an iterator is asked for its next as long as a slice of a frame lasts."""

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from gui.session.clock import FRAME_MS

SLICE_MS = 4.0
"""What a job may take of a frame: training and painting have the rest."""


class Slices(QObject):
    """Works through one iterator at a time, whose items nobody needs: the work is what it does on the way.

    Signals:
        sliced: A slice is over and there is more to do.
        ended: The iterator has come to its end.
    """

    sliced = Signal()
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Iterator[object] | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def is_running(self) -> bool:
        """Whether there is work left."""
        return self._work is not None

    def begin(self, work: Iterator[object]) -> None:
        """Work through `work` from the next frame on, in place of what was going on."""
        self._work = work
        if not self._timer.isActive():  # so that work begun anew every few milliseconds is done all the same
            self._timer.start()

    def stop(self) -> None:
        """Leave the work where it is."""
        self._work = None
        self._timer.stop()

    @Slot()
    def _tick(self) -> None:
        deadline = perf_counter() + SLICE_MS / 1000.0
        work = self._work
        if work is None:
            return
        for _ in work:
            if perf_counter() >= deadline:
                self.sliced.emit()
                return
        self.stop()
        self.ended.emit()
