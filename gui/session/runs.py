"""Runs kept for comparison: what a person wanted to remember before trying something else."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from engine.experiment import Experiment
from engine.kept_run import MOST_RUNS, KeptRun, as_name, check_together
from engine.training import History

__all__ = ["MOST_RUNS", "KeptRun", "Runs"]


class Runs(QObject):
    """The kept runs, in the order they were kept; neither reset nor an edit of the design touches them.

    They belong to the work: they are saved with it, and other work brings its own.

    Signals:
        changed: One more, one less, another name, or all others.
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
        """Call a run by a person's words, cut where too long; "" returns to the words of its settings."""
        name = as_name(name)
        self._set(
            tuple(
                replace(run, name=name) if run.slot == slot and run.name != name else run
                for run in self._kept
            )
        )

    def remove(self, slot: int) -> None:
        """Forget a run."""
        self._set(tuple(run for run in self._kept if run.slot != slot))

    def take(self, kept: Sequence[KeptRun]) -> None:
        """These from now on and no others; `SpecError`, and nothing is changed, if they cannot be together."""
        check_together(kept)
        self._set(tuple(kept))

    def _set(self, kept: tuple[KeptRun, ...]) -> None:
        if kept != self._kept:  # a kept run is equal to itself alone
            self._kept = kept
            self.changed.emit()
