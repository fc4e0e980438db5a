"""A whole number: typed, or moved by its arrows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
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


BAD = ("abc", "", "-1", "1", "1001", "99999", "0,5", "20.5", "1e400", "nan", "inf", "1_00", "2/0")


@pytest.mark.parametrize("text", BAD)
def test_what_does_not_fit_is_refused_in_one_sentence_and_never_taken_for_another(field, heard, text) -> None:
    chosen, refused = heard(field.chosen), heard(field.refused)
    type_in(field, text)
    if not text:
        QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert chosen == []
    assert refused == [f"Examples: “{text}” is no whole number from 2 to 1000."]
    assert (field.text(), field.value()) == ("500", 500)


def test_what_does_not_fit_is_refused_once_when_the_field_is_left(field, other, heard) -> None:
    chosen, refused = heard(field.chosen), heard(field.refused)
    type_in(field, "0,5")
    other.setFocus()
    assert chosen == []
    assert len(refused) == 1
    assert field.text() == "500"


@pytest.mark.parametrize("step", [Qt.Key.Key_Up, Qt.Key.Key_Down])
def test_steps_from_what_does_not_fit_go_nowhere_else(field, heard, step) -> None:
    refused = heard(field.refused)
    type_in(field, "abc")
    QTest.keyClick(field, step)
    assert len(refused) == 1
    assert field.value() in (450, 500, 550)
    assert field.text() == str(field.value())


def test_escape_takes_back_what_does_not_fit_without_a_word(field, other, heard) -> None:
    refused = heard(field.refused)
    type_in(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "500"
    other.setFocus()
    assert refused == []


@pytest.mark.parametrize(("text", "number"), [("120.0", 120), ("1e2", 100), (" 70 ", 70), ("120/2", 60)])
def test_a_whole_number_in_any_spelling(field, heard, text: str, number: int) -> None:
    chosen = heard(field.chosen)
    type_in(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert chosen == [number]
    assert field.text() == str(number)


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


def test_space_is_left_to_the_commands(field) -> None:
    played = []
    QShortcut(QKeySequence("Space"), field.window(), lambda: played.append(True))
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert played == [True]
    type_in(field, "12")
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert played == [True, True]
    assert field.lineEdit().text() == "12"
