"""The costs the landscape is made of: of the whole training set, of the coming batch, of one moment of the run."""

from typing import TypedDict

import numpy as np
from numpy.typing import DTypeLike

from engine.arrays import Array
from engine.data import Dataset
from engine.descent import Plane, PlaneCost
from engine.network.overflow import overflow_allowed
from engine.training import Trainer

MOST_WORK = 5_000_000
"""Parameters times examples of one point of a surface; beyond, a sample of the examples is drawn."""

LEAST_EXAMPLES = 100


class Penalty(TypedDict):
    """What training adds to the cost, as `PlaneCost` takes it."""

    penalty: str
    penalty_rate: float


def sample_of(trainer: Trainer) -> int | None:
    """How many examples a surface is drawn from; None for all of them."""
    most = max(LEAST_EXAMPLES, MOST_WORK // trainer.network.layout.size)
    return most if most < len(trainer.data) else None


@overflow_allowed()
def whole_cost(
    plane: Plane, trainer: Trainer, dtype: DTypeLike = np.float64, sample: int | None = None
) -> PlaneCost:
    """The minimised cost, penalty included, over a plane: of all training examples, or of a sample."""
    return plane.over(
        trainer.network, trainer.data, trainer.spec.loss, dtype=dtype, sample=sample, **_penalty(trainer)
    )


@overflow_allowed()
def batch_cost(plane: Plane, trainer: Trainer, dtype: DTypeLike = np.float64) -> PlaneCost:
    """The same of the batch that the coming step will use, of the whole network: dropout is left out."""
    inputs, targets = (part.astype(np.float64) for part in trainer.next_batch())
    # The targets come encoded; as numbers of a regression they stay what they are.
    batch = Dataset(inputs, targets)
    return plane.over(trainer.network, batch, trainer.spec.loss, dtype=dtype, **_penalty(trainer))


def true_cost(parameters: Array, pair: Array, trainer: Trainer) -> float:
    """The minimised cost at a point of parameter space, (P,)."""
    plane = Plane(parameters, (pair[0], pair[1]))
    return float(whole_cost(plane, trainer).value(0.0, 0.0))


def _penalty(trainer: Trainer) -> Penalty:
    return {"penalty": trainer.spec.penalty, "penalty_rate": trainer.spec.penalty_rate}
