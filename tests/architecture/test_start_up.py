"""What is loaded when: the engine without Qt, the session without widgets, the window without heavy libraries."""

import json

import pytest

LOADED = "import sys, json; print(json.dumps(sorted(sys.modules)))"

ALL_OF = """
import importlib, pkgutil, {package}
for found in pkgutil.walk_packages({package}.__path__, "{package}."):
    importlib.import_module(found.name)
"""

WINDOW = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from gui.app import create_application, create_window
application = create_application()
window = create_window()
window.show()
application.processEvents()
window.session.step()
"""


@pytest.fixture
def loaded_by(in_child):
    """The names of all modules that a piece of code loads."""

    def names(code: str) -> set[str]:
        done = in_child(f"{code}\n{LOADED}")
        assert done.returncode == 0, done.stderr
        return set(json.loads(done.stdout.splitlines()[-1]))

    return names


def roots(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def test_all_of_the_engine_loads_no_qt_and_no_format_library(loaded_by) -> None:
    loaded = roots(loaded_by(ALL_OF.format(package="engine")))
    assert {"engine", "numpy"} <= loaded
    assert not loaded & {"PySide6", "shiboken6", "pyqtgraph", "gui"}
    assert not loaded & {"pandas", "onnx", "PIL", "safetensors", "openpyxl", "rich"}


def test_session_loads_no_widgets(loaded_by) -> None:
    loaded = loaded_by(ALL_OF.format(package="gui.session"))
    assert "PySide6.QtCore" in loaded
    assert not loaded & {"PySide6.QtWidgets", "pyqtgraph", "gui.appearance"}


def test_window_loads_nothing_heavy(loaded_by) -> None:
    loaded = roots(loaded_by(WINDOW))
    assert {"PySide6", "pyqtgraph"} <= loaded
    assert not loaded & {"pandas", "onnx", "PIL", "rich", "openpyxl", "safetensors", "scipy", "matplotlib"}


def test_terminal_help_loads_nothing_but_itself(in_child) -> None:
    done = in_child(
        "import sys, main\n"
        "try: main.main(['--help'])\n"
        "except SystemExit as done: assert done.code == 0\n"
        "assert not {'numpy', 'PySide6', 'rich'} & set(sys.modules)"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage: main.py")
