"""Sharpness: how strongly the cost is curved at θ in its most curved direction.

It decides which learning rates are stable: gradient descent swings ever wider along that direction above
2/λ (Cohen et al. 2021, Gradient descent on neural networks typically occurs at the edge of stability).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import isfinite

import numpy as np

from engine.arrays import Array
from engine.limits import whole_number
from engine.network.overflow import overflow_allowed
from engine.training.schedules import ScheduleSpec
from engine.training.short_run import examples_used
from engine.training.trainer import Trainer

ITERATIONS = 24
"""Products with the Hessian; each takes two gradients of all the examples."""

MOST_EXAMPLES = 1000
"""Training examples that are looked at, fewer of a large network; more would hardly change the curvature."""

_MOST_ITERATIONS = 1000
_EXHAUSTED = 1e-10  # below this share of its length a new direction is rounding alone


def sharpness(trainer: Trainer, iterations: int = ITERATIONS, seed: int = 0) -> Iterator[float]:
    """Ever better estimates of λ, the largest eigenvalue of ∂²C/∂θ², one after each product with it.

    C is the cost of the training examples, penalty included and without dropout, at the trainer's present θ; the
    trainer is left alone, and what it has frozen does not move. The Hessian is never formed: H·v comes from the
    difference of two gradients, and the eigenvalue from the Krylov space of a vector drawn by `seed` (Lanczos 1950).
    The estimates never lie above λ but for rounding; NaN where a gradient is not finite, or too long for a number.
    `SpecError`, at the call, for a number of iterations out of its limits.
    """
    whole_number("iterations", iterations, (1, _MOST_ITERATIONS))
    free = np.ones(trainer.network.layout.size, dtype=bool)
    free[list(trainer.frozen)] = False
    start = np.random.default_rng(seed).standard_normal(len(free)) * free
    return _estimates(_hessian_product(trainer, free), start, min(iterations, int(free.sum())))


def _estimates(product: Callable[[Array], Array], start: Array, iterations: int) -> Iterator[float]:
    basis: list[Array] = []
    diagonal: list[float] = []
    beside: list[float] = []
    residual, length = start, float(np.linalg.norm(start))
    for _ in range(iterations):
        direction = residual / length
        basis.append(direction)
        residual = product(direction)
        with overflow_allowed():
            size = float(np.linalg.norm(residual))
        if not isfinite(size):
            yield float("nan")
            return
        diagonal.append(float(direction @ residual))
        # Against all before, twice, and not the last two alone: rounding would bring the others back in.
        for _again in range(2):
            for known in basis:
                residual = residual - (known @ residual) * known
        length = float(np.linalg.norm(residual))
        yield float(np.linalg.eigvalsh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))[-1])
        if length <= _EXHAUSTED * size or size == 0.0:
            return
        beside.append(length)


def _hessian_product(trainer: Trainer, free: Array) -> Callable[[Array], Array]:
    """H·v for a v of length 1, by the central difference of the gradient along it."""
    examples = trainer.data.take(np.arange(min(examples_used(trainer), MOST_EXAMPLES)))
    spec = replace(trainer.spec, schedule=ScheduleSpec(), batch_size=len(examples), dropout=0.0)
    twin = Trainer(trainer.network.copy(), examples, spec)
    present = trainer.network.parameters.copy()
    # The step at which rounding and the third derivative err alike, for numbers of this size.
    step = float(np.cbrt(np.finfo(present.dtype).eps)) * max(1.0, float(np.abs(present).max()))

    def gradient(parameters: Array) -> Array:
        twin.network.parameters[...] = parameters
        named = twin.explain()
        return (named["loss_gradient"] + named["penalty_gradient"]).astype(np.float64) * free

    def product(direction: Array) -> Array:
        with np.errstate(all="ignore"):
            ahead, behind = gradient(present + step * direction), gradient(present - step * direction)
            difference: Array = (ahead - behind) / (2.0 * step)
        return difference

    return product
