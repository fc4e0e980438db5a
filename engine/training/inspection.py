"""What is true of every parameter at one moment of a run: its derivatives, its coming update, its next value.

All of it is computed beside the run, from the same backprop and the same optimizer; the trainer is left as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Array
from engine.data import Dataset
from engine.limits import whole_number
from engine.network import BackwardRecord
from engine.network.contributions import gradients_per_example
from engine.network.overflow import overflow_allowed
from engine.training.gradient_check import own_backprop
from engine.training.targets import encode_targets
from engine.training.trainer import Trainer

AT_ONCE = 4096
"""Examples whose numbers are held at a time; more of them are taken one part after another."""


@dataclass(frozen=True, eq=False)
class ParameterNumbers:
    """The numbers of all parameters, each array (P,) in the order of θ.

    Attributes:
        value: θ.
        example_gradient: ∂c/∂θ of the chosen example, of the whole network, without dropout.
        batch_gradient: ∂C/∂θ of the coming batch, without penalty, with the masks of dropout.
        data_gradient: ∂C/∂θ of all training examples, without penalty.
        penalty_gradient: What the penalty adds.
        gradient: What the optimizer is given: batch and penalty together, after clipping.
        stages: The optimizer's named numbers after the coming update, in the order of its registry entry.
        next_value: θ after the coming step, to the last bit; a frozen parameter keeps its value.
        is_frozen: Which ones training leaves as they are.
        learning_rate: η of the coming step.
        batch: (N,) the rows of the training part that the coming step uses.
    """

    value: Array
    example_gradient: Array
    batch_gradient: Array
    data_gradient: Array
    penalty_gradient: Array
    gradient: Array
    stages: Mapping[str, Array]
    next_value: Array
    is_frozen: NDArray[np.bool_]
    learning_rate: float
    batch: NDArray[np.int64]

    @property
    @overflow_allowed()
    def clipping(self) -> Array:
        """What clipping takes away from the gradient or adds to it; 0 where it leaves it alone."""
        whole = self.batch_gradient + self.penalty_gradient
        is_left_alone = (self.gradient == whole) | (np.isnan(self.gradient) & np.isnan(whole))
        effect: Array = np.where(is_left_alone, 0.0, self.gradient - whole)  # ∞ − ∞ would be no number
        return effect

    @property
    @overflow_allowed()
    def step(self) -> Array:
        """Δθ, the change of θ in the coming step."""
        change: Array = self.next_value - self.value
        return change


def example_record(trainer: Trainer, example: int) -> BackwardRecord:
    """Every z, a and δ of one training example, its row counted from 0; `SpecError` for a row there is not.

    They are of the whole network, without dropout.
    """
    chosen = _row(trainer, example)
    loss = trainer.spec.loss
    return trainer.network.backward(chosen.inputs, encode_targets(chosen, trainer.network.spec, loss), loss)


@overflow_allowed()
def inspect_parameters(trainer: Trainer, example: int) -> ParameterNumbers:
    """The numbers of all parameters now, seen from one training example, its row counted from 0."""
    explained = trainer.explain()
    value = trainer.network.parameters.copy()
    frozen = list(trainer.frozen)
    twin = trainer.optimizer.copy()
    twin.learning_rate = trainer.learning_rate
    next_value = value.copy()
    twin.update(next_value, explained["gradient"])
    next_value[frozen] = value[frozen]
    is_frozen = np.zeros(len(value), dtype=bool)
    is_frozen[frozen] = True
    apart = ("loss_gradient", "penalty_gradient", "gradient", "step")
    return ParameterNumbers(
        value=value,
        example_gradient=_gradient(trainer, _row(trainer, example)),
        batch_gradient=explained["loss_gradient"],
        data_gradient=gradient_of_all(trainer),
        penalty_gradient=explained["penalty_gradient"],
        gradient=explained["gradient"],
        stages={name: stage for name, stage in explained.items() if name not in apart},
        next_value=next_value,
        is_frozen=is_frozen,
        learning_rate=trainer.learning_rate,
        batch=trainer.next_examples(),
    )


@overflow_allowed()
def gradient_of_all(trainer: Trainer) -> Array:
    """∂C/∂θ (P,) over all training examples, penalty not included, of the whole network, without dropout."""
    count = len(trainer.data)
    total = np.zeros_like(trainer.network.parameters)
    for start in range(0, count, AT_ONCE):
        part = trainer.data.take(np.arange(start, min(start + AT_ONCE, count)))
        total += _gradient(trainer, part) * (len(part) / count)
    return total


@overflow_allowed()
def gradients_of_batch(trainer: Trainer, parameter: int) -> Array:
    """∂c/∂θ_i (N,) of each example of the coming batch; their mean is ∂C/∂θ_i. With dropout by the masks of that step.

    `SpecError` where there is no such parameter.
    """
    whole_number("parameter", parameter, (0, trainer.network.layout.size - 1))
    inputs, targets = trainer.next_batch()
    network = trainer.next_network()
    size = max(1, AT_ONCE * 100 // network.layout.size)
    parts = []
    for start in range(0, len(inputs), size):
        some = slice(start, start + size)
        thinned = network if network.factors is None else network.thinned(network.factors[:, some])
        found = gradients_per_example(thinned, inputs[some], targets[some], trainer.spec.loss)
        parts.append(found[:, parameter])
    return np.concatenate(parts)


def _row(trainer: Trainer, example: int) -> Dataset:
    return trainer.data.take(np.array([whole_number("example", example, (0, len(trainer.data) - 1))]))


def _gradient(trainer: Trainer, data: Dataset) -> Array:
    """∂C/∂θ (P,) of these examples, by what the trainer takes for backprop."""
    network, loss = trainer.network, trainer.spec.loss
    targets = encode_targets(data, network.spec, loss)
    return (trainer.backprop or own_backprop)(network, data.inputs, targets, loss)
