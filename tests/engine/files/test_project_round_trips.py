"""Every honest project opens again: all presets, a person's own examples, and data changed while training."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.data import Dataset, DataSpec, OwnData, prepare, read_table
from engine.data.points import blank_sheet, drawable, with_points, without_points
from engine.experiment import Experiment
from engine.files import load_project, project_of, save_project
from engine.files.experiments import read_experiment
from engine.kept_run import KeptRun
from engine.training import Trainer
from engine.training.packed_examples import Examples

PRESETS = sorted((Path(__file__).parents[3] / "resources" / "presets").glob("*.json"))
WINDOWS = ((-6.0, 6.0), (-6.0, 6.0))


def led(experiment: Experiment) -> tuple[Experiment, object, Trainer]:
    """A run at its start, which knows what its examples were made of, as in the window."""
    prepared = experiment.prepare_data()
    trainer = Trainer(
        experiment.make_network(), prepared.train, experiment.training, experiment.seed, prepared.test
    )
    trainer.snapshots.stretches.present = Examples.of(experiment.data, prepared)
    return experiment, prepared, trainer


def assert_goes_on(path: Path, experiment: Experiment, prepared, trainer: Trainer, steps: int = 30) -> None:
    """Saved, opened, saved and opened again, it is the same piece of work and takes the same steps."""
    runs = [KeptRun(0, experiment, trainer.history.copy())]
    once = load_project(save_project(project_of(experiment, prepared, trainer, "", runs), path))
    again = once.make_trainer()
    twice = load_project(
        save_project(project_of(once.experiment, once.data, again, "", once.kept_runs()), path)
    )
    third = twice.make_trainer()
    assert twice.drawn_by == once.drawn_by != ""
    for part in ("train", "test", "raw_train", "raw_test"):
        for table in ("inputs", "targets"):
            np.testing.assert_array_equal(
                getattr(getattr(twice.data, part), table), getattr(getattr(prepared, part), table)
            )
    np.testing.assert_array_equal(twice.data.shift, prepared.shift)
    np.testing.assert_array_equal(twice.data.scale, prepared.scale)
    for run in (trainer, again, third):
        run.run(steps)
    np.testing.assert_array_equal(again.network.parameters, trainer.network.parameters)
    np.testing.assert_array_equal(third.network.parameters, trainer.network.parameters)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
def test_every_preset(tmp_path, preset: Path) -> None:
    experiment, prepared, trainer = led(read_experiment(preset))
    trainer.run(37)
    assert_goes_on(tmp_path / "work.backproplab", experiment, prepared, trainer)


@pytest.mark.parametrize(
    "changes",
    [
        {"standardize": True},
        {"standardize": True, "features": ("x1_squared", "sin_x2", "x1_x2")},
        {"samples": 3, "train_fraction": 0.01},
        {"samples": 2, "train_fraction": 1.0},
        {"noise": 0.8, "seed": 2**32 - 1},
    ],
)
def test_designs_of_data_at_their_ends(tmp_path, changes) -> None:
    experiment = Experiment().with_data(DataSpec("gauss", **changes))
    experiment, prepared, trainer = led(experiment)
    trainer.run(11)
    assert_goes_on(tmp_path / "work.backproplab", experiment, prepared, trainer)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("problem", ["regression", "binary", "classes"])
def test_an_imported_table(tmp_path, problem: str, dtype: str) -> None:
    rng = np.random.default_rng(3)
    numbers = rng.normal(size=(60, 3)) * [1e-7, 1.0, 3e6] + [0.0, 5.0, 1e7]
    target = {
        "regression": numbers[:, 0] * 1e6,
        "binary": rng.integers(2, size=60),
        "classes": np.arange(60) % 3,
    }
    lines = ["small,plain,large,same,y"]
    lines += [
        f"{row[0]!r},{row[1]!r},{row[2]!r},4.2,{y}"
        for row, y in zip(numbers.tolist(), target[problem], strict=True)
    ]
    table = tmp_path / "table.csv"
    table.write_text("\n".join(lines), encoding="utf-8")
    own = OwnData("table", read_table(table, "y", problem=problem))
    experiment = Experiment(precision=dtype).with_data(DataSpec.of_own(own, standardize=True, seed=5))
    experiment, prepared, trainer = led(experiment)
    trainer.run(23)
    assert_goes_on(tmp_path / "work.backproplab", experiment, prepared, trainer)


def test_points_drawn_and_erased_while_training(tmp_path) -> None:
    experiment, prepared, trainer = led(
        Experiment().with_data(DataSpec("circle", samples=50, standardize=True))
    )
    own = drawable(experiment.data, prepared, WINDOWS, "mine")
    changes = (
        lambda own: with_points(own, np.array([[1.0, 2.0], [3.0, -4.0]]), np.array([1.0])),
        lambda own: without_points(own, (0.0, 0.0), (3.0, 3.0)),
        blank_sheet,
        lambda own: with_points(own, np.array([[1.0, 2.0], [0.5, 0.5], [2.0, -1.0]]), np.array([-1.0])),
    )
    for change in changes:
        trainer.run(13)
        own = change(own)
        design = DataSpec.of_own(own, train_fraction=0.5, standardize=True)
        prepared = prepare(design)
        trainer.change_examples(Examples.of(design, prepared))
        experiment = replace(experiment, data=design)
        assert_goes_on(tmp_path / "work.backproplab", experiment, prepared, trainer, steps=0)
    trainer.run(5)
    assert_goes_on(tmp_path / "work.backproplab", experiment, prepared, trainer)


def test_a_run_about_to_diverge(tmp_path) -> None:
    experiment, prepared, trainer = led(Experiment())
    trainer.run(20)
    trainer.change_parameter(0, 1e300)
    trainer.change_parameter(24, -1e300)
    path = save_project(project_of(experiment, prepared, trainer), tmp_path / "work.backproplab")
    assert load_project(path).make_trainer().network.parameters[0] == 1e300


def test_examples_as_large_as_they_may_be(tmp_path) -> None:
    inputs = np.array([[1e12, -1e12], [0.0, 1e-300], [-1e12, 3.0], [5.0, 5.0]])
    own = OwnData("large", Dataset(inputs, np.array([1e12, -1e12, 0.0, 1.0])))
    design = DataSpec.of_own(own, features=("x1", "x2_squared"), standardize=True)
    experiment, prepared, trainer = led(Experiment().with_data(design))
    assert_goes_on(tmp_path / "work.backproplab", experiment, prepared, trainer, steps=0)


def test_dropout_goes_on_step_for_step_and_every_step_is_made_again(tmp_path) -> None:
    experiment, prepared, trainer = led(Experiment())
    seen = []
    for step in range(40):
        if step == 12:
            trainer.adopt(replace(trainer.spec, dropout=0.4))
            experiment = replace(experiment, training=trainer.spec)
        trainer.step()
        seen.append(trainer.network.parameters.copy())
    path = tmp_path / "work.backproplab"
    again = load_project(save_project(project_of(experiment, prepared, trainer), path)).make_trainer()
    for step in (5, 12, 13, 30, 40):
        np.testing.assert_array_equal(again.at_step(step).network.parameters, seen[step - 1])
    assert_goes_on(path, experiment, prepared, trainer)
