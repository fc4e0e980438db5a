"""A whole piece of work on disk: design, data, weights, optimizer, history, moments of the run, window layout.

Reopened, it goes on exactly where it stopped, step for step.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data import PreparedData
from engine.errors import BackpropLabError, FileError
from engine.experiment import Experiment
from engine.files.array_archive import read_archive, write_archive
from engine.training import History, Metrics, Trainer, TrainerState

SUFFIX = ".backproplab"
VERSION = 1
"""Raised when a project of today could not be read by the program of yesterday."""


@dataclass(frozen=True, eq=False)
class HistoryTable:
    """A history as arrays; see `History`."""

    epochs: NDArray[np.int64]  # (n,)
    steps: NDArray[np.int64]  # (n,)
    ranges: NDArray[np.float64]  # (n, quantities, 2)
    epochs_per_row: int
    pending: int
    last: NDArray[np.float64]  # the newest metrics, in the order of their fields


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
    """

    version: int
    experiment: Experiment
    data: PreparedData
    state: TrainerState
    history: HistoryTable
    snapshots: tuple[TrainerState, ...]
    exact_from: int = 0
    layout: str = ""

    def make_trainer(self) -> Trainer:
        """A trainer that goes on from here; `SpecError` or `FileError` if the parts do not fit together."""
        network = self.experiment.make_network()
        trainer = Trainer(
            network, self.data.train, self.experiment.training, self.experiment.seed, self.data.test
        )
        for state in (self.state, *self.snapshots):
            _check_state(state, trainer)
        trainer.resume(self.state, _history_from(self.history), self.snapshots, self.exact_from)
        return trainer


def project_of(experiment: Experiment, data: PreparedData, trainer: Trainer, layout: str = "") -> Project:
    """The project of a piece of work as it stands."""
    return Project(
        VERSION,
        experiment,
        data,
        trainer.state(),
        _table_of(trainer.history),
        tuple(trainer.snapshots),
        trainer.snapshots.exact_from,
        layout,
    )


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
    if min(state.step, state.epoch, state.position, state.optimizer_count) < 0:
        raise FileError("Counts of steps and epochs are never negative.")


def _table_of(history: History) -> HistoryTable:
    last = history.last
    fields = [] if last is None else [getattr(last, name) for name in Metrics.__dataclass_fields__]
    return HistoryTable(
        history.epochs.copy(),
        history.steps.copy(),
        history.ranges.copy(),
        history.epochs_per_row,
        history.pending,
        np.array(fields, dtype=np.float64),
    )


def _history_from(table: HistoryTable) -> History:
    last = Metrics(*table.last.tolist()) if len(table.last) else None
    return History.from_rows(
        table.epochs, table.steps, table.ranges, table.epochs_per_row, table.pending, last
    )
