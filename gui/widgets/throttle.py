"""Not more often than: a panel may be told of new numbers every frame and still draw at its own pace."""

from time import perf_counter


class Throttle:
    """`due()` says yes at most once every `interval` seconds; an interval of 0 always says yes."""

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self._last = float("-inf")

    def due(self) -> bool:
        """Whether it is time again; a yes starts the next interval."""
        if not self.is_ready():
            return False
        self._last = perf_counter()
        return True

    def is_ready(self) -> bool:
        """Whether `due` would say yes."""
        return perf_counter() - self._last >= self.interval
