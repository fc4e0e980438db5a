"""Edits of the layers: each a function from an experiment to another. Layers are counted from 1, inputs being 0.

What was frozen or switched off by hand goes with the layer or the neuron it belongs to.
"""

from dataclasses import replace

from engine.experiment import Experiment
from engine.network import LayerSpec
from engine.network.kinship import Neuron

NEW_LAYER_NEURONS = 2


def layer_added(experiment: Experiment, after: int | None = None) -> Experiment:
    """One more hidden layer after layer l = 0…, like the one before it; before the output where none is said."""
    hidden = experiment.network.hidden
    place = len(hidden) if after is None else after
    activation = hidden[max(place, 1) - 1].activation if hidden else "tanh"
    added = LayerSpec(NEW_LAYER_NEURONS, activation)
    return experiment.with_hidden(
        (*hidden[:place], added, *hidden[place:]),
        lambda neuron: _shifted(neuron, 1) if neuron[0] > place else neuron,
    )


def layer_removed(experiment: Experiment, layer: int) -> Experiment:
    """Without hidden layer l."""
    hidden = experiment.network.hidden

    def way(neuron: Neuron) -> Neuron | None:
        if neuron[0] == layer:
            return None
        return _shifted(neuron, -1) if neuron[0] > layer else neuron

    return experiment.with_hidden((*hidden[: layer - 1], *hidden[layer:]), way)


def layer_moved(experiment: Experiment, layer: int, change: int) -> Experiment:
    """Hidden layer l changes places with the one before (−1) or after it (+1)."""
    hidden = list(experiment.network.hidden)
    here, there = layer - 1, layer - 1 + change
    if hidden[here] == hidden[there]:
        return experiment
    hidden[here], hidden[there] = hidden[there], hidden[here]
    places = {layer: layer + change, layer + change: layer}
    return experiment.with_hidden(tuple(hidden), lambda neuron: (places.get(neuron[0], neuron[0]), neuron[1]))


def neurons_changed(experiment: Experiment, layer: int, change: int) -> Experiment:
    """`change` more neurons in hidden layer l."""
    return neurons_set(experiment, layer, experiment.network.layers[layer - 1].neurons + change)


def neurons_set(experiment: Experiment, layer: int, neurons: int) -> Experiment:
    """Hidden layer l with that many neurons."""
    return experiment.with_hidden(_resized(experiment, layer, neurons))


def neuron_removed(experiment: Experiment, layer: int, number: int) -> Experiment:
    """Hidden layer l without its neuron of that number, from 0."""

    def way(neuron: Neuron) -> Neuron | None:
        if neuron == (layer, number):
            return None
        is_behind = neuron[0] == layer and neuron[1] > number
        return (layer, neuron[1] - 1) if is_behind else neuron

    neurons = experiment.network.layers[layer - 1].neurons - 1
    return experiment.with_hidden(_resized(experiment, layer, neurons), way)


def _resized(experiment: Experiment, layer: int, neurons: int) -> tuple[LayerSpec, ...]:
    hidden = list(experiment.network.hidden)
    hidden[layer - 1] = replace(hidden[layer - 1], neurons=neurons)
    return tuple(hidden)


def _shifted(neuron: Neuron, change: int) -> Neuron:
    return neuron[0] + change, neuron[1]
