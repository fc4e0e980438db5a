"""One training step opened up into stages: forward, loss, backward, update.

The numbers are those of the backprop and of the optimizer that train; a stage only shows which of them take
part. Stages are made when they are asked for, so a large network opens as fast as a small one.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import overload

import numpy as np

from engine.arrays import Array
from engine.errors import SpecError, choices
from engine.limits import whole_number
from engine.network import Network
from engine.network.overflow import overflow_allowed
from engine.training.staged_backward import BackwardStages
from engine.training.staged_forward import ForwardStages
from engine.training.staged_listing import CodeLine, listing, shapes
from engine.training.staged_loss import LossStages
from engine.training.staged_numbers import PassNumbers, UpdateNumbers
from engine.training.staged_run import Run
from engine.training.staged_stage import GRAINS, PHASES, Grain, Phase, Stage
from engine.training.staged_update import UpdateGrain, UpdateStages
from engine.training.targets import encode_targets
from engine.training.trainer import Trainer

MOST_STAGES = 4000
"""A phase of more stages than this is shown in a coarser grain."""


class StagedStep(Sequence[Stage]):
    """The stages of a trainer's coming step, as it was when this was made.

    Attributes:
        passes: The forward and the backward pass that are shown.
        update: The coming update: it takes the mean over the batch, whichever example is shown.
        grain: The grain of forward and backward; coarser than was `wanted` where that would be too much.
        update_grain: The grain of the update.
        example: The row of the training part that is shown; None for the coming batch.
        batch_size: How many examples the coming batch has.
        lines: The listing that the stages' lines belong to.
    """

    def __init__(self, trainer: Trainer, grain: Grain, example: int | None) -> None:
        self.wanted = grain
        self.example = example
        network = _network(trainer, example)
        self.passes = PassNumbers.of(
            network, *_examples(trainer, example), trainer.spec.loss, trainer.spec.dropout
        )
        self.update = UpdateNumbers.of(trainer)
        self.batch_size = len(trainer.next_examples())
        self._spec = trainer.spec
        self._count = trainer.optimizer.count
        self.grain: Grain = grain
        self.update_grain: UpdateGrain = "layer" if grain == "layer" else "parameter"
        self._coarsen()
        self.lines: tuple[CodeLine, ...] = listing(self.passes.network, trainer.spec)

    @property
    def is_outside(self) -> bool:
        """Whether there is dropout, but the example that is shown is not in the coming batch and so has no mask."""
        return self._spec.dropout > 0.0 and self.passes.dropout == 0.0

    @property
    def is_coarsened(self) -> bool:
        """Whether forward and backward are shown in a coarser grain than was wanted."""
        return self.grain != self.wanted

    @property
    def is_update_coarsened(self) -> bool:
        """Whether the update of several parameters at once is shown, because there are so many."""
        return self.wanted != "layer" and self.update_grain != "parameter"

    def first_of(self, phase: Phase) -> int:
        """The number of a phase's first stage."""
        return self._phase_starts[PHASES.index(phase)]

    def __len__(self) -> int:
        return self._ends[-1]

    @overload
    def __getitem__(self, index: int) -> Stage: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Stage]: ...
    @overflow_allowed()
    def __getitem__(self, index: int | slice) -> Stage | Sequence[Stage]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        run = bisect_right(self._ends, place)
        start = self._ends[run - 1] if run else 0
        return self._runs[run].make(place - start)

    def line_of(self, stage: Stage) -> int:
        """Which line of the listing does what a stage shows, from 0."""
        return next(
            (number for number, line in enumerate(self.lines) if line.key == stage.line), len(self.lines) - 1
        )

    def out_at(self, stage: Stage) -> frozenset[tuple[int, int]]:
        """(layer, neuron) of the neurons that dropout leaves out, as far as a stage has come to know of it."""
        out = self.passes.sitting_out
        if stage.phase != "forward":
            return frozenset() if stage.phase == "update" else out
        return frozenset((layer, neuron) for layer, neuron in out if layer <= stage.layer)

    def shapes_of(self, stage: Stage) -> str:
        """The shapes of the arrays in a stage's line."""
        return shapes(self.passes.network, stage.line, stage.layer, self.passes.count)

    def finish(self) -> Array:
        """θ (P,) as the stages make it: what one step of the trainer makes of it, to the last bit."""
        return self.update.after.copy()

    def _coarsen(self) -> None:
        """Take the finest grain that is not too much, for the passes and for the update."""
        while self.grain != "layer" and self._size(self.grain) > MOST_STAGES:
            self.grain = GRAINS[GRAINS.index(self.grain) - 1]
        if (
            self.update_grain == "parameter"
            and self._updates("parameter").count_of("parameter") > MOST_STAGES
        ):
            is_too_much = self._updates("neuron").count_of("neuron") > MOST_STAGES
            self.update_grain = "layer" if is_too_much else "neuron"

    def _size(self, grain: Grain) -> int:
        passes = (*ForwardStages(self.passes, grain).runs(), *BackwardStages(self.passes, grain).runs())
        return sum(run.count for run in passes)

    def _updates(self, grain: UpdateGrain) -> UpdateStages:
        return UpdateStages(self.passes.network, self._spec, self.update, self._count, grain)

    @cached_property
    def _by_phase(self) -> tuple[tuple[Run, ...], ...]:
        passes, spec = self.passes, self._spec
        has_penalty = spec.penalty != "none" and spec.penalty_rate > 0.0
        penalty = (spec.penalty, self.update.penalty) if has_penalty else None
        return (
            tuple(ForwardStages(passes, self.grain).runs()),
            tuple(LossStages(passes, self.grain, penalty).runs()),
            tuple(BackwardStages(passes, self.grain).runs()),
            tuple(self._updates(self.update_grain).runs()),
        )

    @cached_property
    def _runs(self) -> tuple[Run, ...]:
        return tuple(run for runs in self._by_phase for run in runs)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(accumulate(run.count for run in self._runs))

    @cached_property
    def _phase_starts(self) -> tuple[int, ...]:
        sizes = [sum(run.count for run in runs) for runs in self._by_phase]
        return (0, *accumulate(sizes[:-1]))


def stage(trainer: Trainer, grain: Grain = "neuron", example: int | None = None) -> StagedStep:
    """The stages of a trainer's coming step; the trainer is left as it is.

    `example` is the row of the training part whose passes are shown, None for the coming batch. With dropout they are
    thinned by the masks of that step, which an example that is not in its batch has none of. `SpecError` for a grain
    or a row there is not.
    """
    if grain not in GRAINS:
        raise SpecError("grain", grain, f"one of {choices(GRAINS)}")
    if example is not None:
        whole_number("example", example, (0, len(trainer.data) - 1))
    return StagedStep(trainer, grain, example)


def _network(trainer: Trainer, example: int | None) -> Network:
    """The network as the coming step uses it for what is shown: whole for an example that is not in its batch."""
    thinned = trainer.next_network()
    if example is None or thinned.factors is None:
        return thinned
    places = np.flatnonzero(trainer.next_examples() == example)
    return thinned.thinned(thinned.factors[:, places[:1]]) if len(places) else trainer.network


def _examples(trainer: Trainer, example: int | None) -> tuple[Array, Array]:
    """Inputs (N, n_0) and targets (N, n_L)."""
    if example is None:
        return trainer.next_batch()
    one = trainer.data.take([example])
    return one.inputs, encode_targets(one, trainer.network.spec, trainer.spec.loss)
