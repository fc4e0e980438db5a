"""The window of a journey: the real one, shown, with a person's answers in place of the dialogs."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from gui.app import create_application, create_window
from gui.dialogs import files, unsaved

SIZE = (1280, 720)


def _load_pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("journey_pages", Path(__file__).with_name("pages.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pages = _load_pages()


@pytest.fixture
def launch(qtbot, monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Start the program's window; again for a second start in the same test."""

    def start():
        create_application()
        places, unsaved_work = pages.FilesAnswer(), pages.UnsavedAnswer()
        monkeypatch.setattr(files, "service", places)
        monkeypatch.setattr(unsaved, "service", unsaved_work)
        window = create_window()
        window.restore_layout()
        window.resize(*SIZE)
        with qtbot.waitExposed(window):
            window.show()
        return pages.Lab(window, places, unsaved_work)

    return start


@pytest.fixture
def lab(launch: Callable):
    """The program as a person finds it at the first start."""
    return launch()
