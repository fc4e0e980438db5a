"""A time that does not hang on the machine: it goes on by itself by a little at every look, and by hand by more.

With it a seeded walk is the same walk on every machine: clocks are read and timers fire as if each look took
as long as the one before.
"""

import heapq
import importlib
import pkgutil
from collections.abc import Callable
from itertools import count

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

import gui

FRAME = 0.016
"""Seconds between two looks at the window."""

LAYOUTS = 3
"""One thing laid out lets another be laid out next time."""

LOOK = 0.0004
"""Seconds that pass while somebody looks at a clock, as they do after each step of training."""


class EvenTime:
    """Seconds since it began, and the timers that wait for them."""

    def __init__(self) -> None:
        self.now = 0.0
        self._waiting: list[tuple[float, int, QTimer, int]] = []
        self._order = count()

    def look(self) -> float:
        """What `perf_counter` says."""
        self.now += LOOK
        return self.now

    def wait_for(self, timer: "EvenTimer", seconds: float, start: int) -> None:
        heapq.heappush(self._waiting, (self.now + seconds, next(self._order), timer, start))

    def go_on(self, seconds: float) -> None:
        """Let so much time pass; the timers that are due fire, in the order in which they are."""
        end = self.now + seconds
        while self._waiting and self._waiting[0][0] <= end:
            due, _, timer, start = heapq.heappop(self._waiting)
            self.now = max(self.now, due)
            if isValid(timer):
                timer.fire(start)
        self.now = max(self.now, end)

    def until(self, condition: Callable[[], bool], seconds: float) -> None:
        """Let time pass, frame by frame, until that is so; it must be before so many seconds have gone by."""
        end = self.now + seconds
        self._frame()  # what was begun is done, and laid out
        while not condition():
            assert self.now < end, f"not within {seconds} seconds"
            self._frame()

    def _frame(self) -> None:
        self.go_on(FRAME)
        for _ in range(LAYOUTS):
            QApplication.processEvents()


class EvenTimer(QTimer):
    """A timer of an even time: what Qt's own does, but by that time."""

    time: EvenTime

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._starts = 0
        self._due: float | None = None

    def start(self, milliseconds: int | None = None) -> None:
        if milliseconds is not None:
            self.setInterval(milliseconds)
        self._starts += 1
        self._wait()

    def stop(self) -> None:
        self._due = None

    def isActive(self) -> bool:
        return self._due is not None

    def remainingTime(self) -> int:
        return -1 if self._due is None else max(round((self._due - self.time.now) * 1000.0), 0)

    def fire(self, start: int) -> None:
        """Its time has come, unless it was stopped or started anew meanwhile."""
        if self._due is None or start != self._starts:
            return
        if self.isSingleShot():
            self._due = None
        else:
            self._starts += 1
            self._wait()
        self.timeout.emit()

    def _wait(self) -> None:
        seconds = max(self.interval(), 1) / 1000.0  # a timer of zero fires after what is pending
        self._due = self.time.now + seconds
        self.time.wait_for(self, seconds, self._starts)


class EvenElapsed:
    """What Qt's QElapsedTimer does, by an even time."""

    time: EvenTime

    def __init__(self) -> None:
        self._begun: float | None = None

    def start(self) -> None:
        self._begun = self.time.now

    def hasExpired(self, milliseconds: int) -> bool:
        return self._begun is None or (self.time.now - self._begun) * 1000.0 > milliseconds


def lay_even_time(monkeypatch: pytest.MonkeyPatch) -> EvenTime:
    """Every clock and every timer that the window makes from now on goes by the time that is returned."""
    time = EvenTime()
    replaced = {
        "perf_counter": time.look,
        "QTimer": type("Timer", (EvenTimer,), {"time": time}),
        "QElapsedTimer": type("Elapsed", (EvenElapsed,), {"time": time}),
    }
    for found in pkgutil.walk_packages(gui.__path__, "gui."):
        module = importlib.import_module(found.name)
        for name, instead in replaced.items():
            if name in vars(module):
                monkeypatch.setattr(module, name, instead)
    return time
