"""From a design to the numbers of the network: features, split, standardisation."""

import dataclasses

import msgspec
import numpy as np
import pytest

from engine.data import DATASETS, FEATURES, DataSpec, feature_preview, make_dataset, prepare
from engine.data.features import feature_columns
from engine.errors import SpecError


def test_feature_columns_by_hand():
    base = np.array([[2.0, -3.0], [np.pi / 2, np.pi / 6]])
    columns = dict(zip(FEATURES, feature_columns(list(FEATURES), base).T, strict=True))
    assert columns["x1"][0] == 2
    assert columns["x2"][0] == -3
    assert columns["x1_squared"][0] == 4
    assert columns["x2_squared"][0] == 9
    assert columns["x1_x2"][0] == -6
    assert columns["sin_x1"][1] == pytest.approx(1)
    assert columns["sin_x2"][1] == pytest.approx(0.5)


def test_default_design_gives_the_points_as_they_are():
    data = prepare(DataSpec())
    assert len(data.train) == len(data.test) == 250
    assert np.array_equal(data.train.inputs, data.raw_train.inputs)
    assert np.array_equal(data.test.inputs, data.raw_test.inputs)
    together = np.concatenate([data.raw_train.inputs, data.raw_test.inputs])
    assert np.array_equal(np.sort(together, axis=0), np.sort(make_dataset("circle").inputs, axis=0))


def test_features_become_the_inputs_in_the_order_asked():
    spec = DataSpec(dataset="spiral", features=("sin_x2", "x1"))
    data = prepare(spec)
    assert data.train.input_names == ("sin_x2", "x1")
    assert data.train.inputs[:, 0] == pytest.approx(np.sin(data.raw_train.inputs[:, 1]))
    assert np.array_equal(data.train.inputs[:, 1], data.raw_train.inputs[:, 0])
    assert data.raw_train.input_names == ("x1", "x2")
    assert np.array_equal(data.train.targets, data.raw_train.targets)


@pytest.mark.parametrize("key", DATASETS)
def test_counts_are_known_before_the_data(key):
    spec = DataSpec.of(key)
    data = prepare(spec)
    assert data.train.inputs.shape[1] == spec.input_count
    assert data.train.targets.shape[1] == spec.output_count
    assert len(data.train) + len(data.test) == spec.samples
    assert np.array_equal(data.transform(data.raw_test.inputs), data.test.inputs)


def test_of_takes_what_suits_the_dataset():
    wine = DataSpec.of("wine", seed=7, train_fraction=0.6)
    assert (wine.standardize, wine.features, wine.seed, wine.train_fraction) == (True, (), 7, 0.6)
    assert DataSpec.of("circle") == DataSpec()
    assert DataSpec.of("gate_xor").train_fraction == 1.0
    assert DataSpec.of("sine").features == ()


def test_gates_stay_truth_tables():
    data = prepare(DataSpec.of("gate_and", seed=12))
    assert data.train.inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert data.test.inputs.shape == (0, 2)


def test_standardisation_uses_the_training_part_only():
    data = prepare(DataSpec.of("wine"))
    assert data.train.inputs.mean(axis=0) == pytest.approx(np.zeros(13), abs=1e-12)
    assert data.train.inputs.std(axis=0) == pytest.approx(np.ones(13))
    expected = (data.raw_test.inputs - data.raw_train.inputs.mean(axis=0)) / data.raw_train.inputs.std(axis=0)
    assert data.test.inputs == pytest.approx(expected)
    assert np.abs(data.test.inputs.mean(axis=0)).max() > 0.01


def test_nothing_is_standardised_unasked():
    data = prepare(DataSpec.of("wine", standardize=False))
    assert np.array_equal(data.train.inputs, data.raw_train.inputs)
    assert (data.shift.tolist(), data.scale.tolist()) == ([0] * 13, [1] * 13)


def test_constant_columns_keep_the_scale_one():
    data = prepare(DataSpec.of("digits"))
    # The corner pixel is blank on every picture.
    assert data.scale[0] == 1
    assert (data.train.inputs[:, 0] == 0).all()
    assert np.isfinite(data.test.inputs).all()


def test_standardised_features():
    data = prepare(DataSpec(features=("x1_squared", "x1_x2"), standardize=True))
    assert data.train.inputs.std(axis=0) == pytest.approx([1, 1])
    point = np.array([[1.5, 2.0]])
    assert data.transform(point) == pytest.approx((np.array([[2.25, 3.0]]) - data.shift) / data.scale)


@pytest.mark.parametrize("standardize", [False, True])
def test_preview_of_features_is_what_they_are_once_in_use(standardize):
    spec = DataSpec(standardize=standardize)
    spares = ("x1_squared", "x1_x2", "sin_x2")
    base = np.array([[1.5, -2.0], [0.0, 3.0]])
    seen = feature_preview(spec, prepare(spec), spares, base)
    in_use = prepare(dataclasses.replace(spec, features=spares)).transform(base)
    assert np.array_equal(seen, in_use)


def test_preview_of_features_by_hand():
    spec = DataSpec(standardize=True)
    data = prepare(spec)
    product = data.raw_train.inputs.prod(axis=1)
    seen = feature_preview(spec, data, ("x1_x2",), np.array([[2.0, -3.0]]))
    assert seen == pytest.approx(np.array([[(-6.0 - product.mean()) / product.std()]]))


def test_same_design_same_numbers():
    spec = DataSpec.of("moons", noise=0.1, seed=3)
    assert np.array_equal(prepare(spec).train.inputs, prepare(spec).train.inputs)
    other = dataclasses.replace(spec, seed=4)
    assert not np.array_equal(prepare(spec).train.inputs, prepare(other).train.inputs)


def test_seed_splits_real_data_otherwise():
    one, other = (prepare(DataSpec.of("iris", seed=seed)).raw_train for seed in (0, 1))
    assert len(one) == 105
    assert not np.array_equal(one.inputs, other.inputs)


def test_split_does_not_hang_on_the_noise():
    one, other = (prepare(DataSpec(noise=noise)).raw_train for noise in (0.0, 0.5))
    assert np.array_equal(one.inputs, other.inputs)


def test_design_survives_json():
    spec = DataSpec.of("spiral", seed=np.int64(3), noise=np.float32(0.25), features=["x1", "sin_x1"])
    assert msgspec.json.decode(msgspec.json.encode(spec), type=DataSpec) == spec
    assert hash(spec) == hash(DataSpec.of("spiral", seed=3, noise=0.25, features=("x1", "sin_x1")))
    with pytest.raises(msgspec.ValidationError, match=r"^noise is 0\.9"):
        msgspec.json.decode(b'{"noise": 0.9}', type=DataSpec)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"dataset": "round"}, "dataset"),
        ({"samples": 1}, "samples"),
        ({"samples": "many"}, "samples"),
        ({"noise": 1}, "noise"),
        ({"seed": 0.5}, "seed"),
        ({"train_fraction": 0}, "train_fraction"),
        ({"train_fraction": 1.01}, "train_fraction"),
        ({"features": ()}, "features"),
        ({"features": "x1"}, "features"),
        ({"features": ("x1", "x1")}, "features"),
        ({"features": ("x1", "x3")}, "features"),
        ({"features": ("x1", 2)}, "features"),
        ({"dataset": "iris"}, "features"),
        ({"dataset": "sine", "features": ("x1",)}, "features"),
        ({"standardize": 1}, "standardize"),
    ],
)
def test_refusals_name_the_field(fields, field):
    with pytest.raises(SpecError) as caught:
        DataSpec(**fields)
    assert caught.value.field == field
    assert str(caught.value).startswith(f"{field} is ")


@pytest.mark.parametrize("base", [np.zeros(2), np.zeros((4, 3))])
def test_transform_refuses_other_shapes(base):
    with pytest.raises(SpecError, match=r"^base_inputs.shape is .* takes \(N, 2\)\.$"):
        prepare(DataSpec()).transform(base)
