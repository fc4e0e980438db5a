"""The numbers of a trainer's coming update, without making it."""

from typing import TYPE_CHECKING

from engine.arrays import Array
from engine.training.clipping import clip
from engine.training.gradient_check import own_backprop

if TYPE_CHECKING:
    from engine.training.trainer import Trainer


def coming_update(trainer: "Trainer") -> dict[str, Array]:
    """See `Trainer.explain`."""
    inputs, targets = trainer.next_batch()
    network, spec = trainer.network, trainer.spec
    loss_gradient = (trainer.backprop or own_backprop)(trainer.next_network(), inputs, targets, spec.loss)
    penalty_gradient = trainer.penalty_term.gradient()
    gradient = loss_gradient + penalty_gradient
    clip(gradient, spec)
    twin = trainer.optimizer.copy()
    twin.learning_rate = trainer.learning_rate
    return {
        "loss_gradient": loss_gradient,
        "penalty_gradient": penalty_gradient,
        **twin.explain(network.parameters, gradient),
    }
