"""What can be tried: each remedy is a change of the experiment, ready to be applied, and undone like any edit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from engine.network import ACTIVATIONS, LayerSpec
from engine.training.optimizers import MAX_LEARNING_RATE, OptimizerSpec

if TYPE_CHECKING:
    from engine.experiment import Experiment


WIDEST = 64


@dataclass(frozen=True)
class Remedy:
    """One thing to try.

    Attributes:
        key: What it does.
        settings: What it sets, by name: {"factor": 0.1}, {"activation": "relu"}.
        change: The experiment with it done. Where it is done already, or cannot be, the same experiment.
    """

    key: str
    settings: Mapping[str, float | str]
    change: Callable[["Experiment"], "Experiment"] = field(compare=False)

    def applies_to(self, experiment: "Experiment") -> bool:
        """Whether it would change anything."""
        return self.change(experiment) != experiment


def scale_learning_rate(factor: float) -> Remedy:
    """A larger or smaller η."""

    def change(experiment: "Experiment") -> "Experiment":
        optimizer = experiment.training.optimizer
        rate = min(float(f"{optimizer.rate * factor:.3g}"), MAX_LEARNING_RATE)
        return _with_training(experiment, optimizer=replace(optimizer, learning_rate=rate))

    return Remedy("scale_learning_rate", {"factor": factor}, change)


def use_optimizer(key: str) -> Remedy:
    """Another optimizer, with its usual learning rate."""

    def change(experiment: "Experiment") -> "Experiment":
        if experiment.training.optimizer.key == key:
            return experiment
        return _with_training(experiment, optimizer=OptimizerSpec(key))

    return Remedy("use_optimizer", {"optimizer": key}, change)


def clip_gradient(norm: float) -> Remedy:
    """A largest length of the gradient, or a smaller one (Pascanu et al. 2013, algorithm 1)."""

    def change(experiment: "Experiment") -> "Experiment":
        present = experiment.training.clip_norm
        return _with_training(experiment, clip_norm=norm if present is None else min(norm, present))

    return Remedy("clip_gradient", {"norm": norm}, change)


def penalize(rate: float) -> Remedy:
    """An L2 penalty of that rate at least."""

    def change(experiment: "Experiment") -> "Experiment":
        training = experiment.training
        if training.penalty == "l2":
            rate_now = max(rate, training.penalty_rate)
            return _with_training(experiment, penalty_rate=rate_now)
        return _with_training(experiment, penalty="l2", penalty_rate=rate)

    return Remedy("penalize", {"penalty": "l2", "rate": rate}, change)


def drop_out(share: float) -> Remedy:
    """A dropout of that share at least, where there are hidden neurons (Srivastava et al. 2014)."""

    def change(experiment: "Experiment") -> "Experiment":
        if not experiment.network.hidden:
            return experiment
        return _with_training(experiment, dropout=max(share, experiment.training.dropout))

    return Remedy("drop_out", {"share": share}, change)


def use_hidden_activation(key: str) -> Remedy:
    """One activation in every hidden layer."""

    def change(experiment: "Experiment") -> "Experiment":
        if all(layer.activation == key for layer in experiment.network.hidden):
            return experiment
        return experiment.with_hidden_activation(key)

    return Remedy("use_hidden_activation", {"activation": key}, change)


def smooth_steps(key: str) -> Remedy:
    """That activation wherever there is one without slope, other layers as they are."""

    def change(experiment: "Experiment") -> "Experiment":
        layers = tuple(
            replace(layer, activation=key) if ACTIVATIONS[layer.activation].is_flat else layer
            for layer in experiment.network.layers
        )
        return replace(experiment, network=replace(experiment.network, layers=layers))

    return Remedy("smooth_steps", {"activation": key}, change)


def initialize(key: str) -> Remedy:
    """Weights drawn by another initializer."""
    return Remedy("initialize", {"initializer": key}, lambda experiment: replace(experiment, initializer=key))


def add_skips() -> Remedy:
    """A skip connection around every hidden layer as wide as the one below."""

    def change(experiment: "Experiment") -> "Experiment":
        sizes = experiment.network.sizes
        hidden = [
            replace(layer, skip=layer.neurons == below)
            for layer, below in zip(experiment.network.hidden, sizes, strict=False)
        ]
        return experiment.with_hidden(tuple(hidden))

    return Remedy("add_skips", {}, change)


def widen(factor: int) -> Remedy:
    """`factor` times the neurons in every hidden layer, up to 64."""

    def change(experiment: "Experiment") -> "Experiment":
        hidden = [
            replace(layer, neurons=max(layer.neurons, min(layer.neurons * factor, WIDEST)))
            for layer in experiment.network.hidden
        ]
        return experiment.with_hidden(tuple(hidden))

    return Remedy("widen", {"factor": factor}, change)


def add_hidden_layer(neurons: int) -> Remedy:
    """A first hidden layer of tanh neurons, where there is none."""

    def change(experiment: "Experiment") -> "Experiment":
        return experiment if experiment.network.hidden else experiment.with_hidden((LayerSpec(neurons),))

    return Remedy("add_hidden_layer", {"neurons": neurons}, change)


def standardize_inputs() -> Remedy:
    """Inputs shifted and scaled to mean 0 and standard deviation 1."""
    return Remedy(
        "standardize_inputs",
        {},
        lambda experiment: replace(experiment, data=replace(experiment.data, standardize=True)),
    )


def use_more_data(train_fraction: float) -> Remedy:
    """A larger share of the examples for training."""

    def change(experiment: "Experiment") -> "Experiment":
        share = max(train_fraction, experiment.data.train_fraction)
        return replace(experiment, data=replace(experiment.data, train_fraction=share))

    return Remedy("use_more_data", {"train_fraction": train_fraction}, change)


def _with_training(experiment: "Experiment", **changes: Any) -> "Experiment":
    return replace(experiment, training=replace(experiment.training, **changes))
