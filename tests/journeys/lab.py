"""The whole window as a person meets it: its pages, its menus, its keys, and the dialogs that ask."""

from pathlib import Path

import numpy as np
from journey_pages import (
    AnswersPage,
    DataPage,
    DockPage,
    FinderPage,
    LossPage,
    NetworkPage,
    OutputPage,
    TrainingPage,
    WindowPage,
    click_entry,
)
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from gui.dialogs.unsaved import Answer

LEFT = Qt.MouseButton.LeftButton


class FilesAnswer:
    """Stands for the person at a file dialog: gives the next place."""

    def __init__(self) -> None:
        self.place: Path | None = None
        self.titles: list[str] = []

    def ask_open(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        self.titles.append(title)
        return self.place

    def ask_save(self, parent: QWidget, title: str, kinds: str, suggested: str) -> Path | None:
        self.titles.append(title)
        return self.place


class UnsavedAnswer:
    """Stands for the person who is asked about unsaved work."""

    def __init__(self) -> None:
        self.answer = Answer.DISCARD
        self.asked: list[str] = []

    def ask(self, parent: QWidget, name: str) -> Answer:
        self.asked.append(name)
        return self.answer


class Lab:
    """The whole window."""

    def __init__(self, window: QWidget, files: FilesAnswer, unsaved: UnsavedAnswer) -> None:
        self.window = window
        self.session = window.session
        self.files = files
        self.unsaved = unsaved
        self.training = TrainingPage(window)
        self.data = DataPage(window)
        self.network = NetworkPage(window)
        self.output = OutputPage(window)
        self.loss = LossPage(window)
        self.answers = AnswersPage(window)
        self.finder = FinderPage(window)
        self.on_window = WindowPage(window)

    def dock(self, panel: str) -> DockPage:
        return DockPage(self.window, panel)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, to whatever has the keyboard."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def press_with(self, modifiers: str, key: Qt.Key) -> None:
        """A key with "ctrl", "shift" or "ctrl+shift"."""
        held = Qt.KeyboardModifier.NoModifier
        for name in modifiers.split("+"):
            held |= {
                "ctrl": Qt.KeyboardModifier.ControlModifier,
                "shift": Qt.KeyboardModifier.ShiftModifier,
            }[name]
        self.press(key, held)

    def menu(self, title: str, *path: str) -> None:
        """Click a menu open and click one of its entries, or of the menus in it; the mouse does not stay there."""
        bar = self.window.menuBar()
        entry = next(action for action in bar.actions() if plain(action.text()) == title)
        place = bar.actionGeometry(entry).center()
        QTest.mouseMove(bar, place)
        QTest.mouseClick(bar, LEFT, pos=place)
        menu: QMenu = entry.menu()
        for words in path:
            command = next(action for action in menu.actions() if plain(action.text()) == words)
            inner = command.menu()
            click_entry(menu, command)
            menu = inner or menu
        self.take_mouse_away()

    def take_mouse_away(self) -> None:
        """Out of the window, so that nothing under it lights up or has anything to say."""
        QCursor.setPos(-1000, -1000)
        QApplication.processEvents()

    @property
    def message(self) -> str:
        """The sentence across the window, "" while there is none."""
        bar = self.window.findChild(QWidget, "window.message")
        return self.window.findChild(QLabel, "window.message_text").text() if bar.isVisible() else ""

    @property
    def status(self) -> str:
        return self.window.statusBar().currentMessage()

    def picture(self, widget: QWidget | None = None) -> np.ndarray:
        """(height, width, 3) as it is on the screen."""
        image = (widget or self.window).grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
        pixels = np.frombuffer(image.constBits(), np.uint8)
        return pixels.reshape(image.height(), image.width(), 4)[..., :3].copy()


def plain(text: str) -> str:
    """An action's words without the mark of its key."""
    return text.replace("&", "")
