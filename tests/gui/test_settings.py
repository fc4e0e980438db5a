"""What is remembered between two starts, in a process of its own each time."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from gui import settings
from gui.app import create_window

ROOT = Path(__file__).resolve().parents[2]

START = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from gui.app import create_application, create_window
from gui.appearance import appearance
from gui import settings
application = create_application()
window = create_window()
window.restore_layout()
window.show()
application.processEvents()
"""


@pytest.fixture
def start(tmp_path: Path) -> Callable[[str], str]:
    """Start the program, do something, close it; gives what was printed."""

    def run(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", f"{START}\n{code}\nwindow.close()"],
            cwd=ROOT,
            env=os.environ | {"XDG_CONFIG_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def test_theme_layout_and_values_are_remembered_with_their_types(start) -> None:
    start(
        "window.actions_by_key['theme_dark'].trigger(); window.panels['data'].close()\n"
        "settings.Setting('a/text', '').write('x'); settings.Setting('a/flag', False).write(True)\n"
        "settings.Setting('a/count', 0).write(7)"
    )
    remembered = start(
        "print(appearance().theme.key, window.panels['data'].isVisible(), window.panels['loss'].isVisible())\n"
        "print(settings.Setting('a/text', '').read(), settings.Setting('a/flag', False).read())\n"
        "print(settings.Setting('a/count', 0).read() + 1)"
    )
    assert remembered.split() == ["dark", "False", "True", "x", "True", "8"]


def test_layout_of_another_version_is_ignored(start) -> None:
    start("window.panels['data'].close(); settings.LAYOUT_VERSION = 0")
    assert start("print(window.panels['data'].isVisible())") == "True"


@pytest.mark.parametrize("junk", [b"", b"junk", bytes(100)], ids=["nothing", "junk", "zeros"])
def test_broken_layout_is_ignored(application, junk: bytes) -> None:
    settings.write_geometry(QByteArray(junk))
    settings.write_layout("play", {"play": settings.Layout(QByteArray(junk), ("data", "nothing"))})
    window = create_window()
    window.restore_layout()
    window.show()
    assert all(window.panels[key].isVisible() for key in ("data", "network", "output", "loss"))


def test_recent_files_are_those_that_are_still_there(application, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.bpl" for number in range(12)]
    for path in paths:
        path.touch()
        settings.remember_recent(path)
    settings.remember_recent(paths[5])
    recent = settings.recent_files()
    assert recent[:2] == [paths[5], paths[11]]
    assert len(recent) == len(set(recent)) == settings.MOST_RECENT
    paths[11].unlink()
    assert paths[11] not in settings.recent_files()
    QSettings().setValue("files/recent", [str(tmp_path / ("long" * 100)), str(paths[5])])
    assert settings.recent_files() == [paths[5]], "a name the system does not even look for"
