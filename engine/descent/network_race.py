"""A race of networks: copies of one network, each with an optimizer of its own, on the same batches."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.arrays import Array
from engine.descent.plane import Plane
from engine.descent.race import Height, Race
from engine.descent.race_update import Stage, stages
from engine.descent.surfaces_entry import Window
from engine.errors import Diverged
from engine.network import PENALTIES
from engine.network.overflow import overflow_allowed
from engine.training import History, OptimizerSpec, Trainer, TrainerState, encode_targets


class NetworkRunner:
    """A copy of a trainer at its present moment, led by another optimizer, seen on a plane.

    Its memory is empty at the start, as everyone's. Data, seed and the place in the epoch are those of
    `trainer`, so all that start from one trainer meet the same batches.
    """

    def __init__(self, trainer: Trainer, spec: OptimizerSpec, plane: Plane, parameters: Array) -> None:
        training = replace(trainer.spec, optimizer=spec)
        self._spec = spec
        self._plane = plane
        self._pair = np.stack(plane.directions)
        self._has_axes = bool((np.count_nonzero(self._pair, axis=1) == 1).all())
        self._trainer = Trainer(trainer.network.copy(), trainer.data, training, trainer.seed)
        self._trainer.silence(trainer.network.silenced)
        self._trainer.freeze(trainer.frozen)
        self._trainer.backprop = trainer.backprop
        fresh = spec.make(trainer.network.layout.size, trainer.network.dtype)
        start = replace(
            trainer.state(),
            parameters=parameters,
            optimizer_count=0,
            optimizer_state=fresh.state,
            spec=self._trainer.spec,
        )
        self._trainer.resume(start, History(layers=len(trainer.network.spec.layers)), [start])
        self._inputs = trainer.data.inputs
        self._targets = encode_targets(trainer.data, trainer.network.spec, training.loss)
        strength = trainer.network.layout.is_weight() * training.penalty_rate
        self._strength = strength.astype(trainer.network.dtype)
        self.diverged = False
        self._look()

    @property
    def place(self) -> tuple[float, float]:
        """θ on the plane."""
        return self._place

    @property
    def off_plane(self) -> float:
        """How far θ is off the plane."""
        return self._off

    @property
    def parameters(self) -> Array:
        """θ (P,), a copy."""
        return self._trainer.network.parameters.copy()

    def advance(self) -> None:
        """One update with the next batch."""
        try:
            self._trainer.step()
        except Diverged:
            self.diverged = True
        else:
            self._look()

    @overflow_allowed()
    def measure(self) -> Height:
        """C on all training examples, penalty included, and ‖∂C/∂θ‖."""
        network, training = self._trainer.network, self._trainer.spec
        parameters, penalty = network.parameters, PENALTIES[training.penalty]
        cost, gradient = network.loss_and_gradient(self._inputs, self._targets, training.loss)
        added = np.zeros_like(parameters)
        penalty.derivative(parameters, self._strength, added)
        return Height(
            float(cost + penalty.value(parameters, self._strength)), float(np.linalg.norm(gradient + added))
        )

    def stages(self) -> tuple[Stage, ...]:
        """The named numbers of the coming update, as far as the plane shows them."""
        return stages(self._spec, self._trainer.explain(), self._shadow, has_axes=self._has_axes)

    def state(self) -> TrainerState:
        """This moment."""
        return self._trainer.state()

    def restore(self, state: TrainerState, /) -> None:
        """Return to a moment."""
        self._trainer.restore(state)
        self.diverged = False
        self._look()

    def _look(self) -> None:
        seen = self._plane.project(self._trainer.network.parameters)
        self._place = (float(seen.x), float(seen.y))
        self._off = float(seen.distance)

    def _shadow(self, vector: Array) -> Array:
        pair = self._pair
        coordinates: Array = np.linalg.solve(pair @ pair.T, pair @ vector.astype(np.float64))
        return coordinates


def network_race(
    trainer: Trainer,
    entrants: Sequence[OptimizerSpec],
    plane: Plane,
    window: Window,
    start: tuple[float, float] | None = None,
) -> Race:
    """Copies of a trainer's network, one optimizer each; the trainer is left as it is.

    They begin at its present weights, or at the point `start` of `plane`. On that plane they are seen, and
    within `window`, in its coordinates, they are followed.
    """
    parameters = trainer.network.parameters.astype(np.float64) if start is None else plane.at(*start)
    return Race([NetworkRunner(trainer, entrant, plane, parameters) for entrant in entrants], window)
