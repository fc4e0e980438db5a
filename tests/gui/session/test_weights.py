"""Weights out to files and back, and what happens with files that do not fit."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from engine.data import DataSpec
from engine.experiment import Experiment
from engine.files import save_weights
from engine.network import LayerSpec, Network, NetworkSpec
from gui.session import Session
from gui.session.weights_file import export_weights, import_weights

SUFFIXES = (".npz", ".safetensors")


@pytest.fixture
def trained(session: Session) -> Session:
    session.advance(30)
    return session


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_export_and_import_go_round(trained: Session, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"weights{suffix}"
    exported = trained.network.parameters.copy()
    assert export_weights(trained, path)
    trained.reset()
    assert import_weights(trained, path)
    assert np.array_equal(trained.network.parameters, exported)
    assert trained.trainer.step_count == 0


def test_import_is_one_step_back(trained: Session, tmp_path: Path) -> None:
    before = trained.network.parameters.copy()
    other = Network(NetworkSpec(2, (LayerSpec(5, "relu"), LayerSpec(1, "tanh"))), seed=3)
    save_weights(other, tmp_path / "other.npz")
    import_weights(trained, tmp_path / "other.npz")
    assert trained.network.spec == trained.experiment.network == other.spec
    trained.undo_stack.undo()
    assert np.array_equal(trained.network.parameters, before)
    trained.undo_stack.redo()
    assert np.array_equal(trained.network.parameters, other.parameters)


def test_reset_after_an_import_returns_to_the_imported_weights(trained: Session, tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    imported = trained.network.parameters.copy()
    export_weights(trained, path)
    import_weights(trained, path)
    trained.advance(10)
    trained.reset()
    assert np.array_equal(trained.network.parameters, imported)


def test_precision_comes_with_the_weights(trained: Session, tmp_path: Path) -> None:
    single = Network(trained.network.spec, seed=1, dtype=np.float32)
    save_weights(single, tmp_path / "single.npz")
    import_weights(trained, tmp_path / "single.npz")
    assert trained.network.dtype == np.float32
    assert trained.experiment.precision == "float32"
    trained.advance(3)
    assert trained.network.parameters.dtype == np.float32


def not_finite(path: Path) -> None:
    network = Network(NetworkSpec(2, (LayerSpec(1),)))
    network.parameters[0] = np.nan
    save_weights(network, path)


def foreign(path: Path) -> None:
    tensors = {"weights": np.zeros((3, 2))}
    if path.suffix == ".npz":
        np.savez(path, **tensors)
    else:
        path.write_bytes(safetensors.numpy.save(tensors))


def of_iris(path: Path) -> None:
    save_weights(Experiment().with_data(DataSpec.of("iris")).make_network(), path)


def cut_short(path: Path) -> None:
    save_weights(Network(NetworkSpec(2, (LayerSpec(1),))), path)
    path.write_bytes(path.read_bytes()[:-40])


BROKEN: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: None,
    "folder": lambda path: path.mkdir(),
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("these are no weights"),
    "not_finite": not_finite,
    "foreign": foreign,
    "cut_short": cut_short,
    "of_iris": of_iris,
}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("fault", BROKEN)
def test_refused_file_leaves_everything_as_it_was(
    trained: Session, complaints: list[str], tmp_path: Path, is_one_sentence, fault: str, suffix: str
) -> None:
    path = tmp_path / f"weights{suffix}"
    BROKEN[fault](path)
    before, trainer, weights = trained.experiment, trained.trainer, trained.network.parameters.copy()
    assert not import_weights(trained, path)
    assert trained.experiment is before
    assert trained.trainer is trainer
    assert np.array_equal(trained.network.parameters, weights)
    assert trained.undo_stack.count() == 0
    assert len(complaints) == 1
    assert is_one_sentence(complaints[0])
    assert path.name in complaints[0]


@pytest.mark.parametrize("name", ["weights.txt", "weights", "no/such/folder/weights.npz"])
def test_refused_export_complains_and_writes_nothing(
    trained: Session, complaints: list[str], tmp_path: Path, is_one_sentence, name: str
) -> None:
    assert not export_weights(trained, tmp_path / name)
    assert len(complaints) == 1
    assert is_one_sentence(complaints[0])
    assert list(tmp_path.rglob("*weights*")) == []


def test_failed_export_keeps_the_file_that_is_there(
    trained: Session, complaints: list[str], tmp_path: Path
) -> None:
    """A folder of that name cannot be replaced by a file, and what it holds stays."""
    path = tmp_path / "weights.npz"
    path.mkdir()
    (path / "kept").write_text("kept")
    assert not export_weights(trained, path)
    assert len(complaints) == 1
    assert (path / "kept").read_text() == "kept"
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".weights")] == []
