"""Edits of the layers: each a function from an experiment to another. Layers are counted from 1, inputs being 0."""

from dataclasses import replace

from engine.experiment import Experiment
from engine.network import LayerSpec

NEW_LAYER_NEURONS = 2


def layer_added(experiment: Experiment) -> Experiment:
    """One more hidden layer before the output, like the one before it."""
    hidden = experiment.network.hidden
    activation = hidden[-1].activation if hidden else "tanh"
    return experiment.with_hidden((*hidden, LayerSpec(NEW_LAYER_NEURONS, activation)))


def layer_removed(experiment: Experiment, layer: int) -> Experiment:
    """Without hidden layer l."""
    hidden = experiment.network.hidden
    return experiment.with_hidden((*hidden[: layer - 1], *hidden[layer:]))


def layer_moved(experiment: Experiment, layer: int, change: int) -> Experiment:
    """Hidden layer l changes places with the one before (−1) or after it (+1)."""
    hidden = list(experiment.network.hidden)
    here, there = layer - 1, layer - 1 + change
    hidden[here], hidden[there] = hidden[there], hidden[here]
    return experiment.with_hidden(tuple(hidden))


def neurons_changed(experiment: Experiment, layer: int, change: int) -> Experiment:
    """`change` more neurons in hidden layer l."""
    return neurons_set(experiment, layer, experiment.network.layers[layer - 1].neurons + change)


def neurons_set(experiment: Experiment, layer: int, neurons: int) -> Experiment:
    """Hidden layer l with that many neurons."""
    hidden = list(experiment.network.hidden)
    hidden[layer - 1] = replace(hidden[layer - 1], neurons=neurons)
    return experiment.with_hidden(tuple(hidden))
