"""The picture of a network: a tile for every neuron, showing what it says over the input plane, and a line
for every weight, whose width and colour show it.

It knows sizes, weights and images; it has never heard of a session. Hovering shows a value, clicking picks.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from gui.appearance import Theme, appearance, sign_lut
from gui.plots.bias_mark import bias_at
from gui.plots.diagram_controls import DiagramControls
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_fit import fitted
from gui.plots.diagram_keys import ARROWS, COMMANDS, WHOLE_LAYER, Spot, layer_moved, moved
from gui.plots.diagram_spotlight import Light
from gui.plots.diagram_weights import NONE, DiagramWeights
from gui.plots.diagram_words import spot_text
from gui.plots.edge_flow import EdgeFlow
from gui.plots.hint_box import draw_hint
from gui.plots.input_switches import PALE, SPARE_SHARE, InputSwitches, is_on_mark
from gui.plots.link_drawing import LinkDrawing
from gui.plots.neuron_painter import NeuronPainter
from gui.plots.tile_atlas import atlas, tile_side
from gui.translation import tr


class NetworkDiagram(QWidget):
    """A picture of a network that can be pointed at.

    Signals:
        picked: A `Spot` was clicked or reached by the arrow keys, or None for the empty ground.
        layer_picked: The caption of layer l = 0…L was clicked, or the layer was reached by the keys L and arrows.
        hovered: The mouse has come to another `Spot`, or None: it has left.
        pointed: The mouse has moved over something, or away from it.
        commanded: "add", "remove", "delete" or "edit": + and −, Delete, Enter; a click on a weight or bias is "edit".
        input_switched: The input of that number, or the spare one numbered on, shall be switched off or on.
        menu_asked: The menu of a `Spot` is wanted, at this point of the screen.
        link_wanted: A link between two neurons is wanted, from the spot where it was begun to the other.
        resized: The picture has another size.
    """

    picked = Signal(object)
    layer_picked = Signal(int)
    hovered = Signal(object)
    pointed = Signal()
    commanded = Signal(str)
    input_switched = Signal(int)
    menu_asked = Signal(object, object)
    link_wanted = Signal(object, object)
    resized = Signal()

    own_keys = frozenset(int(key) for key in (*ARROWS, *COMMANDS, WHOLE_LAYER))

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(320, 240)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Network diagram"))
        self.controls = DiagramControls(self)
        self._design = DiagramDesign(("x₁", "x₂"), ((1, ""),))
        self._weights = DiagramWeights(self, appearance().theme)
        self._biases: Sequence[NDArray[np.floating]] = ()
        self._tiles: list[QImage] = []
        self._values: Sequence[NDArray[np.floating]] = ()
        self._light: Light | None = None
        self._spares: NDArray[np.floating] | None = None
        self._spare_tiles: tuple[QImage, QImage] | None = None
        self.flow = EdgeFlow(self)
        self.flow.moved.connect(super().update)
        self.drawing = LinkDrawing(self)
        self.drawing.wanted.connect(self.link_wanted)
        self.drawing.changed.connect(self._on_drawing)
        self._hovered: Spot | None = None
        self._mouse = QPointF()
        self._pointed_layer: int | None = None
        self.selected: Spot | None = None
        self.selected_layer: int | None = None
        appearance().theme_changed.connect(self.apply_theme)
        self.apply_theme(appearance().theme)

    # What to show

    def show_design(self, design: DiagramDesign) -> None:
        """Another network; parameters and tiles follow."""
        self._design = design
        self._weights.show(())
        self._biases, self._tiles, self._values = (), [], ()
        self._spares = self._spare_tiles = None
        self._hovered = self._light = None
        self._arrange()
        self._begin_flow()

    def show_parameters(
        self,
        weights: Sequence[NDArray[np.floating]],
        biases: Sequence[NDArray[np.floating]],
        long_weights: NDArray[np.floating] = NONE,
    ) -> None:
        """The weights (n_l, n_{l−1}) and biases (n_l,) of layers 1…L, read at every repaint of theirs.

        `long_weights` (n,) are those of the long links of the design.
        """
        self._weights.show(weights, long_weights)
        self._biases = biases
        self.update()

    def show_tiles(self, activations: Sequence[NDArray[np.floating]]) -> None:
        """For each layer 0…L what its neurons say over the plane, (n_l, rows, columns), row 0 the lowest."""
        ratio, tiles = self.devicePixelRatioF(), self.layout_of.tiles
        self._tiles = [
            atlas(values, self._lut, tile_side(tile, ratio))
            for values, tile in zip(activations, tiles.tolist(), strict=True)
        ]
        self.update()

    def show_spares(self, values: NDArray[np.floating]) -> None:
        """What the spare inputs would say over the plane, (n, rows, columns), row 0 the lowest."""
        self._spares = values
        self._paint_spares()
        self.update()

    def show_values(self, values: Sequence[NDArray[np.floating]]) -> None:
        """What every neuron says of one example, a[l] (n_l,) for layers 0…L; () for none."""
        self._values = values
        self.update()

    def show_light(self, light: Light | None) -> None:
        """Light up what takes part in something, all else paler; None for all alike."""
        self._light = light
        self._begin_flow()
        self.update()

    def _begin_flow(self) -> None:
        self.flow.follow(self._light, self._weights.spotlight())

    def select(self, spot: Spot | None) -> None:
        """Mark what is picked; it may be a spare input, where there is room to show it."""
        self.selected, self.selected_layer = (None if self._is_hidden(spot) else spot), None
        self.update()

    def select_layer(self, layer: int) -> None:
        """Mark a whole layer as picked."""
        self.selected, self.selected_layer = None, layer
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme; the tiles follow with the next `show_tiles`."""
        self._theme = theme
        self._weights.wear(theme)
        self._lut = sign_lut(theme)
        self._paint_spares()
        self.update()

    def spot_center(self, spot: Spot) -> QPointF:
        """Where a neuron's tile, or the middle of a weight's line, stands in the widget."""
        return QPointF(*self.layout_of.place_of(spot.layer, spot.neuron, spot.source, spot.origin))

    def sizeHint(self) -> QSize:
        return QSize(640, 460)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.flow.paint(painter, self._draw, self._theme, has_dots=not self.hovered_text())
        painter.end()

    def update(self, *where: object) -> None:
        """Draw anew; the still picture under what moves is no longer true."""
        self.flow.forget()
        super().update(*where)

    def _draw(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        self.controls.draw_headings(painter, self._theme, self.selected_layer, self._pointed_layer)
        if self._weights.layers:
            self._weights.draw(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            NeuronPainter(self._theme, self._design, self.layout_of).draw_skips(painter)
            self._weights.draw_light(painter, self._light)
            self._weights.draw_marked(painter, self.selected, self._theme.accent)
            self._weights.draw_marked(painter, self._hovered, self._theme.text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._draw_neurons(painter)
        self._weights.draw_light(painter, self._light, is_over_neurons=True)
        self._draw_layer_frame(painter)
        self.drawing.draw(painter, self._theme)
        self._draw_focus(painter)
        self._weights.draw_note(painter)
        self._draw_value(painter)

    def _draw_neurons(self, painter: QPainter) -> None:
        neurons = NeuronPainter(self._theme, self._design, self.layout_of)
        for layer in range(len(self._design.sizes)):
            image = self._tiles[layer] if layer < len(self._tiles) else None
            biases = self._biases[layer - 1] if layer and self._biases else None
            neurons.draw_layer(painter, layer, image, biases, (self.selected, self._hovered))
        neurons.draw_pins(painter)
        neurons.draw_values(painter, self._values)
        switches = InputSwitches(self._theme, self._design, self.layout_of)
        switches.draw_spares(painter, self._spare_tiles, self.selected, self._hovered)
        if self._design.can_switch_off(self._hovered):
            switches.draw_mark(painter, self._hovered.neuron, self._is_on_mark(self._mouse))

    def _draw_layer_frame(self, painter: QPainter) -> None:
        if self.selected_layer is not None and self.selected_layer < len(self._design.sizes):
            painter.setPen(QPen(QColor(self._theme.accent), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(*self.layout_of.frame_of(self.selected_layer)), 6.0, 6.0)

    def _draw_focus(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.focus), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 4.0, 4.0)

    def _draw_value(self, painter: QPainter) -> None:
        text = self.hovered_text()
        if text:
            place = self.drawing.place if self.drawing.is_on else self._mouse
            draw_hint(painter, self._theme, text, place, self.size())

    # Pointing

    def hovered_text(self) -> str:
        """What is under the mouse, with its present value; counted from 1 as the texts do."""
        spot = self._hovered
        if self.drawing.is_on:
            return self.drawing.text()
        if self._pointed_layer is not None:
            return tr("pick the whole layer (L)")
        if spot is None or not self._weights.layers:
            return ""
        if spot.layer == 0 and self._is_on_mark(self._mouse):
            return tr("take {name} away from the network", name=self._design.input_names[spot.neuron])
        return spot_text(self._design, spot, self._value_of(spot))

    def is_on_switch(self) -> bool:
        """Whether a click where the mouse is switches an input on or off."""
        return self._design.is_spare(self._hovered) or self._is_on_mark(self._mouse)

    def pointed_neuron(self) -> Spot | None:
        """The neuron or input under the mouse, if a link can begin there."""
        spot = self._hovered
        is_mark = self.is_on_switch() or bias_at(self.layout_of, self._mouse) is not None
        return None if spot is None or spot.source is not None or is_mark else spot

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        if self.drawing.drag(event.position(), bool(event.buttons() & Qt.MouseButton.LeftButton)):
            return
        hovered, layer = self._spot_at(event.position()), self.controls.caption_at(event.position())
        if (
            hovered is not None
            or self._hovered is not None
            or layer is not None
            or self._pointed_layer is not None
        ):
            self._pointed_layer = layer
            self._hover(hovered)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointed_layer = None
        self._hover(None)

    def _hover(self, spot: Spot | None) -> None:
        is_other = spot != self._hovered
        self._hovered = spot
        self.update()
        if is_other:
            self.hovered.emit(spot)
        self.pointed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.drawing.is_on:
            self.drawing.press_key(key)
        elif key == WHOLE_LAYER:
            self._to_layer_or_back()
        elif key in ARROWS and self.selected_layer is not None:
            self._go_on(layer_moved(self.selected_layer, key, self._design.sizes))
        elif key in ARROWS:
            self._pick(self._moved(key))
            self.hovered.emit(self.selected)  # what the keys have come to is looked at as what the mouse has
        elif key in COMMANDS:
            self._command(COMMANDS[key])
        elif key == Qt.Key.Key_Escape and (self.selected is not None or self.selected_layer is not None):
            self._pick(None)
        else:
            super().keyPressEvent(event)

    def _moved(self, key: int) -> Spot:
        design = self._design
        return moved(self.selected, key, design.sizes, self.layout_of.inputs, design.long_links)

    def _pick(self, spot: Spot | None) -> None:
        if spot is None or self._design.is_spare(spot):
            self.picked.emit(None)  # a spare input is no part of the network: nobody else can have it picked
            self.select(spot)
        else:
            self.picked.emit(spot)

    def _to_layer_or_back(self) -> None:
        if self.selected_layer is not None:
            self._pick(Spot(self.selected_layer, 0))
        else:
            self.layer_picked.emit(0 if self.selected is None else self.selected.layer)

    def _go_on(self, place: int | Spot) -> None:
        if isinstance(place, Spot):
            self._pick(place)
        else:
            self.layer_picked.emit(place)

    def _command(self, command: str) -> None:
        spot = self.selected
        is_off_key = command in ("remove", "delete")
        if self._design.is_spare(spot) and command != "link":
            if not is_off_key:
                self.input_switched.emit(spot.neuron)
        elif is_off_key and self._design.can_switch_off(spot):
            self.input_switched.emit(spot.neuron)
        else:
            self.commanded.emit(command)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.drawing.is_on or event.button() != Qt.MouseButton.LeftButton:
            self._end_drawing(event.button())
            return
        self._mouse = event.position()
        spot, layer = self._spot_at(event.position()), self.controls.caption_at(event.position())
        if spot is not None or layer is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # the keys go on from what was clicked
        if layer is not None:
            self.layer_picked.emit(layer)
        elif spot is not None and (self._design.is_spare(spot) or self._is_on_mark(event.position())):
            self.input_switched.emit(spot.neuron)
        else:
            self._pick(spot)
            if spot is not None and (spot.source is not None or bias_at(self.layout_of, event.position())):
                self.commanded.emit("edit")
            elif spot is not None:
                self.drawing.press(spot, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.drawing.let_go()

    def _end_drawing(self, button: Qt.MouseButton) -> None:
        """A click draws a link that was begun without a held button, any other button leaves it."""
        if button == Qt.MouseButton.LeftButton:
            self.drawing.let_go()
        else:
            self.drawing.stop()

    def _on_drawing(self) -> None:
        self._hover(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.drawing.is_held:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            spot = self.selected
            place = QPointF() if spot is None else self.spot_center(spot)
        else:
            place = QPointF(event.pos())
            spot = self._spot_at(place)
        if spot is not None:
            self.menu_asked.emit(spot, self.mapToGlobal(place.toPoint()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        self._begin_flow()
        self.resized.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self.drawing.stop()
        self.flow.stop()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.drawing.stop()
        self.hovered.emit(self._hovered)
        self.update()

    def _is_on_mark(self, point: QPointF) -> bool:
        spot = self._hovered
        return self._design.can_switch_off(spot) and is_on_mark(self.layout_of, spot.neuron, point)

    def _spot_at(self, point: QPointF) -> Spot | None:
        if self._is_on_mark(point):  # a part of it lies outside the tile
            return self._hovered
        if (passing := self._weights.long_at(point)) is not None:
            return passing
        neuron = bias_at(self.layout_of, point) or self.layout_of.neuron_at(point.x(), point.y())
        if neuron is not None:
            return Spot(*neuron)
        return self._weights.at(point, self._light, self.selected) if self._weights.layers else None

    def _value_of(self, spot: Spot) -> float:
        """Of a weight, or the bias of a neuron; 0 of an input."""
        if spot.source is not None:
            return self._weights.value_of(spot)
        return float(self._biases[spot.layer - 1][spot.neuron]) if spot.layer else 0.0

    # Inside

    def _arrange(self) -> None:
        self.layout_of = fitted(self._design, self.size())
        if self._is_hidden(self.selected):
            self.selected = None
        self.controls.arrange(self._design.layers, self.layout_of)
        self._weights.stand(self._design, self.layout_of)
        self.drawing.stand(self._design, self.layout_of)
        self._paint_spares()
        self.update()

    def _is_hidden(self, spot: Spot | None) -> bool:
        """Whether the spot is a spare input for which there is no room."""
        return self._design.is_spare(spot) and spot.neuron not in self.layout_of.inputs

    def _paint_spares(self) -> None:
        if self._spares is not None:
            side = tile_side(float(self.layout_of.tiles[0]) * SPARE_SHARE, self.devicePixelRatioF())
            pale = atlas(self._spares, sign_lut(self._theme, strength=PALE), side)
            self._spare_tiles = (pale, atlas(self._spares, self._lut, side))
