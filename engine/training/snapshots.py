"""Moments of a run that can be returned to, thinned so that they fit a fixed budget of memory.

Between two moments the run can be repeated exactly, because its batches follow from the seed, and the examples of
every stretch are kept.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.arrays import Array
from engine.training.packed_examples import Examples
from engine.training.spec import TrainingSpec
from engine.training.stretches import Stretches

BUDGET = 32 * 2**20
"""Bytes for all moments together."""


@dataclass(frozen=True, eq=False)
class TrainerState:
    """Everything that training changes: with it a run goes on as if it had never stopped.

    Attributes:
        step, epoch, position: Updates made, epochs finished, batches done in the present epoch.
        parameters: θ (P,).
        optimizer_state: The optimizer's named vectors; `optimizer_count` its own count of updates.
        spec: The way of training that goes on from here.
        frozen: Places in θ that training leaves as they are.
        silenced: Hidden neurons that are switched off, (layer, neuron).
        is_seam: From here on the run was led otherwise than before.
    """

    step: int
    epoch: int
    position: int
    parameters: Array
    optimizer_count: int
    optimizer_state: dict[str, Array]
    spec: TrainingSpec
    frozen: tuple[int, ...] = ()
    silenced: tuple[tuple[int, int], ...] = ()
    is_seam: bool = False

    @property
    def nbytes(self) -> int:
        """Memory the vectors take."""
        return self.parameters.nbytes * (1 + len(self.optimizer_state))


class Snapshots:
    """The kept moments in order of step; the first one always stays.

    When there are too many, every other one goes and new ones come half as often.

    Attributes:
        exact_from: The earliest step that can be returned to exactly, besides the first moment.
        stretches: Which examples the run learned from, from which step on.
    """

    def __init__(self, stretches: Stretches, budget: int = BUDGET) -> None:
        self._budget = budget
        self.stretches = stretches
        self._states: list[TrainerState] = []
        self._spacing = 1
        self.exact_from = 0
        self._passed = 0

    def __len__(self) -> int:
        return len(self._states)

    def __iter__(self) -> Iterator[TrainerState]:
        return iter(self._states)

    def __getitem__(self, index: int) -> TrainerState:
        return self._states[index]

    @property
    def steps(self) -> list[int]:
        """The step of each moment."""
        return [state.step for state in self._states]

    def wants_next(self) -> bool:
        """Whether the next moment offered should be kept; counts the offers."""
        self._passed += 1
        return self._passed % self._spacing == 0

    def add(self, state: TrainerState) -> None:
        """Keep a moment later than all kept so far."""
        self._states.append(state)
        most = max(16, min(512, self._budget // max(state.nbytes, 1)))
        if len(self._states) > most:
            self._states = [
                kept for place, kept in enumerate(self._states) if place % 2 == 0 or self._stays(kept)
            ]
            self._spacing *= 2
        # A run led otherwise that often: its beginning can no longer be repeated.
        if len(self._states) > most:
            self.forget_before(self._states[len(self._states) // 2].step)

    def _stays(self, state: TrainerState) -> bool:
        """Whether it is never thinned away: no other moment could stand for it."""
        return state.is_seam or state.step == self.exact_from

    def add_seam(self, state: TrainerState) -> None:
        """Keep a moment from which on the run is led otherwise; it is never thinned away.

        A moment kept for the same step before is replaced: from it the run did not go on.
        """
        if self._states and self._states[-1].step == state.step and len(self._states) > 1:
            self._states.pop()
        self.add(replace(state, is_seam=True))

    def add_stretch(self, state: TrainerState, examples: Examples) -> None:
        """From this moment on the run learns from other examples; `state` is already that of the run on them.

        Between moments a change of examples can be repeated, so this one may be thinned away. Several changes at one
        step are one. Where the stretches are too many, the run's beginning can no longer be repeated.
        """
        self.stretches.begin(state.step, examples)
        last = self._states[-1]
        if last.step < state.step:
            if self.wants_next() or self.stretches.is_full:
                self.add(state)
        elif len(self._states) > 1:
            self._states[-1] = replace(state, is_seam=last.is_seam)
        if self.stretches.is_full:
            middle = self.stretches.steps[len(self.stretches) // 2]
            later = [step for step in self.steps if step >= middle] or self.steps[-1:]
            self.forget_before(later[0])

    def forget_before(self, step: int) -> None:
        """The steps before this one can no longer be repeated; of their moments only the first stays."""
        first, *later = self._states
        self._states = [first, *(state for state in later if state.step >= step)]
        self.exact_from = step
        self.stretches.forget_before(step)

    def before(self, step: int) -> TrainerState:
        """The latest kept moment at or before that step."""
        return self._states[max(bisect_right(self.steps, step) - 1, 0)]

    def truncate(self, step: int) -> None:
        """Forget the moments after that step."""
        self._states = self._states[: max(bisect_right(self.steps, step), 1)]
        self.exact_from = min(self.exact_from, step)
        self.stretches.truncate(step)
