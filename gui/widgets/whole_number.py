"""A field for a whole number: typed and committed on Enter or on leaving it, or moved by its arrows.

Esc takes back what was typed.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSpinBox

from gui.widgets.wheel import leave_wheel


class WholeNumber(QSpinBox):
    """A spin box that announces only what a person chose, and gives the keyboard back on Enter.

    Signals:
        chosen: A person chose this number.
        gesture_ended: It was entered, or the keyboard left the field.
    """

    chosen = Signal(int)
    gesture_ended = Signal()

    def __init__(self, name: str, caption: str, low: int, high: int, step: int, tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setToolTip(tip)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        leave_wheel(self)
        self.valueChanged.connect(self.chosen)
        self.editingFinished.connect(self.gesture_ended)

    def show_value(self, value: int) -> None:
        """Show a number without announcing it."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.show_value(self.value())
            self.selectAll()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()
