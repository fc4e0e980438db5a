"""PySide6 6.12 drops a reference to None on every call that returns nothing, under Python before 3.12, and aborts."""

import re
import sys
import tomllib
from pathlib import Path

import PySide6
import pytest

from engine.errors import BackpropLabError
from gui.app import check_versions

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"

CALLS = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Bell(QObject):
    rung = Signal()

application = QApplication([])
label, bell = QLabel(), Bell()
bell.rung.connect(lambda: None)
before = sys.getrefcount(None)
for _ in range(20_000):
    label.update()
for _ in range(5_000):
    bell.rung.emit()
print(before - sys.getrefcount(None))
"""


def test_the_project_keeps_below_6_12() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    bound = next(text for text in project["dependencies"] if text.startswith("PySide6"))
    assert bound == "PySide6-Essentials>=6.10.3,<6.12"
    assert re.fullmatch(r">=3\.11", project["requires-python"])


def test_what_is_installed_is_within_the_bound() -> None:
    assert (6, 10, 3) <= tuple(PySide6.__version_info__[:3]) < (6, 12)


def test_twenty_thousand_calls_leave_none_alone(in_child) -> None:
    done = in_child(CALLS)
    assert done.returncode == 0, done.stderr
    if sys.version_info < (3, 12):  # later, None is immortal
        assert int(done.stdout) < 100


@pytest.mark.parametrize("python", [(3, 10), (3, 11)])
def test_start_refuses_the_combination_that_crashes(python: tuple[int, int]) -> None:
    with pytest.raises(BackpropLabError, match=r"below 6\.12 or use Python 3.12"):
        check_versions((6, 12), python)


@pytest.mark.parametrize(("qt", "python"), [((6, 11), (3, 11)), ((6, 12), (3, 12)), ((6, 13), (3, 13))])
def test_start_takes_what_works(qt: tuple[int, int], python: tuple[int, int]) -> None:
    check_versions(qt, python)
