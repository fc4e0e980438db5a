"""Projects: a run goes on where it stopped; broken and hostile files get one sentence and change nothing."""

import io
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.data import Dataset, DataSpec, OwnData, prepare
from engine.data.own import Deal
from engine.errors import FileError
from engine.experiment import Experiment
from engine.files import FORMATS, is_project, load_project, project_of, save_project, save_weights
from engine.network import LayerSpec
from engine.training import OPTIMIZERS, OptimizerSpec, ScheduleSpec, StopSpec, Trainer, TrainingSpec


def work(optimizer: str = "adam", **changes) -> tuple[Experiment, object, Trainer]:
    training = TrainingSpec(optimizer=OptimizerSpec(optimizer), schedule=ScheduleSpec("cosine"), batch_size=7)
    experiment = replace(Experiment(), training=training, **changes)
    data = experiment.prepare_data()
    trainer = Trainer(experiment.make_network(), data.train, training, experiment.seed, data.test)
    return experiment, data, trainer


def saved(tmp_path: Path, steps: int = 123) -> Path:
    experiment, data, trainer = work()
    trainer.run(steps)
    return save_project(project_of(experiment, data, trainer, "layout"), tmp_path / "work.backproplab")


def test_a_project_is_known_by_its_build_and_not_by_its_name(tmp_path):
    assert is_project(saved(tmp_path).rename(tmp_path / "work.npz"))
    others = [save_weights(work()[2].network, tmp_path / f"weights{suffix}") for suffix in FORMATS]
    for name, content in (
        ("cut.npz", others[0].read_bytes()[:50]),
        ("none.npz", b""),
        ("a.csv", b"a,b\n1,2\n"),
    ):
        others.append(tmp_path / name)
        others[-1].write_bytes(content)
    for other in (*others, tmp_path, tmp_path / "gone.npz", tmp_path / "\0"):
        assert not is_project(other), other


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_reopened_run_goes_on_step_for_step(tmp_path, optimizer):
    experiment, data, trainer = work(optimizer)
    trainer.run(130)  # in the middle of an epoch
    path = save_project(project_of(experiment, data, trainer), tmp_path / "work.backproplab")
    project = load_project(path)
    again = project.make_trainer()
    assert project.experiment == experiment
    assert (again.step_count, again.epoch) == (trainer.step_count, trainer.epoch)
    for _ in range(3):
        trainer.run(77)
        again.run(77)
        np.testing.assert_array_equal(again.network.parameters, trainer.network.parameters)
    np.testing.assert_array_equal(again.history.ranges, trainer.history.ranges)
    assert again.evaluate() == trainer.evaluate()


def test_what_was_done_by_hand_and_every_earlier_step_come_back(tmp_path):
    experiment, data, trainer = work()
    trainer.run(50)
    trainer.change_parameter(3, 1.5)
    trainer.freeze([3])
    trainer.run(50)
    experiment = replace(experiment, frozen=(3,))
    path = save_project(project_of(experiment, data, trainer), tmp_path / "work.backproplab")
    again = load_project(path).make_trainer()
    for step in (0, 20, 49, 50, 51, 99):
        there, here = again.at_step(step), trainer.at_step(step)
        np.testing.assert_array_equal(there.network.parameters, here.network.parameters)
    again.run(9)
    assert again.network.parameters[3] == 1.5  # still frozen


def test_a_persons_own_examples_are_in_the_file(tmp_path):
    inputs = np.random.default_rng(0).normal(size=(20, 2))
    own = OwnData("mine", Dataset(inputs, np.sign(inputs[:, :1]), "binary", ("width", "height")))
    experiment = Experiment().with_data(DataSpec.of_own(own))
    data = experiment.prepare_data()
    trainer = Trainer(experiment.make_network(), data.train, experiment.training, 0, data.test)
    path = save_project(project_of(experiment, data, trainer), tmp_path / "own.backproplab")
    back = load_project(path).experiment.data.own
    assert back is not None
    assert (back.name, back.dataset.input_names) == ("mine", ("width", "height"))
    np.testing.assert_array_equal(back.dataset.inputs, inputs)


def test_designs_of_every_kind_survive(tmp_path):
    experiment = replace(
        Experiment().with_hidden((LayerSpec(3, "gelu"), LayerSpec(3, "relu", skip=True))),
        training=TrainingSpec(
            "huber",
            OptimizerSpec("rmsprop", 0.02, {"alpha": 0.5}),
            penalty="l1",
            penalty_rate=0.1,
            clip_norm=2.0,
            stop=StopSpec(epoch=9, cost_below=0.01, test_rising=4),
            dropout=0.25,
        ),
        initializer="orthogonal",
        seed=11,
        precision="float32",
        silenced=((1, 2),),
    )
    trainer = Trainer.from_experiment(experiment)
    path = save_project(
        project_of(experiment, experiment.prepare_data(), trainer), tmp_path / "all.backproplab"
    )
    project = load_project(path)
    assert project.experiment == experiment
    assert project.make_trainer().network.dtype == np.float32


def test_the_layout_is_the_windows_own_text(tmp_path):
    assert load_project(saved(tmp_path)).layout == "layout"


# Files that are not what they say


def rewritten(path: Path, change) -> Path:
    """The archive with `change(name, content)` for each member; None drops it."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            changed = change(name, content)
            if changed is not None:
                archive.writestr(name, changed)
    return path


def with_json(path: Path, change) -> Path:
    """The project with its JSON changed in place by `change(object)`."""

    def rewrite(name: str, content: bytes) -> bytes:
        if name != "project.json":
            return content
        described = json.loads(content)
        change(described)
        return json.dumps(described).encode()

    return rewritten(path, rewrite)


def as_npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def first_array(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return next(name for name in archive.namelist() if name.endswith(".npy"))


def refused(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        load_project(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_a_newer_version_is_named(tmp_path):
    path = with_json(saved(tmp_path), lambda project: project.update(version=99))
    assert "newer" in refused(path)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda p: p["experiment"]["data"].update(dataset="klingon"),
        lambda p: p["experiment"]["data"].update(samples=-5),
        lambda p: p["experiment"]["network"]["layers"][0].update(neurons="many"),
        lambda p: p["experiment"]["training"]["optimizer"].update(key="magic"),
        lambda p: p.pop("state"),
        lambda p: p["state"].update(step=-1),
        lambda p: p["state"].update(step=10**30),
        lambda p: p["state"].update(optimizer_count=10**400),
        lambda p: p["state"].update(parameters="arrays/../../etc/passwd"),
        lambda p: p["state"].update(parameters=17),
        lambda p: p["history"].update(epochs_per_row=0),
        lambda p: p["experiment"].update(seed=1.5),
    ],
)
def test_nonsense_in_the_description_is_refused(tmp_path, break_it):
    refused(with_json(saved(tmp_path), break_it))


def test_missing_and_foreign_arrays_are_refused(tmp_path):
    path = saved(tmp_path)
    name = first_array(path)
    assert "lacks its part" in refused(rewritten(path, lambda n, content: None if n == name else content))
    for wrong in (
        as_npy(np.array(["text"])),
        as_npy(np.zeros((2, 2), dtype=complex)),
        b"no array at all",
        b"",
    ):
        path = saved(tmp_path)
        refused(rewritten(path, lambda n, content, wrong=wrong: wrong if n == name else content))


def test_an_array_that_lies_about_its_length_is_refused_before_it_is_read(tmp_path):
    path = saved(tmp_path)
    name = first_array(path)
    honest = as_npy(np.zeros(8))
    lying = honest.replace(b"(8,), }", b"(9000000000000,), }").replace(b"  \n", b"\n", 1)
    refused(rewritten(path, lambda n, content: lying if n == name else content))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_not_finite_are_refused(tmp_path, value):
    path = saved(tmp_path)
    with zipfile.ZipFile(path) as archive:
        name = json.loads(archive.read("project.json"))["state"]["parameters"]
    assert "finite" in refused(
        rewritten(path, lambda n, content: as_npy(np.full(25, value)) if n == name else content)
    )


def test_a_bomb_is_not_unpacked(tmp_path):
    path = saved(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("arrays/bomb.npy", b"0" * (513 * 2**20))
    assert "unpacks to more than" in refused(path)


def test_other_kinds_of_files_are_refused(tmp_path):
    text = tmp_path / "notes.backproplab"
    text.write_text("dear diary", encoding="utf-8")
    assert "not a project" in refused(text)
    cut = saved(tmp_path)
    cut.write_bytes(cut.read_bytes()[:-200])
    refused(cut)
    empty = tmp_path / "empty.backproplab"
    with zipfile.ZipFile(empty, "w"):
        pass
    assert "lacks its part project.json" in refused(empty)
    assert "does not exist" in refused(tmp_path / "nowhere.backproplab")
    assert "is a folder; choose" in refused(tmp_path)
    assert "cannot be read (file name too long)" in refused(tmp_path / f"{'long' * 100}.backproplab")
    pipe = tmp_path / "pipe.backproplab"
    os.mkfifo(pipe)  # to open it would wait for a writer for ever
    assert "is no file; choose" in refused(pipe)


def test_broken_bytes_are_refused_in_one_sentence(tmp_path):
    """Wherever they are: in a compressed part (an error of zlib's own), in the list of parts, in a header."""
    path, rng = saved(tmp_path), np.random.default_rng(2)
    whole, refusals = path.read_bytes(), []
    for _ in range(150):
        broken = bytearray(whole)
        for place in rng.integers(len(broken), size=3):
            broken[place] = rng.integers(256)
        path.write_bytes(broken)
        try:
            load_project(path)
        except FileError as error:
            refusals.append(str(error))
    assert len(refusals) > 100
    assert {sentence.count(str(path)) for sentence in refusals} == {1}
    assert not any("\n" in sentence for sentence in refusals)


def test_the_file_is_named_once_and_in_one_sentence(tmp_path):
    """Also where an array in it is wrong, which is found while the description is read."""
    path = saved(tmp_path)
    name = first_array(path)
    with zipfile.ZipFile(path) as archive:
        weights = json.loads(archive.read("project.json"))["state"]["parameters"]
    for wrong, changed in (
        ({name: None}, f"lacks its part {name}"),
        ({name: as_npy(np.array(["text"]))}, name),
        ({weights: as_npy(np.full(25, np.nan))}, "not finite"),
        ({weights: as_npy(np.zeros(26))}, "has 26 float64 numbers"),
    ):
        sentence = refused(rewritten(saved(tmp_path), lambda n, content, w=wrong: w.get(n, content)))
        assert sentence.startswith(f"{path} ")
        assert sentence.count(str(path)) == 1
        assert changed in sentence
        assert sentence.count(". ") == 0
        assert sentence.endswith(".")


def test_a_place_that_cannot_be_written_leaves_what_was_there(tmp_path):
    experiment, data, trainer = work()
    with pytest.raises(FileError, match="cannot be written"):
        save_project(project_of(experiment, data, trainer), tmp_path / "no" / "folder" / "x.backproplab")
    path = tmp_path / "taken.backproplab"
    path.mkdir()
    with pytest.raises(FileError, match="cannot be written"):
        save_project(project_of(experiment, data, trainer), path)
    assert path.is_dir()
    assert [entry.name for entry in tmp_path.iterdir()] == ["taken.backproplab"]


def test_a_run_that_learned_from_several_examples_is_never_repeated_wrongly(tmp_path):
    experiment, data, trainer = work()
    trainer.run(40)
    whole = data.raw.take(range(150))
    deal = Deal(np.arange(150) >= 100, experiment.data.train_fraction, experiment.data.seed)
    design = DataSpec.of_own(OwnData("mine", whole, deal=deal), train_fraction=deal.train_fraction)
    cut = prepare(design)
    trainer.change_data(cut.train, cut.test)
    trainer.run(40)
    path = save_project(
        project_of(replace(experiment, data=design), cut, trainer), tmp_path / "work.backproplab"
    )
    again = load_project(path).make_trainer()
    for step in {again.snapshots.exact_from, 60, 80}:
        np.testing.assert_array_equal(
            again.at_step(step).network.parameters, trainer.at_step(step).network.parameters
        )
