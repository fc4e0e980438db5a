"""A stopwatch: adds up time by a clock it is given, for the engine has none of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Clock = Callable[[], float]
"""The time in seconds, of any beginning."""


class Stopwatch:
    """Runs from `start` to `stop`, again and again.

    Attributes:
        seconds: The sum so far; NaN from the first start on without a clock.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self._clock: Clock | None = None
        self._since: float | None = None

    def start(self, clock: Clock | None) -> None:
        """Run by that clock; without one nobody knows how long it takes."""
        self._clock, self._since = clock, None
        if clock is None:
            self.seconds = float("nan")
        else:
            self._since = clock()

    def stop(self) -> None:
        """Stand still."""
        if self._clock is not None and self._since is not None:
            self.seconds += self._clock() - self._since
        self._since = None

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stand still for a while, and then go on if it ran."""
        was_running = self._since is not None
        self.stop()
        try:
            yield
        finally:
            if was_running and self._clock is not None:
                self._since = self._clock()
