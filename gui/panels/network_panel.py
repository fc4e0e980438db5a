"""The network: its picture, and the buttons that shape it."""

from dataclasses import replace

import numpy as np

from engine.experiment import Experiment
from engine.network import LayerSpec
from gui.appearance import appearance
from gui.panels.panel import Panel
from gui.plots.network_diagram import DiagramDesign, NetworkDiagram, Spot
from gui.session import NOTHING, Selection, Session
from gui.translation import tr
from gui.wording import activation_name, network_input_names

TILE_POINTS = 20
"""Points an axis of a neuron's heatmap."""

NEW_LAYER_NEURONS = 2


class NetworkPanel(Panel):
    """Feeds the diagram and turns its buttons into edits."""

    interval = 1.0 / 15.0

    def __init__(self, session: Session) -> None:
        super().__init__("network", tr("Network"), session)
        self.diagram = NetworkDiagram()
        self.diagram.setObjectName("network.diagram")
        self.diagram.picked.connect(self._on_picked)
        self.diagram.controls.layers_changed.connect(self._on_layers_changed)
        self.diagram.controls.neurons_changed.connect(self._on_neurons_changed)
        session.selection_changed.connect(self._on_selection_changed)
        appearance().theme_changed.connect(self.show_numbers)
        self.follow(self.diagram)

    def show_design(self) -> None:
        experiment = self.session.experiment
        layers = tuple(
            (layer.neurons, activation_name(layer.activation)) for layer in experiment.network.layers
        )
        self.diagram.show_design(DiagramDesign(network_input_names(experiment), layers))
        sizes = " – ".join(str(size) for size in experiment.network.sizes)
        self.diagram.setAccessibleDescription(tr("A network with layers of {sizes} neurons", sizes=sizes))

    def show_numbers(self) -> None:
        network, field = self.session.network, self.session.field
        self.diagram.show_parameters(network.weights, network.biases)
        stride = max(1, field.plane.shape[1] // TILE_POINTS)
        layers = range(len(network.spec.layers) + 1)
        self.diagram.show_tiles([_thinned(field.activation(layer), stride) for layer in layers])

    def _on_picked(self, spot: Spot | None) -> None:
        if spot is None:
            self.session.select(NOTHING)
        else:
            self.session.select(Selection(layer=spot.layer, neuron=spot.neuron, source=spot.source))

    def _on_selection_changed(self) -> None:
        picked = self.session.selection
        if picked.layer is None or picked.neuron is None:
            self.diagram.select(None)
        else:
            self.diagram.select(Spot(picked.layer, picked.neuron, picked.source))

    def _on_layers_changed(self, change: int) -> None:
        label = tr("Add a hidden layer") if change > 0 else tr("Remove a hidden layer")
        self.session.attempt(_with_layer_added if change > 0 else _with_layer_removed, label)

    def _on_neurons_changed(self, layer: int, change: int) -> None:
        label = tr("Add a neuron") if change > 0 else tr("Remove a neuron")
        self.session.attempt(lambda experiment: _with_neurons(experiment, layer, change), label)


def _with_layer_added(experiment: Experiment) -> Experiment:
    hidden = experiment.network.hidden
    activation = hidden[-1].activation if hidden else "tanh"
    return experiment.with_hidden((*hidden, LayerSpec(NEW_LAYER_NEURONS, activation)))


def _with_layer_removed(experiment: Experiment) -> Experiment:
    return experiment.with_hidden(experiment.network.hidden[:-1])


def _with_neurons(experiment: Experiment, layer: int, change: int) -> Experiment:
    hidden = list(experiment.network.hidden)
    hidden[layer - 1] = replace(hidden[layer - 1], neurons=hidden[layer - 1].neurons + change)
    return experiment.with_hidden(tuple(hidden))


def _thinned(values: np.ndarray, stride: int) -> np.ndarray:
    """(n, rows, columns) with every `stride`-th point kept along both axes; a line keeps its one row."""
    return values[:, ::stride, ::stride] if values.shape[1] > 1 else values[:, :, ::stride]
