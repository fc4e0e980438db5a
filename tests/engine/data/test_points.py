"""Drawing by hand: where points land, on which side of the split, and that the others stay where they are."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import DataSpec, OwnData, PreparedData, prepare
from engine.data.own import Deal
from engine.data.points import (
    blank_sheet,
    class_targets,
    drawable,
    scattered,
    with_points,
    without_points,
)
from engine.errors import SpecError
from engine.files.array_archive import read_archive, write_archive

WINDOWS = ((-6.0, 6.0), (-6.0, 6.0))
PLUS = np.array([1.0])


def made_drawable(spec: DataSpec) -> OwnData:
    return drawable(spec, prepare(spec), WINDOWS, "points")


def prepared_with(spec: DataSpec, own: OwnData) -> PreparedData:
    return prepare(
        DataSpec.of_own(own, train_fraction=spec.train_fraction, seed=spec.seed, features=spec.features)
    )


@pytest.fixture
def circle() -> DataSpec:
    return DataSpec(samples=40)


def rows(part) -> set[tuple[float, ...]]:
    return set(map(tuple, part.inputs.tolist()))


def test_examples_keep_their_order_and_side_when_they_become_ones_own(circle: DataSpec) -> None:
    before, after = prepare(circle), prepared_with(circle, made_drawable(circle))
    for name in ("raw_train", "raw_test"):
        assert np.array_equal(getattr(before, name).inputs, getattr(after, name).inputs)
        assert np.array_equal(getattr(before, name).targets, getattr(after, name).targets)


def test_points_come_and_go_and_the_others_stay_on_their_side(circle: DataSpec) -> None:
    before = prepare(circle)
    drawn = with_points(made_drawable(circle), np.array([[0.5, 0.5], [5.5, -5.5], [-5.5, 5.5]]), PLUS)
    after = prepared_with(circle, drawn)
    assert rows(before.raw_train) <= rows(after.raw_train)
    assert rows(before.raw_test) <= rows(after.raw_test)
    assert len(drawn.dataset) == 43
    erased = without_points(drawn, (5.5, -5.5), (0.2, 0.2))
    assert len(erased.dataset) == 42
    assert rows(prepared_with(circle, erased).raw_train) < rows(after.raw_train) | {(5.5, -5.5)}


def test_each_class_keeps_the_training_share(circle: DataSpec) -> None:
    spec = replace(circle, train_fraction=0.8)
    own = blank_sheet(made_drawable(spec))
    for index in range(50):
        own = with_points(own, np.array([[index / 10, 0.0]]), PLUS if index % 2 else -PLUS)
    prepared = prepared_with(spec, own)
    assert len(prepared.raw_train) == 40
    assert (prepared.raw_train.targets > 0).sum() == 20


def test_points_outside_the_window_are_left_out(circle: DataSpec) -> None:
    own = made_drawable(circle)
    assert with_points(own, np.array([[7.0, 0.0]]), PLUS) is own
    assert len(with_points(own, np.array([[7.0, 0.0], [6.0, 0.0]]), PLUS).dataset) == 41


def test_erasing_nothing_changes_nothing(circle: DataSpec) -> None:
    own = made_drawable(circle)
    assert without_points(own, (6.0, 6.0), (0.01, 0.01)) is own


def test_erasing_the_last_training_point_trains_on_another(circle: DataSpec) -> None:
    own = blank_sheet(made_drawable(circle))
    own = with_points(own, np.array([[1.0, 1.0], [3.0, 3.0]]), PLUS)
    assert own.deal.is_test.tolist() == [False, True]
    left = without_points(own, (1.0, 1.0), (0.5, 0.5))
    assert left.dataset.inputs.tolist() == [[3.0, 3.0]]
    assert left.deal.is_test.tolist() == [False]


def test_blank_sheet_is_gone_with_the_first_point(circle: DataSpec) -> None:
    own = without_points(made_drawable(circle), (0.0, 0.0), (20.0, 20.0))
    assert own.is_blank
    assert without_points(own, (0.0, 0.0), (20.0, 20.0)) is own
    first = with_points(own, np.array([[1.0, 2.0]]), PLUS)
    assert not first.is_blank
    assert first.dataset.inputs.tolist() == [[1.0, 2.0]]
    assert first.deal.is_test.tolist() == [False]


def test_another_share_deals_anew_and_drawing_keeps_that(circle: DataSpec) -> None:
    own = made_drawable(circle)
    spec = replace(DataSpec.of_own(own, train_fraction=0.5), train_fraction=0.9)
    prepared = prepare(spec)
    assert len(prepared.raw_train) == 36
    again = drawable(spec, prepared, WINDOWS, "other name")
    assert again.name == "points"
    drawn = with_points(again, np.array([[0.0, 0.0]]), PLUS)
    assert rows(prepared.raw_train) <= rows(prepared_with(spec, drawn).raw_train)


@pytest.mark.parametrize(("key", "count"), [("circle", 2), ("plane", 3)])
def test_every_target_can_be_drawn(key: str, count: int) -> None:
    spec = DataSpec.of(key, samples=20)
    own = made_drawable(spec)
    targets = class_targets(own.dataset)
    assert len(targets) == count
    for target in targets:
        own = with_points(own, np.zeros((1, 2)), target)
    assert np.array_equal(own.dataset.targets[-count:], targets)


def test_brush_is_round_even_and_seeded() -> None:
    points = scattered((1.0, 2.0), (0.5, 4.0), 4000, 3)
    distance = np.square((points - (1.0, 2.0)) / (0.5, 4.0)).sum(axis=1)
    assert distance.max() <= 1.0
    assert (distance < 0.5).mean() == pytest.approx(0.5, abs=0.03)
    assert np.array_equal(points, scattered((1.0, 2.0), (0.5, 4.0), 4000, 3))


def test_too_many_points_are_refused(circle: DataSpec) -> None:
    with pytest.raises(SpecError, match="at most 20000"):
        with_points(made_drawable(circle), np.zeros((20_000, 2)), PLUS)


@pytest.mark.parametrize(
    "change",
    [
        {"windows": ((0.0, 1.0),)},
        {"windows": ((0.0, 1.0), (2.0, 1.0))},
        {"deal": Deal(np.zeros(3, dtype=bool), 0.5, 0)},
        {"deal": Deal(np.ones(40, dtype=bool), 0.5, 0)},
    ],
)
def test_own_data_that_make_no_sense_are_refused(circle: DataSpec, change: dict) -> None:
    with pytest.raises(SpecError):
        replace(made_drawable(circle), **change)


def test_drawn_points_survive_a_file(circle: DataSpec, tmp_path) -> None:
    own = with_points(made_drawable(circle), np.array([[0.25, 0.75]]), PLUS)
    write_archive(tmp_path / "own", own)
    read = read_archive(tmp_path / "own", lambda text: None, OwnData)
    assert (read.name, read.windows, read.is_blank) == (own.name, own.windows, own.is_blank)
    assert np.array_equal(read.deal.is_test, own.deal.is_test)
    assert np.array_equal(read.dataset.inputs, own.dataset.inputs)
