"""A field to type a number into: committed on Enter or on leaving it, Esc takes it back.

Decimal point or comma and fractions such as 1/3 are understood. A field that may stay empty shows a word instead.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from gui import numbers
from gui.appearance import number_font
from gui.translation import tr


class NumberField(QLineEdit):
    """One number, or nothing if `empty_word` is given (what nothing is called: "off").

    Attributes:
        example: A number of the kind that is taken, for the sentence that refuses what is none.

    Signals:
        chosen: A person typed another number; None for nothing. Whoever takes it answers with `show_value`; without
            an answer the old number stands again.
        refused: What was typed is no number; the sentence says so, and the old number stands again.
        left: Enter or Esc has ended the typing, and nobody has the keyboard now.
    """

    chosen = Signal(object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, name: str, caption: str, tip: str, empty_word: str = "") -> None:
        super().__init__()
        self._caption = caption
        self._may_be_empty = bool(empty_word)
        self.example = 0.03
        self._value: float | None = None
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setToolTip(tip)
        self.setPlaceholderText(empty_word)
        self.setFont(number_font())
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self.commit)

    def show_value(self, value: float | None) -> None:
        """Show a number without announcing it; what is being typed stays, and Esc brings the number."""
        self._value = value
        if not self.isModified():
            self._write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.take_back()
            self._leave()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # it has done its work here, and is no command to what lies around the field
            self._leave()

    def event(self, event: QEvent) -> bool:
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._leaves_to_commands(event):
            return False
        return super().event(event)

    def take_back(self) -> None:
        """Show the number again that stood there before something was typed."""
        self._write()

    def commit(self) -> None:
        """Take what stands in the field as the person's choice."""
        text = self.text().strip()
        if text == self._written():
            self._write()  # typed over with the same: it counts as untouched again
            return
        if not text and self._may_be_empty:
            self._choose(None)
            return
        try:
            value = numbers.parse_number(text)
        except ValueError:
            self._write()
            self.refused.emit(
                tr(
                    "{name} is “{typed}”, but takes a number such as {example}.",
                    name=self._caption,
                    typed=text,
                    example=numbers.plain(self.example),
                )
            )
            return
        self._choose(value)

    def _choose(self, value: float | None) -> None:
        self.setModified(False)  # the answer may be shown
        if value != self._value:
            self.chosen.emit(value)
        self._write()  # what was taken, spelt as we spell it, or else the old number

    def _written(self) -> str:
        return "" if self._value is None else numbers.plain(self._value)

    def _write(self) -> None:
        """Let the number stand there; what is marked stays marked, so that typing goes on replacing it."""
        text = self._written()
        if self.text() != text:
            start, length = self.selectionStart(), self.selectionLength()
            is_all = 0 < length == len(self.text())
            cursor = self.cursorPosition() if self.hasFocus() else 0
            self.setText(text)
            self.setCursorPosition(cursor)
            if is_all:
                self.selectAll()
            elif length:
                self.setSelection(start, length)
        self.setModified(False)

    def _leave(self) -> None:
        self.clearFocus()
        self.left.emit()

    def _leaves_to_commands(self, event: QKeyEvent) -> bool:
        """Whether a key stays with the command that has it: no number has a space in it, and where nothing was
        typed there is nothing of the field's to undo.
        """
        is_undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        return event.key() == Qt.Key.Key_Space or (is_undo and not self.isModified())
