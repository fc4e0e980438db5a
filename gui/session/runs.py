"""Runs kept for comparison: what a person wanted to remember before trying something else."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from engine.experiment import Experiment
from engine.training import History

MOST_RUNS = 8
"""More curves than this cannot be told apart."""


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run as it was when it was kept.

    Attributes:
        slot: 0 … `MOST_RUNS` − 1, its own as long as it is kept: what its colour follows from.
        experiment: The design it was made with.
        history: What it went through; a copy.
        name: What a person calls it, "" for none.
    """

    slot: int
    experiment: Experiment
    history: History
    name: str = ""


class Runs(QObject):
    """The kept runs, in the order they were kept; neither reset nor an edit of the design touches them.

    Signals:
        changed: One more, one less, or another name.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: tuple[KeptRun, ...] = ()

    @property
    def kept(self) -> tuple[KeptRun, ...]:
        """Every kept run, the oldest first."""
        return self._kept

    @property
    def is_full(self) -> bool:
        """Whether there is no room for one more."""
        return len(self._kept) == MOST_RUNS

    def keep(self, experiment: Experiment, history: History) -> None:
        """Keep a run as it is now; without room nothing happens."""
        if not self.is_full:
            taken = {run.slot for run in self._kept}
            slot = min(set(range(MOST_RUNS)) - taken)
            self._set((*self._kept, KeptRun(slot, experiment, history.copy())))

    def rename(self, slot: int, name: str) -> None:
        """Call a run by a person's words; "" returns to the words that follow from its settings."""
        self._set(tuple(replace(run, name=name) if run.slot == slot else run for run in self._kept))

    def remove(self, slot: int) -> None:
        """Forget a run."""
        self._set(tuple(run for run in self._kept if run.slot != slot))

    def _set(self, kept: tuple[KeptRun, ...]) -> None:
        self._kept = kept
        self.changed.emit()
