"""The dataset itself: what it accepts, how it is taken apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import Dataset
from engine.errors import SpecError


def numbered(rows: int) -> Dataset:
    """A dataset whose rows can be told apart."""
    return Dataset(np.arange(rows)[:, np.newaxis], np.arange(rows) * 10.0)


def test_plain_dataset_gets_columns_names_and_doubles():
    data = Dataset([[1, 2], [3, 4], [5, 6]], [1, 2, 3])
    assert data.inputs.shape == (3, 2)
    assert data.targets.shape == (3, 1)
    assert data.inputs.dtype == data.targets.dtype == np.float64
    assert (data.problem, data.input_names, data.class_names) == ("regression", ("x1", "x2"), ())
    assert len(data) == 3


def test_dataset_keeps_its_own_copy():
    inputs = np.zeros((2, 1))
    data = Dataset(inputs, [0, 0])
    inputs[0] = 7
    assert data.inputs[0, 0] == 0


def test_binary_labels_are_indices_into_the_class_names():
    data = Dataset([[0], [0]], [1, -1], "binary", class_names=("no", "yes"))
    assert [data.class_names[label] for label in data.labels] == ["yes", "no"]
    assert Dataset([[0]], [1], "binary").class_names == ("-1", "+1")


def test_class_labels_are_the_places_of_the_ones():
    data = Dataset([[0], [0]], [[0, 0, 1], [1, 0, 0]], "classes")
    assert data.labels.tolist() == [2, 0]
    assert data.class_names == ("1", "2", "3")


def test_take_keeps_order_problem_and_names():
    data = Dataset([[0], [1], [2]], [1, -1, -1], "binary", ("height",), ("no", "yes"))
    part = data.take([2, 0])
    assert part.inputs[:, 0].tolist() == [2, 0]
    assert part.labels.tolist() == [0, 1]
    assert (part.problem, part.input_names, part.class_names) == ("binary", ("height",), ("no", "yes"))
    assert data.take([]).inputs.shape == (0, 1)


@given(rows=st.integers(1, 80), fraction=st.floats(0.01, 1), seed=st.integers(0, 2**32 - 1))
def test_split_deals_out_every_row_once(rows: int, fraction: float, seed: int):
    data = numbered(rows)
    train, test = data.split(fraction, seed)
    assert len(train) == max(1, round(rows * fraction))
    assert test.inputs.shape == (rows - len(train), 1)
    together = np.concatenate([train.inputs[:, 0], test.inputs[:, 0]])
    assert sorted(together) == list(range(rows))
    assert np.array_equal(train.targets, train.inputs * 10)
    assert np.array_equal(train.inputs, data.split(fraction, seed)[0].inputs)


def test_another_seed_splits_otherwise():
    data = numbered(50)
    assert not np.array_equal(data.split(0.5, 0)[0].inputs, data.split(0.5, 1)[0].inputs)
    assert not np.array_equal(data.split(0.5, 0)[0].inputs, data.inputs[:25])


def test_whole_training_part_keeps_the_order_and_leaves_an_empty_test():
    train, test = numbered(5).split(1.0, 3)
    assert train.inputs[:, 0].tolist() == [0, 1, 2, 3, 4]
    assert (test.inputs.shape, test.targets.shape) == ((0, 1), (0, 1))


REFUSED = {
    "a flat input": (lambda: Dataset([1, 2], [1, 2]), "inputs.shape"),
    "no inputs": (lambda: Dataset(np.zeros((3, 0)), [1, 2, 3]), "inputs.shape"),
    "ragged rows": (lambda: Dataset([[1, 2], [3]], [1, 2]), "inputs"),
    "words": (lambda: Dataset([["a"]], [1]), "inputs"),
    "three dimensions": (lambda: Dataset([[1]], [[[1]]]), "targets.shape"),
    "unequal lengths": (lambda: Dataset([[1], [2]], [1, 2, 3]), "targets.shape"),
    "nan": (lambda: Dataset([[1, 2], [3, np.nan]], [1, 2]), "inputs[1, 1]"),
    "infinity": (lambda: Dataset([[1]], [np.inf]), "targets[0, 0]"),
    "problem": (lambda: Dataset([[1]], [1], "guess"), "problem"),
    "0 for -1": (lambda: Dataset([[1], [2]], [0, 1], "binary"), "targets"),
    "two binary columns": (lambda: Dataset([[1]], [[1, -1]], "binary"), "targets.shape"),
    "one class": (lambda: Dataset([[1]], [[1]], "classes"), "targets.shape"),
    "two hot": (lambda: Dataset([[1]], [[1, 1, 0]], "classes"), "targets"),
    "half hot": (lambda: Dataset([[1]], [[0.5, 0.5]], "classes"), "targets"),
    "input names": (lambda: Dataset([[1, 2]], [1], input_names=("a",)), "input_names"),
    "class names": (lambda: Dataset([[1]], [1], "binary", class_names=("a",)), "class_names"),
    "class names of a regression": (lambda: Dataset([[1]], [1], class_names=("a",)), "class_names"),
    "labels of a regression": (lambda: numbered(2).labels, "problem"),
    "row too high": (lambda: numbered(2).take([0, 2]), "indices"),
    "row below zero": (lambda: numbered(2).take([-1]), "indices"),
    "mask": (lambda: numbered(2).take(np.array([True, False])), "indices"),
    "no training": (lambda: numbered(2).split(0.0, 0), "train_fraction"),
    "too much training": (lambda: numbered(2).split(1.5, 0), "train_fraction"),
    "seed": (lambda: numbered(2).split(0.5, -1), "seed"),
    "nothing to split": (lambda: numbered(2).take([]).split(0.5, 0), "inputs.shape"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals_are_one_sentence_that_names_the_field(case: str):
    act, field = REFUSED[case]
    with pytest.raises(SpecError) as caught:
        act()
    assert caught.value.field == field
    sentence = str(caught.value)
    assert sentence.startswith(field)
    assert sentence.endswith(".")
    assert "\n" not in sentence
