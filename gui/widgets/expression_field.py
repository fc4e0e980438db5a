"""A field to type an expression into: committed on Enter or on leaving it; a fault is underlined where it is."""

import re

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QLineEdit

from gui.appearance import Theme, appearance, number_font


class ExpressionField(QLineEdit):
    """One line of an expression.

    Signals:
        typed: A person is done with this text.
    """

    typed = Signal(str)

    def __init__(self, name: str, caption: str, tip: str) -> None:
        super().__init__()
        self._offset: int | None = None
        self._taken = ""
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setToolTip(tip)
        self.setFont(number_font())
        self.textEdited.connect(self._on_edited)
        appearance().theme_changed.connect(self.apply_theme)

    def apply_theme(self, theme: Theme) -> None:
        self._underline()

    @property
    def fault_offset(self) -> int | None:
        """The character that is underlined, counted from 0."""
        return self._offset

    def show_text(self, text: str) -> None:
        """Show a text without announcing it."""
        self._taken = text
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def show_fault(self, offset: int | None) -> None:
        """Underline what begins at that character, and put the cursor there; None for nothing."""
        self._offset = offset
        if offset is not None and self.hasFocus():
            self.setCursorPosition(offset)
        self._underline()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._taken)
            self.clearFocus()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._commit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._commit()

    def _commit(self) -> None:
        if self.text() != self._taken:
            self._taken = self.text()
            self.typed.emit(self._taken)

    def _on_edited(self, text: str) -> None:
        self._offset = None

    def _underline(self) -> None:
        """A line edit takes formats only as an input method gives them."""
        attributes = []
        if self._offset is not None:
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
            form.setUnderlineColor(QColor(appearance().theme.error))
            form.setForeground(QColor(appearance().theme.error))
            start = min(self._offset, max(len(self.text()) - 1, 0))
            word = re.match(r"\w+|.", self.text()[start:])
            length = len(word.group()) if word else 1
            kind = QInputMethodEvent.AttributeType.TextFormat
            attributes.append(QInputMethodEvent.Attribute(kind, start - self.cursorPosition(), length, form))
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))
