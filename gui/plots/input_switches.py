"""The inputs that are off in the picture of a network, paler and smaller than those in use, and the little mark
on an input in use that switches it off.
"""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui.appearance import Theme, mix
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_keys import Spot
from gui.plots.diagram_layout import DiagramLayout
from gui.plots.neuron_painter import LEAST_LABELLED, draw_input_name
from gui.plots.tile_atlas import tile_frame

SPARE_SHARE = 0.78
"""Side of a spare input's tile as a share of that of an input in use."""

PALE = 0.42
"""Strength of the colours of a spare input."""

MARK = 7.0
"""Radius of the mark that switches an input off."""


def mark_center(layout: DiagramLayout, neuron: int) -> QPointF:
    """The upper right corner of an input's tile, where its mark stands."""
    half = float(layout.tiles[0]) / 2.0
    return QPointF(*layout.place_of(0, neuron)) + QPointF(half - 1.0, 1.0 - half)


def is_on_mark(layout: DiagramLayout, neuron: int, point: QPointF) -> bool:
    """Whether a point lies on the mark of an input in use."""
    away = point - mark_center(layout, neuron)
    return float(np.hypot(away.x(), away.y())) <= MARK + 2.0


class InputSwitches:
    """Draws spare inputs and marks where a layout puts them, in the colours of a theme."""

    def __init__(self, theme: Theme, design: DiagramDesign, layout: DiagramLayout) -> None:
        self._theme = theme
        self._design = design
        self._layout = layout

    def draw_spares(
        self,
        painter: QPainter,
        images: tuple[QImage, QImage] | None,
        picked: Spot | None,
        hovered: Spot | None,
    ) -> None:
        """The inputs that are off; `images` are their atlas in pale and in full colours, for the one hovered."""
        count, ratio = len(self._design.input_names), painter.device().devicePixelRatioF()
        for index, (x, y) in enumerate(self._layout.spare_centers().tolist()):
            spot = Spot(0, count + index)
            frame = tile_frame(x, y, float(self._layout.tiles[0]) * SPARE_SHARE, ratio)
            painter.fillRect(frame, QColor(mix(self._theme.surface, self._theme.zero, PALE)))
            if images is not None:
                image = images[1] if spot == hovered else images[0]
                side = image.height() / len(self._design.spare_names)
                painter.drawImage(frame, image, QRectF(0, index * side, image.width(), side))
            self._draw_frame(painter, frame, spot == picked, spot == hovered)
            if self._layout.tiles[0] >= LEAST_LABELLED:
                colour = self._theme.text if spot in (picked, hovered) else self._theme.muted
                painter.setPen(QColor(colour))
                tile = float(self._layout.tiles[0])
                edge = QRectF(x - tile / 2.0, y - tile / 2.0, tile, tile)
                draw_input_name(painter, edge, self._design.spare_names[index])

    def draw_mark(self, painter: QPainter, neuron: int, is_hovered: bool) -> None:
        """A small cross on the corner of an input's tile."""
        center = mark_center(self._layout, neuron)
        painter.setPen(QPen(QColor(self._theme.text), 1.2))
        painter.setBrush(QColor(self._theme.text if is_hovered else self._theme.surface))
        painter.drawEllipse(center, MARK, MARK)
        painter.setPen(QPen(QColor(self._theme.surface if is_hovered else self._theme.text), 1.6))
        arm = MARK * 0.4
        for rise in (-arm, arm):
            painter.drawLine(center + QPointF(-arm, -rise), center + QPointF(arm, rise))

    def _draw_frame(self, painter: QPainter, frame: QRectF, is_picked: bool, is_hovered: bool) -> None:
        theme = self._theme
        colour = theme.accent if is_picked else theme.text if is_hovered else theme.border
        painter.setPen(QPen(QColor(colour), 2.5 if is_picked else 1.6 if is_hovered else 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 2.0, 2.0)
