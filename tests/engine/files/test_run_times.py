"""The time of a run lies in its project; older files open without one, and what no clock can show is refused."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from engine.data import DataSpec
from engine.errors import FileError
from engine.experiment import Experiment
from engine.files import load_project, project_of, save_project
from engine.kept_run import KeptRun
from engine.training import Trainer


def counting_clock():
    """A second more whenever it is asked."""
    seconds = iter(range(10**6))
    return lambda: float(next(seconds))


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Path, Trainer]:
    """A run that was measured, beside it one that was and one that was not."""
    experiment = Experiment(data=DataSpec(samples=60))
    clock = counting_clock()
    run, measured, blind = (Trainer.from_experiment(experiment) for _ in range(3))
    run.run(31, clock=clock)
    measured.run(12, clock=clock)
    blind.run(12)
    kept = KeptRun(0, experiment, measured.history.copy()), KeptRun(1, experiment, blind.history.copy())
    project = project_of(experiment, experiment.prepare_data(), run, runs=kept)
    return save_project(project, tmp_path / "work.backproplab"), run


def lie(path: Path, **changes: object) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    described = json.loads(members["project.json"])
    for key, value in changes.items():
        described.pop(key) if value is None else described.update({key: value})
    members["project.json"] = json.dumps(described).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_it_comes_back_and_what_nobody_measured_stays_unknown(saved) -> None:
    path, run = saved
    assert run.watch.seconds > 0.0
    project = load_project(path)
    again, (measured, blind) = project.make_trainer(), project.kept_runs()
    assert again.watch.seconds == run.watch.seconds
    assert again.at_step(12).watch.seconds == pytest.approx(run.watch.seconds * 12 / 31)
    assert measured.seconds == run.watch.seconds or measured.seconds > 0.0
    assert measured.seconds == project.times.kept[0]
    assert np.isnan(blind.seconds)


def test_a_file_of_a_program_that_measured_nothing_opens(saved) -> None:
    path, _ = saved
    lie(path, times=None)
    project = load_project(path)
    assert np.isnan(project.make_trainer().watch.seconds)
    assert all(np.isnan(run.seconds) for run in project.kept_runs())


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ({"run": -0.1, "kept": [1.0, None]}, "time of a run is -0.1"),
        ({"run": 1.0, "kept": [1e300, None]}, "time of a run is 1e"),
        ({"run": float("nan"), "kept": [1.0, None]}, "makes sense"),
        ({"run": float("inf"), "kept": [1.0, None]}, "makes sense"),
        ({"run": "1", "kept": [1.0, None]}, "makes sense"),
        ({"run": True, "kept": [1.0, None]}, "makes sense"),
        ({"run": 1.0, "kept": [1.0]}, "times of the kept runs"),
        ({"run": 1.0}, "times of the kept runs"),
        ({"kept": [1.0, 1.0]}, "makes sense"),
        ({"run": 1.0, "kept": [1.0, 1.0], "seconds": 1.0}, "makes sense"),
    ],
)
def test_what_no_clock_can_show_is_refused(saved, times: object, said: str) -> None:
    path, _ = saved
    lie(path, times=times)
    with pytest.raises(FileError, match=said) as caught:
        load_project(path)
    assert "\n" not in str(caught.value)
