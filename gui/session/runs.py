"""Runs kept for comparison: what a person wanted to remember before trying something else.

A run that went on from an earlier step of another has that other beside it: it is kept by itself, and where there is no
more room the next one takes its place. What a person kept never gives way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from engine.experiment import Experiment
from engine.kept_run import LENT_SLOT, KeptRun, as_name, check_together
from engine.training import History

__all__ = ["MOST_BY_HAND", "Beside", "KeptRun", "Runs"]

MOST_BY_HAND = LENT_SLOT
"""Runs that a person can keep."""


@dataclass(frozen=True, eq=False)
class Beside:
    """What came of keeping an old run beside the new one, to take it back by.

    Attributes:
        run: The old run as it was kept.
        instead_of: What gave way to it, and its place among the kept runs; None where there was room.
    """

    run: KeptRun
    instead_of: tuple[int, KeptRun] | None = None


class Runs(QObject):
    """The kept runs, in the order they were kept; neither reset nor an edit of the design touches them.

    They belong to the work: they are saved with it, and other work brings its own.

    Attributes:
        lit: The slot of the run that is lit up among the curves; None for none.

    Signals:
        changed: One more, one less, another name, or all others.
        lit_changed: Another one is lit up, or none.
    """

    changed = Signal()
    lit_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: tuple[KeptRun, ...] = ()
        self.lit: int | None = None

    @property
    def kept(self) -> tuple[KeptRun, ...]:
        """Every kept run, the oldest first."""
        return self._kept

    @property
    def is_full(self) -> bool:
        """Whether there is no room for one more that a person keeps."""
        return self._free_slot() is None

    def keep(self, experiment: Experiment, history: History) -> None:
        """Keep a run as it is now; without room nothing happens."""
        slot = self._free_slot()
        if slot is not None:
            self._set((*self._kept, KeptRun(slot, experiment, history.copy())))

    def keep_beside(self, experiment: Experiment, history: History) -> Beside:
        """Keep an old run beside the one that goes on from an earlier step of it; there is always room for that."""
        slot, instead_of = self._free_slot(), None
        if slot is None:
            slot = LENT_SLOT
            old = next(((at, run) for at, run in enumerate(self._kept) if run.gives_way), None)
            if old is not None:
                instead_of, slot = old, old[1].slot
        run = KeptRun(slot, experiment, history.copy(), gives_way=True)
        self._set((*(one for one in self._kept if one.slot != slot), run))
        return Beside(run, instead_of)

    def take_back(self, beside: Beside) -> None:
        """As before `keep_beside`: that run is gone, unless a person has named it, and what gave way is there again."""
        kept = [run for run in self._kept if not (run.gives_way and run.history is beside.run.history)]
        if beside.instead_of is not None:
            place, run = beside.instead_of
            if run.slot not in [one.slot for one in kept]:
                kept.insert(place, run)
        self._set(tuple(kept))

    def rename(self, slot: int, name: str) -> None:
        """Call a run by a person's words, cut where too long; "" returns to the words of its settings.

        What a person has named is theirs and gives way no more.
        """
        name = as_name(name)
        self._set(
            tuple(
                replace(run, name=name, gives_way=False) if run.slot == slot and run.name != name else run
                for run in self._kept
            )
        )

    def remove(self, slot: int) -> None:
        """Forget a run."""
        self._set(tuple(run for run in self._kept if run.slot != slot))

    def light(self, slot: int | None) -> None:
        """Light up the curve of a kept run, and none other."""
        lit = slot if any(run.slot == slot for run in self._kept) else None
        if lit != self.lit:
            self.lit = lit
            self.lit_changed.emit()

    def take(self, kept: Sequence[KeptRun]) -> None:
        """These from now on and no others; `SpecError`, and nothing is changed, if they cannot be together."""
        check_together(kept)
        self._set(tuple(kept))

    def _free_slot(self) -> int | None:
        free = set(range(MOST_BY_HAND)) - {run.slot for run in self._kept}
        return min(free, default=None)

    def _set(self, kept: tuple[KeptRun, ...]) -> None:
        if kept != self._kept:  # a kept run is equal to itself alone
            self._kept = kept
            self.changed.emit()
            self.light(self.lit)  # it may be gone
