"""Light on a part of the network: all else pales, the lit weights show which way numbers run along them."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from gui.appearance import Theme, mix, number_font
from gui.plots.diagram_keys import Spot
from gui.plots.diagram_layout import DiagramLayout, Floats
from gui.plots.edge_painter import EdgePainter, curve, strength_level
from gui.plots.long_link_painter import long_path
from gui.plots.neuron_painter import skip_path

VEIL = 0.72
"""How far what is not lit goes towards the ground."""

RIM = 4.0
"""Pixels of a lit tile's surroundings that stay clear."""

HEAD = 7.0
"""Length of an arrow's head in pixels."""

HALO = 3.0
"""Pixels by which the light around a weight is wider, once for being lit and once for its strength."""

MANY_HALOS = 16
"""From here on they are narrow, or they would run into one another."""

MANY_ARROWS = 64
"""From here on arrows would hide the lines."""

NOTE_PLACES = (0.5, 0.36, 0.64)
"""Where along a weight its note stands: neighbours take turns, so that notes seldom meet."""


MORE_NOTE_PLACES = (0.5, 0.36, 0.64, 0.43, 0.57, 0.28, 0.72, 0.22, 0.78)
"""Where else it may stand if another note is there."""


class Light(Protocol):
    """What takes part: neurons, skips, out (layer, neuron), edges (as `Spot.edge`), flow 1, −1 or 0, notes."""

    @property
    def neurons(self) -> AbstractSet[tuple[int, int]]: ...
    @property
    def edges(self) -> AbstractSet[tuple[int, ...]]: ...
    @property
    def flow(self) -> int: ...
    @property
    def notes(self) -> Sequence[tuple[tuple[int, ...], str]]: ...
    @property
    def skips(self) -> AbstractSet[tuple[int, int]]: ...
    @property
    def out(self) -> AbstractSet[tuple[int, int]]: ...
    @property
    def strength(self) -> Mapping[tuple[int, ...], float]: ...


class DiagramSpotlight:
    """Paints a light over a drawn network."""

    def __init__(
        self,
        theme: Theme,
        layout: DiagramLayout,
        weights: Sequence[NDArray[np.floating]],
        is_curved: bool,
        long_weights: Mapping[tuple[int, ...], float] | None = None,
    ) -> None:
        self._theme = theme
        self._layout = layout
        self._weights = weights
        self._is_curved = is_curved
        self._long_weights = long_weights or {}
        self._ends: dict[int, tuple[Floats, Floats]] = {}

    def draw_edges(self, painter: QPainter, light: Light, ground: QRectF) -> None:
        """Between the weights and the neurons: a veil over all, and the lit weights on it."""
        veil = QColor(self._theme.surface)
        veil.setAlphaF(VEIL)
        painter.fillRect(ground, veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = HALO if len(light.edges) <= MANY_HALOS else HALO / 3.0
        for edge in sorted(light.edges):
            self._draw_edge(painter, edge, light.strength.get(edge, 1.0), width)
        arcs = [skip_path(self._layout, *skip) for skip in sorted(light.skips)]
        painter.setPen(QPen(QColor(self._theme.accent), 2.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for arc in arcs:
            painter.drawPath(arc)
        if light.flow and len(light.edges) + len(arcs) <= MANY_ARROWS:
            painter.setPen(QPen(QColor(self._theme.surface), 1.0))
            painter.setBrush(QColor(self._theme.accent))
            for path in self.paths(light):
                _draw_arrow(painter, path, light.flow)

    def fits(self, light: Light) -> bool:
        """Whether all that is lit stands in this network; while a design is replaced it may be of the last one."""
        sizes = self._layout.sizes
        places = (
            *light.neurons,
            *light.skips,
            *light.out,
            *light.edges,
            *(place for place, _ in light.notes),
        )
        return all(
            place in self._layout.arcs.links
            if len(place) == 4
            else place[0] < len(sizes)
            and place[1] < sizes[place[0]]
            and (len(place) < 3 or place[2] < sizes[place[0] - 1])
            for place in places
        )

    def paths(self, light: Light) -> list[QPainterPath]:
        """The lines of all lit weights and skip connections, each from its source on."""
        lines = [self._path(*edge) for edge in sorted(light.edges)]
        return lines + [skip_path(self._layout, *skip) for skip in sorted(light.skips)]

    def note_boxes(self, light: Light) -> list[QRectF]:
        """Where the notes stand: those of weights move along their line out of the way of others."""
        spots = [Spot(*place) for place, _ in light.notes]
        texts = [text for _, text in light.notes]
        boxes = [self.note_box(*each, light.flow) for each in zip(spots, texts, strict=True)]
        placed = [box for spot, box in zip(spots, boxes, strict=True) if spot.source is None]
        for at, spot in enumerate(spots):
            if spot.source is not None:
                boxes[at] = self._beside_others(spot, boxes[at], placed)
                placed.append(boxes[at])
        return boxes

    def draw_neurons(self, painter: QPainter, light: Light) -> None:
        """Over the neurons: a veil on those that take no part, a frame around those that do, and the notes.

        Who sits out is crossed out in dashes: a neuron that is switched off has the same cross in full lines.
        """
        veil = QColor(self._theme.surface)
        veil.setAlphaF(VEIL)
        frame = QPen(QColor(self._theme.accent), 2.4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for layer in range(len(self._layout.sizes)):
            side = float(self._layout.tiles[layer])
            for neuron, (x, y) in enumerate(self._layout.centers(layer).tolist()):
                tile = QRectF(x - side / 2.0, y - side / 2.0, side, side)
                if (layer, neuron) in light.neurons:
                    painter.setPen(frame)
                    painter.drawRoundedRect(tile.adjusted(-2.5, -2.5, 2.5, 2.5), 4.0, 4.0)
                else:
                    painter.fillRect(tile.adjusted(-1.0, -1.0, 1.0, 1.0), veil)
                if (layer, neuron) in light.out:
                    painter.setPen(QPen(QColor(self._theme.text), 1.6, Qt.PenStyle.DashLine))
                    painter.drawLine(tile.topLeft(), tile.bottomRight())
                    painter.drawLine(tile.topRight(), tile.bottomLeft())
        for (_, text), box in zip(light.notes, self.note_boxes(light), strict=True):
            self._draw_note(painter, text, box)

    def note_box(self, spot: Spot, text: str, flow: int = 0) -> QRectF:
        """Where the note of a neuron, under its tile or beside it, or of a weight, on its line, stands."""
        metrics = QFontMetricsF(number_font(0.86))
        box = QRectF(0.0, 0.0, metrics.horizontalAdvance(text) + 8.0, metrics.height() + 2.0)
        if spot.source is None:
            tile = self._tile(spot.layer, spot.neuron)
            if self._has_room_below(spot, tile, box.height()):
                box.moveCenter(QPointF(tile.center().x(), tile.bottom() + RIM + box.height() / 2.0))
                box.moveRight(min(box.right(), self._layout.width - 1.0))
            else:
                # Away from the arrows, as far as the picture goes.
                is_last = spot.layer == len(self._layout.sizes) - 1
                is_left = is_last or (flow < 0 and spot.layer > 0)
                beside = RIM + (box.width() + tile.width()) / 2.0
                box.moveCenter(tile.center() + QPointF(-beside if is_left else beside, 0.0))
        else:
            share = NOTE_PLACES[(spot.neuron + spot.source) % len(NOTE_PLACES)]
            box.moveCenter(self._path(*spot.edge).pointAtPercent(share))
        return box

    def _beside_others(self, spot: Spot, box: QRectF, others: Sequence[QRectF]) -> QRectF:
        """The box where it is, or else where on its weight's line it meets the others least."""
        path = self._path(*spot.edge)
        places = [QRectF(box) for _ in MORE_NOTE_PLACES]
        for place, share in zip(places, MORE_NOTE_PLACES, strict=True):
            place.moveCenter(path.pointAtPercent(share))
        return min((box, *places), key=lambda place: sum(_shared(place, other) for other in others))

    def _has_room_below(self, spot: Spot, tile: QRectF, height: float) -> bool:
        if spot.neuron + 1 == self._layout.sizes[spot.layer] and spot.layer:
            return True
        below = self._layout.inputs if spot.layer == 0 else range(self._layout.sizes[spot.layer])
        tops = [self._tile(spot.layer, neuron).top() for neuron in below]
        return all(top <= tile.top() or top >= tile.bottom() + RIM + height for top in tops)

    def _draw_edge(self, painter: QPainter, edge: tuple[int, ...], strength: float, width: float) -> None:
        path, weight = self._path(*edge), self._weight_of(edge)
        level = int(strength_level(np.array([weight]))[0])
        is_few = self._is_curved or len(edge) == 4
        pen = EdgePainter(self._theme).pen(level if weight >= 0 else -level, is_few=is_few)
        halo = QPen(QColor(mix(self._theme.surface, self._theme.accent, 0.15 + 0.4 * strength)))
        halo.setWidthF(pen.widthF() + width * (1.0 + strength))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for each in (halo, pen):
            painter.setPen(each)
            painter.drawPath(path)

    def _weight_of(self, edge: tuple[int, ...]) -> float:
        if len(edge) == 4:
            return self._long_weights[edge]
        layer, neuron, source = edge
        return float(self._weights[layer - 1][neuron, source])

    def _draw_note(self, painter: QPainter, text: str, box: QRectF) -> None:
        painter.setFont(number_font(0.86))
        painter.setPen(QPen(QColor(self._theme.accent), 1.0))
        painter.setBrush(QColor(self._theme.surface))
        painter.drawRoundedRect(box, 3.0, 3.0)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _tile(self, layer: int, neuron: int) -> QRectF:
        x, y = self._layout.place_of(layer, neuron)
        side = float(self._layout.tiles[layer])
        return QRectF(x - side / 2.0, y - side / 2.0, side, side)

    def _path(self, layer: int, neuron: int, source: int, origin: int | None = None) -> QPainterPath:
        if origin is not None:
            return long_path(self._layout.arcs.corners_of((layer, neuron, source, origin)))
        if layer not in self._ends:
            self._ends[layer] = self._layout.ends(layer)
        start, end = (side[neuron, source] for side in self._ends[layer])
        if self._is_curved:
            return curve(start, end)
        path = QPainterPath(QPointF(*start.tolist()))
        path.lineTo(QPointF(*end.tolist()))
        return path


def _shared(box: QRectF, other: QRectF) -> float:
    """Square pixels that both cover."""
    common = box.intersected(other)
    return common.width() * common.height()


def _draw_arrow(painter: QPainter, path: QPainterPath, flow: int) -> None:
    """A head near the end that the numbers run to."""
    share = 0.8 if flow > 0 else 0.2
    tip, behind = path.pointAtPercent(share), path.pointAtPercent(share - 0.02 * flow)
    along = np.array([tip.x() - behind.x(), tip.y() - behind.y()])
    along = along / max(float(np.hypot(*along)), 1e-9) * HEAD
    across = np.array([-along[1], along[0]]) * 0.6
    corners = (along, across - along * 0.4, -across - along * 0.4)
    painter.drawPolygon(QPolygonF([tip + QPointF(*corner.tolist()) for corner in corners]))
