"""The mark of a class or of a value as a small icon, as it stands in the plot."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from gui.appearance import Theme, sign_color
from gui.plots.key import point_entry
from gui.plots.point_layers import Problem, class_color, class_symbol

SIDE = 32


def class_icon(theme: Theme, index: int, problem: Problem) -> QIcon:
    """The shape and colour of a class."""
    return _icon(class_symbol(index), class_color(theme, index, problem), theme)


def value_icon(theme: Theme, value: float) -> QIcon:
    """A point in the colour of a number from −1 to +1."""
    return _icon(class_symbol(0), sign_color(theme, value).name(), theme)


def _icon(symbol: str, colour: str, theme: Theme) -> QIcon:
    pixmap = QPixmap(SIDE, SIDE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    point_entry("", symbol, colour, theme.muted).draw(painter, QRectF(0, 0, SIDE, SIDE))
    painter.end()
    return QIcon(pixmap)
