"""How many steps are due: time turned into whole steps at a given pace."""

FRAME_SECONDS = 0.016

FAST = 60.0
"""Steps a second above which a frame holds several steps, so that a slow frame is not made up for."""

WITHOUT_LIMIT = 1_000_000
"""Steps due in a frame if there is no limit: more than any frame can make."""


class Pace:
    """Counts the steps owed since `begin`; times are seconds of any one clock."""

    def __init__(self) -> None:
        self._owed = 0.0
        self._last = 0.0

    def begin(self, now: float) -> None:
        """Count from now; the first step is due at once."""
        self._owed = 1.0
        self._last = now

    def due(self, now: float, steps_per_second: float) -> int:
        """Whole steps owed by now; what a slow frame could not do is forgotten, not made up for."""
        elapsed = now - self._last
        self._last = now
        if steps_per_second == float("inf"):
            return WITHOUT_LIMIT
        if steps_per_second > FAST:
            elapsed = min(elapsed, 2 * FRAME_SECONDS)
        self._owed += steps_per_second * elapsed
        due = int(self._owed)
        self._owed -= due
        return due
