"""An activation and its derivative over z, the tangent where the neuron stands, and where the curve is flat."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from gui.appearance import Theme, appearance, mix
from gui.plots.key import line_entry
from gui.plots.themed_plot import ThemedPlot
from gui.translation import tr

TANGENT = 0.16
"""Half the length of the tangent, as a share of the width."""

BANDS = 8


class ActivationPlot(ThemedPlot):
    """f(z) in full, f'(z) dashed, a point with its tangent; flat stretches lie on a darker ground."""

    key_above = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bands = [QGraphicsRectItem() for _ in range(BANDS)]
        self.curve = pg.PlotCurveItem(antialias=True)
        self.derivative = pg.PlotCurveItem(antialias=True)
        self.tangent = pg.PlotCurveItem(antialias=True)
        self.foot = pg.PlotCurveItem()
        self.point = pg.ScatterPlotItem(size=9, pxMode=True)
        for band in self.bands:
            band.setZValue(-200)
            band.setPen(pg.mkPen(None))
            self.plotItem.addItem(band, ignoreBounds=True)
        for item in (self.foot, self.derivative, self.curve, self.tangent, self.point):
            self.plotItem.addItem(item, ignoreBounds=True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # nothing here answers a key
        self.setAccessibleName(tr("The activation and its derivative"))
        self.set_axis_name(self.bottom, "z")
        self._range = (-1.0, 1.0, -1.0, 1.0)
        self.follow_theme()

    def show_curve(
        self, z: np.ndarray, f: np.ndarray, slope: np.ndarray, bands: Sequence[tuple[float, float]]
    ) -> None:
        """f(z) and f'(z) at ascending z (n,), and the stretches of z where the curve is flat."""
        self.curve.setData(z, f)
        self.derivative.setData(z, slope)
        low, high = float(min(f.min(), slope.min(), 0.0)), float(max(f.max(), slope.max()))
        room = 0.08 * max(high - low, 1e-9)
        self._range = (float(z[0]), float(z[-1]), low - room, high + room)
        self.plotItem.setRange(xRange=self._range[:2], yRange=self._range[2:], padding=0)
        shown = list(bands[:BANDS])
        for index, band in enumerate(self.bands):
            band.setVisible(index < len(shown))
            if index < len(shown):
                left, right = shown[index]
                band.setRect(left, self._range[2], right - left, self._range[3] - self._range[2])
        self._has_bands = bool(shown)
        self._name(appearance().theme)

    def show_point(self, z: float, f: float, slope: float) -> None:
        """The present z, f(z) and f'(z); none of them need be finite."""
        is_one = bool(np.isfinite([z, f, slope]).all())
        for item in (self.tangent, self.foot, self.point):
            item.setVisible(is_one)
        if is_one:
            half = TANGENT * (self._range[1] - self._range[0])
            self.tangent.setData([z - half, z + half], [f - half * slope, f + half * slope])
            self.foot.setData([z, z], [self._range[2], self._range[3]])
            self.point.setData([z], [f])

    def apply_theme(self, theme: Theme) -> None:
        self.curve.setPen(pg.mkPen(theme.text, width=1.5))
        self.derivative.setPen(pg.mkPen(theme.muted, width=1, dash=(5.0, 4.0)))
        self.tangent.setPen(pg.mkPen(theme.accent, width=2))
        self.foot.setPen(pg.mkPen(theme.border, width=1, dash=(2.0, 3.0)))
        self.point.setPen(pg.mkPen(theme.surface, width=1.5))
        self.point.setBrush(pg.mkBrush(theme.accent))
        for band in self.bands:
            band.setBrush(pg.mkBrush(_band(theme)))
        self._name(theme)
        super().apply_theme(theme)

    def _name(self, theme: Theme) -> None:
        entries = [
            line_entry("f(z)", self.curve.opts["pen"]),
            line_entry("f′(z)", self.derivative.opts["pen"]),
            line_entry(tr("slope here"), self.tangent.opts["pen"]),
        ]
        if getattr(self, "_has_bands", False):
            pen = pg.mkPen(_band(theme), width=9)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            entries.append(line_entry(tr("flat"), pen))
        self.set_key(entries)


def _band(theme: Theme) -> str:
    return mix(theme.surface, theme.warning, 0.16)
