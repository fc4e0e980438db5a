"""Lines of code to read and copy; the present one is marked by a sign and a tint and brought into view."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from gui.appearance import Theme, appearance

MARK = "▶"
"""What stands before the present line."""

GUTTER = 20
"""Pixels kept free for it."""

SMALLER = 0.94


class CodeLines(QPlainTextEdit):
    """A listing that cannot be changed; its text can be selected by mouse and by keys."""

    own_keys = frozenset(int(key) for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space))

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setReadOnly(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._lines: tuple[str, ...] = ()
        self._present: int | None = None
        self._note = ""
        self._gutter = _Gutter(self)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * SMALLER)
        self.setFont(font)
        self.document().setDocumentMargin(4.0)
        self.setViewportMargins(GUTTER, 0, 0, 0)
        appearance().theme_changed.connect(self.apply_theme)

    @property
    def present_text(self) -> str:
        """The line that is marked, with its note."""
        return "" if self._present is None else self._text(self._present, self._lines[self._present])

    def show_lines(self, lines: Sequence[str], present: int | None, note: str = "") -> None:
        """Show a listing, its `present` line (from 0) marked and with a note behind it."""
        shown = (tuple(lines), present, note)
        if shown == (self._lines, self._present, self._note):
            return
        self._lines, self._present, self._note = shown
        texts = [self._text(number, line) for number, line in enumerate(self._lines)]
        self.setPlainText("\n".join(texts))
        self.setAccessibleDescription(self.present_text)
        self._mark(appearance().theme)

    def listing(self) -> str:
        """The lines alone, as they can be run."""
        return "\n".join(self._lines)

    def apply_theme(self, theme: Theme) -> None:
        self._mark(theme)

    def _text(self, number: int, line: str) -> str:
        return f"{line}  # {self._note}" if number == self._present and self._note else line

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._gutter.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(inside.left(), inside.top(), GUTTER, inside.height())

    def present_rect(self) -> QRectF:
        """Where the present line is, as far down as the gutter goes; empty for none."""
        if self._present is None:
            return QRectF()
        block = self.document().findBlockByNumber(self._present)
        return self.blockBoundingGeometry(block).translated(self.contentOffset())

    def _mark(self, theme: Theme) -> None:
        if self._present is None:
            self.setExtraSelections([])
            return
        cursor = QTextCursor(self.document().findBlockByNumber(self._present))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        tint = QTextEdit.ExtraSelection()
        tint.cursor = cursor
        tint.format.setBackground(QColor(theme.selected))
        tint.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        self.setExtraSelections([tint])


class _Gutter(QWidget):
    """The strip beside the lines, with the sign of the present one."""

    def __init__(self, code: CodeLines) -> None:
        super().__init__(code)
        self._code = code

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = self._code.present_rect()
        if not rect.isEmpty():
            painter = QPainter(self)
            painter.setPen(QColor(appearance().theme.accent))
            place = QRectF(0.0, rect.top(), GUTTER, rect.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, MARK)
