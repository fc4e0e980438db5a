"""A listing with its present line."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.appearance import appearance
from gui.widgets.code_lines import CodeLines

LINES = [f"x{number} = {number}" for number in range(60)]


@pytest.fixture
def code(qtbot) -> CodeLines:
    code = CodeLines("matrices.code")
    qtbot.addWidget(code)
    code.resize(360, 240)
    with qtbot.waitExposed(code):
        code.show()
    return code


def test_the_present_line_is_marked_and_in_view(code: CodeLines) -> None:
    for present in (2, 45, 0):
        code.show_lines(LINES, present, "(2, 1)")
        rect = code.present_rect()
        assert 0 <= rect.top() < rect.bottom() <= code.viewport().height() + 1
        assert code.present_text == f"x{present} = {present}  # (2, 1)"
        assert code.accessibleDescription() == code.present_text
        assert [each.cursor.blockNumber() for each in code.extraSelections()] == [present]


@pytest.mark.parametrize("key", ["light", "dark", "high_contrast"])
def test_the_mark_is_a_tint_in_every_theme(code: CodeLines, key: str) -> None:
    code.show_lines(LINES, 3)
    appearance().set_theme(key)
    marked = code.extraSelections()[0]
    assert marked.format.background().color() == QColor(appearance().theme.selected)


def test_the_listing_can_be_copied_without_its_note(code: CodeLines) -> None:
    code.show_lines(LINES[:3], 1, "(4,)")
    assert code.listing() == "x0 = 0\nx1 = 1\nx2 = 2"


def test_lines_are_selected_by_keys_and_not_changed(code: CodeLines) -> None:
    code.show_lines(LINES[:3], 0)
    code.setFocus()
    QTest.keyClicks(code, "abc")
    assert code.toPlainText() == "x0 = 0\nx1 = 1\nx2 = 2"
    QTest.keyClick(code, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(code, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "x0 = 0\nx1 = 1\nx2 = 2"


def test_nothing_is_marked_where_nothing_is_present(code: CodeLines) -> None:
    code.show_lines(LINES, 3)
    code.show_lines(LINES, None)
    assert code.extraSelections() == []
    assert code.present_text == ""
