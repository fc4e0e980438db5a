"""A number picked or typed: committed on Enter or on leaving, taken back by Esc, refused with a sentence."""

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.widgets.number_choice import NumberChoice

VALUES = (0.01, 0.03, 0.1)


@pytest.fixture
def other(application) -> QLineEdit:
    return QLineEdit()


@pytest.fixture
def field(show, other) -> NumberChoice:
    choice = NumberChoice("training.rate", "Rate", VALUES, "How fast")
    choice.show_value(0.03)
    show(choice, other)
    return choice


def type_in(field: NumberChoice, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    if end is not None:
        QTest.keyClick(field, end)


@pytest.mark.parametrize(
    ("text", "value"), [("0.5", 0.5), ("0,5", 0.5), ("1e-3", 0.001), ("-2", -2.0), ("7", 7.0)]
)
def test_enter_commits_what_was_typed(field, heard, text: str, value: float) -> None:
    chosen = heard(field.chosen)
    type_in(field, text)
    assert chosen == [value]


def test_enter_gives_the_keyboard_back(field) -> None:
    type_in(field, "0.5")
    assert not field.hasFocus()


def test_leaving_commits(field, other, heard) -> None:
    chosen = heard(field.chosen)
    type_in(field, "0.5", end=None)
    other.setFocus()
    assert chosen == [0.5]


def test_leaving_untouched_says_nothing(field, other, heard) -> None:
    chosen, refused = heard(field.chosen), heard(field.refused)
    field.setFocus()
    other.setFocus()
    assert (chosen, refused) == ([], [])


def test_same_number_in_another_spelling_says_nothing(field, heard) -> None:
    chosen = heard(field.chosen)
    type_in(field, "0.030")
    assert chosen == []
    assert field.currentText() == "0.03"


def test_escape_takes_back(field, other, heard) -> None:
    chosen, refused = heard(field.chosen), heard(field.refused)
    type_in(field, "abc", end=Qt.Key.Key_Escape)
    assert field.currentText() == "0.03"
    other.setFocus()
    assert (chosen, refused) == ([], [])


@pytest.mark.parametrize("text", ["abc", "0.0.3", "1,2,3", "1_0", "--1", "0x10", "1/0"])
def test_what_is_no_number_is_refused_in_a_sentence(field, heard, is_one_sentence, text: str) -> None:
    chosen, refused = heard(field.chosen), heard(field.refused)
    type_in(field, text)
    assert chosen == []
    assert len(refused) == 1
    assert is_one_sentence(refused[0])
    assert text in refused[0]
    assert "Rate" in refused[0]
    assert field.currentText() == "0.03"


def test_nothing_at_all_is_refused(field, heard) -> None:
    refused = heard(field.refused)
    type_in(field, "", end=Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(refused) == 1
    assert field.currentText() == "0.03"


def test_arrow_keys_go_through_the_list(field, heard) -> None:
    chosen = heard(field.chosen)
    field.setFocus()
    field.setCurrentIndex(VALUES.index(0.03))
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert chosen == [0.1]


def test_number_is_picked_from_the_list(field, heard) -> None:
    chosen = heard(field.chosen)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(field.width() - 8, field.height() // 2))
    view = field.view()
    assert view.isVisible()
    place = view.visualRect(field.model().index(0, 0)).center()
    QTest.mouseMove(view.viewport(), place - QPoint(3, 0))
    QTest.mouseMove(view.viewport(), place)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [0.01]
    assert not field.hasFocus()


def test_typing_completes_nothing(field) -> None:
    """0.01 must not be offered to somebody who types 0.0."""
    type_in(field, "0.0", end=None)
    assert field.currentText() == "0.0"
    assert QApplication.activePopupWidget() is None


def test_showing_a_value_announces_nothing(field, heard) -> None:
    chosen = heard(field.chosen)
    field.show_value(10.0)
    assert field.currentText() == "10"
    assert chosen == []


def test_decimal_comma_is_shown_where_it_is_used(field, heard) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    try:
        field.show_value(0.25)
        assert field.currentText() == "0,25"
        chosen = heard(field.chosen)
        type_in(field, "0,5")
        assert chosen == [0.5]
    finally:
        QLocale.setDefault(before)
