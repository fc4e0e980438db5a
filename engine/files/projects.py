"""A whole piece of work on disk: design, data, weights, optimizer, history, moments of the run, kept runs, layout.

Reopened, it goes on exactly where it stopped, step for step.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from engine.data import PreparedData
from engine.errors import BackpropLabError, FileError, SpecError
from engine.experiment import Experiment
from engine.files.array_archive import has_text, in_short, read_archive, write_archive
from engine.files.file_check import check_file
from engine.files.histories import (
    HistoryTable,
    check_newest,
    check_reach,
    history_from,
    metrics_row,
    table_of,
)
from engine.files.kept_runs import StoredRun, kept, stored
from engine.files.moments import check_moment, check_order, check_positions, check_present, check_ways
from engine.files.run_times import StoredTimes, checked, give_time, stored_times
from engine.files.stored_examples import believed, drawn_by
from engine.files.stored_stretches import (
    StoredStretches,
    stored_stretches,
    stretches_from,
    whole_examples,
)
from engine.kept_run import KeptRun
from engine.training import Trainer, TrainerState
from engine.training.packed_examples import Examples
from engine.training.stretches import Stretches

SUFFIX = ".backproplab"
VERSION, FIRST = 2, 1
"""Of a run that learned from several examples, which a program of version 1 would repeat wrongly, and of any other.

Raised when a project of today could not be read by the program of yesterday.

A part that is new and may be missing does not raise it: yesterday's program passes over it, with its arrays. Anything
else that is unknown, a misspelt field at any depth or a member of the zip that nothing names, is refused.
"""


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
        drawn_by: What drew and dealt all these examples, "" where that is not known.
        times: What the updates took; None where nobody measured it.
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
    drawn_by: str = ""
    times: StoredTimes | None = None

    def make_trainer(self) -> Trainer:
        """A trainer that goes on from here; `SpecError` or `FileError` if the parts do not fit together."""
        network = self.experiment.make_network()
        trainer = Trainer(
            network, self.data.train, self.experiment.training, self.experiment.seed, self.data.test
        )
        trainer.silence(self.experiment.silenced)
        trainer.freeze(self.experiment.frozen)
        check_present(self.state, trainer, self.experiment)
        for moment in self.snapshots:
            check_moment(moment, trainer, self.experiment)
        check_order(self.state, self.snapshots, self.exact_from)
        stretches = self._stretches()
        changes = [0] if stretches is None else stretches.steps
        present = [moment for moment in self.snapshots if moment.step >= changes[-1]]
        check_positions((*present, self.state), len(self.data.train))
        check_ways(self.state, self.snapshots, self.exact_from, changes, len(self.data.train))
        history = history_from(self.history, self.experiment)
        check_reach(history, self.state.step, self.state.epoch)
        seconds = checked(self.times, len(self.runs)).run
        trainer.resume(self.state, history, self.snapshots, self.exact_from, stretches)
        trainer.watch.seconds = give_time(trainer.history, seconds, self.state.step)
        check_newest(self.history, trainer.evaluate())
        return trainer

    def _stretches(self) -> Stretches | None:
        if self.stretches is None:
            return None
        present = Examples.of(self.experiment.data, self.data)
        step = self.state.step
        return stretches_from(self.stretches, self.experiment, present, self.exact_from, step, self.drawn_by)

    def kept_runs(self) -> tuple[KeptRun, ...]:
        """What was kept for comparison, in the order it was; `SpecError` for what nobody can have kept."""
        return kept(self.runs, checked(self.times, len(self.runs)).kept)


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
    runs = tuple(runs)
    return Project(
        FIRST if stretches is None else VERSION,
        experiment,
        data,
        trainer.state(),
        replace(table_of(trainer.history), last=metrics_row(trainer.evaluate())),
        moments,
        exact_from,
        layout,
        stored(runs),
        stretches,
        drawn_by([(experiment.data, data), *(() if stretches is None else whole_examples(stretches))]),
        stored_times(trainer, runs),
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


def is_project(path: str | Path) -> bool:
    """Whether a file has the build of a project, whatever its name; `load_project` says whether it makes sense."""
    return has_text(Path(path))


def load_project(path: str | Path) -> Project:
    """Read a project.

    Raises:
        FileError: one sentence for whatever is wrong: no such file, broken, hostile, from a newer version, or
            parts that do not fit together. Nothing is changed.
    """
    source = Path(path)
    check_file(source, f"a {SUFFIX} file")
    project = read_archive(source, lambda text: _check_version(source, text), Project)
    try:
        project = _believed(project)
        project.make_trainer()
        project.kept_runs()
    except FileError as error:  # whatever found it has not heard of the file
        said = in_short(error)
        raise FileError(
            f"{source} is not a project that makes sense: {said[:1].lower()}{said[1:]}."
        ) from error
    except (BackpropLabError, ValueError, KeyError) as error:
        raise FileError(f"{source} holds parts that do not fit together: {in_short(error)}.") from error
    return project


def _believed(project: Project) -> Project:
    """The project with its examples made ready here; `SpecError` where they are not the design's."""
    takes = FIRST if project.stretches is None else VERSION
    if project.version != takes:
        raise SpecError("version", project.version, f"{takes} for a run of that many stretches")
    return replace(project, data=believed(project.experiment.data, project.data, project.drawn_by))


def _check_version(path: Path, text: bytes) -> None:
    import msgspec

    class Head(msgspec.Struct):
        version: int

    version = msgspec.json.decode(text, type=Head).version
    if not 1 <= version <= VERSION:
        raise FileError(
            f"{path} was written by a newer Backprop Lab (format {version}); this one reads up to {VERSION}."
        )
