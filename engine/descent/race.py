"""A race: several runners from one start, one update each a round, and what is to be said of them.

A runner may leave the picture and diverge; the race remembers the last round in which all were in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.descent.race_update import Stage
from engine.descent.surfaces_entry import Minimum, Window

NEAR = 0.01
"""Who is closer to a minimum than this share of the window's shorter side has arrived."""

SETTLED = 100
"""Rounds after which one who stays arrived has nothing more to show."""

AT_REST = 1e-12
"""A step shorter than this share of the window is none."""

LOST = 1e3
"""Who is farther out of the window than so many times its longer side does not come back: it has diverged."""

MOST_ROUNDS = 20_000
MOST_POINTS = 4096
"""Points kept of a way; beyond, every other one goes, as often as needed."""


class Height(NamedTuple):
    """What is measured where a runner stands: the cost, and how long the gradient is."""

    cost: float
    slope: float


class Runner(Protocol):
    """Who takes part. `state` and `restore` return to a moment exactly."""

    @property
    def diverged(self) -> bool: ...

    @property
    def place(self) -> tuple[float, float]: ...

    @property
    def off_plane(self) -> float: ...

    def advance(self) -> None: ...

    def measure(self) -> Height: ...

    def stages(self) -> tuple[Stage, ...]: ...

    def state(self) -> Any: ...

    def restore(self, state: Any, /) -> None: ...


@dataclass(frozen=True)
class Standing:
    """How it stands with one runner.

    Attributes:
        count: Updates made.
        x, y: Where it is; where it diverged, the last place that was in the picture.
        cost, slope: The height there and ‖∇C‖.
        distance: To the nearest minimum that is known, else nan.
        off_plane: How far off the plane that is drawn.
        arrived: Since which step it stays at a minimum; None if it does not.
        left: Since which step it is out of the picture; None if it is in it.
        diverged: Whether it went out of all bounds, or its numbers are not finite any more; then it has stopped.
    """

    count: int
    x: float
    y: float
    cost: float
    slope: float
    distance: float
    off_plane: float
    arrived: int | None
    left: int | None
    diverged: bool


class Track:
    """The way of one runner, (n, 2), bounded: the first and the last place are always there."""

    def __init__(self, x: float, y: float) -> None:
        self._places = np.empty((MOST_POINTS, 2))
        self._counts = np.empty(MOST_POINTS, dtype=np.int64)
        self._rows, self._stride = 0, 1
        self.add(0, x, y)

    @property
    def places(self) -> Array:
        """(n, 2) x and y, in order."""
        return self._places[: self._rows]

    @property
    def counts(self) -> NDArray[np.int64]:
        """(n,) the step of each place."""
        return self._counts[: self._rows]

    def add(self, count: int, x: float, y: float) -> None:
        """The runner has come to a place later than all others."""
        # The newest place is kept for the time being; it stays only if its step is due.
        if self._rows > 1 and self._counts[self._rows - 1] % self._stride:
            self._rows -= 1
        if self._rows == MOST_POINTS:
            self._thin()
        self._places[self._rows], self._counts[self._rows] = (x, y), count
        self._rows += 1

    def cut(self, count: int, x: float, y: float) -> None:
        """Forget what came after that step, at which the runner stood at (x, y)."""
        self._rows = int(np.searchsorted(self.counts, count))
        self.add(count, x, y)

    def _thin(self) -> None:
        self._stride *= 2
        kept = self.counts % self._stride == 0
        rows = int(kept.sum())
        self._places[:rows], self._counts[:rows] = self.places[kept], self.counts[kept]
        self._rows = rows


@dataclass
class _Entry:
    """A runner and what the race noted of it."""

    runner: Runner
    track: Track
    arrived: int | None = None
    left: int | None = None
    stopped: int | None = None
    rests: bool = False

    @property
    def diverged(self) -> bool:
        return self.stopped is not None


class Race:
    """Runners in step with one another.

    Attributes:
        count: Rounds made.
        window: The part of the plane in which they are followed.
        minima: The known ones, to say how far it still is.
    """

    def __init__(self, runners: Sequence[Runner], window: Window, minima: Sequence[Minimum] = ()) -> None:
        self.count = 0
        self.window = window
        self.minima = tuple(minima)
        self._entries = [_Entry(runner, Track(*runner.place)) for runner in runners]
        self._near = NEAR * min(window.x1 - window.x0, window.y1 - window.y0)
        for entry in self._entries:
            self._note(entry, entry.runner.place)
        self._safe = self._moment()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def is_over(self) -> bool:
        """Whether nobody has anything more to show."""
        return self.count >= MOST_ROUNDS or all(self._is_done(entry) for entry in self._entries)

    @property
    def can_go_back(self) -> bool:
        """Whether somebody has left the picture or diverged, and `back` leads to before it."""
        return self.count > self._safe[0] and any(
            entry.left is not None or entry.diverged for entry in self._entries
        )

    def advance(self) -> None:
        """One update of everyone who has not diverged."""
        self.count += 1
        for entry in self._entries:
            if not entry.diverged:
                before = entry.runner.place
                entry.runner.advance()
                self._note(entry, before)
        if all(entry.left is None and not entry.diverged for entry in self._entries):
            self._safe = self._moment()

    def back(self) -> None:
        """Return to the last round in which all were in the picture."""
        self.count, states = self._safe
        for entry, (state, arrived) in zip(self._entries, states, strict=True):
            entry.runner.restore(state)
            entry.arrived, entry.left, entry.stopped, entry.rests = arrived, None, None, False
            entry.track.cut(self.count, *entry.runner.place)

    def path(self, index: int, until: int | None = None) -> Array:
        """(n, 2) the way of a runner so far, or until that step, thinned where it is long."""
        track = self._entries[index].track
        return (
            track.places if until is None else track.places[: np.searchsorted(track.counts, until, "right")]
        )

    def stages(self, index: int) -> tuple[Stage, ...]:
        """The named numbers of a runner's coming update; () after it diverged, or where they cannot be written."""
        entry = self._entries[index]
        return () if entry.diverged else entry.runner.stages()

    def standing(self, index: int) -> Standing:
        """How it stands with a runner."""
        entry = self._entries[index]
        x, y = entry.track.places[-1]
        height = entry.runner.measure()
        count = self.count if entry.stopped is None else entry.stopped
        return Standing(
            count,
            float(x),
            float(y),
            *height,
            self._distance(x, y),
            entry.runner.off_plane,
            entry.arrived,
            entry.left,
            entry.diverged,
        )

    def _note(self, entry: _Entry, before: tuple[float, float]) -> None:
        x, y = entry.runner.place
        if entry.runner.diverged or self._outside(x, y) > LOST:
            entry.stopped = self.count
            entry.left = self.count if entry.left is None else entry.left
            entry.arrived = None
            return
        if self.count:
            entry.track.add(self.count, x, y)
        entry.rests = self.count > 0 and max(abs(x - before[0]), abs(y - before[1])) <= AT_REST * self._near
        entry.left = (
            None if self._outside(x, y) == 0.0 else (self.count if entry.left is None else entry.left)
        )
        is_near = self._distance(x, y) <= self._near
        entry.arrived = (self.count if entry.arrived is None else entry.arrived) if is_near else None

    def _distance(self, x: float, y: float) -> float:
        if not self.minima:
            return float("nan")
        return float(min(np.hypot(x - minimum.x, y - minimum.y) for minimum in self.minima))

    def _is_done(self, entry: _Entry) -> bool:
        has_settled = entry.arrived is not None and self.count - entry.arrived >= SETTLED
        return entry.diverged or entry.rests or has_settled

    def _outside(self, x: float, y: float) -> float:
        """How far out of the window a place is, in its longer sides; 0 in it."""
        x0, x1, y0, y1 = self.window
        return max(x0 - x, x - x1, y0 - y, y - y1, 0.0) / max(x1 - x0, y1 - y0)

    def _moment(self) -> tuple[int, list[tuple[Any, int | None]]]:
        return self.count, [(entry.runner.state(), entry.arrived) for entry in self._entries]
