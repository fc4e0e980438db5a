"""One clear sentence for the person, across the window, until it is read and closed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from gui.appearance import Theme, appearance, mix
from gui.icons import icon
from gui.translation import tr


class MessageBar(QFrame):
    """Hidden until `say`; the newest sentence replaces the one before. Esc or the cross closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("window.message")
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setObjectName("window.message_text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setObjectName("window.message_close")
        self._close.setToolTip(tr("Close this message"))
        self._close.setAccessibleName(tr("Close this message"))
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that stands there."""
        return self._text.text()

    def say(self, sentence: str) -> None:
        """Show a sentence, and tell it to a screen reader."""
        self._text.setText(sentence)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        ground = mix(theme.surface, theme.warning, 0.12)
        self.setStyleSheet(f"MessageBar {{ background: {ground}; border-bottom: 1px solid {theme.line}; }}")
        self._sign.setPixmap(icon("warning").pixmap(18, 18))
        self._close.setIcon(icon("close"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)
