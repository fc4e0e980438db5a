"""What stands out among the learning rates: the band worth trying, the present one, the edge, and where it diverges."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor

from gui import numbers
from gui.appearance import Theme, mix, number_font
from gui.plots.themed_plot import TEXT_SCALE
from gui.translation import tr

ROW = 18.0
"""Pixels from one name to the next below it."""

DASH = (5.0, 4.0)


class RateMarks:
    """Regions and lines over an axis of log10 η, each with its name; set the attributes, then `place` them.

    Attributes:
        band: (lowest, highest) rate worth trying, or None.
        diverged_at: The rate from which on all diverge, or None.
        present: The rate that is set now, or None.
        edge: The rate beyond which steps overshoot ever further, or None.
    """

    def __init__(self, plot: pg.PlotItem) -> None:
        self._view: pg.ViewBox = plot.vb
        self.band: tuple[float, float] | None = None
        self.diverged_at: float | None = None
        self.present: float | None = None
        self.edge: float | None = None
        self.band_region, self.blown_region = (pg.LinearRegionItem(movable=False) for _ in range(2))
        self.present_line, self.edge_line = (pg.InfiniteLine(angle=90, movable=False) for _ in range(2))
        self.band_name, self.blown_name, self.present_name, self.edge_name = (
            pg.TextItem(anchor=(0.5, 0.0)) for _ in range(4)
        )
        self.band_name.setAnchor((0.5, 1.0))
        for depth, item in enumerate(
            (
                *(self.band_region, self.blown_region, self.edge_line, self.present_line),
                *(self.band_name, self.blown_name, self.edge_name, self.present_name),
            )
        ):
            item.setZValue(-20 if depth < 2 else 10 + depth)  # regions below the curves, names above
            plot.addItem(item, ignoreBounds=True)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.band_region.setBrush(pg.mkBrush(mix(theme.surface, theme.accent, 0.18)))
        self.blown_region.setBrush(
            QBrush(QColor(mix(theme.surface, theme.error, 0.5)), Qt.BrushStyle.BDiagPattern)
        )
        for region, color in ((self.band_region, theme.accent), (self.blown_region, theme.error)):
            for line in region.lines:
                line.setPen(pg.mkPen(color, width=1))
        self.present_line.setPen(pg.mkPen(theme.text, width=1))
        self.edge_line.setPen(pg.mkPen(theme.error, width=1, dash=DASH))
        for name, color in (
            *((self.present_name, theme.text), (self.edge_name, theme.error)),
            *((self.band_name, theme.accent), (self.blown_name, theme.error)),
        ):
            name.setFont(number_font(TEXT_SCALE))
            name.setColor(color)
            name.fill = pg.mkBrush(theme.surface)
        self.band_name.fill = self.band_region.brush
        self.band_name.setText(tr("worth trying"))
        self.blown_name.setText(tr("diverges"))

    def place(self) -> None:
        """Put everything where it belongs in the present range: lines' names above, the band's below."""
        (_, high), (bottom, top) = self._view.viewRange()
        row = (top - bottom) * ROW / max(self._view.height(), 1.0)
        self._place_line(self.present_line, self.present_name, self.present, rate_words, top)
        self._place_line(self.edge_line, self.edge_name, self.edge, edge_words, top - row)
        self._place_region(self.band_region, self.band_name, self.band, bottom)
        blown = None if self.diverged_at is None else (self.diverged_at, 10.0**high)
        self._place_region(self.blown_region, self.blown_name, blown, top - 2 * row)

    def _place_line(
        self,
        line: pg.InfiniteLine,
        name: pg.TextItem,
        rate: float | None,
        words: Callable[[float], str],
        height: float,
    ) -> None:
        (low, high), _ = self._view.viewRange()
        name.setVisible(bool(rate))
        if not rate:
            line.setVisible(False)
            return
        place, text = float(np.log10(rate)), words(rate)
        line.setVisible(bool(low <= place <= high))
        line.setValue(place)
        if place < low:
            text = f"← {text}"
        elif place > high:
            text = f"{text} →"
        name.setText(text)
        name.setAnchor((1.0, 0.0) if place > (low + high) / 2 else (0.0, 0.0))
        name.setPos(min(max(place, low), high), height)

    def _place_region(
        self, region: pg.LinearRegionItem, name: pg.TextItem, rates: tuple[float, float] | None, height: float
    ) -> None:
        """The name in the middle, but not over the sides of the picture."""
        region.setVisible(rates is not None)
        name.setVisible(rates is not None)
        if rates is None:
            return
        (low, high), _ = self._view.viewRange()
        left, right = np.log10(rates).tolist()
        region.setRegion((left, right))
        half = name.boundingRect().width() / 2 * (high - low) / max(self._view.width(), 1.0)
        name.setPos(min(max((left + right) / 2, low + half), high - half), height)


def rate_words(rate: float) -> str:
    """A learning rate with its letter."""
    return tr("η = {rate}", rate=numbers.plain(float(f"{rate:.3g}")))


def edge_words(rate: float) -> str:
    """The edge of stability."""
    return tr("edge of stability ≈ {rate}", rate=numbers.plain(float(f"{rate:.2g}")))
