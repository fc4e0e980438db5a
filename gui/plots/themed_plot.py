"""The common ground of the plots: themed axes, a light grid, a key, and a range that only we set."""

import html
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gui.appearance import Theme, appearance, number_font
from gui.plots.axes import NumberAxis
from gui.plots.key import Key, KeyEntry

MARGIN = 8.0
TEXT_SCALE = 0.92
# The widest number an axis writes while its range moves; its room is kept free, so that nothing shifts.
WIDEST = "2·10⁻⁵"


class TickGrid(pg.GraphicsObject):
    """Opaque lines at the labelled ticks (pyqtgraph's own grid is transparent, and slow for it)."""

    def __init__(self, bottom: NumberAxis, left: NumberAxis) -> None:
        super().__init__()
        self._axes = (bottom, left)
        self._pen = pg.mkPen("#808080")
        self.setZValue(-100)

    def set_color(self, color: str) -> None:
        self._pen = pg.mkPen(color, width=1)
        self.update()

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        rect: QRectF = self.viewRect()
        return rect

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        rect = self.viewRect()
        bottom, left = self._axes
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._pen)
        lines = [QLineF(x, rect.top(), x, rect.bottom()) for x in bottom.tick_positions()]
        lines += [QLineF(rect.left(), y, rect.right(), y) for y in left.tick_positions()]
        painter.drawLines(lines)


class ThemedPlot(pg.PlotWidget):
    """A plot widget without menus, mouse ranges and automatic ranges, in the colours of the theme.

    A subclass makes its items, then calls `follow_theme`; it extends `apply_theme` for its own pens and
    `plot_margins` for its own shape.
    """

    key_above = False

    def __init__(self, parent: QWidget | None = None) -> None:
        self.bottom, self.left = NumberAxis("bottom"), NumberAxis("left")
        super().__init__(parent, axisItems={"bottom": self.bottom, "left": self.left}, enableMenu=False)
        prepare_plot_item(self.plotItem)
        self.grid = TickGrid(self.bottom, self.left)
        self.plotItem.addItem(self.grid, ignoreBounds=True)
        self.key = Key(self.plotItem)

    def follow_theme(self) -> None:
        """Wear the present theme, and every later one."""
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)

    def apply_theme(self, theme: Theme) -> None:
        font = number_font(TEXT_SCALE)
        self.setBackground(theme.surface)
        self.grid.set_color(theme.grid)
        for axis in (self.bottom, self.left):
            style_axis(axis, theme, font)
        self.fit_left()
        self.key.set_style(font, theme.muted)
        self.arrange()

    def set_axis_name(self, axis: NumberAxis, name: str) -> None:
        # pyqtgraph reads a label as HTML, and the name may come from a person's table.
        axis.setLabel(html.escape(name), **axis.labelStyle)

    def set_key(self, entries: Sequence[KeyEntry]) -> None:
        self.key.set_entries(entries)
        self.arrange()

    def widest(self) -> str:
        """The number that the room beside the left axis is made for."""
        return WIDEST

    def fit_left(self) -> None:
        """Make the left axis as wide as its widest number and its name need."""
        fit_left_axis(self.left, self.widest())

    def plot_margins(self) -> tuple[float, float, float, float]:
        """Free room left, above, right and below of the plot, the key not counted."""
        return MARGIN, MARGIN, 2 * MARGIN, MARGIN

    def key_start(self) -> float:
        """Where the key begins: below the picture, not below its axis."""
        return MARGIN + float(self.left.width())

    def key_height(self, width: float) -> float:
        """How much room the key takes that may be so wide."""
        return self.key.fit(width)

    def arrange(self) -> None:
        """Give the key its strip and the plot the rest."""
        start = self.key_start()
        height = self.key_height(max(self.width() - start - MARGIN, 1.0))
        left, top, right, bottom = self.plot_margins()
        self.key.setPos(start, top - 2.0 if self.key_above else self.height() - height - bottom + 2.0)
        if self.key_above:
            top += height
        else:
            bottom += height
        self.plotItem.layout.setContentsMargins(left, top, right, bottom)

    def sizeHint(self) -> QSize:
        return QSize(300, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def close(self) -> bool:
        # pyqtgraph's own takes the plot apart, though a closed dock may well be shown again.
        return QWidget.close(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "key"):  # Qt resizes the view once while it is still being built
            self.arrange()


def prepare_plot_item(item: pg.PlotItem) -> None:
    """Leave the range to us: no buttons, no menu, no mouse, no automatic range."""
    item.hideButtons()
    item.setMenuEnabled(False)
    item.setMouseEnabled(False, False)
    item.vb.disableAutoRange()
    item.vb.setDefaultPadding(0.0)
    for side in ("top", "right"):  # never seen, and yet their labels would be set anew with every range
        item.getAxis(side).enableAutoSIPrefix(False)


def style_axis(axis: NumberAxis, theme: Theme, font: QFont) -> None:
    """Colours and font, and for the bottom axis the height they need."""
    axis.setPen(pg.mkPen(theme.line, width=1))
    axis.setTextPen(pg.mkPen(theme.muted))
    axis.setStyle(tickLength=0, tickFont=font, tickTextOffset=6, autoExpandTextSpace=False)
    axis.label.setFont(font)
    axis.setLabel(axis.labelText, **{"color": theme.muted, "font-size": f"{font.pointSizeF():.2f}pt"})
    if axis.orientation == "bottom":
        axis.setHeight(QFontMetricsF(font).height() + 8.0 + _name_height(axis))


def fit_left_axis(axis: NumberAxis, widest: str) -> None:
    metrics = QFontMetricsF(axis.style["tickFont"])
    axis.setWidth(metrics.horizontalAdvance(widest) + 8.0 + _name_height(axis))


def _name_height(axis: NumberAxis) -> float:
    return QFontMetricsF(axis.label.font()).height() + 2.0 if axis.labelText else 0.0
