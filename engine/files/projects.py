"""A whole piece of work on disk: design, data, weights, optimizer, history, moments of the run, kept runs, layout.

Reopened, it goes on exactly where it stopped, step for step.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.data import PreparedData
from engine.errors import BackpropLabError, FileError
from engine.experiment import Experiment
from engine.files.array_archive import read_archive, write_archive
from engine.files.histories import HistoryTable, history_from, table_of
from engine.files.kept_runs import StoredRun, kept, stored
from engine.files.stored_stretches import (
    StoredStretches,
    check_prepared,
    stored_stretches,
    stretches_from,
)
from engine.kept_run import KeptRun
from engine.training import Trainer, TrainerState
from engine.training.packed_examples import Examples
from engine.training.stretches import Stretches

SUFFIX = ".backproplab"
VERSION, FIRST = 2, 1
"""Of a run that learned from several examples, which a program of version 1 would repeat wrongly, and of any other.

Raised when a project of today could not be read by the program of yesterday.

A part that is new and may be missing does not raise it: yesterday's program passes over it.
"""

MOST_STEPS = 2**53
"""More than any run makes, and still exact as a float."""


@dataclass(frozen=True, eq=False)
class Project:
    """What a project file holds.

    Attributes:
        version: Of the format.
        experiment: The design.
        data: The examples themselves, so that no other version of a generator can change them.
        state: Where training stands.
        history, snapshots: What it went through; from step `exact_from` on it can be repeated.
        layout: How the window was arranged, as a text of the window's own.
        runs: What was kept for comparison; `kept_runs` makes them whole.
        stretches: Which examples the run learned from before these, and when; None where it was always these.
    """

    version: int
    experiment: Experiment
    data: PreparedData
    state: TrainerState
    history: HistoryTable
    snapshots: tuple[TrainerState, ...]
    exact_from: int = 0
    layout: str = ""
    runs: tuple[StoredRun, ...] = ()
    stretches: StoredStretches | None = None

    def make_trainer(self) -> Trainer:
        """A trainer that goes on from here; `SpecError` or `FileError` if the parts do not fit together."""
        network = self.experiment.make_network()
        trainer = Trainer(
            network, self.data.train, self.experiment.training, self.experiment.seed, self.data.test
        )
        for state in (self.state, *self.snapshots):
            _check_state(state, trainer)
            replace(self.experiment, training=state.spec, frozen=state.frozen, silenced=state.silenced)
        _check_moments(self.state, self.snapshots, self.exact_from)
        check_prepared(self.experiment.data, self.data)
        history = history_from(self.history, len(network.spec.layers))
        trainer.resume(self.state, history, self.snapshots, self.exact_from, self._stretches())
        return trainer

    def _stretches(self) -> Stretches | None:
        if self.stretches is None:
            return None
        present = Examples.of(self.experiment.data, self.data)
        return stretches_from(self.stretches, self.experiment, present, self.exact_from, self.state.step)

    def kept_runs(self) -> tuple[KeptRun, ...]:
        """What was kept for comparison, in the order it was; `SpecError` for what nobody can have kept."""
        return kept(self.runs)


def project_of(
    experiment: Experiment,
    data: PreparedData,
    trainer: Trainer,
    layout: str = "",
    runs: Iterable[KeptRun] = (),
) -> Project:
    """The project of a piece of work as it stands, with the `runs` kept beside it."""
    stretches = stored_stretches(trainer.snapshots.stretches)
    if len(trainer.snapshots.stretches) == 1:
        stretches = None
    moments, exact_from = _repeatable(trainer, is_known=stretches is not None)
    return Project(
        FIRST if stretches is None else VERSION,
        experiment,
        data,
        trainer.state(),
        table_of(trainer.history),
        moments,
        exact_from,
        layout,
        stored(runs),
        stretches,
    )


def _repeatable(trainer: Trainer, is_known: bool) -> tuple[tuple[TrainerState, ...], int]:
    """The moments of a run from which it can be repeated, and from which step on.

    Where it is not known what the examples of the past were made of, only those of the present stretch.
    """
    snapshots = trainer.snapshots
    begun = snapshots.stretches.steps[-1]
    if is_known or begun == 0:
        return tuple(snapshots), snapshots.exact_from
    first, *later = snapshots
    kept = [moment for moment in later if moment.step >= begun] or [trainer.state()]
    return (first, *kept), max(snapshots.exact_from, kept[0].step)


def save_project(project: Project, path: str | Path) -> Path:
    """Write a project; `FileError` if the place cannot be written, and what was there is unchanged."""
    target = Path(path)
    write_archive(target, project)
    return target


def load_project(path: str | Path) -> Project:
    """Read a project.

    Raises:
        FileError: one sentence for whatever is wrong: no such file, broken, hostile, from a newer version, or
            parts that do not fit together. Nothing is changed.
    """
    source = Path(path)
    if not source.is_file():
        raise FileError(f"{source} does not exist; choose a {SUFFIX} file.")
    project = read_archive(source, lambda text: _check_version(source, text), Project)
    try:
        project.make_trainer()
        project.kept_runs()
    except FileError:
        raise
    except (BackpropLabError, ValueError, KeyError) as error:
        raise FileError(f"{source} holds parts that do not fit together: {error}") from error
    return project


def _check_version(path: Path, text: bytes) -> None:
    import msgspec

    class Head(msgspec.Struct):
        version: int

    version = msgspec.json.decode(text, type=Head).version
    if not 1 <= version <= VERSION:
        raise FileError(
            f"{path} was written by a newer Backprop Lab (format {version}); this one reads up to {VERSION}."
        )


def _check_state(state: TrainerState, trainer: Trainer) -> None:
    vectors = {"parameters": state.parameters, **state.optimizer_state}
    for name, vector in vectors.items():
        if vector.shape != trainer.network.parameters.shape or vector.dtype != trainer.network.dtype:
            raise FileError(
                f"The vector {name} has {vector.shape[0] if vector.ndim else 0} {vector.dtype} numbers, but the "
                f"design needs {trainer.network.parameters.size} {trainer.network.dtype} ones."
            )
        if not np.isfinite(vector).all():
            raise FileError(f"The vector {name} holds values that are not finite.")
    known = set(state.spec.optimizer.make(1, trainer.network.dtype).state)
    if set(state.optimizer_state) != known:
        raise FileError(f"The optimizer {state.spec.optimizer.key} remembers {sorted(known)}, nothing else.")
    counts = state.step, state.epoch, state.position, state.optimizer_count
    if min(counts) < 0 or max(counts) > MOST_STEPS:
        raise FileError(f"Counts of steps and epochs are whole numbers from 0 to {MOST_STEPS}.")


def _check_moments(state: TrainerState, moments: tuple[TrainerState, ...], exact_from: int) -> None:
    steps = [moment.step for moment in moments]
    if not steps or steps != sorted(steps) or steps[-1] > state.step:
        raise FileError(
            f"The moments of a run are one at least, in the order of their steps up to {state.step}."
        )
    if exact_from not in (0, *steps):
        raise FileError(
            f"The run can be repeated from step {exact_from}, but takes the step of a kept moment."
        )
