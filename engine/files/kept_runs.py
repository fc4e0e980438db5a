"""Runs kept for comparison, as they lie in a project."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.experiment import Experiment
from engine.files.histories import HistoryTable, history_from, table_of
from engine.files.run_times import give_time
from engine.kept_run import KeptRun, check_together


@dataclass(frozen=True, eq=False)
class StoredRun:
    """A kept run with its history as arrays; see `KeptRun`."""

    slot: int
    experiment: Experiment
    history: HistoryTable
    name: str = ""


def stored(runs: Iterable[KeptRun]) -> tuple[StoredRun, ...]:
    """The kept runs, in their order, ready for a file."""
    return tuple(StoredRun(run.slot, run.experiment, table_of(run.history), run.name) for run in runs)


def kept(runs: Sequence[StoredRun], seconds: Sequence[float | None]) -> tuple[KeptRun, ...]:
    """What `stored` put away, with what each took; `SpecError` for what nobody can have kept."""
    found = tuple(
        KeptRun(run.slot, run.experiment, history_from(run.history, run.experiment), run.name) for run in runs
    )
    check_together(found)
    for run, time in zip(found, seconds, strict=True):
        give_time(run.history, time, int(run.history.steps[-1]) if len(run.history) else 0)
    return found
