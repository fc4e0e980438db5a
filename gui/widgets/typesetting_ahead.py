"""Typesetting before it is asked for: the typesetter is loaded, and the next formula set, while nothing else is done.

Loading it takes a quarter of a second, setting a long formula a few frames; neither should come after a click.
"""

import warnings
from collections import deque
from collections.abc import Callable, Iterable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Slot

PARTS = ("ziafont", "latex2mathml.converter", "ziamath.zmath")
"""Loaded one after the other, so that no pause is long."""

PAUSE_MS = 30
"""Between two jobs, for whatever a person does meanwhile."""


class TypesettingAhead(QObject):
    """Does small jobs one by one while the window is idle."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = deque(PARTS)
        self._jobs: deque[Callable[[], object]] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._do_one)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to be done."""
        return not self._timer.isActive()

    def warm_up(self) -> None:
        """Load the typesetter, if that was not begun yet."""
        if self._parts:
            self._timer.start()

    def take(self, jobs: Iterable[Callable[[], object]]) -> None:
        """Do these in place of those that are left."""
        self._jobs = deque(jobs)
        if self._jobs:
            self._timer.start()

    @Slot()
    def _do_one(self) -> None:
        if self._parts:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of how it finds its own font
                import_module(self._parts.popleft())
        elif self._jobs:
            self._jobs.popleft()()
        if self._parts or self._jobs:
            self._timer.start()
