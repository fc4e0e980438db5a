"""A hint in a box beside the mouse, kept within the picture."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.appearance import Theme, mix, number_font


def draw_hint(painter: QPainter, theme: Theme, text: str, mouse: QPointF, canvas: QSize) -> None:
    """Write `text` below and to the right of the mouse, or where there is room in a picture of that size."""
    painter.setFont(number_font())
    # What is wider than the picture goes on in another line.
    room = QRect(0, 0, canvas.width() - 24, canvas.height())
    size = painter.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text).size()
    box = QRectF(mouse.x() + 14.0, mouse.y() + 12.0, size.width() + 16.0, size.height() + 8.0)
    box.moveRight(min(box.right(), canvas.width() - 4.0))
    box.moveBottom(min(box.bottom(), canvas.height() - 4.0))
    painter.setPen(QPen(QColor(theme.border), 1.0))
    painter.setBrush(QColor(mix(theme.surface, theme.raised, 0.5)))
    painter.drawRoundedRect(box, 4.0, 4.0)
    painter.setPen(QColor(theme.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
