"""The probability of every class over one input, a curve each: in the class's colour, and a dash of its own."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from gui.appearance import Theme
from gui.plots.point_layers import class_color

DASHES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)


class ClassCurves:
    """As many curves as there are classes."""

    def __init__(self, add_item: Callable[[pg.PlotCurveItem], None], theme: Theme) -> None:
        self._add_item = add_item
        self._theme = theme
        self._shown = 0
        self.curves: list[pg.PlotCurveItem] = []

    def show(self, x: np.ndarray, probabilities: np.ndarray) -> None:
        """`probabilities` (K, n) over `x` (n,)."""
        while len(self.curves) < len(probabilities):
            curve = pg.PlotCurveItem(antialias=True, connect="finite")
            self._add_item(curve)
            self.curves.append(curve)
            curve.setPen(self.pen(len(self.curves) - 1))
        for curve, values in zip(self.curves, probabilities, strict=False):
            curve.setData(x, values)
        self._shown = len(probabilities)

    def set_visible(self, is_visible: bool) -> None:
        for index, curve in enumerate(self.curves):
            curve.setVisible(is_visible and index < self._shown)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        for index, curve in enumerate(self.curves):
            curve.setPen(self.pen(index))

    def pen(self, index: int) -> object:
        """The pen of a class."""
        color = class_color(self._theme, index, "classes")
        return pg.mkPen(color, width=2, style=DASHES[index % len(DASHES)])
