"""How many: a number, or all."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.widgets.whole_or_all import WholeOrAll

MOST = 100_000


@pytest.fixture
def field(show) -> WholeOrAll:
    number = WholeOrAll("training.batch_size", "Batch size", 1, MOST, "How many")
    number.show_count(250)
    number.show_value(10)
    show(number)
    return number


@pytest.mark.parametrize("word", ["all", "ALL", " all "])
def test_the_word_is_understood(field, heard, word: str) -> None:
    chosen = heard(field.chosen)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.lineEdit(), word)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert chosen == [MOST]
    assert field.text() == "all"


def test_stepping_beyond_what_there_is_leads_to_all_and_back(field) -> None:
    field.show_value(249)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "all"
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "all"
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.value() == 249


def test_one_is_the_least(field) -> None:
    field.show_value(1)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.value() == 1


def test_what_is_neither_is_taken_back_and_refused(field, heard) -> None:
    refused = heard(field.refused)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.lineEdit(), "al")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.text()) == (10, "10")
    assert refused == [f"Batch size: “al” is neither a whole number from 1 to {MOST} nor “all”."]
