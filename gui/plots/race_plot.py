"""The contours of a race, with the runners' ways on them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gui.plots.contour_plot import ContourPlot
from gui.plots.race_lines import RaceLines, RunnerLine
from gui.translation import tr

WIDEST = "−0.00000"
"""Slow motion looks from so near that the axis has this many digits."""


class RacePlot(ContourPlot):
    """A contour plot whose point is the start of all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key.least_rows = 1  # the runners are named in the table
        self.lines_of_runners = RaceLines()
        self.plotItem.addItem(self.lines_of_runners, ignoreBounds=True)
        self.setAccessibleName(tr("The race on the contours of the cost"))
        self.setAccessibleDescription(
            tr("Click to set the start; the arrow keys move it, plus and minus zoom, 0 shows everything")
        )

    def widest(self) -> str:
        return WIDEST

    def show_runners(self, runners: Sequence[RunnerLine]) -> None:
        """Their ways so far."""
        self.lines_of_runners.show_runners(runners)
