"""Where a gesture on a control begins and ends: a hand takes hold of it or lets go, the keyboard leaves it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

ENDS = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.FocusOut)
"""A press ends what the keys did before it; so a drag is one gesture, and so is a burst of keys."""


def on_gesture_end(control: QWidget, call: Callable[[], None]) -> None:
    """Call whenever what is done with `control` next is another gesture."""
    control.installEventFilter(_Gesture(control, call))


class _Gesture(QObject):
    def __init__(self, control: QWidget, call: Callable[[], None]) -> None:
        super().__init__(control)
        self._call = call

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in ENDS:
            self._call()
        return False
