"""The window of a journey: the real one, shown, with a person's answers in place of the dialogs."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from gui.app import create_application, create_window
from gui.dialogs import files, unsaved

SIZE = (1280, 720)


def _load(name: str) -> ModuleType:
    """A module beside this file: the tests are no package, so nothing else can import it."""
    spec = importlib.util.spec_from_file_location(f"journey_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # for those that are loaded after it
    spec.loader.exec_module(module)
    return module


_load("pages")
whole_window = _load("lab")
hands = _load("hands")
canvas_pages = _load("canvas_pages")
_load("restless_hands")


@pytest.fixture
def launch(qtbot, monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Start the program's window; again for a second start in the same test."""

    def start():
        create_application()
        places, unsaved_work = whole_window.FilesAnswer(), whole_window.UnsavedAnswer()
        monkeypatch.setattr(files, "service", places)
        monkeypatch.setattr(unsaved, "service", unsaved_work)
        window = create_window()
        window.restore_layout()
        window.resize(*SIZE)
        with qtbot.waitExposed(window):
            window.show()
        return whole_window.Lab(window, places, unsaved_work)

    return start


@pytest.fixture
def lab(launch: Callable):
    """The program as a person finds it at the first start."""
    return launch()


@pytest.fixture(params=("Mouse", "Keys"))
def hand(request: pytest.FixtureRequest, lab):
    """Somebody with a mouse, and then somebody without one, who do the same."""
    return getattr(hands, request.param)(lab)


@pytest.fixture
def keys(lab):
    """Somebody with the keyboard alone."""
    return hands.Keys(lab)


@pytest.fixture
def canvas(lab):
    """The picture of the network, under somebody's hands."""
    return canvas_pages.CanvasPage(lab)


@pytest.fixture
def wanderer() -> type:
    """Somebody who presses everything."""
    return _load("wanderer").Wanderer


@pytest.fixture
def real_screen() -> ModuleType:
    """A screen and a program on it, for journeys from outside."""
    return _load("real_screen")
