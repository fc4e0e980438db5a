"""The weights in the picture of a network: painted once and kept, marked, and found under the mouse."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, number_font
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_fit import is_curved
from gui.plots.diagram_keys import Spot
from gui.plots.diagram_layout import DiagramLayout
from gui.plots.diagram_spotlight import DiagramSpotlight, Light
from gui.plots.edge_flow import pixmap_for
from gui.plots.edge_painter import MANY, EdgePainter, draw_marked
from gui.plots.long_link_painter import LongLinkPainter
from gui.translation import tr

NONE = np.empty(0)

AT_ONCE, NEARLY = 3.0, 6.0
"""Pixels from which a long link is picked, whatever else is near, and where nothing else is."""


class DiagramWeights:
    """Knows the weights (n_l, n_{l−1}) of layers 1…L and those of the long links, read at every repaint of theirs."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        self._canvas = canvas
        self._layers: Sequence[NDArray[np.floating]] = ()
        self._long: NDArray[np.floating] = NONE
        self._picture: QPixmap | None = None
        self._drawn: NDArray[np.intp] | None = None
        self.wear(theme)

    @property
    def layers(self) -> Sequence[NDArray[np.floating]]:
        """The weights of each layer; () while there are none."""
        return self._layers

    @property
    def is_curved(self) -> bool:
        """Whether they are curves."""
        return is_curved(self._design)

    @property
    def long(self) -> NDArray[np.floating]:
        """(n,) the weights of the long links, as the design lists them."""
        return self._long

    def show(self, layers: Sequence[NDArray[np.floating]], long: NDArray[np.floating] = NONE) -> None:
        """Other weights, or other values of theirs."""
        self._layers, self._long = layers, long
        self._picture = None

    def stand(self, design: DiagramDesign, layout: DiagramLayout) -> None:
        """They are those of this design, and stand where this layout puts them."""
        self._design, self._layout = design, layout
        self._picture = None

    def wear(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._painter = EdgePainter(theme)
        self._picture = None

    def value_of(self, spot: Spot) -> float:
        """The present value of the weight at a spot."""
        assert spot.source is not None
        if spot.origin is not None:
            return float(self._long[self._design.long_links.index((*spot.edge,))])
        return float(self._layers[spot.layer - 1][spot.neuron, spot.source])

    def draw(self, painter: QPainter) -> None:
        """All of them, or the strongest."""
        painter.drawPixmap(0, 0, self._kept_picture())

    def draw_marked(self, painter: QPainter, spot: Spot | None, colour: str) -> None:
        """The weight at a spot in a colour of its own; nothing where no weight is meant."""
        if spot is None or spot.source is None:
            return
        weight = np.array([self.value_of(spot)])
        if spot.origin is not None:
            corners = self._layout.arcs.corners_of(spot.edge)
            LongLinkPainter(self._theme).draw_marked(
                painter, corners, weight, colour, self._design.is_cut(spot)
            )
        else:
            start, end = (side[spot.neuron, spot.source] for side in self._layout.ends(spot.layer))
            draw_marked(painter, start, end, weight, colour, self.is_curved, self._design.is_cut(spot))

    def draw_note(self, painter: QPainter) -> None:
        """At the lower edge, how many are drawn where it is not all."""
        count = sum(weights.size for weights in self._layers)
        if count <= MANY:
            return
        painter.setFont(number_font(0.92))
        painter.setPen(QColor(self._theme.muted))
        text = tr("The {drawn} strongest of {count} weights are drawn.", drawn=MANY, count=count)
        box = QRectF(0, self._canvas.height() - 20.0, self._canvas.width(), 18.0)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def spotlight(self) -> DiagramSpotlight:
        """What paints a light over them."""
        long: dict[tuple[int, ...], float] = {}
        long.update(zip(self._design.long_links, self._long.tolist(), strict=False))
        return DiagramSpotlight(self._theme, self._layout, self._layers, self.is_curved, long)

    def draw_light(self, painter: QPainter, light: Light | None, is_over_neurons: bool = False) -> None:
        """A light over the weights, or over the neurons; none while it is of another network."""
        if light is None or not self._layers or not (spotlight := self.spotlight()).fits(light):
            return
        if is_over_neurons:
            spotlight.draw_neurons(painter, light)
        else:
            spotlight.draw_edges(painter, light, QRectF(self._canvas.rect()))

    def at(self, point: QPointF, light: Light | None, picked: Spot | None) -> Spot | None:
        """The weight that can be seen there: one of the strongest, or however weak, what is lit or picked."""
        x, y = point.x(), point.y()
        found: tuple[int, ...] | None = self._layout.arcs.at(x, y, AT_ONCE) if len(self._long) else None
        found = found or self._layout.weight_at(x, y, drawn=self._seen(light, picked))
        if found is None and len(self._long):
            found = self._layout.arcs.at(x, y, NEARLY)
        return None if found is None else Spot(*found)

    def long_at(self, point: QPointF) -> Spot | None:
        """The long link that passes there through a gap between neurons."""
        if not len(self._long) or self._layout.tile_at(point.x(), point.y()):
            return None
        found = self._layout.arcs.at(point.x(), point.y(), NEARLY)
        return None if found is None else Spot(*found)

    def _seen(self, light: Light | None, picked: Spot | None) -> NDArray[np.intp] | None:
        """Numbers of those that can be seen; None for all."""
        self._kept_picture()
        if self._drawn is None:
            return None
        marked = set(light.edges) if light is not None and self.spotlight().fits(light) else set()
        if picked is not None and picked.source is not None:
            marked.add(picked.edge)
        numbers = [self._layout.number_of(*edge) for edge in marked if len(edge) == 3]
        return np.append(self._drawn, numbers).astype(np.intp)

    def _kept_picture(self) -> QPixmap:
        if self._picture is None:
            self._picture = pixmap_for(self._canvas)
            painter = QPainter(self._picture)
            pairs = [self._layout.ends(layer) for layer in range(1, len(self._design.sizes))]
            starts, ends = (np.concatenate([pair[side].reshape(-1, 2) for pair in pairs]) for side in (0, 1))
            flat = np.concatenate([weights.ravel() for weights in self._layers])
            cut = [self._layout.number_of(*edge) for edge in self._design.cut if len(edge) == 3]
            self._drawn = self._painter.draw(painter, starts, ends, flat, np.array(cut, dtype=np.intp))
            if len(self._long):
                LongLinkPainter(self._theme).draw(painter, self._layout.arcs, self._long, self._design.cut)
            painter.end()
        return self._picture
