"""The accuracy, in a low picture under the cost."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg

from gui.appearance import Theme, appearance, number_font
from gui.plots.axes import NumberAxis, percent_text
from gui.plots.curves import draw_curve, make_curve
from gui.plots.kept_curves import KeptCurve, KeptCurves
from gui.plots.themed_plot import TEXT_SCALE, WIDEST, TickGrid, fit_left_axis, prepare_plot_item, style_axis
from gui.translation import tr


class AccuracyPart(pg.PlotItem):
    """Shares over the epochs, 0 to 100 percent."""

    def __init__(self) -> None:
        self.bottom, self.left = NumberAxis("bottom"), NumberAxis("left", percent_text)
        super().__init__(axisItems={"bottom": self.bottom, "left": self.left}, enableMenu=False)
        prepare_plot_item(self)
        self.layout.setContentsMargins(0, 0, 0, 0)
        self.grid = TickGrid(self.bottom, self.left)
        self.train_curve, self.test_curve = make_curve(), make_curve()
        for item in (self.grid, self.test_curve, self.train_curve):
            self.addItem(item, ignoreBounds=True)
        self._kept = KeptCurves(self)
        self.left.setLabel(tr("accuracy"))
        self.bottom.setLabel(tr("epoch"))
        self.setYRange(0.0, 1.0, padding=0)

    def draw(self, scores: Sequence[np.ndarray], columns: int) -> None:
        """`scores` are the epochs (n,) and the shares of train and test (n, 2)."""
        epoch, train, test = scores
        for curve, pairs in ((self.train_curve, train), (self.test_curve, test)):
            draw_curve(curve, epoch, pairs, columns)

    def draw_kept(self, kept: Sequence[KeptCurve], columns: int, lit: int | None = None) -> None:
        """The accuracy of earlier runs, the others pale where one is lit up."""
        runs = [(run.slot, run.epoch, run.accuracy) for run in kept]
        self._kept.draw(appearance().theme, runs, columns, lit)

    def apply_theme(self, theme: Theme) -> None:
        self.grid.set_color(theme.grid)
        for axis in (self.bottom, self.left):
            style_axis(axis, theme, number_font(TEXT_SCALE))
        fit_left_axis(self.left, WIDEST)  # as wide as the cost's, so that the epochs stand beneath each other
