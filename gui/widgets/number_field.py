"""A field to type a number into: committed on Enter or on leaving it, Esc takes it back.

Decimal point or comma and fractions such as 1/3 are understood. A field that may stay empty shows a word instead.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from gui import numbers
from gui.appearance import number_font
from gui.translation import tr


class NumberField(QLineEdit):
    """One number, or nothing if `empty_word` is given (what nothing is called: "off").

    Signals:
        chosen: A person typed another number; None for nothing.
        refused: What was typed is no number; the sentence says so, and the old number stands again.
    """

    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, name: str, caption: str, tip: str, empty_word: str = "") -> None:
        super().__init__()
        self._caption = caption
        self._may_be_empty = bool(empty_word)
        self._value: float | None = None
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setToolTip(tip)
        self.setPlaceholderText(empty_word)
        self.setFont(number_font())
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self.commit)

    def show_value(self, value: float | None) -> None:
        """Show a number without announcing it."""
        self._value = value
        self.setText("" if value is None else numbers.plain(value))
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.take_back()
            self.clearFocus()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()

    def event(self, event: QEvent) -> bool:
        is_space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if is_space and event.type() == QEvent.Type.ShortcutOverride:
            return False  # no number has a space in it: the key stays with the command that has it
        return super().event(event)

    def take_back(self) -> None:
        """Show the number again that stood there before something was typed."""
        self.show_value(self._value)

    def commit(self) -> None:
        """Take what stands in the field as the person's choice."""
        text = self.text().strip()
        if text == ("" if self._value is None else numbers.plain(self._value)):
            return
        if not text and self._may_be_empty:
            self._choose(None)
            return
        try:
            value = numbers.parse_number(text)
        except ValueError:
            self.show_value(self._value)
            self.refused.emit(
                tr(
                    "{name} is “{typed}”, but takes a number such as 0.03.",
                    name=self._caption,
                    typed=text,
                )
            )
            return
        self._choose(value)

    def _choose(self, value: float | None) -> None:
        if value == self._value:
            self.show_value(value)  # spelt as we spell it
        else:
            self._value = value
            self.chosen.emit(value)
