"""What the updates of runs took, as it lies in a project.

One number a run: read back, it is spread over the run's records as if every update had taken as long as any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan

from engine.errors import SpecError
from engine.kept_run import KeptRun
from engine.training import History, Trainer

LONGEST = 1e12
"""Seconds; longer than anybody waits."""


@dataclass(frozen=True)
class StoredTimes:
    """Seconds of the run so far and of each kept run up to its last record; None where nobody measured them."""

    run: float | None
    kept: tuple[float | None, ...] = ()


def stored_times(trainer: Trainer, runs: Sequence[KeptRun]) -> StoredTimes:
    """The times of a run and of what is kept beside it, ready for a file."""
    return StoredTimes(_known(trainer.watch.seconds), tuple(_known(run.seconds) for run in runs))


def checked(times: StoredTimes | None, runs: int) -> StoredTimes:
    """The times of a run and of that many kept ones; `SpecError` for what no clock can have shown."""
    if times is None:  # of a program that did not measure them
        return StoredTimes(None, (None,) * runs)
    if len(times.kept) != runs:
        raise SpecError(
            "times of the kept runs", f"{len(times.kept)} of them", f"one for each of {runs} runs"
        )
    for seconds in (times.run, *times.kept):
        if seconds is not None and not 0.0 <= seconds <= LONGEST:
            raise SpecError("time of a run", seconds, f"seconds from 0 to {LONGEST:g}")
    return times


def give_time(history: History, seconds: float | None, step: int) -> float:
    """Let a history say that `step` updates took that long; gives it, NaN where it is not known."""
    if seconds is None:
        seconds = 0.0 if step == 0 else nan
    history.spread_seconds(seconds, step)
    return seconds


def _known(seconds: float) -> float | None:
    return seconds if isfinite(seconds) else None
