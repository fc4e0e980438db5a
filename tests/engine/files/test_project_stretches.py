"""A run that learned from several examples is walked back after reopening too; lies about them are refused."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.data import DataSpec, PreparedData, prepare
from engine.data.points import blank_sheet, drawable, with_points, without_points
from engine.errors import FileError
from engine.experiment import Experiment
from engine.files import load_project, project_of, save_project
from engine.files.projects import Project
from engine.network import LayerSpec
from engine.training import Trainer, TrainingSpec
from engine.training.packed_examples import Examples
from engine.training.stretches import MOST

WINDOWS = ((-6.0, 6.0), (-6.0, 6.0))


def drawn_run(**changes) -> tuple[Experiment, PreparedData, Trainer]:
    """A run that began on a dataset, into which points were drawn and erased at six steps, once all of them."""
    start = Experiment().with_data(DataSpec("circle", samples=60, **changes))
    start = start.with_hidden((LayerSpec(4, "tanh"),))
    design, prepared = start.data, start.prepare_data()
    trainer = Trainer(start.make_network(), prepared.train, TrainingSpec(batch_size=7), 0, prepared.test)
    trainer.snapshots.stretches.present = Examples.of(design, prepared)
    own = drawable(design, prepared, WINDOWS, "mine")
    for index in range(6):
        trainer.run(9 + index)
        if index == 3:
            own = without_points(own, (0.0, 0.0), (2.0, 2.0))
        own = with_points(
            blank_sheet(own) if index == 4 else own, np.full((3, 2), index - 2.5), np.array([1.0])
        )
        design = DataSpec.of_own(
            own, train_fraction=0.5, features=design.features, standardize=design.standardize
        )
        prepared = prepare(design)
        trainer.change_examples(Examples.of(design, prepared))
    trainer.run(11)
    return replace(start, data=design, training=trainer.spec), prepared, trainer


@pytest.fixture
def project() -> Project:
    return project_of(*drawn_run())


@pytest.mark.parametrize("changes", [{}, {"standardize": True, "features": ("x1", "x2", "x1_x2")}])
def test_every_step_comes_back_with_its_examples(tmp_path, changes) -> None:
    experiment, data, trainer = drawn_run(**changes)
    path = save_project(project_of(experiment, data, trainer), tmp_path / "work.backproplab")
    loaded = load_project(path)
    again = loaded.make_trainer()
    assert loaded.version == 2
    assert again.snapshots.exact_from == 0
    assert again.snapshots.stretches.steps == trainer.snapshots.stretches.steps
    for step in range(0, trainer.step_count + 1, 3):
        there, here = again.at_step(step), trainer.at_step(step)
        np.testing.assert_array_equal(there.network.parameters, here.network.parameters)
        np.testing.assert_array_equal(there.data.inputs, here.data.inputs)
        np.testing.assert_array_equal(there.test.targets, here.test.targets)
        origins = [one.snapshots.stretches.present.origin for one in (there, here)]
        assert origins[0].design.dataset == origins[1].design.dataset
        assert origins[0].prepared.train is there.data
        np.testing.assert_array_equal(origins[0].prepared.raw.inputs, origins[1].prepared.raw.inputs)
    again.run(20)
    trainer.run(20)
    np.testing.assert_array_equal(again.network.parameters, trainer.network.parameters)


def test_saved_again_it_is_the_same(tmp_path) -> None:
    experiment, data, trainer = drawn_run()
    path = save_project(project_of(experiment, data, trainer), tmp_path / "one.backproplab")
    loaded = load_project(path)
    twice = save_project(
        project_of(loaded.experiment, loaded.data, loaded.make_trainer()), tmp_path / "two.backproplab"
    )
    again = load_project(twice).make_trainer()
    for step in (0, 5, 20, 40, 60):
        np.testing.assert_array_equal(
            again.at_step(step).network.parameters, trainer.at_step(step).network.parameters
        )


def test_a_run_of_one_stretch_is_a_project_of_the_first_version(tmp_path) -> None:
    experiment = Experiment()
    trainer = Trainer.from_experiment(experiment)
    path = save_project(
        project_of(experiment, experiment.prepare_data(), trainer), tmp_path / "a.backproplab"
    )
    assert (load_project(path).version, load_project(path).stretches) == (1, None)


def test_many_strokes_take_few_parts_and_little_room(tmp_path) -> None:
    experiment, data, trainer = drawn_run()
    own = experiment.data.own
    for index in range(1000):
        own = with_points(own, np.array([[np.sin(index), np.cos(index)]]), np.array([-1.0]))
        if index % 50 == 49:
            own = without_points(own, (0.0, 0.0), (2.0, 2.0))
        design = replace(experiment.data, own=own)
        trainer.run(1)
        trainer.change_examples(Examples.of(design, prepare(design)))
    data = trainer.snapshots.stretches.present.origin.prepared
    path = save_project(
        project_of(replace(experiment, data=design), data, trainer), tmp_path / "a.backproplab"
    )
    assert path.stat().st_size < 2 * 2**20
    again = load_project(path).make_trainer()
    for step in (30, 500, 1000):
        np.testing.assert_array_equal(
            again.at_step(step).network.parameters, trainer.at_step(step).network.parameters
        )


# Lies


def refused(tmp_path: Path, project: Project) -> str:
    path = save_project(project, tmp_path / "lie.backproplab")
    with pytest.raises(FileError) as caught:
        load_project(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def changed(array: np.ndarray, place: int, value: object) -> np.ndarray:
    copy = array.copy()
    copy[place] = value
    return copy


LIES: dict[str, tuple[Callable, str]] = {
    "falling steps": (lambda s: {"steps": s.steps[::-1].copy()}, "rise"),
    "a step below 0": (lambda s: {"steps": changed(s.steps, 0, -1)}, "first of them from 0"),
    "a first stretch after the beginning": (lambda s: {"steps": changed(s.steps, 0, 3)}, "first of them"),
    "a stretch that is yet to come": (lambda s: {"steps": changed(s.steps, -1, 10**9)}, "the last up to"),
    "no stretch": (lambda s: {"steps": s.steps[:0]}, f"1 to {MOST}"),
    "too many stretches": (lambda s: {"steps": np.arange(MOST + 1)}, f"1 to {MOST}"),
    "fractions of steps": (lambda s: {"steps": s.steps.astype(float)}, "float64"),
    "steps in a table": (lambda s: {"steps": s.steps.reshape(1, -1)}, "(1, 7)"),
    "a design there is not": (
        lambda s: {"design_of": changed(s.design_of, 1, 9)},
        "designs of the stretches",
    ),
    "too few designs": (lambda s: {"design_of": s.design_of[:-1]}, "designs of the stretches"),
    "prepared data there is not": (lambda s: {"whole_of": changed(s.whole_of, 0, 5)}, "prepared data of the"),
    "packed examples of a dataset": (lambda s: {"design_of": changed(s.design_of, 1, 0)}, "own"),
    "a length below 0": (lambda s: {"lengths": changed(s.lengths, 1, -1)}, "lengths of the stretches"),
    "a length too large": (lambda s: {"lengths": changed(s.lengths, 1, 10**9)}, "lengths of the stretches"),
    "lengths that sum to more": (lambda s: {"lengths": changed(s.lengths, 1, 3)}, "rows of the stretches"),
    "rows of what is whole": (lambda s: {"lengths": changed(s.lengths, 0, 1)}, "not packed"),
    "a row there is not": (lambda s: {"rows": changed(s.rows, 0, 10**6)}, "rows of the stretches"),
    "a row below 0": (lambda s: {"rows": changed(s.rows, 0, -1)}, "rows of the stretches"),
    "wide row numbers": (lambda s: {"rows": s.rows.astype(np.int64)}, "int64"),
    "too few sides": (lambda s: {"is_test": s.is_test[:-1]}, "sides of the stretches"),
    "nothing to train on": (lambda s: {"is_test": np.ones_like(s.is_test)}, "at least one example"),
    "numbers that are not finite": (lambda s: {"pool": changed(s.pool, 0, np.nan)}, "pool of examples"),
    "a column too many": (lambda s: {"pool": np.hstack([s.pool, s.pool[:, :1]])}, "columns"),
    "no rows in the pool": (lambda s: {"pool": s.pool[:0]}, "rows of the stretches"),
    "a class between the classes": (lambda s: {"pool": changed(s.pool, (0, 2), 0.5)}, "-1 and +1"),
    "a list for a table": (lambda s: {"pool": s.pool.ravel()}, "pool of examples"),
    "a design with other inputs": (
        lambda s: {"designs": tuple(replace(one, features=("x1",)) for one in s.designs)},
        "network inputs",
    ),
    "another kind of problem": (
        lambda s: {"designs": (DataSpec("plane"), *s.designs[1:])},
        "problem of the training part",
    ),
    "prepared data of other features": (
        lambda s: {"whole": (replace(s.whole[0], features=("x2", "x1")),)},
        "features of the data",
    ),
    "a part without its plotted points": (
        lambda s: {"whole": (replace(s.whole[0], raw_train=s.whole[0].raw_test.take([0])),)},
        "training part",
    ),
    "a scale of another shape": (
        lambda s: {"whole": (replace(s.whole[0], scale=np.ones(5)),)},
        "scale of the data",
    ),
    "nothing left to train on": (
        lambda s: {
            "whole": (
                replace(s.whole[0], train=s.whole[0].train.take([]), raw_train=s.whole[0].raw_train.take([])),
            )
        },
        "tables of (30, 2)",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_lies_about_the_examples_are_refused(tmp_path, project, lie: str) -> None:
    change, said = LIES[lie]
    assert project.stretches is not None
    assert said in refused(
        tmp_path, replace(project, stretches=replace(project.stretches, **change(project.stretches)))
    )


def test_moments_that_cannot_be_walked_back_to_are_refused(tmp_path, project) -> None:
    moments = project.snapshots
    last = moments[-1]
    for lie in (
        {"snapshots": ()},
        {"snapshots": moments[::-1]},
        {"snapshots": (*moments, replace(last, step=10**6))},
        {"exact_from": 3},
        {"exact_from": -1},
        {"snapshots": (*moments[:-1], replace(last, frozen=(10**6,)))},
        {"snapshots": (*moments[:-1], replace(last, silenced=((1, 99),)))},
        {"snapshots": (*moments[:-1], replace(last, spec=replace(last.spec, loss="cross_entropy")))},
        {"data": replace(project.data, shift=np.zeros(9))},
    ):
        refused(tmp_path, replace(project, **lie))
