"""Playing beside the training: what is played gets a small part of each frame, on a clock of its own."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, Signal

from gui.session.clock import Advance, Clock
from gui.session.speed import RACE_SPEEDS, Speed


class Player(QObject):
    """Plays by calling `advance` frame by frame, until it is paused.

    Before it begins it asks `may_begin`, which may make ready what is played.

    Signals:
        changed: It plays, or no longer.
    """

    changed = Signal()

    def __init__(
        self,
        parent: QObject,
        advance: Advance,
        speed: str,
        longest_slice: float,
        may_begin: Callable[[], bool] = lambda: True,
    ) -> None:
        """`speed` is a key of `RACE_SPEEDS`; `longest_slice` the seconds of a frame that may be taken at most."""
        super().__init__(parent)
        self._advance, self._may_begin = advance, may_begin
        self._longest_slice = longest_slice
        self._clock = Clock(self._on_frame, lambda: 1, self)
        self.set_speed(speed)

    @property
    def is_playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._clock.is_running

    @property
    def speed(self) -> Speed:
        """Its pace."""
        return self._clock.speed

    def set_speed(self, key: str) -> None:
        """Choose the pace by its key."""
        self._clock.speed = RACE_SPEEDS.find(key)

    def play(self) -> None:
        """Go on by itself."""
        if not self.is_playing and self._may_begin():
            self._clock.start()
            self.changed.emit()

    def pause(self) -> None:
        """Stop where it is."""
        if self.is_playing:
            self._clock.stop()
            self.changed.emit()

    def toggle(self) -> None:
        """Play or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def _on_frame(self, steps: int, proceed: Callable[[], bool]) -> None:
        deadline = perf_counter() + self._longest_slice
        self._advance(steps, lambda: perf_counter() < deadline and proceed())
