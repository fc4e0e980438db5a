"""The cost against the learning rate: what a search met, what it suggests, and where the present rate stands."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gui import numbers
from gui.appearance import Theme, mix, number_font
from gui.plots.axes import nice_limit
from gui.plots.curves import LARGEST, as_pairs, draw_curve, make_curve
from gui.plots.hair_line import HairLine, Reading, ReadingLine
from gui.plots.key import line_entry
from gui.plots.rate_marks import RateMarks, rate_words
from gui.plots.readable_plot import ReadablePlot
from gui.plots.themed_plot import TEXT_SCALE
from gui.translation import tr

KEY_STEPS = 150
"""How many presses of an arrow key lead from one end to the other."""

KEY_FROM_HEIGHT = 190
"""In pixels: a lower plot has better use for the room."""

MOST_COLUMNS = 1000
SMOOTH_POINTS = 250
"""Points of the smoothed curve: it is wide, and every one of a wide curve's points is dear to draw."""

HEADROOM = 1.15
MOST_SHOWN = 98.0
"""Percentile of the raw costs that has room; a single batch's leap may run out of the picture."""

NONE = "–"


class RateLine(HairLine):
    """The hair line over the rates: Enter takes the one that is read off.

    Signals:
        read: The index of the rate that is read off, or None.
        taken: A person wants that one.
    """

    own_keys = HairLine.own_keys | {int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)}
    read = Signal(object)
    taken = Signal(int)

    def __init__(self, name: str, picture: "FinderPlot") -> None:
        self._index: int | None = None
        super().__init__(name, picture, picture)
        self._plot = picture
        self.setAccessibleName(tr("Read off the learning rates"))
        self.setToolTip(
            tr("The left and right arrow keys try one learning rate after another; Enter takes it")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, count = Qt.Key(event.key()), len(self._source.recorded())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._index is not None:
            self.taken.emit(self._index)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and count and self._index is not None:
            stride = max(count // KEY_STEPS, 1) * (1 if key == Qt.Key.Key_Right else -1)
            self._put(min(max(self._index + stride, 0), count - 1))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._index is None and len(self._source.recorded()):
            self._put(self._plot.start_index())
        super().focusInEvent(event)

    def leave(self) -> None:
        super().leave()
        if not self.hasFocus():
            self._tell(None)

    def _put(self, index: int) -> None:
        super()._put(index)
        self._tell(index)

    def _tell(self, index: int | None) -> None:
        if index != self._index:
            self._index = index
            self.read.emit(index)


class FinderPlot(ReadablePlot):
    """It knows arrays and texts only. Rates are given as they are and drawn by their decimal logarithm.

    Signals:
        hovered: The learning rate that is read off, or None.
        chosen: A person clicked this rate, or pressed Enter on it.
    """

    key_above = True
    hovered = Signal(object)
    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._exponents = np.linspace(-3.0, 0.0, 1000)
        self._losses = self._smoothed = np.full(1000, np.nan)
        self.marks = RateMarks(self.plotItem)
        self.raw_curve, self.smooth_curve = make_curve(), make_curve()
        self._hint = pg.TextItem(anchor=(0.5, 0.5))
        for item in (self.raw_curve, self.smooth_curve, self._hint):
            self.plotItem.addItem(item, ignoreBounds=True)
        self.hair_line: RateLine = RateLine("finder.reading", self)
        self.hair_line.read.connect(self._on_read)
        self.hair_line.taken.connect(self._on_taken)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the hair line answers the keys
        self.setAccessibleName(tr("Cost against the learning rate"))
        self.bottom.set_logarithmic(True)
        self.set_axis_name(self.left, tr("cost"))
        self.follow_theme()
        self._fit()

    # What is shown

    def set_trials(
        self, rates: np.ndarray, losses: np.ndarray, smoothed: np.ndarray, diverged_at: float | None = None
    ) -> None:
        """`rates` (n,) ascending and above 0; `losses` and `smoothed` (n,), NaN where nothing was tried yet.

        From `diverged_at` on every rate is marked as diverging.
        """
        self._exponents = np.log10(np.asarray(rates, dtype=float))
        self._losses, self._smoothed = np.asarray(losses, dtype=float), np.asarray(smoothed, dtype=float)
        draw_curve(self.raw_curve, self._exponents, as_pairs(self._losses), MOST_COLUMNS)
        few = np.unique(np.linspace(0, len(self._exponents) - 1, SMOOTH_POINTS).round().astype(int))
        draw_curve(self.smooth_curve, self._exponents[few], as_pairs(self._smoothed[few]), SMOOTH_POINTS)
        self._hint.setVisible(not self.raw_curve.isVisible())
        self.marks.diverged_at = diverged_at
        self._fit()
        self.follow_reading()

    def set_band(self, band: tuple[float, float] | None) -> None:
        """The rates worth trying; None for none."""
        self.marks.band = band
        self.marks.place()

    def set_present(self, rate: float | None) -> None:
        """The learning rate that is set now."""
        self.marks.present = rate
        self.marks.place()

    def set_edge(self, rate: float | None) -> None:
        """The rate beyond which steps overshoot ever further; None where it is not known."""
        self.marks.edge = rate
        self.marks.place()

    def apply_theme(self, theme: Theme) -> None:
        self.raw_curve.setPen(pg.mkPen(mix(theme.surface, theme.train, 0.42), width=1))
        self.smooth_curve.setPen(pg.mkPen(theme.train, width=2))
        self.marks.apply_theme(theme)
        self._hint.setFont(number_font(TEXT_SCALE))
        self._hint.setColor(theme.muted)
        self._hint.fill = pg.mkBrush(theme.surface)
        self._hint.setText(tr("No search yet"))
        super().apply_theme(theme)
        self._name_curves()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "marks"):
            self._name_curves()

    # Reading off

    def recorded(self) -> np.ndarray:
        return self._exponents

    def start_index(self) -> int:
        """Where reading by keyboard begins: at the present rate."""
        wanted = np.log10(self.marks.present) if self.marks.present else self._exponents[-1]
        return int(np.abs(self._exponents - wanted).argmin())

    def reading(self, index: int) -> Reading:
        values = (
            (self.raw_curve, tr("cost"), self._losses),
            (self.smooth_curve, tr("smoothed"), self._smoothed),
        )
        lines = [
            ReadingLine(curve.opts["pen"], name, (numbers.cost(float(costs[index])),))
            for curve, name, costs in values
            if not np.isnan(costs[index])
        ]
        return Reading(rate_words(self.rate(index)), tuple(lines))

    def widest_values(self) -> tuple[str, ...]:
        return (numbers.cost(0.0),)

    def rate(self, index: int) -> float:
        """The learning rate of that index, in two digits, as a person would set it."""
        return float(f"{10.0 ** self._exponents[index]:.2g}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.parts()[0].contains(event.position()):
            place = self.place_at(event.position().x())
            self._on_taken(int(np.abs(self._exponents - place).argmin()))
        else:
            super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hair_line.leave()

    # How

    def _on_read(self, index: int | None) -> None:
        self.hovered.emit(None if index is None else self.rate(index))

    def _on_taken(self, index: int) -> None:
        self.chosen.emit(self.rate(index))

    def _fit(self) -> None:
        """Every rate from side to side; the smoothed curve and nearly all of the raw one from 0 up."""
        self.plotItem.setXRange(self._exponents[0], self._exponents[-1], padding=0)
        raw, smooth = (
            values[np.isfinite(values) & (np.abs(values) < LARGEST)]
            for values in (self._losses, self._smoothed)
        )
        tops = [float(smooth.max())] if len(smooth) else []
        tops += [float(np.percentile(raw, MOST_SHOWN))] if len(raw) else []
        top = max(tops, default=1.0)
        self.plotItem.setYRange(0.0, nice_limit(HEADROOM * top) if top > 0.0 else 1.0, padding=0)
        (low, high), (bottom, top) = self.plotItem.vb.viewRange()
        self._hint.setPos((low + high) / 2, (bottom + top) / 2)
        self.marks.place()
        self._describe()

    def _name_curves(self) -> None:
        """The key, where there is room for it; what is read off names the curves as well."""
        pens = (self.raw_curve.opts["pen"], self.smooth_curve.opts["pen"])
        names = (tr("cost of each batch"), tr("smoothed"))
        has_room = self.height() >= KEY_FROM_HEIGHT
        self.set_key([line_entry(*entry) for entry in zip(names, pens, strict=True)] if has_room else [])
        self.marks.place()

    def _describe(self) -> None:
        if np.isnan(self._smoothed).all():
            self.setAccessibleDescription(tr("No search yet"))
            return
        tried = np.flatnonzero(~np.isnan(self._smoothed))
        lowest = int(np.nanargmin(self._smoothed))
        self.setAccessibleDescription(
            tr(
                "{count} learning rates tried; the smoothed cost is lowest, {cost}, at {rate}.",
                count=len(tried),
                cost=numbers.cost(float(self._smoothed[lowest])),
                rate=rate_words(self.rate(lowest)),
            )
        )


def whole_grid(tried: Sequence[float], rates: np.ndarray) -> np.ndarray:
    """Values of the first rates, NaN for the rest: (n,) shaped like `rates`."""
    values = np.full(len(rates), np.nan)
    values[: len(tried)] = tried
    return values
