"""Small pictures of a set of points, for lists."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from gui.appearance import Theme, mix

SIDE = 56
SHARPNESS = 2.0
"""Drawn so much larger, for screens with small pixels."""
MARGIN = 7.0
FEW = 10
"""Up to here points are drawn large."""


def thumbnail(points: np.ndarray, colours: list[QColor], theme: Theme) -> QIcon:
    """Points (n, 2), y upwards, in their colours, filling a small square whatever their units."""

    def draw(painter: QPainter) -> None:
        radius = 5.0 if len(points) < FEW else 2.4
        for (x, y), colour in zip(_places(points).tolist(), colours, strict=True):
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(x, y), radius, radius)

    return _framed(draw, theme)


def picture_thumbnail(shares: np.ndarray, theme: Theme) -> QIcon:
    """A picture (rows, columns) of ink from 0 to 1, the first row on top."""
    side = (SIDE - 2 * MARGIN) / max(shares.shape)

    def draw(painter: QPainter) -> None:
        for (row, column), share in np.ndenumerate(shares):
            place = QRectF(MARGIN + column * side, MARGIN + row * side, side, side)
            painter.fillRect(place, QColor(mix(theme.surface, theme.text, float(share))))

    return _framed(draw, theme)


def _framed(draw: Callable[[QPainter], None], theme: Theme) -> QIcon:
    pixmap = QPixmap(round(SHARPNESS * SIDE), round(SHARPNESS * SIDE))
    pixmap.setDevicePixelRatio(SHARPNESS)
    pixmap.fill(QColor(theme.surface))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    draw(painter)
    painter.setPen(QColor(theme.border))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(0, 0, SIDE - 1, SIDE - 1, 4.0, 4.0)
    painter.end()
    return QIcon(pixmap)


def _places(points: np.ndarray) -> np.ndarray:
    """(n, 2) pixels."""
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    share = (points - low) / np.where(span > 0, span, 1.0)
    share[:, 1] = 1.0 - share[:, 1]
    return np.asarray(MARGIN + (SIDE - 2 * MARGIN) * share)
