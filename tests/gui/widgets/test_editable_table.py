"""The table that is typed into: rows come and go, and those nobody touched stay chosen and in place."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.widgets.editable_table import EditableColumn, EditableTable

TEXT_MARGIN = 3
"""Pixels that Fusion leaves on either side of the text of a cell."""

COLUMNS = (EditableColumn("x", "an input"), EditableColumn("class", "the target", ("red", "blue")))


@pytest.fixture
def table(application, qtbot) -> EditableTable:
    """Sixty rows: 0 to 59 tenths, classes by turns."""
    table = EditableTable("some.table", "Rows", "Type into a cell")
    qtbot.addWidget(table)
    table.resize(300, 300)
    table.show_table(COLUMNS, rows(range(60)))
    with qtbot.waitExposed(table):
        table.show()
    return table


def rows(numbers) -> np.ndarray:
    """A row for each number; the number itself says its class."""
    given = np.array(list(numbers), dtype=float)
    return np.column_stack([given / 10, given % 2])


def test_rows_that_come_and_go_leave_the_others_chosen_and_in_sight(table: EditableTable) -> None:
    table.choose([30, 31, 50])
    top = table.rowAt(5)
    table.show_table(COLUMNS, rows([*range(40), 77, 78, *range(40, 60)]))
    assert (table.chosen, table.rowAt(5)) == ([30, 31, 52], top)
    table.show_table(COLUMNS, rows([*range(3, 40), 77, 78, *range(40, 60)]))
    assert table.chosen == [27, 28, 49]
    assert [table.rows.index(row, 0).data() for row in table.chosen] == ["3.0", "3.1", "5.0"]


@pytest.mark.parametrize(
    ("chosen", "seen"),
    [
        ([40, 41, 42, 43, 44], range(40, 45)),
        ([12, 13, 14], range(12, 15)),
        ([20, 21, 22, 55, 56], range(20, 23)),
        (range(5, 60), range(5, 10)),
        ([59], range(59, 60)),
    ],
)
@pytest.mark.parametrize("before", [0, 30, 59])
def test_rows_that_are_chosen_come_in_sight(table: EditableTable, before: int, chosen, seen: range) -> None:
    table.choose([before])
    table.choose(chosen)
    room = table.viewport().rect()
    assert [row for row in seen if not room.contains(table.visualRect(table.rows.index(row, 0)))] == []


def test_any_change_keeps_to_the_rules_of_a_model(table: EditableTable) -> None:
    tester = QAbstractItemModelTester(table.rows, QAbstractItemModelTester.FailureReportingMode.Warning)
    rng = np.random.default_rng(3)
    for _ in range(60):
        wanted = rows(rng.choice(30, rng.integers(0, 30)))
        table.show_table(COLUMNS, wanted)
        assert table.rows.rowCount() == len(wanted)
        shown = [table.rows.index(row, 1).data() for row in range(len(wanted))]
        assert shown == [("red", "blue")[int(label)] for label in wanted[:, 1]]
    assert tester.model() is table.rows


def test_typing_asks_and_shows_what_is_answered(table: EditableTable) -> None:
    asked: list[tuple] = []
    table.typed.connect(lambda *cell: asked.append(cell))
    table.edit_cell(4, 0)
    editor = table.viewport().findChild(QLineEdit, "some.table_editor")
    assert editor.text() == "0.4"
    assert editor.accessibleName() == "x of row 5"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert asked == []  # nothing was typed
    table.edit_cell(4, 0)
    editor = table.viewport().findChildren(QLineEdit, "some.table_editor")[-1]
    QTest.keyClicks(editor, "9")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert asked == [(4, 0, "9")]
    assert table.rows.index(4, 0).data() == "0.4"  # nobody has answered


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (-1.23456, "−1.235"), (5.7, "5.7"), (1234567.0, "1.235e+06"), (0.00012, "0.0001")],
)
def test_numbers_are_short_and_edited_in_full(table: EditableTable, value: float, shown: str) -> None:
    table.show_table(COLUMNS, np.array([[value, 1.0]]))
    index = table.rows.index(0, 0)
    assert index.data() == shown
    assert float(index.data(Qt.ItemDataRole.EditRole)) == value


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((4.0, -1.25, 0.0), ("4.00", "−1.25", "0.00")),
        ((4.0, -12.0, 0.0), ("4", "−12", "0")),
        ((0.1, 2.0004, 1065.5), ("0.1", "2.0", "1065.5")),
        ((1 / 3, 999999.0, -20.5), ("0.333", "999999.000", "−20.500")),
        ((0.5, 1e-9, 0.00012, -3e12), ("0.5", "1e−09", "0.0001", "−3e+12")),
    ],
)
def test_points_of_a_column_stand_in_one_line(table: EditableTable, values: tuple, shown: tuple) -> None:
    cells = np.column_stack([values, np.zeros(len(values))])
    table.show_table(COLUMNS, cells)
    assert tuple(table.rows.index(row, 0).data() for row in range(len(values))) == shown
    full = [float(table.rows.index(row, 0).data(Qt.ItemDataRole.EditRole)) for row in range(len(values))]
    assert full == list(values)
    for row, text in enumerate(shown):
        inside = table.visualRect(table.rows.index(row, 0)).width()
        assert QFontMetrics(table.font()).horizontalAdvance(text) <= inside - 2 * TEXT_MARGIN, text


def test_a_number_with_more_decimals_gives_them_to_its_whole_column(table: EditableTable) -> None:
    told = []
    table.rows.dataChanged.connect(lambda first, last: told.append((first.row(), last.row(), first.column())))
    values = rows(range(60))
    values[3, 0] = 0.0625
    table.show_table(COLUMNS, values)
    assert [table.rows.index(row, 0).data() for row in (3, 4)] == ["0.062", "0.400"]
    assert (0, 59, 0) in told
    table.show_table(COLUMNS, rows(range(60)))
    assert table.rows.index(4, 0).data() == "0.4"


@pytest.mark.parametrize("count", [9, 250, 4321])
def test_the_number_of_every_row_is_read_whole(table: EditableTable, count: int) -> None:
    """With more room on the left nothing more of it would be seen."""
    table.show_table(table.rows.columns, np.zeros((count, len(table.rows.columns))))
    table.choose([count - 1])
    side, pictures = table.verticalHeader(), []
    width = side.width()
    for room in (width, width + 30):
        side.setFixedWidth(room)
        QApplication.processEvents()
        picture = side.grab().toImage()
        pictures.append(picture.copy(room - width + 1, 0, width - 1, picture.height()))
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_edits_the_first_cell_where_none_is_the_present_one(table: EditableTable, key: Qt.Key) -> None:
    """Another table under the same hand has no present cell; Qt would say that there is nothing to edit."""
    table.setFocus()
    table.show_table(COLUMNS[:1], rows(range(3, 9))[:, :1])
    assert not table.currentIndex().isValid()
    QTest.keyClick(table, key)
    editor = table.viewport().findChild(QLineEdit, "some.table_editor")
    assert (editor.text(), editor.accessibleName()) == ("0.3", "x of row 1")


def test_in_an_empty_table_there_is_nothing_to_edit(table: EditableTable) -> None:
    table.setFocus()
    table.show_table(COLUMNS, rows(()))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert table.viewport().findChild(QLineEdit, "some.table_editor") is None
