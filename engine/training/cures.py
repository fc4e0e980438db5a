"""Vanishing and exploding gradients, and what cures them: recipes made from one base for any depth.

All copies have the same data, seed and batches, and differ in what their recipe says alone. Two are ill: many sigmoid
layers, where every layer multiplies the error by f' ≤ ¼ and a small weight on its way down (Hochreiter 1991; Bengio,
Simard and Frasconi 1994), and large first weights, which multiply it up. The others are the cures: ReLU (Glorot,
Bordes and Bengio 2011), first weights of the right size (Glorot and Bengio 2010), skip connections (He et al. 2016),
and for the explosion clipping (Pascanu, Mikolov and Bengio 2013).
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import Array
from engine.data import DataSpec
from engine.experiment import Experiment
from engine.limits import whole_number
from engine.network import LayerSpec, NetworkSpec
from engine.network.overflow import overflow_allowed
from engine.registry import Registry
from engine.training import OptimizerSpec, Trainer, TrainingSpec, encode_targets
from engine.training.layer_gradients import LayerGradients

DEPTHS = (3, 10)
"""Fewest and most hidden layers."""

WIDTH = 8
LEARNING_RATE = 0.1


@dataclass(frozen=True)
class Cure:
    """One recipe.

    Attributes:
        key: What files store.
        activation: Of the hidden layers.
        initializer: How the first weights are drawn.
        skip: Whether every hidden layer but the first, which is of another width than the inputs, adds its input.
        clip_norm: Largest norm of the gradient, or None.
        ill: Key of the recipe it cures; None for one that is ill itself.
    """

    key: str
    activation: str
    initializer: str
    skip: bool = False
    clip_norm: float | None = None
    ill: str | None = None

    def experiment(self, depth: int) -> Experiment:
        """The design with `depth` hidden layers; `SpecError` for a depth outside `DEPTHS`."""
        depth = whole_number("depth", depth, DEPTHS)
        hidden = tuple(
            LayerSpec(WIDTH, self.activation, skip=self.skip and number > 0) for number in range(depth)
        )
        training = TrainingSpec(
            loss="binary_cross_entropy",
            optimizer=OptimizerSpec("sgd", learning_rate=LEARNING_RATE),
            batch_size=10,
            clip_norm=self.clip_norm,
        )
        return Experiment(
            data=DataSpec("circle"),
            network=NetworkSpec(2, (*hidden, LayerSpec(1, "sigmoid"))),
            training=training,
            initializer=self.initializer,
        )


CURES: Registry[Cure] = Registry(
    "cure",
    Cure("plain", "sigmoid", "uniform"),
    Cure("relu", "relu", "uniform", ill="plain"),
    Cure("glorot", "tanh", "glorot_uniform", ill="plain"),
    Cure("skip", "sigmoid", "uniform", skip=True, ill="plain"),
    Cure("large", "leaky_relu", "normal"),
    Cure("clip", "leaky_relu", "normal", clip_norm=1.0, ill="large"),
)


@overflow_allowed()
def gradient_sizes(trainer: Trainer) -> Array:
    """(L,) mean |∂C/∂w| over the weights of every layer, C over all training examples, at the present parameters."""
    network, loss = trainer.network, trainer.spec.loss
    targets = encode_targets(trainer.data, network.spec, loss)
    gradient = network.loss_and_gradient(trainer.data.inputs, targets, loss)[1]
    return LayerGradients(network).measure(gradient)


def reach(sizes: Array) -> float:
    """How much of the gradient reaches layer 1: its mean size there over that at the output; NaN for 0 / 0."""
    first, last = float(sizes[0]), float(sizes[-1])
    if last == 0.0:
        return float("nan") if first == 0.0 else float("inf")
    return float(np.float64(first) / last)
