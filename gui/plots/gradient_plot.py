"""How large the gradient of each layer is over the epochs, on a logarithmic scale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, mix
from gui.plots.axes import number_text
from gui.plots.curves import as_pairs, draw_curve, logarithms, make_curve
from gui.plots.epoch_mark import EpochMark
from gui.plots.hair_line import Reading, ReadingLine
from gui.plots.key import line_entry
from gui.plots.loss_reading import epoch_words
from gui.plots.readable_plot import ReadablePlot
from gui.translation import tr

DASHES = (None, (9.0, 3.0), (3.0, 3.0), (9.0, 3.0, 2.0, 3.0))
SMALLEST = 1e-30
"""Below, a gradient is zero: every further decade would only press the others together."""

WIDEST_VALUE = "0.00·10⁻¹⁰"


@dataclass(frozen=True, eq=False)
class LayerCurve:
    """One layer: its words, its `place` from 0 (first) to 1 (output), its number, and `size` (n, 2), NaN for none."""

    name: str
    number: int
    place: float
    size: np.ndarray


class GradientPlot(ReadablePlot):
    """A curve a layer, in colours that run from the first layer to the output, and in dashes that alternate."""

    key_above = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves: list[pg.PlotCurveItem] = []
        self._epoch = np.empty(0)
        self._layers: tuple[LayerCurve, ...] = ()
        self.mark = EpochMark(self.plotItem)
        self.left.set_logarithmic(True)
        self.make_readable("layers.reading")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the hair line answers the keys
        self.setAccessibleName(tr("Size of the gradient of each layer"))
        self.set_axis_name(self.left, tr("mean |∂C/∂w|, last batch"))
        self.set_axis_name(self.bottom, tr("epoch"))
        self.follow_theme()
        self._fit()

    def show_layers(self, epoch: np.ndarray, layers: Sequence[LayerCurve]) -> None:
        """Records at `epoch` (n,) ascending; zero and what is not finite are gaps."""
        is_other = [layer.name for layer in layers] != [layer.name for layer in self._layers]
        self._epoch, self._layers = np.asarray(epoch, dtype=float), tuple(layers)
        self._draw()
        if is_other:
            self.apply_theme(appearance().theme)
        self._fit()
        self.follow_reading()

    def apply_theme(self, theme: Theme) -> None:
        for curve, layer in zip(self.curves, self._layers, strict=False):
            curve.setPen(layer_pen(theme, layer))
        self.mark.apply_theme(theme)
        self.key.set_entries([line_entry(layer.name, layer_pen(theme, layer)) for layer in self._layers])
        super().apply_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_layers"):
            self._draw()

    # Reading off

    def recorded(self) -> np.ndarray:
        return self._epoch

    def reading(self, index: int) -> Reading:
        theme = appearance().theme
        lines = [
            ReadingLine(layer_pen(theme, layer), layer.name, (_range_text(layer.size[index]),))
            for layer in self._layers
        ]
        return Reading(epoch_words(self._epoch[index]), tuple(lines))

    def widest_values(self) -> tuple[str, ...]:
        return (WIDEST_VALUE,)

    # How

    def _draw(self) -> None:
        while len(self.curves) < len(self._layers):
            self.curves.append(make_curve())
            self.plotItem.addItem(self.curves[-1], ignoreBounds=True)
        columns = max(int(self.plotItem.vb.width()), 50)
        for curve in self.curves[len(self._layers) :]:
            curve.setVisible(False)
        for curve, layer in zip(self.curves, self._layers, strict=False):
            draw_curve(curve, self._epoch, logarithms(as_pairs(layer.size)), columns)

    def _fit(self) -> None:
        last = float(self._epoch[-1]) if len(self._epoch) else 1.0
        self.plotItem.setXRange(0.0, self.mark.end_of(max(last, 1.0)), padding=0)
        values = np.concatenate([np.empty(0), *(as_pairs(layer.size).ravel() for layer in self._layers)])
        values = values[values > SMALLEST]
        low, high = (math.log10(values.min()), math.log10(values.max())) if len(values) else (-3.0, 0.0)
        bottom, top = math.floor(low), math.ceil(high)
        self.plotItem.setYRange(bottom, max(top, bottom + 1), padding=0)


def layer_pen(theme: Theme, layer: LayerCurve) -> QPen:
    """The pen of a layer."""
    dash = DASHES[layer.number % len(DASHES)]
    pen: QPen = pg.mkPen(mix(theme.train, theme.test, layer.place), width=1, dash=dash)
    return pen


def _range_text(pair: np.ndarray) -> str:
    low, high = (float(value) for value in pair)
    if not math.isfinite(low + high):
        return "–"
    return _digits(low) if low == high else f"{_digits(low)}–{_digits(high)}"


def _digits(value: float) -> str:
    """Three significant digits."""
    return number_text(float(f"{value:.3g}"))
