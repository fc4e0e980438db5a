"""The key of a contour plot: what the colours, lines, marks and arrows on it are."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from gui.appearance import appearance
from gui.plots.axes import number_text
from gui.plots.contour_arrows import arrow_pen
from gui.plots.contour_bands import hatch_brush
from gui.plots.cost_colors import CASING, INK, PINK, cost_lut
from gui.plots.key import Draw, KeyEntry, point_entry, ramp_entry
from gui.translation import tr

if TYPE_CHECKING:
    from gui.plots.contour_plot import ContourPlot

BAR, DIGIT = 3.4, 0.5
"""Widths in text heights: of the bar of colours, and of a digit at its ends."""

GROUND = "#2b6a86"
"""A piece of the map behind a mark that is white."""


def contour_key(plot: "ContourPlot") -> tuple[tuple[object, ...], Callable[[], list[KeyEntry]]]:
    """What the key says, to tell whether it is another, and a function that makes its entries."""
    levels, arrows = plot.levels, plot.arrows.arrows
    named = [arrow for arrow in arrows.values() if arrow.text]
    words = (
        levels,
        plot.bands.has_gaps,
        plot.second_levels,
        len(plot.marks.path) > 1,
        plot.marks.ghost is not None,
        len(plot.marks.minima) > 0,
        len(plot.marks.trial) > 0,
        number_text(float(f"{plot.stems.largest:.2g}")) if plot.stems.stems else "",
        tuple((arrow.text, arrow.color, arrow.dash) for arrow in named),
    )

    def entries() -> list[KeyEntry]:
        theme = appearance().theme
        made: list[KeyEntry] = []
        if levels.values:
            low, high = number_text(levels.values[0]), number_text(levels.values[-1])
            ramp = ramp_entry(cost_lut(), low, "", high, theme.muted)
            width = BAR + DIGIT * (len(low) + len(high))
            words = tr("cost, by factors") if levels.is_log else tr("cost")
            made.append(replace(ramp, text=words, width=width))
        if plot.bands.has_gaps:
            made.append(KeyEntry(tr("no finite cost"), _hatched(theme.muted), 1.4))
        if plot.second_levels.values:
            low, high = (number_text(plot.second_levels.values[end]) for end in (0, -1))
            words = tr("batch {low}…{high}", low=low, high=high)
            made.append(_on_map(words, plot.batch_lines.opts["pen"]))
        if len(plot.marks.path) > 1:
            made.append(_on_map(tr("path"), QPen(QColor(INK), 1.4)))
        made += [_on_map(arrow.text, arrow_pen(arrow.color, arrow.dash)) for arrow in named]
        if plot.marks.ghost is not None:
            made.append(KeyEntry(tr("next step"), _ring(), 1.0))
        if len(plot.marks.minima):
            made.append(point_entry(tr("minimum"), "star", INK, CASING))
        if plot.stems.stems:
            difference = number_text(float(f"{plot.stems.largest:.2g}"))
            made.append(
                KeyEntry(tr("stem to true cost, ≤ {difference}", difference=difference), _stem(), 0.8)
            )
        if len(plot.marks.trial):
            made.append(_on_map(tr("trial"), QPen(QColor(PINK), 2.0)))
        return made

    return words, entries


def _on_map(text: str, pen: QPen) -> KeyEntry:
    """A piece of a line on a piece of the map, since some are white."""

    def draw(painter: QPainter, box: QRectF) -> None:
        patch = box.adjusted(0.0, 2.0, 0.0, -2.0)
        painter.fillRect(patch, QColor(GROUND))
        painter.setPen(pen)
        y = box.center().y()
        painter.drawLine(QPointF(box.left() + 1.0, y), QPointF(box.right() - 1.0, y))

    return KeyEntry(text, draw, 1.8)


def _hatched(color: str) -> Draw:
    def draw(painter: QPainter, box: QRectF) -> None:
        painter.fillRect(box.adjusted(0.0, 1.0, 0.0, -1.0), hatch_brush(QColor(color), painter))

    return draw


def _ring() -> Draw:
    def draw(painter: QPainter, box: QRectF) -> None:
        painter.fillRect(box.adjusted(0.0, 1.0, 0.0, -1.0), QColor(GROUND))
        painter.setPen(QPen(QColor(INK), 1.8))
        painter.drawEllipse(box.center(), 4.2, 4.2)

    return draw


def _stem() -> Draw:
    def draw(painter: QPainter, box: QRectF) -> None:
        painter.fillRect(box.adjusted(0.0, 1.0, 0.0, -1.0), QColor(GROUND))
        painter.setPen(QPen(QColor(INK), 1.6))
        x = box.center().x()
        painter.drawLine(QPointF(x, box.bottom() - 4.0), QPointF(x, box.top() + 5.0))
        painter.setBrush(QColor(CASING))
        painter.drawEllipse(QRectF(x - 2.6, box.top() + 2.0, 5.2, 5.2))

    return draw
