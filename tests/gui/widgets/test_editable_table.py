"""The table that is typed into: rows come and go, and those nobody touched stay chosen and in place."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.widgets.editable_table import EditableColumn, EditableTable

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
    assert [table.rows.index(row, 0).data() for row in table.chosen] == ["3", "3.1", "5"]


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
