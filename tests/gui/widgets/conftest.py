"""A widget on the screen, with the program's own key filter in place."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from gui.app import create_application


@pytest.fixture
def show(qtbot) -> Callable[..., QMainWindow]:
    """Show widgets one above the other in a window that has the keyboard."""

    windows: list[QMainWindow] = []  # qtbot holds no window alive

    def shown(*widgets: QWidget) -> QMainWindow:
        create_application()
        window, content = QMainWindow(), QWidget()
        windows.append(window)
        column = QVBoxLayout(content)
        for widget in widgets:
            column.addWidget(widget)
        window.setCentralWidget(content)
        qtbot.addWidget(window)
        window.resize(400, 300)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return shown


@pytest.fixture
def heard() -> Callable[..., list]:
    """`heard(signal)`: a list that grows with all the signal says."""

    def listen(signal) -> list:
        said: list = []
        signal.connect(lambda *words: said.append(words[0] if words else None))
        return said

    return listen
