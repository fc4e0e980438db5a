"""The key below a gradient check: the colours of the relative errors, and what the marks mean."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from gui.appearance import Theme, number_font
from gui.plots.axes import number_text
from gui.translation import tr

BAR = 150.0
GAP = 16.0
TICKS = (1e-12, 1e-9, 1e-6, 1e-3, 1.0)


def draw_legend(
    painter: QPainter, room: QRectF, theme: Theme, lut: np.ndarray, ends: tuple[float, float]
) -> None:
    """Draw it into `room`, two lines high; `ends` are the decimal logarithms at the ends of `lut` (n, 4) uint8."""
    font = number_font(0.84)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    line = metrics.height()
    caption = tr("relative error")
    width = metrics.horizontalAdvance(caption)
    bar = QRectF(room.left() + width + 24.0, room.top() + 4.0, BAR, line - 4.0)
    painter.setPen(QColor(theme.muted))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(room.left(), bar.top(), width + 1, bar.height()), flags, caption)
    pixels = np.ascontiguousarray(lut[None])
    painter.drawImage(bar, QImage(pixels.data, pixels.shape[1], 1, QImage.Format.Format_RGBA8888))
    low, high = ends
    for tick in TICKS:
        x = bar.left() + bar.width() * (float(np.log10(tick)) - low) / (high - low)
        painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, bar.bottom() + 3.0))
        box = QRectF(x - 30.0, bar.bottom() + 3.0, 60.0, line)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, number_text(tick))
    x, y = bar.right() + 34.0, bar.center().y()
    signs = ((_cross, tr("differs")), (_dot, tr("at a kink: no verdict")), (_empty, tr("not checked")))
    for draw, words in signs:
        length = 16.0 + metrics.horizontalAdvance(words)
        if x + length > room.right():  # the second line
            x, y = bar.right() + 34.0, y + line + 1.0
        if x + length > room.right():
            return
        draw(painter, QRectF(x, y - 6.0, 12.0, 12.0), theme)
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(x + 16.0, y - line / 2, length, line), flags, words)
        x += length + GAP


def _cross(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.fillRect(box, QColor("#fee838"))
    painter.setPen(QPen(QColor("#000000"), 1.0))
    inner = box.adjusted(2, 2, -2, -2)
    painter.drawLines(
        [
            QLineF(inner.topLeft(), inner.bottomRight()),
            QLineF(inner.bottomLeft(), inner.topRight()),
        ]
    )


def _dot(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.fillRect(box, QColor("#666970"))
    painter.setPen(QPen(QColor("#ffffff"), 4.0, c=Qt.PenCapStyle.RoundCap))
    painter.drawPoint(box.center())


def _empty(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.fillRect(box, QColor(theme.raised))
    painter.setPen(QColor(theme.border))
    painter.drawRect(box)
