"""Broken and hostile weights files: one sentence that says what is wrong, and nothing on disk is touched."""

import json
import struct
import zipfile
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save as safetensors_bytes

from engine.errors import FileError
from engine.files import FORMATS, load_weights, save_weights
from engine.files.weights import DESIGN_KEY
from engine.network import LayerSpec, Network, NetworkSpec

SPEC = NetworkSpec(2, (LayerSpec(3), LayerSpec(1, "sigmoid")))
SUFFIXES = list(FORMATS)
OF_BYTES = [".npz", ".safetensors"]
"""In which a tensor has a type of its own, and the design is a text of its own."""


def tensors(**changes):
    """Tensors that fit SPEC, with some changed or (None) left out; names are written with _ for the point."""
    whole = {
        "0.weight": np.ones((3, 2)),
        "0.bias": np.ones(3),
        "2.weight": np.ones((1, 3)),
        "2.bias": np.ones(1),
    } | {name[1:].replace("_", "."): value for name, value in changes.items()}
    return {name: tensor for name, tensor in whole.items() if tensor is not None}


def write(path, named, design):
    """A weights file as another program might write it; no design if None."""
    if path.suffix == ".npz":
        extra = {} if design is None else {DESIGN_KEY: np.array(design)}
        np.savez(path, **named, **extra)
    else:
        path.write_bytes(safetensors_bytes(named, None if design is None else {DESIGN_KEY: design}))


def refusal(path):
    """The one sentence with which reading the file is refused; the file is as it was."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(FileError) as refused:
        load_weights(path)
    assert before is None or path.read_bytes() == before
    sentence = str(refused.value)
    assert sentence.startswith(str(path))
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize("suffix", OF_BYTES)
@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"_2_bias": None}, "lacks the tensor 2.bias of shape (1,)"),
        ({"_0_weight": np.ones((2, 3))}, "holds 0.weight with shape (2, 3), but its design needs (3, 2)"),
        ({"_0_bias": np.ones((3, 1))}, "holds 0.bias with shape (3, 1), but its design needs (3,)"),
        ({"_2_weight": np.array([[1, np.nan, 1]])}, "holds values in 2.weight that are not finite"),
        ({"_2_weight": np.array([[1, np.inf, 1]])}, "holds values in 2.weight that are not finite"),
        ({"_0_bias": np.ones(3, dtype=np.float32)}, "holds float32 and float64 numbers"),
        ({"_0_bias": np.ones(3, dtype=np.int64)}, "holds float64 and int64 numbers"),
    ],
)
def test_tensors_that_do_not_fit(suffix, changes, part, tmp_path):
    path = tmp_path / f"net{suffix}"
    write(path, tensors(**changes), json.dumps(asdict(SPEC)))
    assert part in refusal(path)


def design(**changes):
    return json.dumps(asdict(SPEC) | changes)


def layer(**changes):
    return {"neurons": 3, "activation": "tanh", "skip": False} | changes


@pytest.mark.parametrize("suffix", OF_BYTES)
@pytest.mark.parametrize(
    ("text", "part"),
    [
        (None, "holds tensors but no Backprop Lab network"),
        ("{", "describes a network that makes no sense"),
        ("[1, 2]", "Expected `object`, got `array`"),
        ("{}", "Object missing required field `inputs`"),
        (design(inputs=-1), "inputs is -1, but takes a whole number from 1 to 4096"),
        (design(inputs=10**12), "but takes a whole number from 1 to 4096"),
        (design(layers=5), "Expected `array`, got `int` - at `$.layers`"),
        (design(layers=[layer(colour="red")]), "unknown field `colour` - at `$.layers[0]`"),
        (design(layers=[layer(neurons="3")]), "Expected `int`, got `str` - at `$.layers[0].neurons`"),
        (design(layers=[layer(activation="swish")]), "activation is 'swish', but takes one of linear"),
        (design(layers=[layer(skip=1)]), "Expected `bool`, got `int` - at `$.layers[0].skip`"),
        (design(layers=[layer(neurons=4096)] * 60), "but takes at most 5000000 in all"),
        (design(inputs=3), "holds 0.weight with shape (3, 2), but its design needs (3, 3)"),
        ("[" * 100_000, "describes a network that makes no sense"),
    ],
)
def test_designs_that_lie(suffix, text, part, tmp_path):
    path = tmp_path / f"net{suffix}"
    write(path, tensors(), text)
    assert part in refusal(path)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"tensors": {}}, "holds no numbers; weights are all float64 or all float32"),
        ({"tensors": {"2.bias": [1]}}, "lacks the tensor 0.weight of shape (3, 2)"),
        ({"tensors": {"0.weight": [[1, 2], [3]]}}, "is not a weights file ("),
        ({"tensors": {"0.weight": [[1, 2], 3]}}, "is not a weights file ("),
        ({"tensors": {"0.weight": [["1", 2]]}}, "Expected `float`, got `str`"),
        ({"tensors": {"0.weight": [1, 2]}}, "holds 0.weight with shape (2,), but its design needs (3, 2)"),
        ({"dtype": "float32", "tensors": {"0.weight": [[1e300, 1]] * 3}}, "0.weight that are not finite"),
        ({"dtype": "int64"}, "holds int64 numbers; weights are all float64 or all float32"),
        ({"dtype": 64}, "Expected `str`, got `int`"),
        ({"extra": 1}, "unknown field `extra`"),
        ({DESIGN_KEY: None}, "Expected `object`, got `null`"),
        ({DESIGN_KEY: {"inputs": 2}}, "Object missing required field `layers`"),
        ({DESIGN_KEY: asdict(SPEC) | {"inputs": 3}}, "shape (3, 2), but its design needs (3, 3)"),
    ],
)
def test_json_that_lies(changes, part, tmp_path):
    path = tmp_path / "net.json"
    whole = {name: tensor.tolist() for name, tensor in tensors().items()}
    content = {"dtype": "float64", DESIGN_KEY: asdict(SPEC), "tensors": whole}
    path.write_text(json.dumps(content | changes), encoding="utf-8")
    assert part in refusal(path)


def test_json_without_a_design(tmp_path):
    path = tmp_path / "net.json"
    path.write_text('{"dtype": "float64", "tensors": {}}', encoding="utf-8")
    assert "holds tensors but no Backprop Lab network" in refusal(path)


def test_json_has_no_number_for_what_is_not_finite(tmp_path):
    network = Network(SPEC)
    network.parameters[0] = np.nan
    with pytest.raises(FileError, match="JSON has no number for weights that are not finite"):
        save_weights(network, tmp_path / "net.json")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "content", [b"", b"These are not weights.\nBut two lines.", b"PK\x03\x04", b"\x00" * 64]
)
def test_files_of_another_kind(suffix, content, tmp_path):
    path = tmp_path / f"net{suffix}"
    path.write_bytes(content)
    assert "is not a weights file (" in refusal(path)
    assert refusal(path).endswith(f"choose a {suffix} file exported here.")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suffix=st.sampled_from(SUFFIXES), share=st.floats(0, 0.999))
def test_truncated_files(suffix, share, tmp_path):
    path = tmp_path / f"net{suffix}"
    save_weights(Network(SPEC), path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    refusal(path)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suffix=st.sampled_from(SUFFIXES), place=st.floats(0, 0.9999), value=st.integers(0, 255))
def test_one_wrong_byte_gives_a_network_or_a_sentence(suffix, place, value, tmp_path):
    path = tmp_path / f"net{suffix}"
    save_weights(Network(SPEC), path)
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] = value
    path.write_bytes(content)
    try:
        network = load_weights(path)
    except FileError:
        refusal(path)
    else:
        assert np.isfinite(network.parameters).all()


def test_a_zip_that_unpacks_to_gigabytes_is_refused_before_it_does(tmp_path):
    path = tmp_path / "net.npz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("0.weight.npy", "w") as member,
    ):
        for _ in range(1100):
            member.write(bytes(2**20))
    assert path.stat().st_size < 2**23
    assert "unpacks to more than 1024 MB" in refusal(path)


def test_an_array_that_claims_to_be_huge(tmp_path):
    path = tmp_path / "net.npz"
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"
    header += b" " * (63 - (len(header) + 10) % 64) + b"\n"
    member = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + bytes(16)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("0.weight.npy", member)
    assert "is not a weights file" in refusal(path)


def test_pickled_objects_are_not_run(tmp_path):
    path = tmp_path / "net.npz"
    np.savez(path, **{"0.weight": np.array([{"a": 1}], dtype=object)})
    assert "is not a weights file" in refusal(path)


@pytest.mark.parametrize("name", ["net", "net.txt", "net.pt", "net.npz.gz"])
def test_unknown_suffixes(name, tmp_path):
    sentence = rf"{name} has no known weights suffix; end it in \.npz.* or "
    with pytest.raises(FileError, match=sentence):
        save_weights(Network(SPEC), tmp_path / name)
    with pytest.raises(FileError, match=sentence):
        load_weights(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_files_that_are_not_there(suffix, tmp_path):
    assert "does not exist; choose a weights file" in refusal(tmp_path / f"net{suffix}")
    (tmp_path / f"folder{suffix}").mkdir()
    assert "is a folder; choose a weights file" in refusal(tmp_path / f"folder{suffix}")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_that_is_not_there(suffix, tmp_path):
    with pytest.raises(FileError, match=r"cannot be written \(no such file or directory\); choose a folder"):
        save_weights(Network(SPEC), tmp_path / "nowhere" / f"net{suffix}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_in_the_place_of_the_file(suffix, tmp_path):
    target = tmp_path / f"net{suffix}"
    target.mkdir()
    (target / "kept").write_text("inside")
    with pytest.raises(FileError, match=r"cannot be written .*; what was there before is unchanged\."):
        save_weights(Network(SPEC), target)
    assert list(tmp_path.iterdir()) == [target]
    assert (target / "kept").read_text() == "inside"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_failure_while_writing_leaves_the_older_file(suffix, tmp_path, monkeypatch):
    path = tmp_path / f"net{suffix}"
    network = Network(SPEC)
    save_weights(network, path)
    before = path.read_bytes()

    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(FileError, match=r"cannot be written \(no space left on device\)"):
        save_weights(Network(SPEC, seed=1), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
