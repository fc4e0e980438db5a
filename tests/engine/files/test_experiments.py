"""Experiments as JSON: the same design comes back, and whatever is wrong is named with its place."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data import DATASETS, FEATURES, DataSpec
from engine.errors import FileError
from engine.experiment import OUTPUTS, Experiment
from engine.files import decode_experiment, encode_experiment, read_experiment
from engine.network import ACTIVATIONS, INITIALIZERS, LayerSpec, NetworkSpec
from engine.training import OPTIMIZERS, SCHEDULES, OptimizerSpec, ScheduleSpec, TrainingSpec

LIMITS = st.none() | st.floats(1e-6, 1e6)


@st.composite
def data_specs(draw):
    key = draw(st.sampled_from(list(DATASETS)))
    features = DataSpec.of(key).features
    if features:
        features = tuple(draw(st.lists(st.sampled_from(list(FEATURES)), min_size=1, max_size=5, unique=True)))
    return DataSpec.of(
        key,
        samples=draw(st.integers(2, 500)),
        noise=draw(st.floats(0, 0.8)),
        seed=draw(st.integers(0, 2**32 - 1)),
        train_fraction=draw(st.floats(0.01, 1)),
        features=features,
        standardize=draw(st.booleans()),
    )


@st.composite
def optimizer_specs(draw):
    kind = OPTIMIZERS[draw(st.sampled_from(list(OPTIMIZERS)))]
    options = {option.key: draw(st.floats(option.low, option.high)) for option in kind.options}
    return OptimizerSpec(kind.key, draw(st.none() | st.floats(0, 1e6)), options)


@st.composite
def experiments(draw):
    data = draw(data_specs())
    hidden = draw(st.lists(st.integers(1, 9), max_size=3))
    inner = st.sampled_from([key for key, entry in ACTIVATIONS.items() if not entry.output_only])
    activation, loss = OUTPUTS[data.kind.problem]
    layers = [LayerSpec(size, draw(inner)) for size in hidden] + [LayerSpec(data.output_count, activation)]
    training = TrainingSpec(
        loss=loss,
        optimizer=draw(optimizer_specs()),
        batch_size=draw(st.integers(1, 1000)),
        penalty=draw(st.sampled_from(["none", "l1", "l2"])),
        penalty_rate=draw(st.floats(0, 10)),
        clip_norm=draw(LIMITS),
        clip_value=draw(LIMITS),
        schedule=ScheduleSpec(draw(st.sampled_from(list(SCHEDULES)))),
        dropout=draw(st.floats(0, 0.9)),
    )
    return Experiment(
        data,
        NetworkSpec(data.input_count, tuple(layers)),
        training,
        draw(st.sampled_from(list(INITIALIZERS))),
        draw(st.integers(0, 2**32 - 1)),
        draw(st.sampled_from(["float64", "float32"])),
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(experiments())
def test_the_same_experiment_comes_back(experiment):
    assert decode_experiment(encode_experiment(experiment), "it") == experiment


def test_what_is_left_out_takes_its_default():
    assert decode_experiment('{"experiment": {}}', "it") == Experiment()


def test_a_file_is_read_and_named(tmp_path):
    path = tmp_path / "it.json"
    path.write_bytes(encode_experiment(Experiment(seed=5)))
    assert read_experiment(path) == Experiment(seed=5)


def changed(place, value):
    """The first experiment as JSON with another value at that place, such as ``training.batch_size``."""
    whole = json.loads(encode_experiment(Experiment()))
    *path, last = ("experiment", *place.split("."))
    part = whole
    for key in path:
        part = part[int(key) if key.isdigit() else key]
    part[last] = value
    return json.dumps(whole)


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        ("training.batch_size", 0, "batch size is 0, but takes a whole number from 1 to 100000 - at"),
        ("training.batch_size", "10", "Expected `int`, got `str` - at `$.experiment.training.batch_size`"),
        ("training.loss", "rmse", "loss is 'rmse', but takes one of"),
        ("training.optimizer.key", "adamax", "optimizer is 'adamax', but takes one of"),
        (
            "training.optimizer.options",
            {"momentum": 1},
            "optimizer option is 'momentum', but takes no options",
        ),
        ("training.optimizer.learning_rate", -1, "learning rate is -1.0, but takes a number from 0 to 1e+06"),
        ("training.batchsize", 5, "batchsize"),
        ("network.layers.0.neurons", -4, "neurons is -4, but takes a whole number from 1 to 4096"),
        ("network.layers.0.colour", "red", "colour"),
        ("network.inputs", 3, "network inputs is 3, but takes 2 for this data"),
        ("data.dataset", "mnist", "dataset is 'mnist', but takes one of circle,"),
        ("seed", 1.5, "Expected `int`, got `float` - at `$.experiment.seed`"),
        ("precision", "float16", "precision is 'float16', but takes float64 or float32"),
        ("author", "me", "author"),
    ],
)
def test_what_is_wrong_is_named(place, value, sentence):
    with pytest.raises(FileError) as refused:
        decode_experiment(changed(place, value), "lesson.json")
    assert str(refused.value).startswith("lesson.json is not an experiment: ")
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")
    assert "$." in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "\udcff".encode("utf-8", "surrogatepass"), "[" * 50_000]
)
def test_what_is_no_experiment_at_all(text):
    with pytest.raises(FileError, match=r"^it is not an experiment: .*\.$"):
        decode_experiment(text, "it")


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(FileError, match=r"cannot be read \(no such file or directory\)\.$"):
        read_experiment(tmp_path / "none.json")
    with pytest.raises(FileError, match=r"cannot be read \(is a directory\)\.$"):
        read_experiment(tmp_path)
    large = tmp_path / "large.json"
    large.write_bytes(b" " * 1_000_001)
    with pytest.raises(FileError, match=r"is larger than 1000000 bytes"):
        read_experiment(large)
