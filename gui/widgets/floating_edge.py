"""The edge of a dock that floats: its own title leaves it without the frame of a window."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDockWidget, QWidget

from gui.appearance import appearance


class FloatingEdge(QWidget):
    """A thin line around a dock while it floats; the mouse passes through it."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._dock = dock
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        dock.topLevelChanged.connect(self._on_floating)
        dock.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._dock.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(appearance().theme.muted), 2.0))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _on_floating(self, is_floating: bool) -> None:
        self.setVisible(is_floating)
        self.setGeometry(self._dock.rect())
        self.raise_()
