"""A cut through the cost: the curve along a line, its tangent, and a point to drag from which both are compared."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance
from gui.plots.axes import linear_ticks, nice_step, number_text
from gui.plots.curves import LARGEST
from gui.plots.cut_hand import CutHand
from gui.plots.key import line_entry
from gui.plots.themed_plot import MARGIN, ThemedPlot
from gui.translation import tr

TANGENT_DASH, SECANT_DASH = (6, 4), (2, 3)
LEAST_FILLED = 0.45
"""The heights keep their range while the curve fills so much of it."""

ROUNDING = 1e-12
"""A curve whose heights differ by less of them is flat: the rest is rounding."""


def is_drawable(heights: float | np.ndarray) -> np.ndarray:
    """Whether each height is finite, and so small that the arithmetic of the picture does not overflow."""
    return np.abs(heights) < LARGEST  # NaN is not


@dataclass(frozen=True, eq=False)
class Cut:
    """A curve and what is known at one of its points.

    Attributes:
        places, costs: (n,) each, places ascending; costs need not be finite.
        at: The place where the tangent touches.
        cost, slope: C there, and dC/dplace.
    """

    places: np.ndarray
    costs: np.ndarray
    at: float
    cost: float
    slope: float

    @property
    def drawable(self) -> np.ndarray:
        """(n,) bool: which of the costs are finite, and not past all drawing."""
        return is_drawable(self.costs)

    def predicted(self, place: float) -> float:
        """What the tangent says of another place."""
        return self.cost + self.slope * (place - self.at)


class CutPlot(ThemedPlot):
    """Shows a cut; its point is dragged by the mouse or moved by the arrow keys.

    Signals:
        begun: A hand takes the point; what follows is compared with where it is now.
        moved: A hand moves the point to that place.
        zoomed: So many times as much of the line is wanted.
    """

    begun = Signal()
    moved = Signal(float)
    zoomed = Signal(float)

    def __init__(self, name: str, words: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are the hand's
        self.cut: Cut | None = None
        self.probe: tuple[float, float] | None = None
        self.secant_ends: np.ndarray = np.empty((0, 2))
        # 61 smooth points: a wide antialiased line is cheap here.
        self.curve = pg.PlotCurveItem(antialias=True, connect="finite")
        self.tangent, self.secant = pg.PlotCurveItem(antialias=True), pg.PlotCurveItem(antialias=True)
        self._ends = pg.ScatterPlotItem(symbol="s", size=7)
        for item in (self.secant, self.tangent, self.curve, self._ends):
            self.plotItem.addItem(item, ignoreBounds=True)
        self._heights = (0.0, 1.0)
        self.hand = CutHand(f"{name}_point", tip, self)
        self.hand.begun.connect(self.begun)
        self.hand.moved.connect(self.moved)
        self.hand.zoomed.connect(self.zoomed)
        self.set_axis_name(self.left, tr("cost"))
        self.set_axis_name(self.bottom, "w")  # so that there is room for a name
        self.follow_theme()

    # What is shown

    def show_cut(self, cut: Cut | None) -> None:
        """Another curve; the point goes to where the tangent touches until `show_probe` says else."""
        self.cut, self.probe = cut, None
        if cut is None:
            for item in (self.curve, self.tangent, self.secant):
                item.setData([], [])
            self._ends.setData([], [])
        else:
            self.curve.setData(cut.places, np.where(cut.drawable, cut.costs, np.nan))
            self._draw_tangent(cut)
            self._fit(cut)
        self._write_key()
        self.hand.tell()
        self.hand.update()

    def show_probe(self, place: float, cost: float) -> None:
        """The point stands at a place of that cost."""
        self.probe = (place, cost)
        self.hand.tell()
        self.hand.update()

    def show_secant(self, places: tuple[float, float], costs: tuple[float, float]) -> None:
        """The line through two points of the curve, whose slope is the finite difference."""
        self.secant_ends = np.column_stack((places, costs))
        if self.cut is None or not is_drawable(self.secant_ends).all() or places[0] == places[1]:
            self.hide_secant()
            return
        slope = (costs[1] - costs[0]) / (places[1] - places[0])
        ends = self.cut.places[[0, -1]]
        self.secant.setData(ends, costs[0] + slope * (ends - places[0]))
        self._ends.setData(*self.secant_ends.T)
        self._write_key()

    def hide_secant(self) -> None:
        """No secant."""
        self.secant_ends = np.empty((0, 2))
        self.secant.setData([], [])
        self._ends.setData([], [])
        self._write_key()

    def name_place(self, name: str) -> None:
        """What lies along the horizontal axis."""
        self.set_axis_name(self.bottom, name)

    def apply_theme(self, theme: Theme) -> None:
        self.curve.setPen(pg.mkPen(theme.train, width=2))
        self.tangent.setPen(pg.mkPen(theme.test, width=1, dash=TANGENT_DASH))
        self.secant.setPen(pg.mkPen(theme.muted, width=1, dash=SECANT_DASH))
        self._ends.setPen(pg.mkPen(theme.muted, width=1))
        self._ends.setBrush(pg.mkBrush(theme.surface))
        self.plotItem.vb.setBorder(pg.mkPen(theme.line, width=1))
        super().apply_theme(theme)
        self.hand.apply_theme(theme)
        self._write_key()

    def widest(self) -> str:
        """Costs are seldom large, and the room is small."""
        ticks = linear_ticks(*self._heights, 6).tolist()
        return max(("0.555", *(number_text(round(tick, 12)) for tick in ticks)), key=len)

    def plot_margins(self) -> tuple[float, float, float, float]:
        left, top, right, bottom = super().plot_margins()
        return left, top + CutHand.strip_height(), right, bottom

    def key_start(self) -> float:
        return MARGIN  # all the width, for the picture may be small

    # Places

    def part(self) -> QRectF:
        """The picture within the axes, in pixels."""
        rect = self.plotItem.vb.sceneBoundingRect()
        return QRectF(self.mapFromScene(rect).boundingRect())

    def pixel_of(self, place: float, cost: float) -> QPointF:
        """Where a point of the plot lies in the widget."""
        low, high = self.plotItem.vb.viewRange()[1]
        kept = min(max(cost, low - (high - low)), high + (high - low))  # far beyond is beyond
        scene: QPointF = self.plotItem.vb.mapViewToScene(QPointF(place, kept))
        return QPointF(scene - self.mapToScene(QPoint(0, 0)))

    def place_at(self, x: float) -> float:
        """Which place lies under a pixel; the nearest end where it is beside the curve."""
        scene = QPointF(x, 0.0) + self.mapToScene(QPoint(0, 0))
        place = float(self.plotItem.vb.mapSceneToView(scene).x())
        assert self.cut is not None
        return float(np.clip(place, self.cut.places[0], self.cut.places[-1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "hand"):  # Qt resizes the view once while it is still being built
            self.hand.setGeometry(self.rect())

    # How

    def _draw_tangent(self, cut: Cut) -> None:
        ends = cut.places[[0, -1]]
        with np.errstate(over="ignore", invalid="ignore"):
            heights = cut.cost + cut.slope * (ends - cut.at)
        if is_drawable(heights).all():
            self.tangent.setData(ends, heights)
        else:
            self.tangent.setData([], [])

    def _fit(self, cut: Cut) -> None:
        self.plotItem.setXRange(float(cut.places[0]), float(cut.places[-1]), padding=0)
        drawn = cut.costs[cut.drawable]
        if len(drawn):
            heights = calm_range(self._heights, float(drawn.min()), float(drawn.max()))
            if heights != self._heights:
                self._heights = heights
                self.fit_left()
            self.plotItem.setYRange(*self._heights, padding=0)

    def _write_key(self) -> None:
        if self.cut is None:
            self.set_key([])
            return
        lines = [(tr("tangent"), self.tangent)]  # the curve is what the axis is called after
        if len(self.secant_ends):
            lines.append((tr("secant"), self.secant))
        entries = [line_entry(words, item.opts["pen"]) for words, item in lines]
        if (
            self.key.texts() != tuple(entry.text for entry in entries)
            or self._key_theme is not appearance().theme
        ):
            self._key_theme = appearance().theme
            self.set_key(entries)

    _key_theme: Theme | None = None


def calm_range(present: tuple[float, float], low: float, high: float) -> tuple[float, float]:
    """A range of round numbers around low…high; the present one as long as it does, so that a picture stands still."""
    is_flat = high - low <= ROUNDING * max(abs(low), abs(high))
    room = max(0.5 * abs(high), 1e-6) if is_flat else 0.06 * (high - low)
    low, high = low - room, high + room
    is_inside = present[0] <= low and high <= present[1]
    if is_inside and high - low >= LEAST_FILLED * (present[1] - present[0]):
        return present
    step = nice_step(high - low, 8)
    return float(np.floor(low / step) * step), float(np.ceil(high / step) * step)
