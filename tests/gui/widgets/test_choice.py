"""A list that shows words and stores keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.widgets.choice import Choice


@pytest.fixture
def choice(show) -> Choice:
    box = Choice("training.optimizer", "The rule")
    box.offer(("sgd", "adam", "adamw"), str.upper)
    box.show_key("adam")
    show(box)
    return box


def test_words_are_shown_keys_are_stored(choice) -> None:
    assert choice.currentText() == "ADAM"
    assert choice.key == "adam"


def test_key_that_is_chosen_is_announced(choice, heard) -> None:
    chosen = heard(choice.chosen)
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(choice, Qt.Key.Key_Up)
    assert chosen == ["adamw", "adam"]


def test_choosing_what_is_shown_says_nothing(choice, heard) -> None:
    """Who opens the list and takes the same again wants no edit."""
    chosen = heard(choice.chosen)
    choice.activated.emit(1)
    assert chosen == []


def test_showing_a_key_announces_nothing(choice, heard) -> None:
    chosen = heard(choice.chosen)
    choice.show_key("sgd")
    assert choice.key == "sgd"
    assert chosen == []


def test_no_key_shows_the_placeholder(choice, heard) -> None:
    chosen = heard(choice.chosen)
    choice.show_key(None)
    assert choice.key is None
    choice.activated.emit(0)
    assert chosen == ["sgd"]
