"""Own examples row by row: only what was asked for is another, and every other row keeps its side."""

import numpy as np
import pytest

from engine.data import Dataset, DataSpec, OwnData, prepare
from engine.data.own import Deal
from engine.data.rows import on_side, row_count, with_copy, with_input, with_rows, with_target, without_rows
from engine.errors import SpecError

INPUTS = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]])
SIDES = np.array([False, False, True, True])
WINDOWS = ((0.0, 10.0), (0.0, 10.0))


@pytest.fixture
def own() -> OwnData:
    """Four rows by hand: two to train on, −1 and +1, then two that test."""
    data = Dataset(INPUTS, np.array([-1.0, 1.0, -1.0, 1.0]), "binary")
    return OwnData("mine", data, WINDOWS, Deal(SIDES, 0.5, 0))


@pytest.fixture
def classes() -> OwnData:
    """Three classes in four inputs, nowhere drawn."""
    data = Dataset(np.arange(12.0).reshape(3, 4), np.eye(3), "classes", class_names=("a", "b", "c"))
    return OwnData("three", data, (), Deal(np.array([False, False, False]), 0.5, 0))


def cells(own: OwnData) -> list[tuple[float, ...]]:
    """Every row: inputs, targets, side."""
    assert own.deal is not None
    return [
        (*inputs, *targets, float(side))
        for inputs, targets, side in zip(
            own.dataset.inputs.tolist(), own.dataset.targets.tolist(), own.deal.is_test.tolist(), strict=True
        )
    ]


def test_one_input_is_another_and_nothing_else(own: OwnData) -> None:
    expected = cells(own)
    expected[2] = (5.0, -0.5, -1.0, 1.0)
    expected_after = cells(with_input(own, 2, 1, -0.5))
    assert expected_after == expected
    assert cells(own)[2] == (5.0, 6.0, -1.0, 1.0)  # what was there is not touched


def test_target_and_class_are_set(own: OwnData, classes: OwnData) -> None:
    assert [row[2] for row in cells(with_target(own, 0, np.array([1.0])))] == [1, 1, -1, 1]
    assert with_target(classes, 1, np.array([0.0, 0.0, 1.0])).dataset.labels.tolist() == [0, 2, 2]


def test_row_goes_to_the_other_part_as_its_first_or_last(own: OwnData) -> None:
    tested = prepare(DataSpec.of_own(on_side(own, 0, True), train_fraction=0.5))
    assert tested.raw_train.inputs.tolist() == [[3, 4]]
    assert tested.raw_test.inputs.tolist() == [[1, 2], [5, 6], [7, 8]]
    trained = prepare(DataSpec.of_own(on_side(own, 3, False), train_fraction=0.5))
    assert trained.raw_train.inputs.tolist() == [[1, 2], [3, 4], [7, 8]]


def test_copy_stands_after_its_row_on_its_side(own: OwnData) -> None:
    assert cells(with_copy(own, 1)) == [cells(own)[row] for row in (0, 1, 1, 2, 3)]
    assert cells(with_copy(own, 3)) == [cells(own)[row] for row in (0, 1, 2, 3, 3)]


def test_rows_are_taken_away_and_one_is_left_to_train_on(own: OwnData) -> None:
    assert cells(without_rows(own, [1, 2])) == [cells(own)[0], cells(own)[3]]
    left = without_rows(own, [0, 1])
    assert [row[:3] for row in cells(left)] == [row[:3] for row in cells(own)[2:]]
    assert left.deal.is_test.tolist() == [False, True]


@pytest.mark.parametrize("name", ["own", "classes"])
def test_blank_sheet_has_no_rows_until_one_comes(name: str, request) -> None:
    own = request.getfixturevalue(name)
    blank = without_rows(own, range(len(own.dataset)))
    assert blank.is_blank
    assert row_count(blank) == 0
    for nothing in (lambda: with_copy(blank, 0), lambda: with_input(blank, 0, 0, 1.0)):
        with pytest.raises(SpecError, match="row is 1, but takes one of the 0 there are"):
            nothing()
    new = own.dataset.take([1])
    first = with_rows(blank, new.inputs, new.targets)
    assert not first.is_blank
    assert cells(first) == [(*new.inputs[0], *new.targets[0], 0.0)]


def test_new_rows_keep_the_share_of_each_class(own: OwnData) -> None:
    rng = np.random.default_rng(0)
    targets = np.where(np.arange(40) % 4 == 0, 1.0, -1.0)[:, np.newaxis]
    more = with_rows(own, rng.uniform(0, 10, (40, 2)), targets)
    assert cells(more)[:4] == cells(own)
    for label in (-1, 1):
        of_class = more.dataset.targets[:, 0] == label
        assert more.deal.is_test[of_class].mean() == 0.5


def test_new_numbers_keep_the_share_among_all() -> None:
    data = Dataset(np.arange(10.0)[:, np.newaxis], np.arange(10.0))
    own = OwnData("numbers", data, (), Deal(np.arange(10) >= 8, 0.8, 0))
    more = with_rows(own, np.full((20, 1), 3.0), np.arange(20.0)[:, np.newaxis])
    assert more.deal.is_test.sum() == 6


def test_new_rows_go_where_they_say(own: OwnData) -> None:
    sides = np.array([True, False, True])
    more = with_rows(own, np.ones((3, 2)), np.ones((3, 1)), sides)
    assert more.deal.is_test.tolist() == [*SIDES, *sides]


def test_number_beyond_the_window_shows_all_examples(own: OwnData) -> None:
    assert with_input(own, 0, 0, 10.0).windows == WINDOWS
    far = with_input(own, 0, 0, 300.0)
    assert far.windows == ()
    assert with_rows(own, np.array([[0.0, -1.0]]), np.ones((1, 1))).windows == ()


def test_what_changes_nothing_is_the_same(own: OwnData) -> None:
    assert with_input(own, 1, 1, 4.0) is own
    assert with_target(own, 1, np.array([1.0])) is own
    assert on_side(own, 1, False) is own
    assert without_rows(own, []) is own
    assert with_rows(own, np.empty((0, 2)), np.empty((0, 1))) is own


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda own: with_input(own, 0, 1, 1.5e12),
            "x2 is 1500000000000.0, but takes numbers from -1e+12 to 1e+12.",
        ),
        (lambda own: with_input(own, 0, 0, np.nan), "x1 is nan, but takes numbers from -1e+12 to 1e+12."),
        (lambda own: with_target(own, 0, np.array([0.5])), "targets is 0.5, but takes only -1 and +1"),
        (lambda own: with_input(own, 4, 0, 1.0), "row is 5, but takes one of the 4 there are."),
        (lambda own: without_rows(own, [0, 4]), "row is 5, but takes one of the 4 there are."),
        (
            lambda own: on_side(on_side(own, 0, True), 1, True),
            "part is 'test for every example', but takes training for at least one of them.",
        ),
        (
            lambda own: with_rows(own, np.zeros((20_000, 2)), np.ones((20_000, 1))),
            "examples is 20004, but takes at most 20000.",
        ),
        (
            lambda own: with_rows(own, np.array([[0.0, -np.inf]]), np.ones((1, 1))),
            "x2 is -inf, but takes numbers from -1e+12 to 1e+12.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(own: OwnData, change, said: str) -> None:
    with pytest.raises(SpecError) as refused:
        change(own)
    assert str(refused.value).startswith(said)
