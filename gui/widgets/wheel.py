"""The wheel scrolls; a control that happens to lie under the mouse must not take it for a choice."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


def leave_wheel(control: QWidget) -> None:
    """Let the wheel pass through `control` to what scrolls beneath it, unless it has the keyboard."""
    control.installEventFilter(_WheelPasses(control))


class _WheelPasses(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget) or watched.hasFocus():
            return False
        event.ignore()
        return True
