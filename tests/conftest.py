"""What every test stands on: one look of the machine, and an application left as it was found.

The environment is set before Qt or NumPy is imported, because both read it once.
"""

import importlib.util
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["LANG"] = os.environ["LC_ALL"] = "C.UTF-8"

import pytest
from hypothesis import HealthCheck, settings

# A machine that has other things to do as well is slow, which says nothing of what is tested.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

QT_FIXTURES = frozenset({"qtbot", "qapp", "qtmodeltester"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if QT_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("gui")


@pytest.fixture(autouse=True)
def _tidy_application(request: pytest.FixtureRequest) -> Iterator[None]:
    """Settings and files of their own for a test of the window; afterwards no widget is left."""
    if request.node.get_closest_marker("gui") is None:
        yield
        return
    _isolate_settings(request.getfixturevalue("tmp_path"), request.getfixturevalue("monkeypatch"))
    request.getfixturevalue("qapp")
    _park_mouse()
    yield
    _let_go_of_the_mouse()
    _tidy()


PATIENCE_MS = 60_000
"""So long a test waits for what must come, where it does not say how soon: machines are slow and have other work."""

HELD: list[object] = []
"""The widgets of the running test: one that nobody holds may be collected while it is painted, which crashes."""


@pytest.fixture
def qtbot(qtbot):
    """pytest-qt's own, which knows its widgets only weakly; here they live until the test is tidied up.

    It is more patient, too.
    """
    add = qtbot.addWidget

    def add_and_hold(widget, **options) -> None:
        HELD.append(widget)
        add(widget, **options)

    qtbot.addWidget = add_and_hold
    qtbot.waitUntil = partial(qtbot.waitUntil, timeout=PATIENCE_MS)
    qtbot.waitSignal = partial(qtbot.waitSignal, timeout=PATIENCE_MS)
    return qtbot


@pytest.fixture
def even_time(qapp, monkeypatch: pytest.MonkeyPatch):
    """A time that passes alike on every machine; to be asked for before what goes by it is made."""
    # The tests are no package, so nothing else can import what lies beside this file.
    spec = importlib.util.spec_from_file_location("even_time", Path(__file__).with_name("even_time.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.lay_even_time(monkeypatch)


def _isolate_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtCore import QSettings, QStandardPaths

    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(folder / variable.lower()))
    # Where the variables above are unknown, Qt's own test mode keeps away from the person's files.
    QStandardPaths.setTestModeEnabled(not sys.platform.startswith("linux"))
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(folder / "settings"))


def _park_mouse() -> None:
    """Where no window will be: one that opens under the mouse of the last test is told that it was entered."""
    from PySide6.QtGui import QCursor

    QCursor.setPos(-1000, -1000)


def _let_go_of_the_mouse() -> None:
    """A button that a test pressed and never let go would be held in every click of the tests after it."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    nothing = QWidget()
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        QTest.mouseRelease(nothing, button)


def _tidy() -> None:
    """Delete what is left while the application lives: in the order of the garbage collector it may crash."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication, QMenu, QWidget

    for widget in QApplication.topLevelWidgets():
        widget.close()
    if "gui.app" in sys.modules:
        sys.modules["gui.app"].take_plots_down()
    # First the windows, then what is left: a plot uses its hidden menus and their pages to its very end.
    for is_leftover in (False, True):
        for widget in QApplication.topLevelWidgets():
            is_part = type(widget) in (QMenu, QWidget) and widget.windowHandle() is None
            if widget.parent() is None and is_part == is_leftover:
                widget.deleteLater()
        _deliver_deletions()
    HELD.clear()
    QCoreApplication.processEvents()
    worn = sys.modules.get("gui.appearance")
    if worn is not None:
        worn.appearance().set_theme("light")


def _deliver_deletions() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
