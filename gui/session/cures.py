"""Vanishing and exploding gradients beside their cures: copies of one deep network, trained in lockstep.

They are beside the person's own work and change nothing of it; a player of their own plays them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.arrays import Array
from engine.errors import Diverged
from engine.training import Trainer
from engine.training.cures import CURES, gradient_sizes, reach
from gui.session.player import Player

if TYPE_CHECKING:
    from gui.session.session import Session

FIRST_DEPTH = 6
LONGEST_SLICE = 0.006
"""Seconds of a frame the copies may take: training and painting have the rest."""


@dataclass(eq=False)
class Copy:
    """One of the networks.

    Attributes:
        key: Of its recipe.
        trainer: Its run.
        sizes: (L,) mean |∂C/∂w| of every layer now, over all training examples.
        earlier: The same at earlier steps: (step, sizes), the oldest first.
        diverged_at: The step that could not be made any more, or None.
    """

    key: str
    trainer: Trainer
    sizes: Array
    earlier: list[tuple[int, Array]] = field(default_factory=list)
    diverged_at: int | None = None

    @property
    def reach(self) -> float:
        """How much of the gradient at the output reaches layer 1."""
        return reach(self.sizes)


class Cures(QObject):
    """The copies, and everything that can be done to them. They are made when they are first asked for.

    Attributes:
        player: Plays them, and sets the pace.
        depth: Hidden layers of each.
        step_count: Updates each has made that has not diverged.

    Signals:
        changed: Another depth, or everyone at the start again.
        moved: They have trained.
    """

    changed = Signal()
    moved = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.depth = FIRST_DEPTH
        self.step_count = 0
        self._copies: tuple[Copy, ...] = ()
        self.player = Player(self, self.advance, "step_60", LONGEST_SLICE)

    @property
    def copies(self) -> tuple[Copy, ...]:
        """In the order of the recipes."""
        if not self._copies:
            self._copies = tuple(_copy_of(key, self.depth) for key in CURES)
        return self._copies

    def set_depth(self, depth: int) -> None:
        """Begin anew with so many hidden layers."""
        if depth != self.depth:
            self.depth = depth
            self._begin()

    def reset(self) -> None:
        """Everyone back to the first weights."""
        self.player.pause()
        self._begin()

    def step(self) -> None:
        """One update of everyone."""
        self.player.pause()
        self.advance(1)

    def advance(self, steps: int, proceed: Callable[[], bool] | None = None) -> None:
        """Up to `steps` updates of everyone, while `proceed()` says so."""
        for _ in range(steps):
            self._step_all()
            if proceed is not None and not proceed():
                break
        for copy in self.copies:
            if copy.diverged_at is None:
                copy.sizes = gradient_sizes(copy.trainer)
        self.moved.emit()

    # Inside

    def _begin(self) -> None:
        self._copies, self.step_count = (), 0
        self.changed.emit()

    def _step_all(self) -> None:
        is_marked = _is_mark(self.step_count)
        for copy in self.copies:
            if copy.diverged_at is not None:
                continue
            if is_marked:
                copy.earlier.append((self.step_count, gradient_sizes(copy.trainer)))
            try:
                copy.trainer.step()
            except Diverged:
                copy.diverged_at = self.step_count
                # What can no longer be computed is beyond every scale.
                copy.sizes = np.nan_to_num(gradient_sizes(copy.trainer), nan=np.inf, posinf=np.inf)
        self.step_count += 1


def _copy_of(key: str, depth: int) -> Copy:
    trainer = Trainer.from_experiment(CURES[key].experiment(depth))
    return Copy(key, trainer, gradient_sizes(trainer))


def _is_mark(step: int) -> bool:
    """Whether a step is kept to be seen later: 0, 1, 3, 10, 30, 100 …"""
    if step == 0:
        return True
    lead = step / 10.0 ** np.floor(np.log10(step) + 1e-9)
    return bool(abs(lead - 1.0) < 1e-9 or abs(lead - 3.0) < 1e-9)
