"""A line at the epoch that is looked back at."""

import math

import pyqtgraph as pg

from gui.appearance import Theme


class EpochMark(pg.InfiniteLine):
    """Stands upright across a plot over the epochs while a person looks back; else it is hidden."""

    def __init__(self, plot: pg.PlotItem) -> None:
        super().__init__(angle=90, movable=False)
        self.hide()
        plot.addItem(self, ignoreBounds=True)

    def show_at(self, epoch: float | None) -> None:
        """Stand there; None for nowhere."""
        self.setVisible(epoch is not None)
        if epoch is not None:
            self.setValue(epoch)

    def end_of(self, last: float) -> float:
        """Where an axis up to the epoch `last` must end for the line to be seen on it."""
        at = float(self.value())
        return math.floor(at) + 1.0 if self.isVisible() and at >= last else last

    def apply_theme(self, theme: Theme) -> None:
        self.setPen(pg.mkPen(theme.accent, width=1))
