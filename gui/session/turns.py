"""Whose turn it is to draw: one a frame, and whoever has waited longest goes first."""


class Turns:
    """Grants one claim a frame. Without a queue the first to ask would draw in every slow frame, the last in none."""

    def __init__(self) -> None:
        self._is_free = True
        self._queue: list[object] = []  # refused in the frame before, the longest waiting first
        self._refused: list[object] = []

    def begin_frame(self) -> None:
        """A new frame: those who were refused in the last one come first; who no longer asks loses its place."""
        still = [who for who in self._queue if who in self._refused]
        self._queue = still + [who for who in self._refused if who not in still]
        self._refused = []
        self._is_free = True

    def claim(self, who: object) -> bool:
        """Whether it is the turn of `who`; a yes takes the frame."""
        if self._is_free and (not self._queue or self._queue[0] == who):
            self._is_free = False
            return True
        self._refused.append(who)
        return False
