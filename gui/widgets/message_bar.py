"""One clear sentence for the person, laid over the lower edge of the window until it is read and closed.

It lies over the panels, so that nothing moves when it comes and goes.
"""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetrics,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QMainWindow, QToolButton

from gui.appearance import Theme, appearance, mix
from gui.icons import icon, set_icon
from gui.translation import tr

MARGIN = 12
LEAST_WIDTH = 360
LEAST_HEIGHT = 40
SURROUND = 104
"""What sign, cross and margins take beside the sentence."""


class MessageBar(QFrame):
    """Hidden until `say`; the newest sentence replaces the one before. Esc or the cross closes it, or `put_right`."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._is_amid_click = False
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
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.hide)
        set_icon(self._close, "close")
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, self.hide)
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
        self._is_amid_click = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        self._text.setText(sentence)
        self.show()
        self.place()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def put_right(self) -> None:
        """Something was accepted: what was refused before is put right by it, or given up for it.

        But a click that leaves a field may be what finds the fault in it; what that click does takes nothing away.
        """
        if self._is_amid_click:
            self._is_amid_click = False
        else:
            self.hide()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        ground = mix(theme.surface, theme.warning, 0.12)
        self.setStyleSheet(
            f"MessageBar {{ background: {ground}; border: 1px solid {theme.border}; border-radius: 6px; }}"
        )
        self._sign.setPixmap(icon("warning").pixmap(18, 18))

    def place(self) -> None:
        """Lie above the status bar, as wide as the sentence needs and the window allows, above the hand at work."""
        window = self._window
        sentence = QFontMetrics(self._text.font()).horizontalAdvance(self._text.text())
        width = min(max(sentence + SURROUND, LEAST_WIDTH), window.width() - 2 * MARGIN)
        height = max(self.heightForWidth(width), LEAST_HEIGHT)
        bottom = window.height() - window.statusBar().height() - MARGIN
        place = QRect((window.width() - width) // 2, bottom - height, width, height)
        work = self._work()
        if place.intersects(work):
            place.moveBottom(work.top() - MARGIN)
        self.setGeometry(place)

    def _work(self) -> QRect:
        """The small group of controls in which somebody is at work, in the window; empty for a large one or none."""
        control = QApplication.focusWidget()
        group = control.parentWidget() if control is not None and self._window.isAncestorOf(control) else None
        if group is None or group is self._window or group.height() > self._window.height() // 3:
            return QRect()
        return QRect(group.mapTo(self._window, QPoint(0, 0)), group.size())

    def showEvent(self, event: QShowEvent) -> None:
        self._escape.setEnabled(True)  # only now: elsewhere Esc belongs to the field being edited
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._escape.setEnabled(False)
        super().hideEvent(event)
