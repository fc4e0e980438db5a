"""What is made of a table at first, and what a person may make of it instead."""

from pathlib import Path

import numpy as np
import pytest

from engine.data import Table, make_dataset, open_table
from engine.data.table_choice import TableChoice, usual_choice
from engine.data.tables import sheet_names
from engine.errors import FileError
from engine.files import write_table


def table(tmp_path: Path, *rows: str) -> Table:
    path = tmp_path / "t.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return open_table(path)


def test_last_column_is_learnt_from_the_numbers_that_tell_something(tmp_path) -> None:
    rows = [f"{row},{row % 7}.5,word,{row * row},{'yes' if row % 2 else 'no'}" for row in range(1, 10)]
    found = usual_choice(table(tmp_path, "id,width,note,area,answer", *rows))
    assert found == TableChoice("answer", ("width", "area"), as_classes=True)


def test_row_numbers_are_an_input_where_there_is_no_other(tmp_path) -> None:
    found = usual_choice(table(tmp_path, "day,height", *(f"{day},{day * 0.37}" for day in range(9))))
    assert found == TableChoice("height", ("day",), as_classes=False)


def test_another_target_may_be_asked_for(tmp_path) -> None:
    found = usual_choice(table(tmp_path, "a,b,c", "1.5,2.5,red", "2.25,1,blue", "7,3,red"), "a")
    assert found == TableChoice("a", ("b",), as_classes=False)


@pytest.mark.parametrize(
    ("values", "are_classes"),
    [
        ([0, 1] * 6, True),
        ([1, 2, 3] * 5, True),
        ([0, 1, 2], False),  # each only once
        ([0.5, 1.5] * 6, False),
        (list(range(12)) * 4, False),
        ([4] * 9, False),
    ],
)
def test_a_few_whole_numbers_that_come_again_are_classes(tmp_path, values, are_classes: bool) -> None:
    rows = [f"{index * 0.3},{value}" for index, value in enumerate(values)]
    assert usual_choice(table(tmp_path, "x,y", *rows)).as_classes is are_classes


def test_numbers_as_classes_come_in_their_own_order(tmp_path) -> None:
    found = table(tmp_path, "x,y", *(f"{row}.5,{(2, 10, 9)[row % 3]}" for row in range(9)))
    data = TableChoice("y", ("x",), as_classes=True).dataset(found)
    assert data.class_names == ("2", "9", "10")
    assert data.labels.tolist() == [0, 2, 1] * 3


def test_two_classes_are_a_binary_problem_once_incomplete_rows_are_gone(tmp_path) -> None:
    found = table(tmp_path, "x,y", "1,a", ",c", "2,b", "4,a")
    choice = TableChoice("y", ("x",), as_classes=True, drop_missing=True)
    assert choice.missing_count(found) == 1
    data = choice.dataset(found)
    assert (data.problem, data.class_names) == ("binary", ("a", "b"))
    with pytest.raises(FileError, match=r"has a row with missing cells \(row 2\); leave it out"):
        TableChoice("y", ("x",), as_classes=True).dataset(found)


def test_no_input_is_refused(tmp_path) -> None:
    with pytest.raises(FileError, match="No input is chosen"):
        TableChoice("y", (), as_classes=False).dataset(table(tmp_path, "x,y", "1,2", "3,4"))


@pytest.mark.parametrize("key", ["circle", "plane", "iris", "digits", "sine"])
def test_what_was_exported_is_understood_without_being_asked(tmp_path, key: str) -> None:
    data = make_dataset(key, samples=60)
    found = open_table(write_table(data, tmp_path / "t.csv"))
    again = usual_choice(found).dataset(found)
    assert again.problem == data.problem
    assert again.input_names == data.input_names
    assert np.array_equal(again.inputs, data.inputs)
    if data.problem == "regression":
        assert np.array_equal(again.targets, data.targets)
    else:
        assert np.array_equal(again.labels, data.labels)


def test_sheets_of_a_book_are_listed(tmp_path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "First"
    book.create_sheet("Zweites")
    book.save(tmp_path / "book.xlsx")
    assert sheet_names(tmp_path / "book.xlsx") == ("First", "Zweites")
    assert sheet_names(tmp_path / "text.csv") == ()
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(FileError, match="not an Excel"):
        sheet_names(tmp_path / "broken.xlsx")
