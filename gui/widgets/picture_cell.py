"""One entry of a gallery: its picture over its name, framed when it is pointed at, framed and ticked when chosen."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.appearance import Theme, appearance

CELL = QSize(96, 100)
PICTURE = 54
TOP = 8
"""From the upper edge of the cell to the picture, in pixels."""

FRAME = 3.0
TICK = 7.0
"""Radius of the tick on the chosen one."""


class PictureCell(QStyledItemDelegate):
    """Paints the entries of a view; `chosen()` is the row of the present one."""

    def __init__(self, parent: QObject, chosen: Callable[[], int]) -> None:
        super().__init__(parent)
        self._chosen = chosen

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return CELL

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, cell = appearance().theme, option.rect
        picture = QRect(cell.center().x() - PICTURE // 2, cell.top() + TOP, PICTURE, PICTURE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 4.0, 4.0)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            icon.paint(painter, picture)
        self._draw_name(painter, theme, cell, picture, index.data())
        if index.row() == self._chosen():
            _draw_choice(painter, theme, QRectF(picture).adjusted(-FRAME, -FRAME, FRAME, FRAME))
        painter.restore()

    def _draw_name(self, painter: QPainter, theme: Theme, cell: QRect, picture: QRect, name: str) -> None:
        below = QRect(
            cell.left() + 2, picture.bottom() + 5, cell.width() - 4, cell.bottom() - picture.bottom() - 5
        )
        top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.setPen(QColor(theme.text))
        painter.drawText(below, top | Qt.TextFlag.TextWordWrap, name)


def _draw_choice(painter: QPainter, theme: Theme, frame: QRectF) -> None:
    painter.setPen(QPen(QColor(theme.accent), 2.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, 5.0, 5.0)
    center = frame.bottomRight() - QPointF(TICK, TICK) / 1.4
    painter.setPen(QPen(QColor(theme.surface), 1.0))
    painter.setBrush(QColor(theme.accent))
    painter.drawEllipse(center, TICK, TICK)
    painter.setPen(QPen(QColor(theme.on_accent), 1.6))
    corners = ((-3.0, 0.2), (-0.9, 2.4), (3.0, -2.4))
    painter.drawPolyline([center + QPointF(x, y) for x, y in corners])
