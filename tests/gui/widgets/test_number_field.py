"""A field for a number: what a person types in it, what becomes of it, and who has the keyboard afterwards."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.widgets.number_field import NumberField


@pytest.fixture
def other(application) -> QLineEdit:
    return QLineEdit()


@pytest.fixture
def field(show, other) -> NumberField:
    field = NumberField("network.value", "Value", "What it weighs")
    field.show_value(0.25)
    show(field, other)
    field.setFocus()
    field.selectAll()
    return field


def accept(field: NumberField) -> None:
    """Answer as a panel does whose session takes every number."""
    field.chosen.connect(field.show_value)


def test_a_number_that_is_taken_stays(field, heard) -> None:
    accept(field)
    chosen = heard(field.chosen)
    QTest.keyClicks(field, "-1/4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (chosen, field.text()) == ([-0.25], "-0.25")


def test_a_number_that_nobody_takes_gives_way_to_the_old_one(field, other, heard) -> None:
    chosen = heard(field.chosen)
    QTest.keyClicks(field, "inf")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (chosen, field.text()) == ([float("inf")], "0.25")
    other.setFocus()
    field.setFocus()
    QTest.keyClicks(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "0.25", "what was refused comes back with nothing that is refused later"
    assert len(chosen) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
def test_enter_and_escape_leave_the_field_and_say_so_once(field, heard, key: Qt.Key) -> None:
    left = heard(field.left)
    QTest.keyClicks(field, "3")
    QTest.keyClick(field, key)
    assert len(left) == 1
    assert not field.hasFocus()


def test_a_shown_number_waits_while_another_is_typed(field, heard) -> None:
    accept(field)
    chosen = heard(field.chosen)
    QTest.keyClicks(field, "0.5")
    field.show_value(-7.0)
    assert field.text() == "0.5"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), chosen) == ("-7", [])


def test_the_number_that_stood_there_can_be_typed_after_it_has_moved_on(field, heard) -> None:
    accept(field)
    chosen = heard(field.chosen)
    QTest.keyClicks(field, "0.25")
    field.show_value(-7.0)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), chosen) == ("0.25", [0.25])


def test_an_untouched_field_follows_what_is_shown_and_typing_still_replaces_it(field) -> None:
    for value in (1.5, -0.0625, 12.0):
        field.show_value(value)
        assert field.selectedText() == field.text() == f"{value:g}"
    QTest.keyClicks(field, "3")
    assert field.text() == "3"


def test_typing_the_same_number_leaves_the_field_untouched(field, other) -> None:
    QTest.keyClicks(field, "0.25")
    other.setFocus()
    field.show_value(2.0)
    assert field.text() == "2"


def test_undo_is_the_fields_own_only_where_something_was_typed(field) -> None:
    undone = []
    action = QAction("Undo", field.window())
    action.setShortcut("Ctrl+Z")
    action.triggered.connect(lambda: undone.append(field.text()))
    field.window().addAction(action)
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == []
    QTest.keyClick(field, Qt.Key.Key_Escape)
    field.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["0.25"]
