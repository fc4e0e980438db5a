"""The point of a cut that is moved by hand, and the true change of the cost beside the one the tangent predicts."""

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gui import numbers
from gui.appearance import Theme, appearance, number_font
from gui.translation import tr

if TYPE_CHECKING:
    from gui.plots.cut_plot import CutPlot

STEPS, PAGES = 100, 10
"""An arrow key goes a hundredth of the way, Page up and Page down a tenth."""

REACH = 14.0
APART = 3.5
"""Half the distance of the two verticals, in pixels."""

SWATCH, GAP = 16.0, 5.0
STRIP_SCALE = 0.86
WIDEST_NUMBER = "−0.0001235"

ZOOM = 1.25
_ZOOMS = {Qt.Key.Key_Plus: 1.0 / ZOOM, Qt.Key.Key_Equal: 1.0 / ZOOM, Qt.Key.Key_Minus: ZOOM}


class CutHand(QWidget):
    """Lies over a cut. Drag the point or click beside it; the wheel zooms.

    By keys: left, right, Page up and Page down move, Home goes back, + and − zoom. Enter takes hold anew: from
    then on changes are counted from where the point is.

    Signals:
        begun: A hand takes the point.
        moved: It is moved to that place.
        zoomed: So many times as much of the line is wanted.
    """

    begun = Signal()
    moved = Signal(float)
    zoomed = Signal(float)

    own_keys = frozenset(
        int(key)
        for key in (
            *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
            *(Qt.Key.Key_Home, Qt.Key.Key_Return, Qt.Key.Key_Enter),
            *_ZOOMS,
        )
    )

    def __init__(self, name: str, tip: str, plot: "CutPlot") -> None:
        super().__init__(plot)
        self.setObjectName(name)
        self.setAccessibleName(tr("Point on the cut"))
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self._plot = plot
        self._is_grasped = False
        self.apply_theme(appearance().theme)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def changes(self) -> tuple[float, float] | None:
        """(true change of the cost, the change the tangent predicts) from the tangent's point; None if it is there."""
        cut, probe = self._plot.cut, self._plot.probe
        if cut is None or probe is None or probe[0] == cut.at:
            return None
        return probe[1] - cut.cost, cut.slope * (probe[0] - cut.at)

    @staticmethod
    def strip_height() -> float:
        """What the numbers above the picture need."""
        return 2.0 * (QFontMetricsF(number_font(STRIP_SCALE)).height() + 1.0) + 2.0

    def has_overshot(self) -> bool:
        """Whether the tangent promised less cost, and there is more."""
        found = self.changes()
        return found is not None and found[1] < 0.0 < found[0]

    def rows(self) -> list[tuple[str, str]]:
        """What the box says: a name and a number each."""
        found, cut, probe = self.changes(), self._plot.cut, self._plot.probe
        if found is None or cut is None or probe is None:
            return []
        return [
            (tr("step"), numbers.significant(probe[0] - cut.at)),
            (tr("true change"), numbers.significant(found[0])),
            (tr("predicted"), numbers.significant(found[1])),
        ]

    def tell(self) -> None:
        """Say for those who listen where the point is."""
        sentence = ", ".join(f"{name} {number}" for name, number in self.rows())
        if self.has_overshot():
            sentence += ". " + overshot_words()
        if sentence != self.accessibleDescription():
            self.setAccessibleDescription(sentence)

    # By hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self._plot.cut is not None and self._plot.part().contains(event.position()):
            self._is_grasped = True
            self.begun.emit()
            if QLineF(event.position(), self._point()).length() > REACH:
                self._move(self._plot.place_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_grasped and self._plot.cut is not None:
            self._move(self._plot.place_at(event.position().x()))
            return
        is_near = self._plot.cut is not None and QLineF(event.position(), self._point()).length() <= REACH
        self.setCursor(Qt.CursorShape.SizeHorCursor if is_near else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_grasped = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoomed.emit(ZOOM ** (-event.angleDelta().y() / 120.0))
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.begun.emit()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        cut = self._plot.cut
        if event.key() not in self.own_keys or cut is None:
            super().keyPressEvent(event)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.begun.emit()
            return
        if event.key() in _ZOOMS:
            self.zoomed.emit(_ZOOMS[Qt.Key(event.key())])
            return
        if event.key() == Qt.Key.Key_Home:
            self._move(cut.at)
            return
        width = float(cut.places[-1] - cut.places[0])
        ways = {
            Qt.Key.Key_Left: -1.0 / STEPS,
            Qt.Key.Key_Right: 1.0 / STEPS,
            Qt.Key.Key_PageDown: -1.0 / PAGES,
            Qt.Key.Key_PageUp: 1.0 / PAGES,
        }
        place = self._place()[0] + ways[Qt.Key(event.key())] * width
        self._move(float(np.clip(place, cut.places[0], cut.places[-1])))

    def _move(self, place: float) -> None:
        self.moved.emit(place)

    def _place(self) -> tuple[float, float]:
        cut = self._plot.cut
        assert cut is not None
        return self._plot.probe or (cut.at, cut.cost)

    def _point(self) -> QPointF:
        return self._plot.pixel_of(*self._place())

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw(painter)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.focus), 2.0))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """All that lies over the curve, for the screen or a file."""
        cut = self._plot.cut
        if cut is None:
            return
        part = self._plot.part()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_strip(painter)
        painter.save()
        painter.setClipRect(part.adjusted(0.0, 0.0, 1.0, 1.0))
        self._draw_endless(painter, cut.places, cut.drawable, part)
        if self.changes() is not None:
            self._draw_verticals(painter)
        self._draw_points(painter)
        painter.restore()

    def _draw_endless(
        self, painter: QPainter, places: np.ndarray, drawable: np.ndarray, part: QRectF
    ) -> None:
        """Hatch where the cost is not finite, or too large to be drawn."""
        if drawable.all():
            return
        half = float(places[1] - places[0]) / 2.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(self._theme.muted), Qt.BrushStyle.BDiagPattern))
        for place in places[~drawable].tolist():
            left, right = (self._plot.pixel_of(place + way, 0.0).x() for way in (-half, half))
            painter.drawRect(QRectF(left, part.top(), right - left, part.height()))

    def _draw_verticals(self, painter: QPainter) -> None:
        cut, (place, cost) = self._plot.cut, self._place()
        assert cut is not None
        foot, start = self._plot.pixel_of(place, cut.cost), self._plot.pixel_of(cut.at, cut.cost)
        painter.setPen(QPen(QColor(self._theme.muted), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(start, foot)
        for pen, height, shift in zip(
            self._pens(), (cost, cut.predicted(place)), (-APART, APART), strict=True
        ):
            if isfinite(height):
                side = QPointF(shift, 0.0)
                painter.setPen(pen)
                painter.drawLine(foot + side, self._plot.pixel_of(place, height) + side)

    def _pens(self) -> tuple[QPen, QPen]:
        """Of the true change, as the curve, and of the predicted one, as the tangent."""
        true, predicted = QPen(QColor(self._theme.train), 3.0), QPen(QColor(self._theme.test), 3.0)
        for pen in (true, predicted):
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        predicted.setDashPattern([2.0, 1.0])
        return true, predicted

    def _draw_points(self, painter: QPainter) -> None:
        cut = self._plot.cut
        assert cut is not None
        painter.setPen(QPen(QColor(self._theme.text), 1.6))
        painter.setBrush(QColor(self._theme.surface))
        if self.changes() is not None:
            painter.drawEllipse(self._plot.pixel_of(cut.at, cut.cost), 3.5, 3.5)
        if isfinite(self._place()[1]):
            painter.setPen(QPen(QColor(self._theme.surface), 1.6))
            painter.setBrush(QColor(self._theme.accent))
            painter.drawEllipse(self._point(), 6.0, 6.0)

    def _draw_strip(self, painter: QPainter) -> None:
        """The numbers, above the picture, where they hide nothing; without any, what can be done."""
        painter.setFont(number_font(STRIP_SCALE))
        metrics = QFontMetricsF(painter.font())
        row, left = metrics.height() + 1.0, 6.0
        rows = self.rows()[1:]
        if not rows:
            painter.setPen(QColor(self._theme.muted))
            box = QRectF(left, 3.0, self._plot.part().right() - left, 2.0 * row)
            way = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            painter.drawText(box, way | Qt.TextFlag.TextWordWrap, tr("Drag the point to test the tangent."))
            return
        names = max(metrics.horizontalAdvance(name) for name, _ in rows)
        figures = max(metrics.horizontalAdvance(text) for text in (WIDEST_NUMBER, *(n for _, n in rows)))
        for index, ((name, number), pen) in enumerate(zip(rows, self._pens(), strict=True)):
            box = QRectF(left + SWATCH + GAP, 3.0 + index * row, names + GAP + figures, row)
            painter.setPen(pen)
            painter.drawLine(QLineF(left, box.center().y(), left + SWATCH, box.center().y()))
            painter.setPen(QColor(self._theme.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, name)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, number)
        if self.has_overshot():
            beside = left + SWATCH + names + figures + 3 * GAP
            box = QRectF(beside, 3.0, max(self.width() - beside - 4.0, 1.0), 2.0 * row)
            painter.setPen(QColor(self._theme.error))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, tr("Overshot"))


def overshot_words() -> str:
    """What is said when the prediction is left behind."""
    return tr("Overshot: the cost rises.")
