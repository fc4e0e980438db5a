"""The registry: every entry keeps the promises it makes about its data."""

import numpy as np
import pytest

from engine.data import DATASETS, make_dataset
from engine.errors import SpecError

DRAWN = [key for key, kind in DATASETS.items() if kind.takes_samples]
FIXED = [key for key, kind in DATASETS.items() if not kind.takes_samples]


def test_every_dataset_is_there():
    assert set(DATASETS) == {
        *("circle", "xor", "gauss", "spiral", "moons", "checkerboard", "curve", "plane", "multi_gauss"),
        *("line", "sine", "function", "gate_and", "gate_or", "gate_xor"),
        *("iris", "wine", "breast_cancer", "digits"),
    }


@pytest.mark.parametrize("key", DATASETS)
def test_entry_describes_the_data_it_draws(key):
    kind, data = DATASETS[key], make_dataset(key)
    assert data.inputs.shape == (kind.samples, len(kind.input_names))
    assert data.targets.shape == (kind.samples, kind.outputs)
    assert data.problem == kind.problem
    assert data.input_names == kind.input_names
    assert data.class_names == kind.class_names
    assert kind.source
    assert 0 < kind.train_fraction <= 1
    if kind.window:
        low, high = kind.window
        assert low <= data.inputs.min()
        assert data.inputs.max() <= high


def test_playground_defaults():
    for key in ("circle", "xor", "gauss", "spiral"):
        assert (DATASETS[key].samples, DATASETS[key].train_fraction) == (500, 0.5)
    for key in ("plane", "multi_gauss"):
        assert DATASETS[key].samples == 1200
    assert DATASETS["circle"].window == (-6, 6)


@pytest.mark.parametrize("key", DRAWN)
def test_seed_decides_every_number(key):
    one, same, other = (make_dataset(key, 60, 0.3, seed) for seed in (4, 4, 5))
    assert np.array_equal(one.inputs, same.inputs)
    assert np.array_equal(one.targets, same.targets)
    assert not np.array_equal(one.inputs, other.inputs)


@pytest.mark.parametrize("key", DRAWN)
@pytest.mark.parametrize("samples", [2, 3, 201])
def test_drawn_sets_have_as_many_rows_as_asked(key, samples):
    assert len(make_dataset(key, samples)) == samples


@pytest.mark.parametrize("key", DRAWN)
def test_noise_matters_where_the_entry_says_so(key):
    clean, noisy = make_dataset(key, 200, 0.0), make_dataset(key, 200, 0.8)
    moved = not np.array_equal(clean.inputs, noisy.inputs)
    relabelled = not np.array_equal(clean.targets, noisy.targets)
    assert DATASETS[key].takes_noise
    assert moved or relabelled


@pytest.mark.parametrize("key", FIXED)
def test_fixed_sets_ignore_samples_noise_and_seed(key):
    data, other = make_dataset(key), make_dataset(key, 17, 0.5, 9)
    assert not DATASETS[key].takes_noise
    assert np.array_equal(data.inputs, other.inputs)
    assert np.array_equal(data.targets, other.targets)


def test_drawn_classes_are_mixed():
    labels = make_dataset("spiral", 500).labels
    assert 0 < labels[:50].sum() < 50


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"key": "cicrle"}, "dataset"),
        ({"key": None}, "dataset"),
        ({"key": "circle", "samples": 1}, "samples"),
        ({"key": "circle", "samples": 20_001}, "samples"),
        ({"key": "circle", "samples": 10.0}, "samples"),
        ({"key": "circle", "samples": True}, "samples"),
        ({"key": "circle", "noise": -0.1}, "noise"),
        ({"key": "circle", "noise": 0.81}, "noise"),
        ({"key": "circle", "noise": float("nan")}, "noise"),
        ({"key": "circle", "noise": "0.1"}, "noise"),
        ({"key": "circle", "noise": None}, "noise"),
        ({"key": "circle", "seed": -1}, "seed"),
        ({"key": "circle", "seed": 2**32}, "seed"),
        ({"key": "circle", "seed": None}, "seed"),
    ],
)
def test_refusals_name_the_argument(arguments, field):
    with pytest.raises(SpecError) as caught:
        make_dataset(**arguments)
    assert caught.value.field == field
    assert str(caught.value).startswith(f"{field} is ")
    assert str(caught.value).count("\n") == 0
