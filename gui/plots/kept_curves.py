"""Curves of earlier runs behind the present one, each in a colour and a dash of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from gui.appearance import Theme
from gui.plots.decimation import decimated, polyline
from gui.themes import mix

SIGN_COLOURS = 2
"""The first class colours mean minus and plus; the others are free."""

DASHES = (
    (9.0, 3.0),
    (9.0, 3.0, 2.0, 3.0),
    (3.0, 3.0),
    (9.0, 3.0, 2.0, 3.0, 2.0, 3.0),
    (14.0, 4.0),
    (14.0, 4.0, 4.0, 4.0),
    (2.0, 2.0),
    (6.0, 2.0, 1.0, 2.0),
    (14.0, 3.0, 2.0, 3.0, 2.0, 3.0),
)


PALE = 0.3
"""What is left of a curve's colour while another is lit up."""

BEHIND, IN_FRONT = -10, 10
"""Of the present run."""


@dataclass(frozen=True, eq=False)
class KeptCurve:
    """One run: its words, its slot, `epoch` (n,) ascending, and `cost` and `accuracy` (n, 2), NaN for none."""

    name: str
    slot: int
    epoch: np.ndarray
    cost: np.ndarray
    accuracy: np.ndarray


def kept_pen(theme: Theme, slot: int) -> QPen:
    """The pen of a slot; the one after all class colours is quiet."""
    colours = (*theme.classes[SIGN_COLOURS:], theme.muted)
    pen: QPen = pg.mkPen(colours[slot % len(colours)], width=1, dash=DASHES[slot % len(DASHES)])
    return pen


def lit_pen(theme: Theme, pen: QPen, is_lit: bool) -> QPen:
    """The pen of a curve, pale where another one is lit up."""
    if is_lit:
        return pen
    pale = QPen(pen)
    pale.setColor(QColor(mix(theme.surface, pen.color().name(), PALE)))
    return pale


class KeptCurves:
    """The items of one picture; there are as many as curves were ever shown at a time."""

    def __init__(self, plot: pg.PlotItem) -> None:
        self._plot = plot
        self.items: list[pg.PlotCurveItem] = []

    def draw(
        self,
        theme: Theme,
        runs: Sequence[tuple[int, np.ndarray, np.ndarray]],
        columns: int,
        lit: int | None = None,
    ) -> None:
        """(slot, epoch (n,), pairs (n, 2)) of each, already in the measure of the axis; all but the `lit` slot pale."""
        while len(self.items) < len(runs):
            item = pg.PlotCurveItem(antialias=True, connect="finite")
            self.items.append(item)
            self._plot.addItem(item, ignoreBounds=True)
        for item in self.items[len(runs) :]:
            item.setVisible(False)
        for item, (slot, epoch, pairs) in zip(self.items, runs, strict=False):
            item.setPen(lit_pen(theme, kept_pen(theme, slot), lit in (None, slot)))
            item.setZValue(IN_FRONT if lit == slot else BEHIND)
            item.setData(*polyline(*decimated(epoch, pairs, columns)))
            item.setVisible(True)
