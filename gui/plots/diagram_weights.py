"""The weights in the picture of a network: painted once and kept, marked, and found under the mouse."""

from collections.abc import Iterable, Sequence

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
from gui.plots.edge_flow import pixmap_for
from gui.plots.edge_painter import MANY, EdgePainter, draw_marked
from gui.translation import tr


class DiagramWeights:
    """Knows the weights (n_l, n_{l−1}) of layers 1…L, read at every repaint of theirs, and where they stand."""

    def __init__(self, canvas: QWidget, theme: Theme) -> None:
        self._canvas = canvas
        self._layers: Sequence[NDArray[np.floating]] = ()
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

    def show(self, layers: Sequence[NDArray[np.floating]]) -> None:
        """Other weights, or other values of theirs."""
        self._layers = layers
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
        return float(self._layers[spot.layer - 1][spot.neuron, spot.source])

    def draw(self, painter: QPainter) -> None:
        """All of them, or the strongest."""
        painter.drawPixmap(0, 0, self._kept_picture())

    def draw_marked(self, painter: QPainter, spot: Spot | None, colour: str) -> None:
        """The weight at a spot in a colour of its own; nothing where no weight is meant."""
        if spot is not None and spot.source is not None:
            weight = np.array([self.value_of(spot)])
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

    def at(self, point: QPointF, marked: Iterable[tuple[int, ...]]) -> Spot | None:
        """The weight that can be seen there: one of the strongest, or of those that are marked."""
        drawn = self._seen(marked)
        found = self._layout.weight_at(point.x(), point.y(), drawn=drawn)
        return None if found is None else Spot(*found)

    def _seen(self, marked: Iterable[tuple[int, ...]]) -> NDArray[np.intp] | None:
        """Numbers of those that can be seen; None for all."""
        self._kept_picture()
        if self._drawn is None:
            return None
        numbers = [self._layout.number_of(*edge) for edge in marked]
        return np.append(self._drawn, numbers).astype(np.intp)

    def _kept_picture(self) -> QPixmap:
        if self._picture is None:
            self._picture = pixmap_for(self._canvas)
            painter = QPainter(self._picture)
            pairs = [self._layout.ends(layer) for layer in range(1, len(self._design.sizes))]
            starts, ends = (np.concatenate([pair[side].reshape(-1, 2) for pair in pairs]) for side in (0, 1))
            flat = np.concatenate([weights.ravel() for weights in self._layers])
            cut = [self._layout.number_of(*edge) for edge in self._design.cut]
            self._drawn = self._painter.draw(painter, starts, ends, flat, np.array(cut, dtype=np.intp))
            painter.end()
        return self._picture
