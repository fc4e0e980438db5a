"""The cost and the accuracy over the epochs."""

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, number_font
from gui.plots.accuracy_part import AccuracyPart
from gui.plots.axes import nice_limit, number_text
from gui.plots.curves import as_pairs, draw_curve, last_value, logarithms, make_curve
from gui.plots.epoch_mark import EpochMark
from gui.plots.hair_line import Reading
from gui.plots.kept_curves import KeptCurve, KeptCurves, kept_pen, lit_pen
from gui.plots.key import KeyEntry, line_entry
from gui.plots.loss_reading import loss_reading, widest_values
from gui.plots.readable_plot import ReadablePlot
from gui.plots.themed_plot import TEXT_SCALE
from gui.translation import tr

# The range may follow this often; oftener and a learner reads a wobbling axis instead of a curve.
RANGE_INTERVAL_MS = 250

SMALLEST = 1e-100  # below, a cost is zero to the eye

DASH = (5.0, 4.0)
DOTS = (1.5, 3.0)

KEY_SHARE = 0.2
"""Of the height: what the names of kept runs may take; the others are counted."""
KEY_ROW, KEY_COLUMN = 18.0, 190.0  # room of a name

Extent = tuple[float, float]


class LossPlot(ReadablePlot):
    """Train and test cost, and beneath them the accuracy where there is one; behind them earlier runs.

    It knows arrays only. They are kept, not copied, until the next call; they are redrawn when the plot changes
    its width. A hair line reads off the values.
    """

    key_above = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.train_curve, self.test_curve, self.penalized_curve = (make_curve() for _ in range(3))
        self.accuracy = AccuracyPart()
        # Train lies on top: it is the curve that gradient descent pushes down.
        for curve in (self.penalized_curve, self.test_curve, self.train_curve):
            self.plotItem.addItem(curve, ignoreBounds=True)
        self.plotItem.layout.addItem(self.accuracy, 4, 0, 1, 3)
        self.plotItem.layout.setRowStretchFactor(4, 45)
        self._hint = pg.TextItem(anchor=(0.5, 0.5))
        self.plotItem.addItem(self._hint, ignoreBounds=True)
        self.mark = EpochMark(self.plotItem)
        self._kept_items = KeptCurves(self.plotItem)
        self._kept: tuple[KeptCurve, ...] = ()
        self._lit: int | None = None
        self.make_readable("loss.reading")

        self._logarithmic = False
        self._cost: list[np.ndarray] = [np.empty(0)] + [np.empty((0, 2))] * 3
        self._scores: list[np.ndarray] = [np.empty(0)] + [np.empty((0, 2))] * 2
        self._since_range = QElapsedTimer()
        self._range_timer = QTimer(self)
        self._range_timer.setSingleShot(True)
        self._range_timer.setInterval(RANGE_INTERVAL_MS)
        self._range_timer.timeout.connect(self.refresh_range)

        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the hair line answers the keys
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
        self._cost = [
            epoch,
            as_pairs(train),
            as_pairs(test),
            absent if penalized is None else as_pairs(penalized),
        ]
        self._draw_cost()
        self._range_soon(at_once=begins)
        self.follow_reading()

    def set_accuracy(self, epoch: np.ndarray, train: np.ndarray, test: np.ndarray) -> None:
        """Shares 0..1, (n,) or (n, 2) as in `set_curves`; the part is hidden when all are NaN."""
        self._scores = [np.asarray(epoch, dtype=float), as_pairs(train), as_pairs(test)]
        self._show_accuracy(bool(np.isfinite(self._scores[1]).any() or np.isfinite(self._scores[2]).any()))
        self.accuracy.draw(self._scores, self._columns())

    def set_kept(self, runs: Sequence[KeptCurve]) -> None:
        """Earlier runs: one cost and one accuracy each."""
        self._kept = tuple(runs)
        self._draw_kept()
        self._name_curves()
        self.refresh_range()

    def set_lit(self, slot: int | None) -> None:
        """Light up the earlier run of that slot: it lies in front, and all others are pale; None for no one."""
        self._lit = slot
        self._set_pens(appearance().theme)
        self._draw_kept()
        self._name_curves()

    def set_log(self, logarithmic: bool) -> None:
        """A decimal-logarithmic cost axis; costs of zero or less have no place on it and leave a gap."""
        self._logarithmic = bool(logarithmic)
        self.left.set_logarithmic(self._logarithmic)
        self._draw_cost()
        self._draw_kept()
        self.refresh_range()

    def refresh_range(self) -> None:
        """Fit the axes to the curves now: the epochs exactly, the cost in round numbers."""
        self._range_timer.stop()
        self._since_range.start()
        ends = [
            float(epoch[-1]) for epoch in (self._cost[0], *(run.epoch for run in self._kept)) if len(epoch)
        ]
        last = self.mark.end_of(max(1.0, *ends) if ends else 1.0)
        self.plotItem.setXRange(0.0, last, padding=0)
        self.accuracy.setXRange(0.0, last, padding=0)
        low, high = self._cost_range()
        self.plotItem.setYRange(low, high, padding=0)
        self._hint.setPos(last / 2, (low + high) / 2)
        self._describe()
        self.follow_reading()

    def apply_theme(self, theme: Theme) -> None:
        self._set_pens(theme)
        self.accuracy.apply_theme(theme)
        self._hint.setFont(number_font(TEXT_SCALE))
        self._hint.setText(tr("No training yet"), color=theme.muted)
        self._hint.fill = pg.mkBrush(theme.surface)
        self._draw_kept()
        self.mark.apply_theme(theme)
        super().apply_theme(theme)
        self._yield_epochs()
        self._name_curves()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_cost"):
            self._draw_cost()
            self.accuracy.draw(self._scores, self._columns())
            self._draw_kept()
            self._name_curves()

    def _set_pens(self, theme: Theme) -> None:
        train, test, penalized = (
            lit_pen(theme, pg.mkPen(colour, width=1, dash=dash), self._lit is None)
            for colour, dash in ((theme.train, None), (theme.test, DASH), (theme.train, DOTS))
        )
        for train_curve, test_curve in (
            (self.train_curve, self.test_curve),
            (self.accuracy.train_curve, self.accuracy.test_curve),
        ):
            train_curve.setPen(train)
            test_curve.setPen(test)
        self.penalized_curve.setPen(penalized)

    # Reading off

    def recorded(self) -> np.ndarray:
        """The run's own records, and beyond its end those of earlier runs."""
        own = self._cost[0]
        end = own[-1] if len(own) else -np.inf
        later = [run.epoch[run.epoch > end] for run in self._kept]
        return np.concatenate([own, np.unique(np.concatenate(later))]) if later else own

    def reading(self, index: int) -> Reading:
        theme = appearance().theme
        scores = (self._scores[1], self._scores[2], None)
        curves = [
            (name, curve.opts["pen"], cost, score)
            for name, curve, cost, score in zip(
                self._names(), self._curves(), self._cost[1:], scores, strict=True
            )
            if curve.isVisible()
        ]
        kept = [(run, kept_pen(theme, run.slot)) for run in self._kept]
        return loss_reading(
            float(self.recorded()[index]), self._cost[0], curves, kept, self.accuracy.isVisible()
        )

    def read_items(self) -> list[pg.PlotItem]:
        return [self.plotItem, self.accuracy] if self.accuracy.isVisible() else [self.plotItem]

    def widest_values(self) -> tuple[str, ...]:
        pairs = [*self._cost[1:3], *(run.cost for run in self._kept)]
        return widest_values(pairs, self.accuracy.isVisible())

    # How

    def _columns(self) -> int:
        return max(int(self.plotItem.vb.width()), 50)

    def _draw_cost(self) -> None:
        epoch, *costs = self._cost
        before = [curve.isVisible() for curve in self._curves()]
        for curve, pairs in zip(self._curves(), costs, strict=True):
            draw_curve(curve, epoch, self._as_drawn(pairs), self._columns())
        shown = [curve.isVisible() for curve in self._curves()]
        self._hint.setVisible(not any(shown))
        if shown != before:
            self._name_curves()

    def _draw_kept(self) -> None:
        columns = self._columns()
        runs = [(run.slot, run.epoch, self._as_drawn(as_pairs(run.cost))) for run in self._kept]
        self._kept_items.draw(appearance().theme, runs, columns, self._lit)
        self.accuracy.draw_kept(self._kept, columns, self._lit)

    def _as_drawn(self, pairs: np.ndarray) -> np.ndarray:
        return logarithms(pairs) if self._logarithmic else pairs

    def _curves(self) -> tuple[pg.PlotCurveItem, ...]:
        return self.train_curve, self.test_curve, self.penalized_curve

    def _name_curves(self) -> None:
        shown = [(name, c) for name, c in zip(self._names(), self._curves(), strict=True) if c.isVisible()]
        self.set_key([line_entry(name, curve.opts["pen"]) for name, curve in shown] + self._kept_entries())

    @staticmethod
    def _names() -> tuple[str, str, str]:
        return tr("train"), tr("test"), tr("train with penalty")

    def _kept_entries(self) -> list[KeyEntry]:
        """As many names as leave the picture its room, and how many more there are."""
        rows = max(KEY_SHARE * self.height() / KEY_ROW, 1.0)
        most = int(rows) * max(int(self.width() / KEY_COLUMN), 1) - 1
        theme = appearance().theme
        pens = [
            lit_pen(theme, kept_pen(theme, run.slot), self._lit in (None, run.slot)) for run in self._kept
        ]
        entries = [line_entry(run.name, pen) for run, pen in zip(self._kept, pens, strict=True)]
        if len(entries) <= most:
            return entries
        more = KeyEntry(tr("{count} more", count=len(entries) - most), lambda painter, box: None, 0.0)
        return [*entries[:most], more]

    def _range_soon(self, at_once: bool) -> None:
        if at_once or self._since_range.hasExpired(RANGE_INTERVAL_MS):
            self.refresh_range()
        elif not self._range_timer.isActive():
            self._range_timer.start()

    def _cost_range(self) -> Extent:
        kept = [as_pairs(run.cost) for run in self._kept]
        values = np.concatenate([pairs.ravel() for pairs in (*self._cost[1:], *kept)])
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
        train, test = (last_value(pairs) for pairs in self._cost[1:3])
        if train is None:
            self.setAccessibleDescription(tr("No training yet"))
            return
        epoch = number_text(float(self._cost[0][-1]))
        sentence = tr("Epoch {epoch}: train cost {train}.", epoch=epoch, train=number_text(train))
        if test is not None:
            sentence += " " + tr("Test cost {test}.", test=number_text(test))
        self.setAccessibleDescription(sentence)


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
