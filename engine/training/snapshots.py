"""Moments of a run that can be returned to, thinned so that they fit a fixed budget of memory.

Between two moments the run can be repeated exactly, because its batches follow from the seed.
"""

from bisect import bisect_right
from dataclasses import dataclass

from engine.arrays import Array
from engine.training.spec import TrainingSpec

BUDGET = 32 * 2**20
"""Bytes for all moments together."""


@dataclass(frozen=True, eq=False)
class TrainerState:
    """Everything that training changes: with it a run goes on as if it had never stopped.

    Attributes:
        step, epoch, position: Updates made, epochs finished, batches done in the present epoch.
        parameters: θ (P,).
        optimizer_state: The optimizer's named vectors; `optimizer_count` its own count of updates.
        spec: The way of training that led here.
    """

    step: int
    epoch: int
    position: int
    parameters: Array
    optimizer_count: int
    optimizer_state: dict[str, Array]
    spec: TrainingSpec

    @property
    def nbytes(self) -> int:
        """Memory the vectors take."""
        return self.parameters.nbytes * (1 + len(self.optimizer_state))


class Snapshots:
    """The kept moments in order of step; the first one always stays.

    When there are too many, every other one goes and new ones come half as often.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._states: list[TrainerState] = []
        self._spacing = 1
        self._passed = 0

    def __len__(self) -> int:
        return len(self._states)

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
            self._states = self._states[::2]
            self._spacing *= 2

    def before(self, step: int) -> TrainerState:
        """The latest kept moment at or before that step."""
        return self._states[max(bisect_right(self.steps, step) - 1, 0)]

    def truncate(self, step: int) -> None:
        """Forget the moments after that step."""
        self._states = self._states[: max(bisect_right(self.steps, step), 1)]
