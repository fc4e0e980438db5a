"""Kept runs lie in the project with their curves; files without them still open, and lies about them are refused."""

import io
import json
import zipfile
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from engine.data import Dataset, DataSpec, OwnData, PreparedData
from engine.errors import FileError
from engine.experiment import Experiment
from engine.files import array_archive, load_project, project_of, save_project
from engine.files.histories import HistoryTable
from engine.kept_run import LONGEST_NAME, MOST_RUNS, KeptRun
from engine.network import LayerSpec
from engine.training import History, Metrics, Trainer, TrainerState
from engine.training.history import QUANTITIES


def trained(experiment: Experiment, steps: int) -> Trainer:
    trainer = Trainer.from_experiment(experiment)
    trainer.run(steps)
    return trainer


def two_runs() -> tuple[KeptRun, KeptRun]:
    """Of different depth, one of them renamed; slot 1 has been given up since."""
    first = Experiment().with_hidden((LayerSpec(3, "relu"),))
    second = replace(Experiment(), data=DataSpec("spiral", train_fraction=1.0))
    return (
        KeptRun(2, first, trained(first, 120).history, "größer – 第一"),
        KeptRun(0, second, trained(second, 77).history),
    )


def saved(tmp_path: Path, runs: tuple[KeptRun, ...] | None = None) -> Path:
    experiment = Experiment()
    project = project_of(
        experiment,
        experiment.prepare_data(),
        trained(experiment, 60),
        runs=two_runs() if runs is None else runs,
    )
    return save_project(project, tmp_path / "work.backproplab")


def test_kept_runs_come_back_as_they_were(tmp_path) -> None:
    before = two_runs()
    after = load_project(saved(tmp_path, before)).kept_runs()
    assert [(run.slot, run.name, run.experiment) for run in after] == [
        (run.slot, run.name, run.experiment) for run in before
    ]
    for there, here in zip(after, before, strict=True):
        np.testing.assert_array_equal(there.history.epochs, here.history.epochs)
        np.testing.assert_array_equal(there.history.steps, here.history.steps)
        # NaN where nothing is tested
        np.testing.assert_array_equal(there.history.ranges, here.history.ranges)
        np.testing.assert_array_equal(astuple(there.history.last), astuple(here.history.last))
        assert there.history.pending == here.history.pending


def test_a_run_thinned_and_one_that_ran_away_come_back(tmp_path) -> None:
    layers = len(Experiment().network.layers)
    long, wild = History(capacity=4096, layers=layers), History(layers=layers)
    for epoch in range(9001):
        long.append(epoch, 3 * epoch, Metrics(1.0 / (1 + epoch), np.nan, 0.0, 0.5, np.nan), [0.1] * layers)
    for epoch, cost in enumerate((1.0, 1e300, np.inf)):
        wild.append(epoch, epoch, Metrics(cost, cost, 0.0, 0.5, 0.5))
    runs = KeptRun(0, Experiment(), long), KeptRun(1, Experiment(), wild)
    after = load_project(saved(tmp_path, runs)).kept_runs()
    assert after[0].history.epochs_per_row == 4
    for there, here in zip(after, runs, strict=True):
        np.testing.assert_array_equal(there.history.ranges, here.history.ranges)


def test_as_many_as_can_be_kept_with_the_longest_names(tmp_path) -> None:
    (run, _) = two_runs()
    runs = tuple(replace(run, slot=slot, name="ä" * LONGEST_NAME) for slot in range(MOST_RUNS))
    assert len(load_project(saved(tmp_path, runs)).kept_runs()) == MOST_RUNS


def test_a_table_shared_by_all_runs_lies_in_the_file_once(tmp_path) -> None:
    inputs = np.random.default_rng(0).normal(size=(50, 2))
    own = OwnData("mine", Dataset(inputs, np.sign(inputs[:, :1]), "binary"))
    experiment = Experiment().with_data(DataSpec.of_own(own))
    trainer = trained(experiment, 30)
    runs = tuple(KeptRun(slot, experiment, trainer.history) for slot in range(4))
    path = tmp_path / "own.backproplab"
    save_project(project_of(experiment, experiment.prepare_data(), trainer, runs=runs), path)
    with zipfile.ZipFile(path) as archive:
        described = json.loads(archive.read("project.json"))
    places = [run["experiment"]["data"]["own"]["dataset"]["inputs"] for run in described["runs"]]
    assert set(places) == {described["experiment"]["data"]["own"]["dataset"]["inputs"]}
    back = load_project(path).kept_runs()
    for run in back:
        assert run.experiment.data.own is not None
        np.testing.assert_array_equal(run.experiment.data.own.dataset.inputs, inputs)


def test_what_could_not_be_opened_again_is_not_written(tmp_path, monkeypatch) -> None:
    path = saved(tmp_path, ())
    before = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
    monkeypatch.setattr(array_archive, "MAX_UNPACKED", 2 * unpacked)
    (run, _) = two_runs()
    wide = History(layers=64)
    for epoch in range(4000):
        wide.append(epoch, epoch, Metrics(1.0, 1.0, 0.0, 1.0, 1.0))
    with pytest.raises(FileError, match="fewer kept runs"):
        saved(tmp_path, (replace(run, history=wide),))
    assert path.read_bytes() == before


# Files of other times


def test_a_project_from_before_runs_were_kept_in_it_opens(tmp_path) -> None:
    path = with_json(saved(tmp_path), lambda project: (project.pop("runs"), project.pop("times")))
    project = load_project(path)
    assert project.kept_runs() == ()
    assert project.make_trainer().step_count == 60


def test_a_program_from_before_reads_a_project_of_today(tmp_path) -> None:
    @dataclass(frozen=True)
    class Before:
        """All that was in a project of this version at first."""

        version: int
        experiment: Experiment
        data: PreparedData
        state: TrainerState
        history: HistoryTable
        snapshots: tuple[TrainerState, ...]
        exact_from: int = 0
        layout: str = ""

    project = array_archive.read_archive(saved(tmp_path), lambda text: None, Before)
    assert (project.version, project.state.step) == (1, 60)


# Files that are not what they say


def with_json(path: Path, change) -> Path:
    """The project with its JSON changed in place by `change(object)`, and without the arrays it names no more."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    described = json.loads(members["project.json"])
    change(described)
    text = json.dumps(described)
    named = {name: content for name, content in members.items() if f'"{name}"' in text}
    return written(path, {**named, "project.json": text.encode()})


def with_array(path: Path, field: str, array: np.ndarray) -> Path:
    """The project with that array in place of one of the first kept run's history."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    stream = io.BytesIO()
    np.save(stream, array)
    members[json.loads(members["project.json"])["runs"][0]["history"][field]] = stream.getvalue()
    return written(path, members)


def written(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refused(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        load_project(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.startswith(str(path))
    assert len(sentence) < len(str(path)) + 300
    return sentence


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        (lambda runs: runs[0].update(slot=-1), "slot of a kept run"),
        (lambda runs: runs[0].update(slot=MOST_RUNS), "slot of a kept run"),
        (lambda runs: runs[0].update(slot=10**30), "slot of a kept run"),
        (lambda runs: runs[0].update(slot=0.5), "runs[0].slot"),
        (lambda runs: runs[0].update(slot=runs[1]["slot"]), "slots of the kept runs"),
        (lambda runs: runs.extend(dict(runs[0], slot=slot) for slot in range(3, 3 + MOST_RUNS)), "kept run"),
        (lambda runs: runs.extend([runs[0]] * MOST_RUNS), "kept runs"),
        (lambda runs: runs[0].update(name="x" * 100_000), "name of a kept run"),
        (lambda runs: runs[0].update(name="two\nlines"), "name of a kept run"),
        (lambda runs: runs[0].update(name=None), "runs[0].name"),
        (lambda runs: runs[0].pop("history"), "history"),
        (lambda runs: runs[0].pop("slot"), "slot"),
        (lambda runs: runs[0]["experiment"]["network"]["layers"][0].update(neurons=0), "neurons"),
        (lambda runs: runs[0]["experiment"]["data"].update(dataset="klingon"), "klingon"),
        (lambda runs: runs[0]["history"].update(epochs_per_row=0), "epochs per row"),
        (lambda runs: runs[0]["history"].update(pending=5), "epochs per row"),
        (lambda runs: runs[0]["history"].update(epochs="arrays/999.npy"), "lacks its part"),
        (lambda runs: runs[0]["history"].update(epochs=["arrays/0.npy"]), "lacks its part"),
        (lambda runs: runs[0]["history"].update(ranges=runs[0]["history"]["epochs"]), "ranges"),
    ],
)
def test_nonsense_about_a_kept_run_is_refused(tmp_path, lie, said: str) -> None:
    assert said in refused(with_json(saved(tmp_path), lambda project: lie(project["runs"])))


@pytest.mark.parametrize("runs", [{}, "all", 3, [3], [None]])
def test_kept_runs_are_a_list_of_runs(tmp_path, runs) -> None:
    assert "runs" in refused(with_json(saved(tmp_path), lambda project: project.update(runs=runs)))


COLUMNS = len(QUANTITIES)


@pytest.mark.parametrize(
    ("field", "array"),
    [
        ("epochs", np.array([0.0, np.nan, 2.0])),
        ("epochs", np.array([[0, 1, 2]])),
        ("epochs", np.array([0, 2, 1])),
        ("steps", np.array([-1, 0, 1])),
        ("steps", np.arange(99)),
        ("ranges", np.zeros((3, COLUMNS))),
        ("ranges", np.zeros((3, COLUMNS - 1, 2))),
        ("ranges", np.zeros((3, COLUMNS + 3, 2))),  # the design has two layers
        ("ranges", np.zeros((0, 10**12, 2))),  # nothing in the file, terabytes in memory
        ("ranges", np.zeros((3, COLUMNS, 2), dtype=np.float32)),
        ("ranges", np.tile([1.0, 0.0], (3, COLUMNS, 1))),
        ("last", np.zeros(4)),
        ("last", np.zeros(6)),
        ("last", np.zeros((5, 1))),
        ("last", np.zeros(5, dtype=np.int64)),
    ],
)
def test_curves_that_cannot_be_a_runs_are_refused(tmp_path, field: str, array: np.ndarray) -> None:
    layers = len(Experiment().network.layers) - 1
    history = History(layers=layers)
    for epoch in range(3):
        history.append(epoch, epoch, Metrics(1.0, 1.0, 0.0, 1.0, 1.0))
    run = KeptRun(0, two_runs()[0].experiment, history)
    assert len(run.experiment.network.layers) == layers == 2
    refused(with_array(saved(tmp_path, (run,)), field, array))


def test_more_rows_than_a_history_keeps_are_refused(tmp_path) -> None:
    path = saved(tmp_path)
    for field, shape in (("epochs", (4097,)), ("steps", (4097,)), ("ranges", (4097, COLUMNS, 2))):
        with_array(path, field, np.zeros(shape, dtype=np.float64 if field == "ranges" else np.int64))
    assert "up to 4096 rows" in refused(path)


def test_the_same_lies_about_the_runs_own_history_are_refused(tmp_path) -> None:
    for field, array in (("last", np.zeros(4)), ("ranges", np.zeros((0, 10**12, 2)))):
        path = with_json(
            saved(tmp_path), lambda project: project.update(history=project["runs"][0]["history"])
        )
        refused(with_array(path, field, array))


def test_many_names_of_one_large_part_are_one_array(tmp_path) -> None:
    @dataclass(frozen=True)
    class Many:
        """The same array again and again."""

        arrays: tuple[np.ndarray, ...]

    large = np.arange(1000.0)
    path = tmp_path / "many.backproplab"
    array_archive.write_archive(path, Many((large,) * 50))
    read = array_archive.read_archive(path, lambda text: None, Many)
    np.testing.assert_array_equal(read.arrays[0], large)
    assert all(array is read.arrays[0] for array in read.arrays)
