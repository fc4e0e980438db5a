"""An experiment: all that a person designs, frozen. Data, network, the weights it starts from, training, seed.

An edit makes a new experiment; the same experiment always gives the same run.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from engine.data import DataSpec, PreparedData, prepare
from engine.data.bounds import SEED
from engine.errors import SpecError
from engine.limits import whole_number
from engine.network import INITIALIZERS, LOSSES, LayerSpec, Network, NetworkSpec
from engine.network.address import address_of
from engine.network.kinship import Neuron, Way, kept_links, kept_neurons, kept_parameters, way_by_place
from engine.network.long_link import LongLink
from engine.network.network import check_fit
from engine.training import TrainingSpec

__all__ = ["DataSpec", "Experiment"]

OUTPUTS = {
    "binary": ("tanh", "half_squared_error"),
    "classes": ("softmax", "cross_entropy"),
    "regression": ("linear", "half_squared_error"),
}
"""For each kind of problem the output activation and the loss that suit it."""

FITTING_LOSS = {"sigmoid": "binary_cross_entropy", "softmax": "cross_entropy"}
"""The loss that goes with an output activation, where there is one of its own."""

PRECISIONS = ("float64", "float32")

# The browser playground's first network.
FIRST_NETWORK = NetworkSpec(
    inputs=2, layers=(LayerSpec(4, "tanh"), LayerSpec(2, "tanh"), LayerSpec(1, "tanh"))
)


@dataclass(frozen=True)
class Experiment:
    """One design, complete.

    Attributes:
        data: Which data and how the network is given it.
        network: Layers and activations; its inputs and outputs match the data.
        training: Loss, optimizer and the rest.
        initializer: How the weights are drawn.
        seed: Draws the weights and the order of the batches; the data has a seed of its own.
        precision: "float64" or "float32".
        frozen: Places in θ that training leaves as they are.
        cut: The weights among them that are cut: 0 from the start. What is frozen no more is cut no more.
        silenced: Hidden neurons that are switched off, (layer from 1, neuron from 0).
    """

    data: DataSpec = field(default_factory=DataSpec)
    network: NetworkSpec = FIRST_NETWORK
    training: TrainingSpec = field(default_factory=TrainingSpec)
    initializer: str = "uniform"
    seed: int = 0
    precision: str = "float64"
    frozen: tuple[int, ...] = ()
    cut: tuple[int, ...] = ()
    silenced: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "seed", whole_number("seed", self.seed, SEED))
        INITIALIZERS.find(self.initializer)
        if self.precision not in PRECISIONS:
            raise SpecError("precision", self.precision, "float64 or float32")
        if self.network.inputs != self.data.input_count:
            raise SpecError("network inputs", self.network.inputs, f"{self.data.input_count} for this data")
        if self.network.outputs != self.data.output_count:
            raise SpecError(
                "network outputs", self.network.outputs, f"{self.data.output_count} for this data"
            )
        check_fit(LOSSES[self.training.loss], self.network)
        self._check_by_hand()

    def _check_by_hand(self) -> None:
        object.__setattr__(self, "frozen", tuple(sorted(set(self.frozen))))
        object.__setattr__(
            self, "silenced", tuple(sorted({(layer, neuron) for layer, neuron in self.silenced}))
        )
        most = self.network.parameter_count - 1
        for place in self.frozen:
            whole_number("frozen", place, (0, most))
        object.__setattr__(self, "cut", tuple(sorted(set(self.cut) & set(self.frozen))))
        for place in self.cut:
            if address_of(self.network, place).source is None:
                raise SpecError("cut", place, "the place of a weight; a bias is no link")
        hidden = self.network.hidden
        for layer, neuron in self.silenced:
            if not 1 <= layer <= len(hidden) or not 0 <= neuron < hidden[layer - 1].neurons:
                raise SpecError("silenced", (layer, neuron), "a layer and a neuron of the hidden layers")

    def prepare_data(self) -> PreparedData:
        """The data, drawn or read, split and made ready."""
        return prepare(self.data)

    def make_network(self) -> Network:
        """The network with the weights it starts from."""
        network = Network(self.network, self.initializer, self.seed, self.precision)
        network.parameters[list(self.cut)] = 0.0
        return network

    def with_data(self, data: DataSpec) -> "Experiment":
        """The same experiment on other data: inputs and output layer follow the data.

        Output activation and loss stay while the kind of problem does, else they become the usual ones. What
        was frozen or switched off by hand stays so where it is still there; a feature is known by its key.
        """
        last = self.network.layers[-1]
        activation, loss = last.activation, self.training.loss
        if data.kind.problem != self.data.kind.problem:
            activation, loss = OUTPUTS[data.kind.problem]
        layers = (*self.network.hidden, LayerSpec(data.output_count, activation))
        network = _without_broken_skips(data.input_count, layers)
        way = _way_by_feature(self.data, data, way_by_place(self.network, network))
        network = replace(network, long_links=kept_links(self.network, network, way))
        return self._with_network(network, way, data=data, training=replace(self.training, loss=loss))

    def with_hidden(self, hidden: tuple[LayerSpec, ...], way: Way | None = None) -> "Experiment":
        """The same experiment with other hidden layers; there may be none.

        What was frozen or switched off by hand stays so where `way` leads to it; without one, hidden layers
        keep their numbers.
        """
        network = _without_broken_skips(self.network.inputs, (*hidden, self.network.layers[-1]))
        way = way or way_by_place(self.network, network)
        network = replace(network, long_links=kept_links(self.network, network, way))
        return self._with_network(network, way)

    def with_network(self, network: NetworkSpec) -> "Experiment":
        """The same experiment with another network; `SpecError` if it does not fit the data."""
        return self._with_network(network, way_by_place(self.network, network))

    def with_activation(self, layer: int, activation: str) -> "Experiment":
        """The same experiment with another activation in layer l = 1…L.

        At the output the loss follows where the present one does not fit any more.
        """
        layers = list(self.network.layers)
        layers[layer - 1] = replace(layers[layer - 1], activation=activation)
        network = replace(self.network, layers=tuple(layers))
        loss = self.training.loss
        if layer == len(layers) and not LOSSES[loss].fits(activation):
            loss = FITTING_LOSS.get(activation, OUTPUTS["regression"][1])
        return replace(self, network=network, training=replace(self.training, loss=loss))

    def with_skip(self, layer: int, skip: bool) -> "Experiment":
        """The same experiment with or without a skip connection around layer l; `SpecError` if widths differ."""
        layers = list(self.network.layers)
        layers[layer - 1] = replace(layers[layer - 1], skip=skip)
        return replace(self, network=replace(self.network, layers=tuple(layers)))

    def with_long_links(self, links: tuple[LongLink, ...]) -> "Experiment":
        """The same experiment with exactly these links that pass over layers."""
        network = replace(self.network, long_links=links)
        return self._with_network(network, lambda neuron: neuron)

    def with_hidden_activation(self, activation: str) -> "Experiment":
        """The same experiment with one activation in every hidden layer."""
        return self.with_hidden(tuple(replace(layer, activation=activation) for layer in self.network.hidden))

    def with_learning_rate(self, rate: float) -> "Experiment":
        """The same experiment with another learning rate."""
        optimizer = replace(self.training.optimizer, learning_rate=rate)
        return replace(self, training=replace(self.training, optimizer=optimizer))

    def _with_network(self, network: NetworkSpec, way: Way, **changes: Any) -> "Experiment":
        """Another network: what was frozen or switched off by hand stays so where it is still there."""
        frozen = kept_parameters(self.network, network, way, self.frozen)
        cut = kept_parameters(self.network, network, way, self.cut)
        silenced = kept_neurons(network, way, self.silenced)
        return replace(self, network=network, frozen=frozen, cut=cut, silenced=silenced, **changes)


def _way_by_feature(old: DataSpec, new: DataSpec, otherwise: Way) -> Way:
    """A feature is followed by its key; inputs of a table are those of the same number in the same table."""

    def way(neuron: Neuron) -> Neuron | None:
        layer, number = neuron
        if layer > 0:
            return otherwise(neuron)
        if old.features and new.features:
            key = old.features[number]
            return (0, new.features.index(key)) if key in new.features else None
        is_same_table = (old.dataset, old.own) == (new.dataset, new.own)
        return neuron if is_same_table else None

    return way


def _without_broken_skips(inputs: int, layers: tuple[LayerSpec, ...]) -> NetworkSpec:
    """A network of these layers; a skip connection that has lost its equal widths is dropped."""
    kept, width = [], inputs
    for layer in layers:
        kept.append(replace(layer, skip=layer.skip and layer.neurons == width))
        width = layer.neurons
    return NetworkSpec(inputs, tuple(kept))
