"""The layers as a table: the same design as the picture, in words and numbers, and larger than the canvas allows."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.network import ACTIVATIONS, NetworkSpec
from engine.network.spec import MAX_NEURONS
from gui import numbers
from gui.appearance import heading_font
from gui.begins_anew import begins_anew
from gui.icons import set_icon
from gui.panels.layer_place_menu import layer_place_menu
from gui.panels.long_link_list import LongLinkList
from gui.panels.panel import Panel
from gui.session import Session
from gui.session.layer_edits import layer_added, layer_removed, neurons_set
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.widgets.narrow import narrow
from gui.widgets.scrollable import scrollable
from gui.widgets.whole_number import WholeNumber
from gui.wording import activation_name, network_input_names

PLACE_WIDTH = 18
"""Of the button at the end of a row, in pixels."""


class LayerTablePanel(Panel):
    """One row a layer; every cell is an edit."""

    def __init__(self, session: Session) -> None:
        super().__init__("layer_table", tr("Layer table"), session)

    def build(self) -> None:
        self._rows: list[_Row] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(3)
        for column, heading in enumerate((tr("Layer"), tr("Neurons"), tr("Activation"), tr("Skip"))):
            label = QLabel(heading)
            label.setFont(heading_font(0.92))
            self._grid.addWidget(label, 0, column)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 4)
        self._inputs, self._input_names = QLabel(), QLabel()
        self._input_names.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._places = [self._place_button(0)]
        for column, label in enumerate((QLabel(tr("Inputs")), self._inputs, self._input_names)):
            self._grid.addWidget(label, 1, column)
        self._count = QLabel()
        self._count.setObjectName("table.parameters")
        self._add = self._button("table.add", tr("Add a layer"), tr("Add a hidden layer before the output"))
        self._remove = self._button("table.remove", tr("Remove a layer"), tr("Remove the last hidden layer"))
        self._links = LongLinkList(self.session)
        self._add.clicked.connect(self._on_add)
        self._remove.clicked.connect(self._on_remove)
        self.follow(self._arranged())

    def show_design(self) -> None:
        network = self.session.experiment.network
        names = ", ".join(network_input_names(self.session.experiment))
        self._inputs.setText(str(network.inputs))
        self._input_names.setText(names)
        self._input_names.setToolTip(tr("What the network is given: {names}", names=names))
        while len(self._rows) < len(network.layers):
            self._rows.append(_Row(self.session, len(self._rows) + 1, self._grid))
            self._places.append(self._place_button(len(self._rows)))
        for row in self._rows:
            row.show_layer(network)
        for layer, button in enumerate(self._places):
            button.setVisible(layer <= len(network.layers))
        self._remove.setEnabled(bool(network.hidden))
        self._links.show_design()
        self._count.setText(
            tr("{count} weights and biases", count=numbers.plain(float(network.parameter_count)))
        )

    def _on_place(self, layer: int) -> None:
        button = self._places[layer]
        self._menu = layer_place_menu(self.session, layer, self, self._on_followed)
        self._menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _on_followed(self, layer: int) -> None:
        """The keyboard goes with the layer that was moved."""
        if QApplication.focusWidget() in self._places:
            self._places[layer].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_add(self) -> None:
        self.session.attempt(layer_added, tr("Add a hidden layer"))

    def _on_remove(self) -> None:
        last = len(self.session.experiment.network.hidden)
        self.session.attempt(partial(layer_removed, layer=last), tr("Remove a hidden layer"))

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _place_button(self, layer: int) -> QToolButton:
        """Opens the menu of layer l = 0…L, at the end of its row."""
        button = QToolButton()
        button.setObjectName(f"table.place_{layer}")
        is_inputs = layer == 0
        button.setAccessibleName(
            tr("What to do with the inputs") if is_inputs else tr("Place of layer {layer}", layer=layer)
        )
        button.setToolTip(
            tr("Switch inputs on and off, or add a layer after them")
            if is_inputs
            else tr("Move or remove layer {layer}, or add one beside it", layer=layer)
        )
        set_icon(button, "more")
        button.setAutoRaise(True)
        button.setFixedWidth(PLACE_WIDTH)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._on_place(layer))
        begins_anew(button)
        self._grid.addWidget(button, layer + 1, 4)
        return button

    def _arranged(self) -> QScrollArea:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 4, 3, 10)
        column.addLayout(self._grid)
        column.addWidget(self._add)
        column.addWidget(self._remove)
        column.addWidget(self._count)
        column.addWidget(self._links)
        column.addStretch(1)
        begins_anew(content)
        return scrollable(content)


class _Row:
    """The controls of layer l = 1…L; hidden while the network has fewer layers."""

    def __init__(self, session: Session, layer: int, grid: QGridLayout) -> None:
        self._session = session
        self._layer = layer
        self._name = QLabel()
        self._neurons = WholeNumber(
            f"table.neurons_{layer}",
            tr("Neurons of layer {layer}", layer=layer),
            1,
            MAX_NEURONS,
            1,
            tr("How many neurons layer {layer} has; begins anew", layer=layer),
        )
        self._activation = Choice(
            f"table.activation_{layer}", tr("What a neuron of layer {layer} makes of its sum", layer=layer)
        )
        self._activation.setAccessibleName(tr("Activation of layer {layer}", layer=layer))
        self._skip = QCheckBox()
        self._skip.setObjectName(f"table.skip_{layer}")
        self._skip.setAccessibleName(tr("Skip connection of layer {layer}", layer=layer))
        self._skip.setToolTip(
            tr("Add what came in to what goes out; needs as many neurons as the layer before")
        )
        self._skip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._controls: tuple[QWidget, ...] = (self._name, self._neurons, self._activation, self._skip)
        for column, control in enumerate(self._controls):
            grid.addWidget(control, layer + 1, column)
        narrow(self._neurons, 54)
        narrow(self._activation, 64)
        self._neurons.chosen.connect(self._on_neurons)
        self._neurons.refused.connect(session.complained)
        self._neurons.gesture_ended.connect(session.undo_stack.end_gesture)
        self._activation.chosen.connect(self._on_activation)
        self._skip.clicked.connect(self._on_skip)

    def show_layer(self, network: NetworkSpec) -> None:
        """Show the layer of that network, or nothing if it has none here."""
        exists = self._layer <= len(network.layers)
        for control in self._controls:
            control.setVisible(exists)
        if not exists:
            return
        spec, is_output = network.layers[self._layer - 1], self._layer == len(network.layers)
        self._name.setText(tr("Output") if is_output else str(self._layer))
        self._neurons.show_value(spec.neurons)
        self._neurons.setEnabled(not is_output)
        softmax_fits = is_output and network.outputs > 1
        keys = [key for key, entry in ACTIVATIONS.items() if softmax_fits or not entry.output_only]
        self._activation.offer(keys, activation_name)
        self._activation.show_key(spec.activation)
        self._skip.setChecked(spec.skip)
        self._skip.setEnabled(spec.skip or network.sizes[self._layer] == network.sizes[self._layer - 1])

    def _on_neurons(self, neurons: int) -> None:
        self._session.attempt(
            partial(neurons_set, layer=self._layer, neurons=neurons),
            tr("Change the number of neurons"),
            f"table.neurons_{self._layer}",
        )

    def _on_activation(self, key: str) -> None:
        label = tr("Choose {name}", name=activation_name(key))
        self._session.attempt(lambda experiment: experiment.with_activation(self._layer, key), label)

    def _on_skip(self, skip: bool) -> None:
        label = tr("Change a skip connection")
        self._session.attempt(lambda experiment: experiment.with_skip(self._layer, skip), label)
