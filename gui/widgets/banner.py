"""A strip across the very top of a window that says, as long as it is there, that nothing below is as usual."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMainWindow, QPushButton

from gui.appearance import Theme, appearance, heading_font, mix
from gui.icons import icon

STRIPE = 10.0
"""Width of the slanting stripes at both ends, in pixels."""

ENDS = 46


class Banner(QFrame):
    """Hidden until `raise_flag`; the window makes room for it above its menus, so that nothing is covered.

    Signals:
        left: A person has had enough of it.
    """

    left = Signal()

    def __init__(self, window: QMainWindow, name: str, sentence: str, leave: str, tip: str) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName(name)
        self._sign = QLabel()
        self._text = QLabel(sentence)
        self._text.setObjectName(f"{name}_text")
        self._text.setFont(heading_font())
        self.button = QPushButton(leave)
        self.button.setObjectName(f"{name}_leave")
        self.button.setToolTip(tip)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(ENDS + 14, 4, ENDS + 14, 4)
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(self._sign)
        row.addWidget(self._text)
        row.addWidget(self.button)
        row.addStretch(1)
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)
        window.installEventFilter(self)
        self.hide()

    def raise_flag(self, is_up: bool) -> None:
        """Show it, and tell a screen reader, or take it away."""
        if is_up == self.isVisibleTo(self._window):
            return
        self.setVisible(is_up)
        self._window.setContentsMargins(0, self.sizeHint().height() if is_up else 0, 0, 0)
        self._place()
        if is_up:
            self.raise_()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._text.text()))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._ground = mix(theme.surface, theme.warning, 0.22)
        self._sign.setPixmap(icon("warning").pixmap(18, 18))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._ground))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.warning), STRIPE / 1.6))
        height = self.height()
        for left in (0, self.width() - ENDS):
            painter.setClipRect(QRectF(left, 0, ENDS, height))
            for step in range(-4, 8):
                x = left + 2 * STRIPE * step
                painter.drawLine(round(x), height + 2, round(x + height + 4), -2)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(self._theme.warning), 2.0))
        painter.drawLine(0, height - 1, self.width(), height - 1)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self.setGeometry(0, 0, self._window.width(), self.sizeHint().height())
