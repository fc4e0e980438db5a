"""Starting the application: Qt, look, window."""

import atexit
import faulthandler
import os
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")  # pyqtgraph would try PyQt6 first

import PySide6
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication, QGraphicsView

from engine.errors import BackpropLabError, SpecError
from engine.experiment import Experiment
from gui import settings
from gui.appearance import appearance
from gui.main_window import MainWindow
from gui.session import Session
from gui.widgets.own_keys import OwnKeys

TITLE, FRAME = 32, 8
"""About what a window manager adds above and beside a window, in pixels."""

BROKEN_QT = (6, 12)
"""PySide6 6.12.0 drops a reference to None on every call under Python 3.10 and 3.11, and soon aborts."""


def create_application(argv: Sequence[str] = ()) -> QApplication:
    """The one QApplication, made at the first call, with names, font and theme in place."""
    check_versions(PySide6.__version_info__[:2], sys.version_info[:2])
    existing = QApplication.instance()
    application = (
        existing if isinstance(existing, QApplication) else QApplication(list(argv) or ["backprop-lab"])
    )
    if application.findChild(OwnKeys) is None:
        OwnKeys(application)
        atexit.register(take_down)
    QCoreApplication.setOrganizationName("Backprop Lab")
    QCoreApplication.setApplicationName("Backprop Lab")
    QLocale.setDefault(QLocale.system())
    try:
        appearance().set_theme(str(settings.THEME.read()))
    except SpecError:
        appearance().set_theme("light")
    return application


def create_window(experiment: Experiment | None = None) -> MainWindow:
    """A window on an experiment, the first one by default; not shown yet."""
    return MainWindow(Session(experiment))


def run_window(argv: Sequence[str], project: Path | None = None) -> int:
    """Show the window until it is closed; gives the exit code."""
    faulthandler.enable()
    application = create_application(argv)
    window = open_window(project)
    code = application.exec()
    del window  # kept until now: nobody else holds it
    return code


def open_window(project: Path | None = None) -> MainWindow:
    """The window as a person meets it, shown; with a `project` opened in it, or a word why that cannot be."""
    window = create_window()
    window.asks_before_closing = True
    window.restore_layout()
    show_fitting(window)
    if project is not None:
        window.work.open_path(project.absolute())
    return window


def show_fitting(window: MainWindow) -> None:
    """Show the window; where it would not fit the screen with its frame, as large as the screen."""
    room = window.screen().availableGeometry().size()
    if window.width() + FRAME > room.width() or window.height() + TITLE > room.height():
        window.showMaximized()
    else:
        window.show()


def take_down() -> None:
    """Delete all windows while Python is still whole; at its very end they would fall in any order, and crash."""
    for widget in QApplication.topLevelWidgets():
        widget.hide()
    take_plots_down()
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def take_plots_down() -> None:
    """Delete every plot by itself: as a part of a falling window its items may die before what lays them out."""
    for view in [widget for widget in QApplication.allWidgets() if isinstance(widget, QGraphicsView)]:
        view.setParent(None)
        shiboken6.delete(view)


def check_versions(qt: tuple[int, ...], python: tuple[int, ...]) -> None:
    """Refuse the one combination that is known to crash within seconds."""
    if qt == BROKEN_QT and python < (3, 12):
        raise BackpropLabError(
            "PySide6 6.12 crashes on Python 3.11; install PySide6-Essentials below 6.12 or use Python 3.12."
        )
