"""A small picture to choose by: one of several, the chosen one framed and ticked, the others a little paler."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton

from gui.appearance import appearance

PALE = 0.62
"""How much of a picture's strength is left while another one is chosen."""

TICK = 7.0
"""Radius of the tick on the chosen one."""


class Thumbnail(QToolButton):
    """A square button that is nothing but its picture.

    Signals:
        picture_missed: It was painted and has no picture yet.
    """

    picture_missed = Signal()

    own_keys = frozenset(
        int(key) for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
    )

    def __init__(self, name: str, side: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFixedSize(side, side)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.toggled.connect(self._on_toggled)

    def set_words(self, words: str, tip: str) -> None:
        """What it shows, for those who hear it, and what a click does."""
        self.setAccessibleName(words)
        self.setToolTip(tip)

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.icon().isNull():
            self.picture_missed.emit()
        else:
            self._draw_picture(painter, self.icon())
        self._draw_frame(painter)
        painter.end()

    def _on_toggled(self, is_chosen: bool) -> None:
        """Tab stops at the chosen one alone; from there the arrows lead to the others."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_chosen else Qt.FocusPolicy.NoFocus)

    def _draw_picture(self, painter: QPainter, picture: QIcon) -> None:
        if not (self.isChecked() or self.underMouse() or self.hasFocus()):
            painter.setOpacity(PALE)
        picture.paint(painter, self.rect().adjusted(2, 2, -2, -2))
        painter.setOpacity(1.0)

    def _draw_frame(self, painter: QPainter) -> None:
        theme = appearance().theme
        colour, width = theme.border, 1.0
        if self.isChecked():
            colour, width = theme.accent, 2.6
        elif self.underMouse():
            colour = theme.text
        painter.setPen(QPen(QColor(colour), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = width / 2.0 + 1.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 4.0, 4.0)
        if self.isChecked():
            self._draw_tick(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.focus), 2.0, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(6, 6, -6, -6), 3.0, 3.0)

    def _draw_tick(self, painter: QPainter) -> None:
        theme = appearance().theme
        center = QPointF(self.width() - TICK - 1.0, self.height() - TICK - 1.0)
        painter.setPen(QPen(QColor(theme.surface), 1.0))
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(center, TICK, TICK)
        painter.setPen(QPen(QColor(theme.on_accent), 1.6))
        corners = ((-3.0, 0.2), (-0.9, 2.4), (3.0, -2.4))
        painter.drawPolyline([center + QPointF(x, y) for x, y in corners])
