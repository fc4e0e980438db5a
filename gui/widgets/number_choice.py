"""A number to pick from a list or to type: committed on Enter or on leaving the field, Esc takes it back."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter

from gui import numbers
from gui.widgets.number_field import NumberField
from gui.widgets.wheel import leave_wheel


class NumberChoice(QComboBox):
    """A number field with a list of numbers below it.

    Signals:
        chosen: A person chose or typed this number.
        refused: What was typed is no number; the sentence says so, and the old number stands again.
    """

    chosen = Signal(float)
    refused = Signal(str)

    def __init__(self, name: str, caption: str, values: Iterable[float], tip: str) -> None:
        super().__init__()
        self._is_at_keys = False
        self.setObjectName(name)
        self.setToolTip(tip)
        self.setAccessibleName(caption)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for value in values:
            self.addItem(numbers.plain(value), value)
        self._field = NumberField("", caption, tip)
        self._field.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setLineEdit(self._field)
        self._field.setCompleter(QCompleter())  # an empty one: nothing is completed while typing
        self._field.chosen.connect(self._on_chosen)
        self._field.refused.connect(self.refused)
        self.activated.connect(self._on_activated)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        leave_wheel(self)

    def show_value(self, value: float) -> None:
        """Show a number without announcing it."""
        self._field.show_value(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._field.take_back()
            self._field.selectAll()
            return
        self._is_at_keys = True
        super().keyPressEvent(event)
        self._is_at_keys = False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()

    def _on_chosen(self, value: float) -> None:
        self.chosen.emit(value)

    def _on_activated(self, index: int) -> None:
        self._field.commit()  # the list has written its number into the field
        if not self._is_at_keys:  # who goes through the list with the arrows is not done yet
            self.clearFocus()
