"""Numbers as predicted against numbers as they are: on the diagonal every prediction is right."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance
from gui.plots.axes import linear_ticks, nice_step, number_text
from gui.plots.themed_plot import ThemedPlot
from gui.translation import tr

MOST_POINTS = 2000
"""More examples than this would hide one another; every k-th is drawn."""

POINT = 6.0
ROOM = 0.08
"""Of the span of the targets, free on both sides."""


class PredictionPlot(ThemedPlot):
    """One point an example: the target across, the prediction up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.diagonal = pg.PlotCurveItem(antialias=True)
        self.points = pg.ScatterPlotItem(size=POINT, pxMode=True)
        for item in (self.diagonal, self.points):
            self.plotItem.addItem(item, ignoreBounds=True)
        self._is_test = True
        self._range = (0.0, 1.0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # nothing here answers a key
        self.setAccessibleName(tr("Predictions against targets"))
        self.set_axis_name(self.bottom, tr("true y"))
        self.set_axis_name(self.left, tr("predicted ŷ"))
        self.follow_theme()
        self._fit(0.0, 1.0)

    def show_predictions(self, targets: np.ndarray, predictions: np.ndarray, is_test: bool) -> None:
        """Targets and predictions (N,), of the test or the training part.

        The targets alone decide the range, so that the axes stand still while the network learns.
        """
        stride = max(1, -(-len(targets) // MOST_POINTS))
        seen = np.isfinite(predictions[::stride])
        self.points.setData(targets[::stride][seen], predictions[::stride][seen])
        if is_test != self._is_test:
            self._is_test = is_test
            self._paint(appearance().theme)
        if len(targets):
            self._fit(*_round_range(float(targets.min()), float(targets.max())))

    def apply_theme(self, theme: Theme) -> None:
        self._paint(theme)
        super().apply_theme(theme)

    def widest(self) -> str:
        """The range stands still, so the room may follow its numbers."""
        return max((number_text(float(tick)) for tick in linear_ticks(*self._range, 8)), key=len)

    def _paint(self, theme: Theme) -> None:
        colour = theme.test if self._is_test else theme.train
        self.diagonal.setPen(pg.mkPen(theme.muted, width=1))
        self.points.setPen(pg.mkPen(theme.surface, width=0.5))
        self.points.setBrush(pg.mkBrush(colour))

    def _fit(self, low: float, high: float) -> None:
        self._range = (low, high)
        self.diagonal.setData([low, high], [low, high])
        self.plotItem.setRange(xRange=(low, high), yRange=(low, high), padding=0)
        self.fit_left()
        self.arrange()


def _round_range(low: float, high: float) -> tuple[float, float]:
    room = ROOM * (high - low) or max(abs(high), 1.0)
    step = nice_step(high - low + 2 * room, 10)
    return float(np.floor((low - room) / step) * step), float(np.ceil((high + room) / step) * step)
