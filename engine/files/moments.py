"""The moments of a run in a project, held against its design and against one another."""

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np

from engine.errors import FileError, SpecError
from engine.experiment import Experiment
from engine.training import Trainer, TrainerState
from engine.training.spec import MAX_BATCH

MOST_STEPS = 2**53
"""More than any run makes, and still exact as a float."""


def check_present(state: TrainerState, trainer: Trainer, experiment: Experiment) -> None:
    """`FileError` or `SpecError` unless the run can stand there; it is led as its design says."""
    check_moment(state, trainer, experiment)
    for field in fields(experiment.training):
        led, designed = getattr(state.spec, field.name), getattr(experiment.training, field.name)
        if led != designed:
            raise SpecError(f"{field.name} of the run", led, f"{designed}, as the design says")
    if (state.frozen, state.silenced) != (experiment.frozen, experiment.silenced):
        raise FileError(
            "The run has other weights frozen or other neurons silenced than its design; it has the very same."
        )


def check_moment(state: TrainerState, trainer: Trainer, experiment: Experiment) -> None:
    """`FileError` or `SpecError` unless a run of that design can have stood there."""
    _check_vectors(state, trainer)
    counts = state.step, state.epoch, state.position, state.optimizer_count
    if min(counts) < 0 or max(counts) > MOST_STEPS:
        raise FileError(f"Counts of steps and epochs are whole numbers from 0 to {MOST_STEPS}.")
    if max(counts) > state.step:
        raise FileError(
            f"A moment of the run is after {state.step} steps, but counts {max(counts)} epochs, batches or updates; "
            "there is a step for each."
        )
    led = replace(experiment, training=state.spec, frozen=state.frozen, silenced=state.silenced)
    if (led.frozen, led.silenced) != (state.frozen, state.silenced):
        raise FileError(
            "The frozen weights and the silenced neurons of a moment are each named once, in order."
        )


def check_positions(states: Sequence[TrainerState], examples: int) -> None:
    """`FileError` unless each of these moments lies within an epoch over that many training examples."""
    for state in states:
        batches = _batches(state, examples)
        if state.position >= batches:
            raise FileError(
                f"The run stands after batch {state.position} of an epoch, but an epoch has {batches} batches."
            )


def check_order(state: TrainerState, moments: Sequence[TrainerState], exact_from: int) -> None:
    """`FileError` unless these moments lead up to that state."""
    steps = [moment.step for moment in moments]
    if not steps or steps[0] != 0 or steps != sorted(steps) or steps[-1] > state.step:
        raise FileError(
            f"The moments of a run are one at least, in the order of their steps from 0 to {state.step}."
        )
    epochs = [moment.epoch for moment in (*moments, state)]
    if epochs != sorted(epochs):
        raise FileError("The moments of a run are in the order of their epochs.")
    if exact_from not in (0, *steps):
        raise FileError(
            f"The run can be repeated from step {exact_from}, but takes the step of a kept moment."
        )


def check_ways(
    state: TrainerState,
    moments: Sequence[TrainerState],
    exact_from: int,
    changes: Sequence[int],
    examples: int,
) -> None:
    """`FileError` unless the run can have come from each of its moments to the next, and from the last to that state.

    From step `exact_from` on nothing is forgotten: only a seam changes how a run is led. The examples changed at the
    steps `changes`; since the last of them there are so many training `examples`.
    """
    known = [moment for moment in moments if moment.step >= exact_from]
    begun = changes[-1]
    for before, after in pairwise((*known, state)):
        if after.is_seam:
            continue
        steps = after.step - before.step
        led = [(moment.spec, moment.frozen, moment.silenced) for moment in (before, after)]
        if led[0] != led[1]:
            raise FileError(
                f"The run is led otherwise at step {after.step} than at step {before.step}, but nothing was changed."
            )
        made = after.optimizer_count - before.optimizer_count
        if made != steps:
            raise FileError(
                f"The optimizer counts {made} updates from step {before.step} to step {after.step}; there are {steps}."
            )
        batches = _batches(after, examples)
        passed = (after.epoch - before.epoch) * batches + after.position - before.position
        if before.step >= begun and passed != steps:
            raise FileError(
                f"The run has passed {passed} batches from step {before.step} to step {after.step}; there are {steps}."
            )


def _batches(state: TrainerState, examples: int) -> int:
    """Batches of an epoch."""
    size = examples if state.spec.batch_size == MAX_BATCH else state.spec.batch_size
    return -(-examples // size)


def _check_vectors(state: TrainerState, trainer: Trainer) -> None:
    made = state.spec.optimizer.make(1, trainer.network.dtype)
    if set(state.optimizer_state) != set(made.state):
        raise FileError(
            f"The optimizer {state.spec.optimizer.key} remembers {sorted(made.state)}, nothing else."
        )
    vectors = {"parameters": state.parameters, **state.optimizer_state}
    for name, vector in vectors.items():
        if vector.shape != trainer.network.parameters.shape or vector.dtype != trainer.network.dtype:
            raise FileError(
                f"The vector {name} has {vector.shape[0] if vector.ndim else 0} {vector.dtype} numbers, but the "
                f"design needs {trainer.network.parameters.size} {trainer.network.dtype} ones."
            )
        if not np.isfinite(vector).all():
            raise FileError(f"The vector {name} holds values that are not finite.")
    for name in made.squares:
        if (state.optimizer_state[name] < 0).any():
            raise FileError(f"The vector {name} holds values below 0, but is made of squares.")
