"""The headings above a network diagram, and the buttons in them that add and remove layers and neurons."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from gui.appearance import Theme, heading_font, number_font
from gui.begins_anew import begins_anew
from gui.icons import set_icon
from gui.plots.diagram_layout import DiagramLayout
from gui.plots.diagram_limits import MOST_HIDDEN, MOST_NEURONS, layers_limit, neurons_limit
from gui.plots.layer_head import LayerHead
from gui.translation import tr

BUTTON = 20
LAYER_ROW = 6.0
BRACKET = 30.0
NEURON_ROW = 35.0
CAPTION_ROW = 57.0
ACTIVATION_ROW = 73.0


class DiagramControls(QObject):
    """Real buttons laid over the picture, so that keyboard and screen readers find them.

    Signals:
        layers_changed: Add (+1) or remove (−1) the last hidden layer.
        neurons_changed: Layer l = 1…, add (+1) or remove (−1) a neuron.
        head_clicked: The head of layer l = 1…L was pressed; whoever knows what can be done shows a menu.
    """

    layers_changed = Signal(int)
    neurons_changed = Signal(int, int)
    head_clicked = Signal(int)

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._layers: Sequence[tuple[int, str]] = ()
        self._columns: list[float] = []
        self._layer_buttons = {
            change: self._button(
                change, f"network.{word}_layer", tip, partial(self.layers_changed.emit, change)
            )
            for change, word, tip in (
                (-1, "remove", tr("Remove the last hidden layer")),
                (1, "add", _add_layer_tip()),
            )
        }
        self._neuron_buttons: list[dict[int, QToolButton]] = []
        self._heads: list[LayerHead] = []
        self._is_near = self._is_crowded = False
        self._ordered = 0
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._is_near = event.type() == QEvent.Type.Enter
            for head in self._heads:
                self._tell(head)
        return super().eventFilter(watched, event)

    def arrange(self, layers: Sequence[tuple[int, str]], layout: DiagramLayout) -> None:
        """Place headings and buttons for layers 1…L, the last being the output."""
        self._layers = layers
        self._columns = layout.columns.tolist()
        self._is_crowded = False  # asked of the whole captions
        self._is_crowded = self._captions_touch()
        hidden = len(layers) - 1
        self._ensure_neuron_buttons(hidden)
        middle = (self._columns[0] + self._columns[-1]) / 2.0
        gap = self._heading_width() / 2.0 + 6.0
        self._place(self._layer_buttons[-1], middle - gap - BUTTON, LAYER_ROW, hidden > 0)
        self._place(self._layer_buttons[1], middle + gap, LAYER_ROW, hidden < MOST_HIDDEN)
        self._layer_buttons[1].setToolTip(_add_layer_tip() if hidden < MOST_HIDDEN else layers_limit())
        self._place_neuron_buttons(layers)
        self._place_heads(layers)
        self._order()

    def head(self, layer: int) -> LayerHead:
        """The button on the head of layer l = 1…L, for its menu to open under."""
        return self._heads[layer - 1]

    def caption_at(self, point: QPointF) -> int | None:
        """The layer l = 0…L whose caption is there."""
        for layer in range(len(self._columns)):
            if self.caption_box(layer).adjusted(-4.0, 0.0, 4.0, 0.0).contains(point):
                return layer
        return None

    def caption_box(self, layer: int) -> QRectF:
        """Where the caption of layer l = 0…L stands; in a crowd the first and the last stand out of it, to the side."""
        box = self._caption_over(layer)
        if self._is_crowded and layer == 0:
            box.moveRight(min(box.right(), self._caption_over(1).left()))
        elif self._is_crowded and layer == len(self._layers):
            box.moveLeft(max(box.left(), self._caption_over(layer - 1).right()))
        return box

    def _caption_over(self, layer: int) -> QRectF:
        """Where it stands right over its column."""
        width = QFontMetricsF(heading_font(0.92)).horizontalAdvance(self._caption(layer)) + 10.0
        return QRectF(self._columns[layer] - width / 2.0, CAPTION_ROW, width, 18.0)

    def draw_headings(self, painter: QPainter, theme: Theme, picked: int | None, pointed: int | None) -> None:
        """The words over the columns, and the bracket that joins the hidden layers.

        The layer that is picked wears the accent, the one that is pointed at a line.
        """
        hidden = len(self._layers) - 1
        middle = (self._columns[0] + self._columns[-1]) / 2.0
        painter.setPen(QColor(theme.text))
        painter.setFont(heading_font())
        self._centered(painter, middle, LAYER_ROW, BUTTON, self._heading())
        if hidden:
            painter.setPen(QPen(QColor(theme.border), 1.0))
            left, right = self._columns[1] - 24.0, self._columns[-2] + 24.0
            corners = ((left, 4.0), (left, 0.0), (right, 0.0), (right, 4.0))
            painter.drawPolyline([QPointF(x, BRACKET + y) for x, y in corners])
        for layer in range(len(self._columns)):
            is_picked = layer == picked
            painter.setFont(heading_font(0.92) if is_picked else number_font(0.92))
            painter.setPen(QColor(theme.accent if is_picked else theme.muted))
            box = self.caption_box(layer)
            self._centered(painter, box.center().x(), CAPTION_ROW, 18.0, self._caption(layer))
            if layer in (picked, pointed):
                painter.setPen(QPen(QColor(theme.accent if is_picked else theme.muted), 1.6))
                painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _caption(self, layer: int) -> str:
        if layer == 0:
            return tr("Inputs")
        if layer == len(self._layers):
            return tr("Output")
        neurons = self._layers[layer - 1][0]
        if self._is_crowded:
            return str(neurons)
        return tr("1 neuron") if neurons == 1 else tr("{count} neurons", count=neurons)

    def _captions_touch(self) -> bool:
        """Whether two layers stand so near that there is no room for a word beside the number of neurons."""
        boxes = [self.caption_box(layer) for layer in range(len(self._columns))]
        return any(left.right() > right.left() for left, right in pairwise(boxes))

    def _heading(self) -> str:
        hidden = len(self._layers) - 1
        if hidden == 0:
            return tr("No hidden layer")
        return tr("1 hidden layer") if hidden == 1 else tr("{count} hidden layers", count=hidden)

    def _heading_width(self) -> float:
        return QFontMetricsF(heading_font()).horizontalAdvance(tr("{count} hidden layers", count=8))

    def _centered(self, painter: QPainter, x: float, y: float, height: float, text: str) -> None:
        painter.drawText(QRectF(x - 120.0, y, 240.0, height), Qt.AlignmentFlag.AlignCenter, text)

    def _ensure_neuron_buttons(self, hidden: int) -> None:
        while len(self._neuron_buttons) < hidden:
            layer = len(self._neuron_buttons) + 1
            self._neuron_buttons.append(
                {
                    change: self._button(
                        change,
                        f"network.{word}_neuron_{layer}",
                        tip,
                        partial(self.neurons_changed.emit, layer, change),
                    )
                    for change, word, tip in (
                        (-1, "remove", tr("Remove a neuron from layer {layer}", layer=layer)),
                        (1, "add", _add_neuron_tip(layer)),
                    )
                }
            )

    def _place_neuron_buttons(self, layers: Sequence[tuple[int, str]]) -> None:
        """A pair over each hidden layer; none where the columns are narrower than a pair."""
        room = self._columns[1] - self._columns[0] - 2.0 * BUTTON
        margin = min(2.0, room / 2.0)
        for index, pair in enumerate(self._neuron_buttons):
            is_there = index < len(layers) - 1 and room >= 0.0
            if is_there:
                neurons = layers[index][0]
                column = self._columns[index + 1]
                self._place(pair[-1], column - BUTTON - margin, NEURON_ROW, neurons > 1)
                self._place(pair[1], column + margin, NEURON_ROW, neurons < MOST_NEURONS)
                tip = _add_neuron_tip(index + 1) if neurons < MOST_NEURONS else neurons_limit()
                pair[1].setToolTip(tip)
            for button in pair.values():
                button.setVisible(is_there)

    def _place_heads(self, layers: Sequence[tuple[int, str]]) -> None:
        while len(self._heads) < len(layers):
            self._heads.append(self._make_head(len(self._heads) + 1))
        for index, head in enumerate(self._heads):
            head.setVisible(index < len(layers))
            if index < len(layers):
                activation = layers[index][1]
                room = self._columns[1] - self._columns[0] - 2.0
                is_whole = head.show_name(activation, room)
                head.setToolTip(_head_tip(index + 1, "" if is_whole else activation))
                self._tell(head)
                head.setAccessibleName(
                    tr("Layer {layer}: {activation}", layer=index + 1, activation=activation)
                )
                head.move(round(self._columns[index + 1] - head.width() / 2.0), round(ACTIVATION_ROW))

    def _order(self) -> None:
        """Let Tab go through the buttons as they stand, also through those that were made later."""
        pairs = [button for pair in self._neuron_buttons for button in pair.values()]
        order = [self._canvas, *self._layer_buttons.values(), *pairs, *self._heads]
        if len(order) != self._ordered:
            self._ordered = len(order)
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)

    def _tell(self, head: LayerHead) -> None:
        head.is_near = self._is_near
        head.update()

    def _make_head(self, layer: int) -> LayerHead:
        head = LayerHead(self._canvas)
        head.setObjectName(f"network.layer_{layer}")
        begins_anew(head)
        head.clicked.connect(lambda: self.head_clicked.emit(layer))
        return head

    def _button(self, change: int, name: str, tip: str, call: Callable[[], object]) -> QToolButton:
        button = QToolButton(self._canvas)
        button.setObjectName(name)
        set_icon(button, "add" if change > 0 else "remove")
        button.setIconSize(QSize(12, 12))
        button.setFixedSize(BUTTON, BUTTON)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        begins_anew(button)
        button.clicked.connect(lambda: call())  # drops the checked flag
        return button

    def _place(self, button: QToolButton, x: float, y: float, is_enabled: bool) -> None:
        button.move(round(x), round(y))
        button.setEnabled(is_enabled)
        button.show()


def _add_layer_tip() -> str:
    return tr("Add a hidden layer before the output")


def _add_neuron_tip(layer: int) -> str:
    return tr("Add a neuron to layer {layer}", layer=layer)


def _head_tip(layer: int, shortened: str) -> str:
    """What a head is for; with the whole name of the activation where it is `shortened` in the picture."""
    if not shortened:
        return tr("Activation, skip connection and place of layer {layer}", layer=layer)
    return tr(
        "{activation}: activation, skip connection and place of layer {layer}",
        activation=shortened,
        layer=layer,
    )
