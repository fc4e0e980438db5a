"""Tables as people have them: separators, commas, encodings, headings, holes, Excel, and files that are none."""

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import TableFormat, make_dataset, open_table, read_table
from engine.data.table_format import detect_format
from engine.data.tables import MAX_ROWS
from engine.errors import FileError, SpecError
from engine.files import write_table

ROWS = [("width", "height", "kind"), (1.5, 2, "oak"), (2.25, -3, "elm"), (0.5, 4, "oak"), (7, 0.125, "ash")]


def written(tmp_path: Path, text: str, name: str = "t.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def as_text(separator: str, decimal: str) -> str:
    return "\n".join(separator.join(str(cell).replace(".", decimal) for cell in row) for row in ROWS)


@pytest.mark.parametrize(
    ("separator", "decimal"), [(",", "."), (";", ","), (";", "."), ("\t", ","), ("\t", "."), ("|", ".")]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_way_of_writing_gives_the_same_numbers(tmp_path, separator, decimal, encoding):
    data = read_table(written(tmp_path, as_text(separator, decimal), encoding=encoding))
    np.testing.assert_array_equal(data.inputs, [[1.5, 2], [2.25, -3], [0.5, 4], [7, 0.125]])
    assert data.input_names == ("width", "height")
    assert data.problem == "classes"
    assert [data.class_names[label] for label in data.labels] == ["oak", "elm", "oak", "ash"]


def test_umlauts_of_an_old_spreadsheet_are_read(tmp_path):
    table = open_table(written(tmp_path, "Größe;Art\n1,5;Bär\n2,5;Möwe\n", encoding="cp1252"))
    assert table.names == ("Größe", "Art")
    assert table.preview() == [["1.5", "Bär"], ["2.5", "Möwe"]]
    assert (table.format.encoding, table.format.separator, table.format.decimal) == ("cp1252", ";", ",")


def test_a_table_without_names_gets_them_and_loses_no_row(tmp_path):
    table = open_table(written(tmp_path, "1,2,3\n4,5,6\n7,8,9\n"))
    assert not table.format.has_header
    assert table.names == ("column 1", "column 2", "column 3")
    assert len(table) == 3


def test_the_target_and_the_inputs_can_be_chosen(tmp_path):
    table = open_table(written(tmp_path, as_text(",", ".")))
    data = table.dataset(target="width", inputs=["height"])
    assert data.problem == "regression"
    np.testing.assert_array_equal(data.targets[:, 0], [1.5, 2.25, 0.5, 7])
    assert data.input_names == ("height",)


def test_numbers_can_be_classes_and_two_texts_are_a_yes_or_no(tmp_path):
    path = written(tmp_path, "a,b,c\n1,0,yes\n2,1,no\n3,2,yes\n")
    as_classes = read_table(path, target="b", inputs=["a"], problem="classes")
    assert as_classes.class_names == ("0", "1", "2")
    binary = read_table(path, target="c")
    assert binary.problem == "binary"
    assert binary.class_names == ("no", "yes")
    np.testing.assert_array_equal(binary.targets[:, 0], [1, -1, 1])


def test_missing_cells_are_reported_and_dropped_only_by_choice(tmp_path):
    path = written(tmp_path, "a,b,c\n1,2,3\n,5,6\n7,?,9\n10,11,12\n")
    table = open_table(path)
    assert [column.missing_count for column in table.columns] == [1, 1, 0]
    assert table.incomplete_rows.tolist() == [False, True, True, False]
    with pytest.raises(FileError, match=r"2 rows with missing cells \(the first is row 2\)"):
        table.dataset()
    np.testing.assert_array_equal(table.dataset(drop_missing=True).inputs, [[1, 2], [10, 11]])
    assert len(table.dataset(inputs=["a"], drop_missing=True)) == 3, (
        "holes in columns not chosen do not matter"
    )


def test_an_excel_file_reads_like_its_csv(tmp_path):
    import pandas

    pandas.DataFrame(ROWS[1:], columns=ROWS[0]).to_excel(tmp_path / "t.xlsx", index=False)
    data = read_table(tmp_path / "t.xlsx")
    np.testing.assert_array_equal(data.inputs, [[1.5, 2], [2.25, -3], [0.5, 4], [7, 0.125]])
    assert data.class_names == ("ash", "elm", "oak")


def test_a_named_sheet_is_read(tmp_path):
    import pandas

    with pandas.ExcelWriter(tmp_path / "t.xlsx") as book:
        pandas.DataFrame({"a": [1, 2], "b": [3, 4]}).to_excel(book, sheet_name="one", index=False)
        pandas.DataFrame({"c": [5, 6], "d": [7, 8]}).to_excel(book, sheet_name="two", index=False)
    assert open_table(tmp_path / "t.xlsx").names == ("a", "b")
    assert open_table(tmp_path / "t.xlsx", TableFormat(sheet="two")).names == ("c", "d")


def test_columns_of_one_name_are_told_apart(tmp_path):
    import pandas

    pandas.DataFrame([[1, 2, 3], [4, 5, 6]], columns=["a", "a", "a"]).to_excel(
        tmp_path / "t.xlsx", index=False
    )
    assert len(set(open_table(tmp_path / "t.xlsx").names)) == 3


@settings(max_examples=40, deadline=None)
@given(
    values=st.lists(
        st.tuples(*[st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 4))] * 3),
        min_size=3,
        max_size=12,
    ),
    separator=st.sampled_from(";\t|"),
    decimal=st.sampled_from(".,"),
)
def test_generated_tables_are_read_exactly(tmp_path_factory, values, separator, decimal):
    lines = ["x,y,z".replace(",", separator)]
    lines += [separator.join(f"{value:.4f}".replace(".", decimal) for value in row) for row in values]
    path = tmp_path_factory.mktemp("table") / "t.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    data = read_table(path)
    np.testing.assert_array_equal(np.column_stack([data.inputs, data.targets]), np.array(values))


@pytest.mark.parametrize("key", ["circle", "plane", "iris", "gate_xor", "sine"])
def test_a_dataset_goes_out_and_comes_back(tmp_path, key):
    data = make_dataset(key, seed=3)
    back = read_table(write_table(data, tmp_path / "out.csv"), problem=data.problem)
    np.testing.assert_array_equal(back.inputs, data.inputs)
    if data.problem == "regression":
        np.testing.assert_array_equal(back.targets, data.targets)
    else:
        names = [data.class_names[label].removeprefix("+") for label in data.labels]  # +1 is the number 1
        assert [back.class_names[label] for label in back.labels] == names


def later_zip() -> bytes:
    """A zip that says its list of parts is of version 15.1."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("a", "b")
    return stream.getvalue().replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x97")


BROKEN = {
    "empty.csv": (b"", "is empty"),
    "names.csv": (b"a,b,c\n", "no rows"),
    "binary.csv": (b"\x00\x01\x02\x00\x05" * 20, "not a text table"),
    "ragged.csv": (b"a,b\n1,2\n3,4,5,6\n", "not an even table"),
    "nameless.csv": (b"a,b\n1,2,3\n4,5,6\n", "more cells than there are names"),
    "fake.xlsx": (b"not a zip", "not an Excel file"),
    "future.xlsx": (later_zip(), "not an Excel file"),
    "old.xls": (b"\xd0\xcf\x11\xe0", "is no table"),
}


def test_separators_at_the_end_of_every_row_lose_nothing(tmp_path):
    (tmp_path / "ends.csv").write_text("a,b\n1,2,\n4,5,\n7,9,\n", encoding="utf-8")
    data = read_table(tmp_path / "ends.csv")
    np.testing.assert_array_equal(np.hstack((data.inputs, data.targets)), [[1, 2], [4, 5], [7, 9]])


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_table_gets_one_sentence(tmp_path, name):
    content, said = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=said) as caught:
        read_table(tmp_path / name)
    assert str(caught.value).count("\n") == 0
    assert name in str(caught.value)


def test_a_missing_file_and_too_many_rows_are_refused(tmp_path):
    with pytest.raises(FileError, match="cannot be read"):
        read_table(tmp_path / "nowhere.csv")
    (tmp_path / "long.csv").write_text("a,b\n" + "1,2\n" * (MAX_ROWS + 1), encoding="utf-8")
    with pytest.raises(FileError, match="20001 rows"):
        read_table(tmp_path / "long.csv")


def test_a_bomb_is_not_unpacked(tmp_path):
    with ZipFile(tmp_path / "bomb.xlsx", "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (401 * 2**20))
    with pytest.raises(FileError, match="unpacks to more than"):
        read_table(tmp_path / "bomb.xlsx")


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"target": "depth"}, "no column 'depth'"),
        ({"inputs": ["kind"]}, "is the target"),
        ({"target": "width", "inputs": ["kind"]}, "holds 'oak' in row 1"),
        ({"target": "kind", "problem": "regression"}, "holds 'oak' in row 1"),
        ({"problem": "binary"}, "holds 3 classes, but takes 2"),
    ],
)
def test_choices_that_do_not_fit_get_one_sentence(tmp_path, choice, said):
    table = open_table(written(tmp_path, as_text(",", ".")))
    with pytest.raises(FileError, match=said):
        table.dataset(**choice)


@pytest.mark.parametrize(
    "wrong",
    [{"separator": ";;"}, {"decimal": "-"}, {"separator": ",", "decimal": ","}, {"encoding": "klingon"}],
)
def test_a_format_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(SpecError):
        TableFormat(**wrong)


def test_thousands_of_points_are_not_taken_for_decimals():
    found = detect_format(b"price;count\n1,25;3\n2,50;4\n", "t.csv")
    assert (found.separator, found.decimal) == (";", ",")
