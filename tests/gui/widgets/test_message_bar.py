"""One sentence across the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMainWindow, QToolButton

from gui.appearance import THEMES, appearance
from gui.widgets.message_bar import MessageBar

LONG = "A sentence that goes on and on, " * 12 + "and comes to its end."


@pytest.fixture
def window(show) -> QMainWindow:
    return show(QLabel("content"))


@pytest.fixture
def bar(window) -> MessageBar:
    return MessageBar(window)


def test_it_is_silent_at_first(bar) -> None:
    assert not bar.isVisible()


def test_it_says_the_newest_sentence(bar) -> None:
    bar.say("First.")
    bar.say("Second.")
    assert bar.isVisible()
    assert bar.text == "Second."


def test_escape_closes_it_wherever_the_keyboard_is(bar, window) -> None:
    bar.say("Something.")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_cross_closes_it(bar) -> None:
    bar.say("Something.")
    QTest.mouseClick(bar.findChild(QToolButton, "window.message_close"), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


@pytest.mark.parametrize("sentence", ["Short.", LONG], ids=["short", "long"])
def test_whole_sentence_has_room_within_the_window(bar, window, sentence: str) -> None:
    bar.say(sentence)
    assert window.rect().contains(bar.geometry())
    label = bar.findChild(QLabel, "window.message_text")
    needed = label.heightForWidth(label.width())
    assert label.height() >= needed


def test_it_follows_the_theme(bar) -> None:
    bar.say("Something.")
    pictures = []
    for key in THEMES:
        appearance().set_theme(key)
        pictures.append(bar.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]
