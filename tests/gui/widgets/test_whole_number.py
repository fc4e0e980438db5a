"""A whole number: typed, or moved by its arrows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from gui.widgets.whole_number import WholeNumber


@pytest.fixture
def other(application) -> QLineEdit:
    return QLineEdit()


@pytest.fixture
def field(show, other) -> WholeNumber:
    number = WholeNumber("data.samples", "Examples", 2, 1000, 50, "How many")
    number.show_value(500)
    show(number, other)
    return number


def type_in(field: WholeNumber, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)


def test_number_is_announced_when_it_is_whole_not_while_typing(field, heard) -> None:
    chosen = heard(field.chosen)
    type_in(field, "120")
    assert chosen == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert chosen == [120]
    assert not field.hasFocus()


def test_leaving_commits(field, other, heard) -> None:
    chosen = heard(field.chosen)
    type_in(field, "70")
    other.setFocus()
    assert chosen == [70]


def test_escape_takes_back(field, other, heard) -> None:
    chosen = heard(field.chosen)
    type_in(field, "70")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "500"
    other.setFocus()
    assert chosen == []


def test_arrows_move_by_the_step(field, heard) -> None:
    chosen = heard(field.chosen)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert chosen == [550, 500]


@pytest.mark.parametrize("text", ["abc", "-", "99999"])
def test_what_does_not_fit_cannot_be_typed(field, heard, text: str) -> None:
    chosen = heard(field.chosen)
    type_in(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert all(2 <= value <= 1000 for value in chosen)
    assert 2 <= field.value() <= 1000


def test_showing_a_value_announces_nothing(field, heard) -> None:
    chosen = heard(field.chosen)
    field.show_value(20)
    assert field.value() == 20
    assert chosen == []


def test_a_burst_of_steps_ends_when_the_field_is_left(field, other, heard) -> None:
    ended = heard(field.gesture_ended)
    field.setFocus()
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert len(ended) == 0
    other.setFocus()
    assert len(ended) == 1
