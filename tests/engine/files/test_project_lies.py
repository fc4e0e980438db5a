"""A project believes nothing: what does not agree with the rest of the file is refused in one sentence."""

import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.data import DataSpec
from engine.errors import FileError
from engine.experiment import Experiment
from engine.files import load_project, project_of, save_project
from engine.kept_run import KeptRun
from engine.training import OptimizerSpec, Trainer
from tests.engine.files.project_lies import OpenedArchive, as_npy

DATA, STATE, DESIGN = ("data",), ("state",), ("experiment",)


def saved(path: Path, **changes) -> Path:
    """A circle learned by Adam, standardised, with a weight frozen, and a run kept beside it."""
    design = replace(
        Experiment(data=DataSpec("circle", samples=40, standardize=True), **changes), frozen=(2,)
    )
    design = replace(design, training=replace(design.training, optimizer=OptimizerSpec("adam")))
    trainer = Trainer.from_experiment(design)
    trainer.run(41)
    run = KeptRun(3, design, trainer.history.copy(), "first")
    return save_project(
        project_of(design, design.prepare_data(), trainer, runs=[run]), path / "work.backproplab"
    )


@pytest.fixture(scope="module")
def honest(tmp_path_factory) -> Path:
    return saved(tmp_path_factory.mktemp("honest"))


def refused(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        load_project(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert len(sentence) < len(str(path)) + 600
    return sentence


JSON_LIES = [
    ((*DATA, "features"), ["x1_squared", "x2_squared"], "features of the data"),
    ((*DESIGN, "data", "features"), ["x2", "x1"], "features of the data"),
    ((*DESIGN, "data", "dataset"), "xor", "plotted"),
    ((*DESIGN, "data", "samples"), 60, "tables of (30, 2)"),
    ((*DESIGN, "data", "train_fraction"), 0.25, "tables of (10, 2)"),
    ((*DESIGN, "data", "seed"), 7, "plotted"),
    ((*DESIGN, "data", "noise"), 0.5, "plotted"),
    ((*DESIGN, "data", "standardize"), False, "shift of the data"),
    ((*DATA, "train", "problem"), "regression", "0 names for this problem"),
    ((*DATA, "raw_test", "problem"), "regression", "0 names for this problem"),
    ((*DATA, "test", "class_names"), ["a", "b"], "class_names of the test part"),
    ((*DATA, "raw_train", "class_names"), ["a"], "class_names"),
    ((*DATA, "raw_train", "input_names"), ["x2", "x1"], "input_names of the training part"),
    ((*DATA, "train", "input_names"), ["x2", "x1"], "input_names of the training part"),
    ((*STATE, "spec", "batch_size"), 7, "batch_size of the run is 7, but takes 10"),
    ((*STATE, "spec", "optimizer", "learning_rate"), 0.5, "optimizer of the run"),
    ((*STATE, "frozen"), [], "other weights frozen"),
    ((*STATE, "frozen"), [999999], "frozen"),
    ((*STATE, "frozen"), [2, 2], "once"),
    ((*DESIGN, "frozen"), [3], "other weights frozen"),
    ((*STATE, "silenced"), [[1, 0]], "other neurons silenced"),
    ((*STATE, "position"), 2, "an epoch has 2 batches"),
    ((*STATE, "epoch"), 42, "a step for each"),
    ((*STATE, "optimizer_count"), 42, "a step for each"),
    (("snapshots", 0, "step"), 1, "from 0 to"),
    (("snapshots", 1, "epoch"), 40, "epoch"),
    (("snapshots", -1, "position"), 9, "an epoch has 2 batches"),
    (("snapshots", 1, "frozen"), [10**6], "frozen"),
    (("snapshots", -1, "spec", "batch_size"), 7, "led otherwise"),
    (("snapshots", -1, "frozen"), [], "led otherwise"),
    (("snapshots", -1, "optimizer_count"), 1, "optimizer counts"),
    ((*STATE, "optimizer_count"), 40, "optimizer counts"),
    ((*STATE, "epoch"), 19, "batches"),
    ((*STATE, "position"), 0, "batches"),
    (("history", "epochs_per_row"), 3, "a power of two"),
    (("history", "epochs_per_row"), 2**60, "a power of two"),
    (("version",), 2, "version"),
    (("runs", 0, "history", "epochs_per_row"), 10**30, "a power of two"),
]


def in_words(lie: object) -> str | None:
    """For the name of a test, the same in every process: a function has an address."""
    return None if callable(lie) else str(lie)[:60]


@pytest.mark.parametrize(("place", "value", "said"), JSON_LIES, ids=in_words)
def test_what_is_written_agrees_with_the_rest(tmp_path, honest, place, value, said) -> None:
    opened = OpenedArchive.of(honest)
    opened.change(place, value)
    assert said in refused(opened.written(tmp_path / "lie.backproplab"))


def first_set_to(value: float):
    def change(array: np.ndarray) -> np.ndarray:
        array[(0,) * array.ndim] = value
        return array

    return change


def swapped(array: np.ndarray) -> np.ndarray:
    return array[::-1].copy()


ARRAY_LIES = [
    ((*DATA, "shift"), lambda a: np.zeros(7), "shift of the data"),
    ((*DATA, "shift"), first_set_to(np.nan), "shift of the data"),
    ((*DATA, "shift"), swapped, "shift of the data"),
    ((*DATA, "shift"), lambda a: a.astype(np.float32), "shift of the data"),
    ((*DATA, "scale"), first_set_to(0.0), "scale of the data"),
    ((*DATA, "scale"), lambda a: a * 50, "scale of the data"),
    ((*DATA, "scale"), lambda a: -a, "scale of the data"),
    ((*DATA, "scale"), first_set_to(np.inf), "scale of the data"),
    ((*DATA, "raw_train", "inputs"), lambda a: np.full_like(a, 1e300), "-1e+12 to 1e+12"),
    ((*DATA, "raw_train", "inputs"), lambda a: a + 1e-3, "plotted"),
    ((*DATA, "raw_test", "inputs"), swapped, "plotted"),
    ((*DATA, "train", "inputs"), lambda a: a * 1.001, "inputs of the training part"),
    ((*DATA, "train", "inputs"), lambda a: np.zeros((20, 3)), "3 names, one for each input"),
    ((*DATA, "test", "targets"), lambda a: -a, "targets of the test part"),
    ((*DATA, "raw_train", "targets"), lambda a: -a, "targets of the training part"),
    ((*STATE, "optimizer_state", "second_moment"), first_set_to(-1.0), "below 0"),
    ((*STATE, "optimizer_state", "second_moment"), first_set_to(np.nan), "not finite"),
    (("snapshots", 1, "parameters"), first_set_to(np.inf), "not finite"),
    (("history", "last"), first_set_to(np.nan), "newest train_loss"),
    (("history", "last"), first_set_to(np.inf), "newest train_loss"),
    (("history", "last"), first_set_to(-1.0), "newest train_loss"),
    (("history", "last"), lambda a: np.array([*a[:-1], 1.5]), "newest test_accuracy"),
    (("history", "steps"), lambda a: a + 1000, "steps of a history"),
    (("history", "epochs"), lambda a: a + 1000, "epochs of a history"),
    (("history", "ranges"), lambda a: -a[..., ::-1].copy(), "of a history"),
    (("history", "ranges"), lambda a: np.full_like(a, 2.0), "accuracy of a history"),
    (("history", "ranges"), first_set_to(np.nan), "NaN at one end"),
    (("runs", 0, "history", "ranges"), lambda a: np.full_like(a, 2.0), "accuracy of a history"),
    (("runs", 0, "history", "last"), first_set_to(-np.inf), "newest train_loss"),
]


@pytest.mark.parametrize(("place", "change", "said"), ARRAY_LIES, ids=in_words)
def test_arrays_agree_with_the_rest(tmp_path, honest, place, change, said) -> None:
    opened = OpenedArchive.of(honest)
    opened.change_array(place, change)
    assert said in refused(opened.written(tmp_path / "lie.backproplab"))


def test_a_part_of_ten_examples_beside_one_of_twenty_is_refused(tmp_path, honest) -> None:
    opened = OpenedArchive.of(honest)
    for table in ("inputs", "targets"):
        opened.change_array((*DATA, "raw_train", table), lambda array: array[:10])
    assert "tables of (20, 2)" in refused(opened.written(tmp_path / "lie.backproplab"))


def test_data_drawn_elsewhere_is_believed_as_far_as_it_can_be(tmp_path, honest) -> None:
    opened = OpenedArchive.of(honest)
    opened.change(("drawn_by",), "generators 1, NumPy 9.9.9")
    for part in ("train", "raw_train"):
        opened.change_array((*DATA, part, "inputs"), swapped)  # dealt in another order
        opened.change_array((*DATA, part, "targets"), swapped)
    project = load_project(opened.written(tmp_path / "elsewhere.backproplab"))
    np.testing.assert_array_equal(project.data.raw_train.inputs, opened.array(*DATA, "raw_train", "inputs"))
    again = save_project(
        project_of(project.experiment, project.data, project.make_trainer()), tmp_path / "again.backproplab"
    )
    np.testing.assert_array_equal(load_project(again).data.train.inputs, project.data.train.inputs)
    opened.change_array((*DATA, "raw_train", "inputs"), first_set_to(1e300))
    assert "plotted" in refused(opened.written(tmp_path / "lie.backproplab"))


def test_rounding_of_another_machine_is_no_lie(tmp_path, honest) -> None:
    opened = OpenedArchive.of(honest)
    for place in (
        (*DATA, "shift"),
        (*DATA, "scale"),
        (*DATA, "train", "inputs"),
        (*DATA, "raw_test", "inputs"),
    ):
        opened.change_array(place, lambda array: np.nextafter(array, np.inf))
    data = load_project(opened.written(tmp_path / "rounded.backproplab")).data
    # What is drawn on the pictures and what is trained on is the same to the last bit.
    np.testing.assert_array_equal(data.transform(data.raw_train.inputs), data.train.inputs)
    np.testing.assert_array_equal(data.raw_test.inputs, opened.array(*DATA, "raw_test", "inputs"))


# Strangers


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ((*DESIGN, "training"), "learning_raet"),
        ((*DESIGN, "training", "stop"), "epohc"),
        ((*DESIGN, "network", "layers", 0), "skp"),
        ((*DESIGN, "data"), "featrues"),
        (DESIGN, "sead"),
        (DATA, "shfit"),
        ((*DATA, "train"), "inptus"),
        (STATE, "frozn"),
        ((*STATE, "spec", "schedule"), "kye"),
        (("snapshots", 1), "is_saem"),
        (("history",), "lsat"),
        (("runs", 0), "naem"),
        (("runs", 0, "experiment", "network"), "layrs"),
    ],
)
def test_a_misspelt_field_is_refused_by_its_path(tmp_path, honest, place, name) -> None:
    opened = OpenedArchive.of(honest)
    opened.change((*place, name), 1)
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in (*place, name))
    assert f"no field `${path}`" in refused(opened.written(tmp_path / "lie.backproplab"))


def test_a_new_part_at_the_top_is_passed_over_with_its_arrays(tmp_path, honest) -> None:
    opened = OpenedArchive.of(honest)
    opened.described["tomorrow"] = {"deep": [{"table": "arrays/900.npy"}]}
    opened.members["arrays/900.npy"] = as_npy(np.zeros(3))
    assert load_project(opened.written(tmp_path / "new.backproplab")).state.step == 41


@pytest.mark.parametrize(
    "name", ["../../evil.npy", "evil.npy", "notes.txt", "arrays/x.npy", "arrays/900.npy"]
)
def test_members_that_nothing_names_are_refused(tmp_path, honest, name) -> None:
    path = tmp_path / "lie.backproplab"
    path.write_bytes(honest.read_bytes())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, as_npy(np.zeros(3)))
    assert name in refused(path)


def test_two_members_of_one_name_are_refused(tmp_path, honest) -> None:
    path = tmp_path / "lie.backproplab"
    path.write_bytes(honest.read_bytes())
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("project.json", "{}")
    assert "two parts of one name" in refused(path)


def test_truth_values_other_than_two_and_negative_shapes_are_no_arrays(tmp_path, honest) -> None:
    header = as_npy(np.zeros(2, dtype=bool))
    for content in (
        header[:-2] + b"\x07\x01",
        as_npy(np.zeros((2, 4))).replace(b"(2, 4), }  ", b"(-2, -4), }"),
    ):
        opened = OpenedArchive.of(honest)
        opened.members[opened.at(*DATA, "shift")] = content
        refused(opened.written(tmp_path / "lie.backproplab"))
