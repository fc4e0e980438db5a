"""The banner makes room for itself at the very top of its window, and gives it back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMainWindow

from gui.app import create_application
from gui.appearance import THEMES, appearance
from gui.widgets.banner import Banner


@pytest.fixture
def window(qtbot) -> QMainWindow:
    create_application()
    window = QMainWindow()
    qtbot.addWidget(window)
    window.menuBar().addMenu("File")
    window.setCentralWidget(QLabel("below"))
    window.resize(700, 300)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def banner(window: QMainWindow) -> Banner:
    return Banner(window, "window.flag", "Nothing is as usual", "Leave", "Back to what is usual")


def test_nothing_is_covered_and_nothing_stays(window: QMainWindow, banner: Banner, qtbot) -> None:
    menu = window.menuBar().geometry()
    banner.raise_flag(True)
    qtbot.waitUntil(lambda: window.menuBar().y() >= banner.height())
    assert banner.isVisible()
    assert banner.geometry().top() == 0
    assert banner.width() == window.width()
    banner.raise_flag(False)
    qtbot.waitUntil(lambda: window.menuBar().geometry() == menu)
    assert not banner.isVisible()


def test_it_is_as_wide_as_the_window(window: QMainWindow, banner: Banner, qtbot) -> None:
    banner.raise_flag(True)
    window.resize(900, 300)
    qtbot.waitUntil(lambda: banner.width() == 900)


def test_leave_is_announced_by_mouse_and_by_key(window: QMainWindow, banner: Banner, qtbot) -> None:
    banner.raise_flag(True)
    with qtbot.waitSignal(banner.left):
        QTest.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    banner.button.setFocus()
    with qtbot.waitSignal(banner.left):
        QTest.keyClick(banner.button, Qt.Key.Key_Space)


@pytest.mark.parametrize("key", list(THEMES))
def test_it_stands_out_in_every_theme(window: QMainWindow, banner: Banner, key: str) -> None:
    banner.raise_flag(True)
    appearance().set_theme(key)
    image = window.grab().toImage()
    stripes = {image.pixelColor(x, 12).name() for x in range(40)}
    assert appearance().theme.warning in stripes
    ground = image.pixelColor(image.width() // 2, 1).name()
    assert ground not in (appearance().theme.window, appearance().theme.surface)
