"""The way of a run over the landscape: the moments it kept, and the last steps one by one."""

import numpy as np

from engine.arrays import Array
from engine.descent import Plane
from engine.training import Trainer, TrainerState
from gui.session.landscape_costs import true_cost
from gui.session.landscape_frame import Frame

MOST_STEPS = 256
MOST_NUMBERS = 2_000_000
"""Steps, and numbers in them, that are remembered one by one since the last kept moment."""

MOST_STEMS = 32


class Path:
    """Remembers the steps after the last kept moment, and puts the whole way on a frame."""

    def __init__(self) -> None:
        self._trainer: Trainer | None = None
        self._steps: list[int] = []
        self._points: list[Array] = []
        self._frame: Frame | None = None
        self._seen: dict[int, tuple[TrainerState, Array]] = {}

    def note(self, trainer: Trainer) -> None:
        """The parameters of `trainer` are what they are now."""
        step, point = trainer.step_count, trainer.network.parameters.copy()
        if trainer is not self._trainer or (self._steps and step < self._steps[-1]):
            self._trainer, self._steps, self._points = trainer, [], []
        if self._steps and step == self._steps[-1]:
            self._points[-1] = point  # moved by hand
            return
        self._steps.append(step)
        self._points.append(point)
        if len(self._steps) > max(2, min(MOST_STEPS, MOST_NUMBERS // len(point))):
            self._steps, self._points = self._steps[::-2][::-1], self._points[::-2][::-1]

    def points(self, run: Trainer, shown: Trainer) -> Array:
        """(n, P) the way of `run`; it ends at the present parameters where `shown` is the run itself."""
        kept = [state.parameters for state in run.snapshots]
        return np.array(kept + self._recent(run, shown), dtype=np.float64)

    def places(self, frame: Frame, run: Trainer, shown: Trainer) -> Array:
        """(n, 2) where those points stand on the frame."""
        recent = self._recent(run, shown)
        parts = [self._of_states(frame, list(run.snapshots))]
        if recent:
            parts.append(frame.coordinates(np.array(recent, dtype=np.float64)))
        return np.concatenate(parts)

    def _recent(self, run: Trainer, shown: Trainer) -> list[Array]:
        if shown is not run:
            return []
        last = run.snapshots.steps[-1] if len(run.snapshots) else -1
        pairs = zip(self._steps, self._points, strict=True) if self._trainer is run else ()
        between = [point for step, point in pairs if last < step < run.step_count]
        return [*between, run.network.parameters]

    def _of_states(self, frame: Frame, states: list[TrainerState]) -> Array:
        """Moments that were seen on this frame before are not projected again."""
        if frame is not self._frame or len(self._seen) > 2 * len(states) + 64:
            self._frame, self._seen = frame, {}
        fresh = [state for state in states if id(state) not in self._seen]
        if fresh:
            points = np.array([state.parameters for state in fresh], dtype=np.float64)
            for state, place in zip(fresh, frame.coordinates(points), strict=True):
                self._seen[id(state)] = state, place
        return np.array([self._seen[id(state)][1] for state in states]).reshape(-1, 2)


class Stems:
    """The true costs of a few moments of the run, each computed once."""

    def __init__(self) -> None:
        self._costs: dict[int, tuple[TrainerState, float]] = {}

    def forget(self) -> None:
        """Other examples, or another way of measuring."""
        self._costs = {}

    def of(self, plane: Plane, frame: Frame, run: Trainer) -> Array:
        """(n, 5) x and y on the frame, the true cost, the step, and how far off `plane`, in order of step."""
        states = checkpoints(run)
        for state in states:
            if id(state) not in self._costs:
                self._costs[id(state)] = state, true_cost(state.parameters, frame.pair, run)
        costs = [self._costs[id(state)][1] for state in states]
        steps = [state.step for state in states]
        points = np.array([state.parameters for state in states], dtype=np.float64)
        return np.column_stack((frame.coordinates(points), costs, steps, plane.project(points).distance))


def checkpoints(run: Trainer) -> list[TrainerState]:
    """The moments that get a stem: few, and mostly the same ones while the run grows."""
    states = list(run.snapshots)
    stride = 1
    while len(states) > stride * MOST_STEMS:
        stride *= 2
    return states[::stride]
