"""The terminal command in a process of its own: what it prints where, its exit code, and what it leaves behind."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from safetensors.numpy import load_file

from engine.data import Dataset, DataSpec, OwnData
from engine.experiment import Experiment
from engine.files import load_weights, project_of, save_project
from engine.training import Trainer

MAIN = Path(__file__).resolve().parents[2] / "main.py"
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Done]:
    """`run("train", "iris")` in an empty folder, without a display."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["XDG_CONFIG_HOME"] = str(tmp_path / "config")

    def call(*words: str) -> Done:
        return subprocess.run(
            [sys.executable, str(MAIN), *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return call


def only_json(done: Done) -> dict:
    """The one JSON object on standard output; a number that JSON does not know would be an error."""
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    return json.loads(done.stdout, parse_constant=pytest.fail)


@pytest.mark.parametrize(
    ("preset", "options", "least"), [("iris", ("--epochs", "200"), 0.93), ("digits", (), 0.95)]
)
def test_real_data_are_learned(
    run, tmp_path: Path, preset: str, options: tuple[str, ...], least: float
) -> None:
    weights = tmp_path / f"{preset}.safetensors"
    metrics = only_json(run("train", preset, *options, "--weights", str(weights), "--json"))
    assert metrics["test_accuracy"] >= least
    assert metrics["preset"] == preset
    assert set(load_file(weights)) == {"0.weight", "0.bias", "2.weight", "2.bias"}


def test_out_is_made_where_it_is_missing(run, tmp_path: Path) -> None:
    done = run("train", "iris", "--epochs", "2", "--weights", "out/iris.npz", "--picture", "out/iris.png")
    assert done.returncode == 0, done.stderr
    picture = QImage(str(tmp_path / "out" / "iris.png"))
    assert (picture.width(), picture.height()) == (1280, 720)
    assert load_weights(tmp_path / "out" / "iris.npz").spec.sizes == (4, 8, 3)


def test_people_read_a_line_and_the_places(run) -> None:
    done = run("train", "gate_xor", "--epochs", "3", "--weights", "[red]xor.npz")
    assert done.returncode == 0, done.stderr
    metrics, place = done.stdout.splitlines()
    assert "epochs 3" in metrics
    assert "train loss" in metrics
    assert "test" not in metrics  # a truth table has no test part
    assert place == "Written: [red]xor.npz"
    assert "gate_xor" in done.stderr  # the progress


def test_json_is_alone(run) -> None:
    done = run("train", "gate_xor", "--epochs", "3", "--json")
    metrics = only_json(done)
    assert metrics["test_accuracy"] is None
    assert done.stderr == ""


def test_same_seed_same_numbers_other_seed_other_numbers(run) -> None:
    first, again, other = (
        run("train", "circle", "--epochs", "2", "--json", "--seed", seed).stdout for seed in ("4", "4", "5")
    )
    assert first == again != other


def test_run_goes_on_from_weights(run, tmp_path: Path) -> None:
    only_json(run("train", "circle", "--epochs", "30", "--weights", "first.npz", "--json"))
    metrics = only_json(
        run(
            "train", "circle", "--epochs", "1", "--start-from", "first.npz", "--weights", "next.npz", "--json"
        )
    )
    fresh = only_json(run("train", "circle", "--epochs", "1", "--json"))
    assert metrics["train_loss"] < fresh["train_loss"]


def test_the_design_of_a_project_is_trained_on_its_own_examples(run, tmp_path: Path) -> None:
    inputs = np.random.default_rng(0).normal(size=(40, 2))
    own = OwnData("mine", Dataset(inputs, np.sign(inputs[:, :1]), "binary", ("width", "height")))
    experiment = replace(Experiment().with_data(DataSpec.of_own(own)), seed=5, silenced=((1, 2),))
    trainer = Trainer.from_experiment(experiment)
    trainer.run_epoch()  # what was learned in the window stays there
    save_project(project_of(experiment, experiment.prepare_data(), trainer), tmp_path / "mine.backproplab")
    metrics = only_json(run("train", "mine.backproplab", "--epochs", "3", "--json"))
    again = Trainer.from_experiment(experiment)
    again.run(3 * again.steps_per_epoch)
    assert metrics["steps"] == again.step_count
    assert metrics["train_loss"] == pytest.approx(again.evaluate().train_loss, rel=1e-12)


def test_no_display_trains_the_first_experiment_off_screen(run, tmp_path: Path) -> None:
    done = run()
    assert done.returncode == 0, done.stderr
    assert "no display" in done.stderr
    assert load_weights(tmp_path / "out" / "circle.safetensors").spec.sizes == (2, 4, 2, 1)
    assert not QImage(str(tmp_path / "out" / "circle.png")).isNull()


# Bad input


@pytest.fixture
def bad_files(tmp_path: Path) -> None:
    """Files a person might offer by mistake."""
    (tmp_path / "text.npz").write_text("these are no weights")
    (tmp_path / "empty.safetensors").write_bytes(b"")
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "unknown.json").write_text('{"experiment": {"colour": "red"}}')
    (tmp_path / "folder.npz").mkdir()
    (tmp_path / "file").write_text("a file")
    np.savez(tmp_path / "foreign.npz", weights=np.zeros(3))


BAD = {
    "unknown preset": (("circus",), "circus"),
    "no preset": ((), "preset"),
    "no such file": (("nowhere.json",), "nowhere.json"),
    "broken file": (("broken.json",), "broken.json"),
    "unknown field": (("unknown.json",), "colour"),
    "epochs 0": (("circle", "--epochs", "0"), "'0'"),
    "epochs -3": (("circle", "--epochs", "-3"), "'-3'"),
    "epochs many": (("circle", "--epochs", "many"), "'many'"),
    "learning rate abc": (("circle", "--learning-rate", "abc"), "'abc'"),
    "learning rate 0": (("circle", "--learning-rate", "0"), "'0'"),
    "learning rate nan": (("circle", "--learning-rate", "nan"), "'nan'"),
    "learning rate 1e9": (("circle", "--learning-rate", "1e9"), "1000000000"),
    "seed abc": (("circle", "--seed", "abc"), "'abc'"),
    "seed -1": (("circle", "--seed", "-1"), "-1"),
    "unknown option": (("circle", "--speed", "9"), "--speed"),
    "no suffix": (("circle", "--weights", "weights"), "weights"),
    "unknown suffix": (("circle", "--weights", "weights.pickle"), "weights.pickle"),
    "unknown picture suffix": (("circle", "--picture", "picture.gif"), "picture.gif"),
    "no such folder": (("circle", "--weights", "nowhere/weights.npz"), "nowhere"),
    "no such picture folder": (("circle", "--picture", "nowhere/picture.png"), "nowhere"),
    "file for a folder": (("circle", "--weights", "file/weights.npz"), "file"),
    "folder for a file": (("circle", "--weights", "folder.npz"), "folder.npz"),
    "weights that are text": (("circle", "--start-from", "text.npz"), "text.npz"),
    "weights that are empty": (("circle", "--start-from", "empty.safetensors"), "empty.safetensors"),
    "foreign weights": (("circle", "--start-from", "foreign.npz"), "foreign.npz"),
    "no such weights": (("circle", "--start-from", "nowhere.npz"), "nowhere.npz"),
}


@pytest.mark.usefixtures("bad_files")
@pytest.mark.parametrize("fault", BAD)
def test_bad_input_is_one_sentence_and_exit_code_2(run, tmp_path: Path, is_one_sentence, fault: str) -> None:
    words, named = BAD[fault]
    before = sorted(tmp_path.rglob("*"))
    done = run("train", *words, "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert is_one_sentence(done.stderr.removesuffix("\n")), done.stderr
    assert named in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is open to root")
def test_folder_that_may_not_be_written_is_said_before_training(run, tmp_path: Path, is_one_sentence) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    done = run("train", "circle", "--weights", "locked/weights.npz", "--json")
    assert done.returncode == 2
    assert is_one_sentence(done.stderr.removesuffix("\n"))
    assert "locked" in done.stderr


def test_folder_that_takes_no_files_is_said(run, is_one_sentence) -> None:
    """As root every folder looks open; the kernel's own still takes no files."""
    if not Path("/proc/self").is_dir():
        pytest.skip("no folder of this machine refuses root")
    done = run("train", "circle", "--epochs", "1", "--weights", "/proc/weights.npz", "--json")
    assert done.returncode == 2
    assert is_one_sentence(done.stderr.removesuffix("\n"))
    assert "/proc" in done.stderr


def test_weights_of_another_shape_are_refused(run, is_one_sentence) -> None:
    only_json(run("train", "iris", "--epochs", "1", "--weights", "iris.npz", "--json"))
    done = run("train", "circle", "--start-from", "iris.npz", "--json")
    assert done.returncode == 2
    assert is_one_sentence(done.stderr.removesuffix("\n"))
    assert "4-8-3" in done.stderr
    assert "2-4-2-1" in done.stderr


def test_divergence_writes_nothing_over_what_is_there(run, tmp_path: Path, is_one_sentence) -> None:
    (tmp_path / "weights.npz").write_text("precious")
    done = run("train", "plane", "--learning-rate", "1e6", "--weights", "weights.npz", "--json")
    assert done.returncode == 2
    assert is_one_sentence(done.stderr.removesuffix("\n")), done.stderr
    assert "diverged" in done.stderr
    assert "--learning-rate" in done.stderr
    assert (tmp_path / "weights.npz").read_text() == "precious"
