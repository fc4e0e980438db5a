"""The head of a layer: the name of its activation, and an arrow that says that a menu opens under it.

The arrow is seen while the mouse is over the picture, or the head has the keyboard; its place is always kept.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from gui.appearance import appearance

ARROW = 15
"""Room for the arrow, on either side so that the name stays in the middle, in pixels."""

HEIGHT = 22


class LayerHead(QToolButton):
    """A flat button with the name of an activation."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(HEIGHT)
        self.is_near = False

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2 * ARROW, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.is_near or self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QColor(appearance().theme.text))
            box = self.rect().adjusted(self.width() - ARROW, 0, -2, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "▾")
            painter.end()
