"""How often a running number is told anew: slowly enough to be read, and wherever it stands in the same frame."""

from time import perf_counter

READABLE = 0.2
"""Seconds a running number stands still, so that it can be read."""


class ReadingPace:
    """Decides once a frame whether running numbers are told anew in it.

    Attributes:
        is_due: Whether they are, in the present frame.
    """

    def __init__(self) -> None:
        self.is_due = True
        self._last = float("-inf")

    def begin_frame(self) -> None:
        """A new frame; one that is due begins the next wait."""
        now = perf_counter()
        self.is_due = now - self._last >= READABLE
        if self.is_due:
            self._last = now
