"""A field for a whole number: typed and committed on Enter or on leaving it, or moved by its arrows.

Anything can be typed, so that what is none is refused aloud and not taken for another number: 0,5 is not 5. Esc takes
back what was typed.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QValidator
from PySide6.QtWidgets import QSpinBox

from gui import numbers
from gui.translation import tr
from gui.widgets.wheel import leave_wheel


class WholeNumber(QSpinBox):
    """A spin box that announces only what a person chose, and gives the keyboard back on Enter.

    Signals:
        chosen: A person chose this number.
        refused: What was typed does not fit; the sentence says so, and the old number stands again.
        gesture_ended: It was entered, or the keyboard left the field.
    """

    chosen = Signal(int)
    refused = Signal(str)
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

    def event(self, event: QEvent) -> bool:
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._leaves_to_commands(event):
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.show_value(self.value())
            self.selectAll()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        fits = self._read(text) is not None
        return (QValidator.State.Acceptable if fits else QValidator.State.Intermediate), text, position

    def valueFromText(self, text: str) -> int:
        value = self._read(text)
        return self.value() if value is None else value

    def fixup(self, typed: str) -> str:
        """Asked by Qt, once, when what does not fit is left or entered: the old number instead."""
        self.refused.emit(self._refusal(typed.strip()))
        return self.textFromValue(self.value())

    def _leaves_to_commands(self, event: QKeyEvent) -> bool:
        """Space, which no whole number has; and undo where nothing was typed that could be taken back."""
        is_undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        return event.key() == Qt.Key.Key_Space or (is_undo and not self.lineEdit().isModified())

    def _read(self, text: str) -> int | None:
        """The number that is typed, None if it is none that fits."""
        try:
            value = numbers.parse_number(text)
        except ValueError:
            return None
        fits = self.minimum() <= value <= self.maximum() and value == int(value)
        return int(value) if fits else None

    def _refusal(self, typed: str) -> str:
        return tr(
            "{name}: “{typed}” is no whole number from {low} to {high}.",
            name=self.accessibleName(),
            typed=typed,
            low=self.minimum(),
            high=self.maximum(),
        )
