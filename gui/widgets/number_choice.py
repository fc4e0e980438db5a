"""A number to pick from a list or to type: committed on Enter or on leaving the field, Esc takes it back."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from gui import numbers
from gui.translation import tr
from gui.widgets.wheel import leave_wheel


class NumberChoice(QComboBox):
    """An editable list of numbers.

    Signals:
        chosen: A person chose or typed this number.
        refused: What was typed is no number; the sentence says so, and the old number stands again.
    """

    chosen = Signal(float)
    refused = Signal(str)

    def __init__(self, name: str, caption: str, values: Iterable[float], tip: str) -> None:
        super().__init__()
        self._caption = caption
        self._value = 0.0
        self._is_at_keys = False
        self.setObjectName(name)
        self.setToolTip(tip)
        self.setAccessibleName(caption)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for value in values:
            self.addItem(numbers.plain(value), value)
        self._line = QLineEdit()
        self._line.setAccessibleName(caption)
        self.setLineEdit(self._line)
        self._line.setCompleter(QCompleter())  # an empty one: nothing is completed while typing
        self.activated.connect(self._on_activated)
        self._line.editingFinished.connect(self._commit)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        leave_wheel(self)

    def show_value(self, value: float) -> None:
        """Show a number without announcing it."""
        self._value = value
        self.setEditText(numbers.plain(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.show_value(self._value)
            self._line.selectAll()
            return
        self._is_at_keys = True
        super().keyPressEvent(event)
        self._is_at_keys = False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()

    def _on_activated(self, index: int) -> None:
        self._choose(self.itemData(index))
        if not self._is_at_keys:  # who goes through the list with the arrows is not done yet
            self.clearFocus()

    def _commit(self) -> None:
        text = self.currentText()
        if text == numbers.plain(self._value):
            return
        try:
            value = numbers.parse_number(text)
        except ValueError:
            self.show_value(self._value)
            self.refused.emit(
                tr("{name} is “{typed}”, but takes a number such as 0.03.", name=self._caption, typed=text)
            )
            return
        self._choose(value)

    def _choose(self, value: float) -> None:
        if value == self._value:
            self.show_value(value)  # spelt as we spell it
        else:
            self._value = value
            self.chosen.emit(value)
