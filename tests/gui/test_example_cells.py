"""What is typed or pasted into the table of the data is read again, or refused in one sentence."""

import numpy as np
import pytest

from engine.data import Dataset
from gui.example_cells import CellError, read_class, read_number, read_rows, read_side

BINARY = Dataset(np.zeros((1, 2)), np.ones(1), "binary")
SORTS = Dataset(np.zeros((1, 1)), np.eye(3)[:1], "classes", class_names=("red", "blue_green", "3"))
NUMBERS = Dataset(np.zeros((1, 1)), np.zeros((1, 2)))


@pytest.mark.parametrize(
    ("text", "inputs", "targets", "is_test"),
    [
        ("1\t2\t+1\n", [[1, 2]], [[1]], None),
        ("1,5\t−2\t-1\r\n1/4\t3\t1\r\n", [[1.5, -2], [0.25, 3]], [[-1], [1]], None),
        ("0.5;1;−1;test\n1;2;+1;Train", [[0.5, 1], [1, 2]], [[-1], [1]], [True, False]),
        ("x₁\tx₂\tclass\tpart\n1\t2\t+1\ttest\n\n", [[1, 2]], [[1]], [True]),
        ("1.5,2,1\n", [[1.5, 2]], [[1]], None),
    ],
)
def test_rows_of_a_spreadsheet_are_read(text: str, inputs, targets, is_test) -> None:
    rows = read_rows(BINARY, text)
    assert rows.inputs.tolist() == inputs
    assert rows.targets.tolist() == targets
    assert (None if rows.is_test is None else rows.is_test.tolist()) == is_test


def test_classes_and_several_targets_are_read() -> None:
    assert read_rows(SORTS, "1\tBlue green\n2\tblue_green\n3\t3.0").targets.tolist() == [
        [0, 1, 0],
        [0, 1, 0],
        [0, 0, 1],
    ]
    assert read_rows(NUMBERS, "1;2,5;3").targets.tolist() == [[2.5, 3]]
    assert read_class(BINARY, "-1").tolist() == [-1]


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda: read_number("x₁", "1/0"), "x₁ is “1/0”, but takes a number such as 0.03."),
        (lambda: read_class(SORTS, "green"), "The class is “green”, but takes red, blue green or 3."),
        (lambda: read_side("both"), "The part is “both”, but takes train or test."),
        (
            lambda: read_rows(BINARY, "1\t2"),
            "Line 1 of what is pasted has 2 cells, but takes 3: x₁, x₂, class.",
        ),
        (
            lambda: read_rows(BINARY, "1\t2\t1\ttest\n1\t2\t1"),
            "Line 2 of what is pasted has 3 cells, but takes 4: x₁, x₂, class, part.",
        ),
        (
            lambda: read_rows(BINARY, "1\t2\t1\n1\ttwo\t1"),
            "Line 2 of what is pasted: x₂ is “two”, but takes a number such as 0.03.",
        ),
        (
            lambda: read_rows(BINARY, "1\t\t1\n"),
            "Line 1 of what is pasted: x₂ is empty, but takes a number such as 0.03.",
        ),
        (
            lambda: read_rows(BINARY, "x₁\tx₂\tclass\n"),
            "Only headings were copied; there is no row to paste.",
        ),
    ],
)
def test_what_does_not_fit_is_one_sentence(read, said: str, is_one_sentence) -> None:
    with pytest.raises(CellError) as refused:
        read()
    assert str(refused.value) == said
    assert is_one_sentence(said)
