"""The network: its picture, and the buttons that shape it."""

from functools import partial

import numpy as np

from engine.network.address import address_of
from gui.appearance import appearance
from gui.panels.layer_menu import layer_menu
from gui.panels.panel import Panel
from gui.panels.parameter_card import ParameterCard, place_of
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_keys import Spot
from gui.plots.network_diagram import NetworkDiagram
from gui.session import NOTHING, Selection, Session
from gui.session.layer_edits import layer_added, layer_removed, neurons_changed
from gui.translation import tr
from gui.wording import activation_name, network_input_names

TILE_POINTS = 20
"""Points an axis of a neuron's heatmap."""


class NetworkPanel(Panel):
    """Feeds the diagram and turns its buttons into edits."""

    interval = 1.0 / 12.0

    def __init__(self, session: Session) -> None:
        super().__init__("network", tr("Network"), session)
        self.diagram = NetworkDiagram()
        self.diagram.setObjectName("network.diagram")
        self.diagram.picked.connect(self._on_picked)
        self.diagram.hovered.connect(self._on_hovered)
        self.diagram.controls.layers_changed.connect(self._on_layers_changed)
        self.diagram.controls.neurons_changed.connect(self._on_neurons_changed)
        self.diagram.controls.head_clicked.connect(self._on_head_clicked)
        self.diagram.commanded.connect(self._on_key)
        self.card = ParameterCard(session, self.diagram)
        self.card.left.connect(self.diagram.setFocus)
        self.diagram.resized.connect(self.card.place)
        session.selection_changed.connect(self._on_selection_changed)
        session.probe.changed.connect(self.show_numbers)
        appearance().theme_changed.connect(self.show_numbers)
        self.follow(self.diagram)

    def show_design(self) -> None:
        experiment = self.session.experiment
        layers = tuple(
            (layer.neurons, activation_name(layer.activation)) for layer in experiment.network.layers
        )
        self.diagram.show_design(
            DiagramDesign(
                network_input_names(experiment),
                layers,
                skips=frozenset(
                    index + 1 for index, layer in enumerate(experiment.network.layers) if layer.skip
                ),
                silenced=frozenset(experiment.silenced),
                frozen=frozenset(Spot(*address_of(experiment.network, place)) for place in experiment.frozen),
            )
        )
        self._on_selection_changed()
        sizes = " – ".join(str(size) for size in experiment.network.sizes)
        self.diagram.setAccessibleDescription(tr("A network with layers of {sizes} neurons", sizes=sizes))

    def show_numbers(self) -> None:
        network, field = self.session.network, self.session.field
        self.diagram.show_parameters(network.weights, network.biases)
        stride = max(1, field.plane.shape[1] // TILE_POINTS)
        self.diagram.show_values(self.session.probe.values())
        layers = range(len(network.spec.layers) + 1)
        self.diagram.show_tiles([_thinned(field.activation(layer), stride) for layer in layers])

    def _on_picked(self, spot: Spot | None) -> None:
        if spot is None:
            self.session.select(NOTHING)
        else:
            self.session.select(Selection(layer=spot.layer, neuron=spot.neuron, source=spot.source))
            if (
                spot.source is not None and not self.diagram.hasFocus()
            ):  # clicked: a value may be typed at once
                self.card.edit()

    def _on_hovered(self, spot: Spot | None) -> None:
        if spot is None or spot.source is not None:
            self.session.look_at(None)
        else:
            self.session.look_at(Selection(spot.layer, spot.neuron))

    def _on_selection_changed(self) -> None:
        picked = self.session.selection
        if picked.layer is None or picked.neuron is None:
            self.diagram.select(None)
        else:
            self.diagram.select(Spot(picked.layer, picked.neuron, picked.source))

    def _on_layers_changed(self, change: int) -> None:
        label = tr("Add a hidden layer") if change > 0 else tr("Remove a hidden layer")
        last = len(self.session.experiment.network.hidden)
        self.session.attempt(layer_added if change > 0 else partial(layer_removed, layer=last), label)

    def _on_neurons_changed(self, layer: int, change: int) -> None:
        label = tr("Add a neuron") if change > 0 else tr("Remove a neuron")
        self.session.attempt(partial(neurons_changed, layer=layer, change=change), label)

    def _on_head_clicked(self, layer: int) -> None:
        head = self.diagram.controls.head(layer)
        self._menu = layer_menu(self.session, layer, self)
        self._menu.popup(head.mapToGlobal(head.rect().bottomLeft()))

    def _on_key(self, command: str) -> None:
        """`+`, `−`, Delete and Enter on what is picked."""
        picked = self.session.selection
        hidden = len(self.session.experiment.network.hidden)
        if command == "edit":
            self.card.edit()
        elif picked.source is not None and command == "remove":
            place = place_of(self.session, picked)
            if place is not None:
                self.session.set_parameter(place, 0.0)
        elif picked.layer is not None and 1 <= picked.layer <= hidden:
            self._on_neurons_changed(picked.layer, 1 if command == "add" else -1)
        else:
            self._on_layers_changed(1 if command == "add" else -1)


def _thinned(values: np.ndarray, stride: int) -> np.ndarray:
    """(n, rows, columns) with every `stride`-th point kept along both axes; a line keeps its one row."""
    return values[:, ::stride, ::stride] if values.shape[1] > 1 else values[:, :, ::stride]
