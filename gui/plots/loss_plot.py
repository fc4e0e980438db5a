"""The cost and the accuracy over the epochs."""

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, number_font
from gui.plots.axes import NumberAxis, nice_limit, number_text, percent_text
from gui.plots.decimation import decimated, polyline
from gui.plots.key import line_entry
from gui.plots.themed_plot import (
    TEXT_SCALE,
    WIDEST,
    ThemedPlot,
    TickGrid,
    fit_left_axis,
    prepare_plot_item,
    style_axis,
)
from gui.translation import tr

# The range may follow this often; oftener and a learner reads a wobbling axis instead of a curve.
RANGE_INTERVAL_MS = 250

# A diverging cost passes every limit; beyond this one the arithmetic of the picture would overflow.
LARGEST = 1e100
SMALLEST = 1e-100

DASH = (5.0, 4.0)
DOTS = (1.5, 3.0)

Extent = tuple[float, float]


class LossPlot(ThemedPlot):
    """Train and test cost, and beneath them the accuracy where there is one. It knows arrays only.

    Arrays are kept, not copied, until the next call; they are redrawn when the plot changes its width.
    """

    key_above = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.train_curve, self.test_curve, self.penalized_curve = (_curve() for _ in range(3))
        self.accuracy = _AccuracyPart()
        # Train lies on top: it is the curve that gradient descent pushes down.
        for curve in (self.penalized_curve, self.test_curve, self.train_curve):
            self.plotItem.addItem(curve, ignoreBounds=True)
        self.plotItem.layout.addItem(self.accuracy, 4, 0, 1, 3)
        self.plotItem.layout.setRowStretchFactor(4, 45)
        self._hint = pg.TextItem(anchor=(0.5, 0.5))
        self.plotItem.addItem(self._hint, ignoreBounds=True)

        self._logarithmic = False
        self._cost: list[np.ndarray] = [np.empty(0)] + [np.empty((0, 2))] * 3
        self._scores: list[np.ndarray] = [np.empty(0)] + [np.empty((0, 2))] * 2
        self._since_range = QElapsedTimer()
        self._range_timer = QTimer(self, singleShot=True, interval=RANGE_INTERVAL_MS)
        self._range_timer.timeout.connect(self.refresh_range)

        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # nothing here answers a key
        self.setAccessibleName(tr("Cost while training"))
        self.set_axis_name(self.left, tr("cost"))
        self.set_axis_name(self.bottom, tr("epoch"))
        self._draw_cost()
        self._show_accuracy(False)
        self.follow_theme()
        self.refresh_range()

    # What is shown

    def set_curves(
        self, epoch: np.ndarray, train: np.ndarray, test: np.ndarray, penalized: np.ndarray | None = None
    ) -> None:
        """The cost: `epoch` (n,) ascending; `train`, `test`, `penalized` (n, 2), minimum and maximum per point.

        A test that is NaN throughout is not drawn; `penalized` is the train cost with the penalty.
        """
        epoch = np.asarray(epoch, dtype=float)
        absent = np.full((len(epoch), 2), np.nan)
        begins = not len(self._cost[0]) or len(epoch) < len(self._cost[0])
        self._cost = [epoch, _pairs(train), _pairs(test), absent if penalized is None else _pairs(penalized)]
        self._draw_cost()
        self._range_soon(at_once=begins)

    def set_accuracy(self, epoch: np.ndarray, train: np.ndarray, test: np.ndarray) -> None:
        """Shares 0..1, (n,) or (n, 2) as in `set_curves`; the part is hidden when all are NaN."""
        self._scores = [np.asarray(epoch, dtype=float), _pairs(train), _pairs(test)]
        self._show_accuracy(bool(np.isfinite(self._scores[1]).any() or np.isfinite(self._scores[2]).any()))
        self.accuracy.draw(self._scores, self._columns())

    def set_log(self, logarithmic: bool) -> None:
        """A decimal-logarithmic cost axis; costs of zero or less have no place on it and leave a gap."""
        self._logarithmic = bool(logarithmic)
        self.left.set_logarithmic(self._logarithmic)
        self._draw_cost()
        self.refresh_range()

    def refresh_range(self) -> None:
        """Fit the axes to the curves now: the epochs exactly, the cost in round numbers."""
        self._range_timer.stop()
        self._since_range.start()
        last = self._cost[0][-1] if len(self._cost[0]) else 0.0
        self.plotItem.setXRange(0.0, max(float(last), 1.0), padding=0)
        self.accuracy.setXRange(0.0, max(float(last), 1.0), padding=0)
        low, high = self._cost_range()
        self.plotItem.setYRange(low, high, padding=0)
        self._hint.setPos(max(float(last), 1.0) / 2, (low + high) / 2)
        self._describe()

    def apply_theme(self, theme: Theme) -> None:
        for curves in (
            (self.train_curve, self.test_curve),
            (self.accuracy.train_curve, self.accuracy.test_curve),
        ):
            curves[0].setPen(pg.mkPen(theme.train, width=1))
            curves[1].setPen(pg.mkPen(theme.test, width=1, dash=DASH))
        self.penalized_curve.setPen(pg.mkPen(theme.train, width=1, dash=DOTS))
        self.accuracy.apply_theme(theme)
        self._hint.setFont(number_font(TEXT_SCALE))
        self._hint.setText(tr("No training yet"), color=theme.muted)
        self._hint.fill = pg.mkBrush(theme.surface)
        super().apply_theme(theme)
        self._yield_epochs()
        self._name_curves()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_cost"):
            self._draw_cost()
            self.accuracy.draw(self._scores, self._columns())

    # How

    def _columns(self) -> int:
        return max(int(self.plotItem.vb.width()), 50)

    def _draw_cost(self) -> None:
        epoch, *costs = self._cost
        before = [curve.isVisible() for curve in self._curves()]
        for curve, pairs in zip(self._curves(), costs, strict=True):
            _draw(curve, epoch, pairs, self._columns(), self._logarithmic)
        shown = [curve.isVisible() for curve in self._curves()]
        self._hint.setVisible(not any(shown))
        if shown != before:
            self._name_curves()

    def _curves(self) -> tuple[pg.PlotCurveItem, ...]:
        return self.train_curve, self.test_curve, self.penalized_curve

    def _name_curves(self) -> None:
        names = (tr("train"), tr("test"), tr("train with penalty"))
        shown = [(name, c) for name, c in zip(names, self._curves(), strict=True) if c.isVisible()]
        self.set_key([line_entry(name, curve.opts["pen"]) for name, curve in shown])

    def _range_soon(self, at_once: bool) -> None:
        if at_once or self._since_range.hasExpired(RANGE_INTERVAL_MS):
            self.refresh_range()
        elif not self._range_timer.isActive():
            self._range_timer.start()

    def _cost_range(self) -> Extent:
        values = np.concatenate([pairs.ravel() for pairs in self._cost[1:]])
        values = values[np.isfinite(values)]
        if self._logarithmic:
            return _log_range(values[values > SMALLEST])
        if not len(values):
            return 0.0, 1.0
        low, high = float(values.min()), float(values.max())
        top = nice_limit(high) if high > 0 else 0.0
        bottom = -nice_limit(-low) if low < 0 else 0.0
        return (bottom, top) if top > bottom else (0.0, 1.0)

    def _show_accuracy(self, shown: bool) -> None:
        if self.accuracy.isVisible() == shown and self.bottom.style["showValues"] != shown:
            return
        self.accuracy.setVisible(shown)
        self.accuracy.setMaximumHeight(16777215 if shown else 0)
        # The epochs are written once, under the lower of the two pictures.
        self.bottom.setStyle(showValues=not shown)
        # pyqtgraph gives an axis no room while it is hidden, and styling shows every label again.
        self.apply_theme(appearance().theme)

    def _yield_epochs(self) -> None:
        if self.accuracy.isVisible():
            self.bottom.showLabel(False)
            self.bottom.setHeight(14.0)

    def _describe(self) -> None:
        train, test = (_last(pairs) for pairs in self._cost[1:3])
        if train is None:
            self.setAccessibleDescription(tr("No training yet"))
            return
        epoch = number_text(float(self._cost[0][-1]))
        sentence = tr("Epoch {epoch}: train cost {train}.", epoch=epoch, train=number_text(train))
        if test is not None:
            sentence += " " + tr("Test cost {test}.", test=number_text(test))
        self.setAccessibleDescription(sentence)


class _AccuracyPart(pg.PlotItem):
    """A low picture of two shares, 0 to 100 percent."""

    def __init__(self) -> None:
        self.bottom, self.left = NumberAxis("bottom"), NumberAxis("left", percent_text)
        super().__init__(axisItems={"bottom": self.bottom, "left": self.left}, enableMenu=False)
        prepare_plot_item(self)
        self.layout.setContentsMargins(0, 0, 0, 0)
        self.grid = TickGrid(self.bottom, self.left)
        self.train_curve, self.test_curve = _curve(), _curve()
        for item in (self.grid, self.test_curve, self.train_curve):
            self.addItem(item, ignoreBounds=True)
        self.left.setLabel(tr("accuracy"))
        self.bottom.setLabel(tr("epoch"))
        self.setYRange(0.0, 1.0, padding=0)

    def draw(self, scores: list[np.ndarray], columns: int) -> None:
        epoch, train, test = scores
        for curve, pairs in ((self.train_curve, train), (self.test_curve, test)):
            _draw(curve, epoch, pairs, columns)

    def apply_theme(self, theme: Theme) -> None:
        self.grid.set_color(theme.grid)
        for axis in (self.bottom, self.left):
            style_axis(axis, theme, number_font(TEXT_SCALE))
        fit_left_axis(self.left, WIDEST)  # as wide as the cost's, so that the epochs stand beneath each other


def _curve() -> pg.PlotCurveItem:
    # Width 1 takes Qt's fast stroker, smoothed or not; NaN are gaps.
    return pg.PlotCurveItem(antialias=True, connect="finite")


def _draw(
    curve: pg.PlotCurveItem, epoch: np.ndarray, pairs: np.ndarray, columns: int, logarithmic: bool = False
) -> None:
    if logarithmic:
        pairs = _logarithms(pairs)
    x, y = polyline(*decimated(epoch, pairs, columns))
    curve.setData(x, y)
    curve.setVisible(bool(np.isfinite(y).any()))


def _logarithms(pairs: np.ndarray) -> np.ndarray:
    """log10 of (n, 2); where only the maximum is positive it stands for both, else NaN."""
    above = np.where(pairs > 0, pairs, pairs[:, 1:])
    return np.log10(above, out=np.full(above.shape, np.nan), where=above > 0)


def _pairs(values: np.ndarray) -> np.ndarray:
    """(n,) or (n, 2) to (n, 2); what is not finite, or past all drawing, as NaN."""
    values = np.asarray(values, dtype=float)
    pairs = values if values.ndim == 2 else np.stack((values, values), axis=1)
    drawable = np.abs(pairs) < LARGEST  # NaN is not
    return pairs if drawable.all() else np.where(drawable, pairs, np.nan)


def _log_range(values: np.ndarray) -> Extent:
    """Whole decades, or a 1-2-5 step where the values fill less than one."""
    if not len(values):
        return -1.0, 0.0
    low, high = math.log10(values.min()), math.log10(values.max())
    if high - low >= 1.0:
        return float(math.floor(low + 1e-9)), float(math.ceil(high - 1e-9))
    top = math.log10(nice_limit(10.0**high))
    bottom = -math.log10(nice_limit(10.0**-low))
    return (bottom, top) if top > bottom else (bottom - 0.5, top + 0.5)


def _last(pairs: np.ndarray) -> float | None:
    """The middle of the newest finite pair."""
    finite = pairs[np.isfinite(pairs).all(axis=1)]
    return float(finite[-1].mean()) if len(finite) else None
