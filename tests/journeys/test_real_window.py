"""The program itself on a real screen: its process, its window, its dialogs, clicked and typed into from outside."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton

from engine.experiment import Experiment
from engine.training import Trainer

TITLE = "Backprop Lab"
TIMEOUT = 30_000
MOST_STEPS = 200_000

pytestmark = pytest.mark.xwindow


@pytest.fixture
def real(real_screen, tmp_path: Path, qtbot) -> Iterator:
    """The program, running and in front."""
    missing = real_screen.missing_tools()
    if missing and not os.environ.get("CI"):
        pytest.skip(f"{', '.join(missing)} not installed")
    assert not missing, f"{', '.join(missing)} must be installed where CI is set"
    with real_screen.screen("1280x720") as display, real_screen.program(display, tmp_path) as program:
        qtbot.waitUntil(lambda: program.has_focus(TITLE), timeout=TIMEOUT)
        yield program
        assert "Traceback" not in (tmp_path / "stderr.txt").read_text()


def play_button(launch, size: tuple[int, int]) -> QPoint:
    """Where the button stands in a window of that size: asked of the same window off screen."""
    lab = launch()
    lab.window.resize(*size)
    button = lab.window.findChild(QAbstractButton, "training.play")
    return button.mapTo(lab.window, button.rect().center())


def export(real, qtbot, keys: str, title: str, name: str) -> Path:
    """Press the keys of an export and type a name into the dialog."""
    path = real.folder / name
    real.press(keys)
    qtbot.waitUntil(lambda: real.has_focus(title), timeout=TIMEOUT)
    real.type(name)
    real.press("Return")
    qtbot.waitUntil(lambda: path.exists() and not real.window(title), timeout=TIMEOUT)
    qtbot.waitUntil(lambda: real.has_focus(TITLE), timeout=TIMEOUT)
    return path


def exported_weights(real, qtbot, name: str) -> np.ndarray:
    """θ as it leaves the program: each layer's weights with the biases as last column."""
    with np.load(export(real, qtbot, "ctrl+e", "Export weights", name)) as file:
        layers = [np.column_stack((file[f"{n}.weight"], file[f"{n}.bias"])) for n in (0, 2, 4)]
    return np.concatenate([layer.ravel() for layer in layers])


def steps_to(weights: np.ndarray) -> Trainer:
    """A trainer of the first experiment at the step where it has these very weights."""
    trainer = Trainer.from_experiment(Experiment())
    for _ in range(MOST_STEPS):
        if np.array_equal(trainer.network.parameters, weights):
            return trainer
        trainer.step()
    raise AssertionError("no run of the first experiment comes by these weights")


def test_lesson_on_a_real_screen(real, launch, qtbot) -> None:
    window = real.window(TITLE)
    first = exported_weights(real, qtbot, "first.npz")
    assert np.array_equal(first, Experiment().make_network().parameters)

    spot = play_button(launch, real.size_of(window))
    real.click(window, spot.x(), spot.y())
    qtbot.waitUntil(lambda: "*" in real.name_of(window), timeout=TIMEOUT)  # there is something to save
    real.press("space")
    paused = exported_weights(real, qtbot, "paused.npz")
    assert not np.array_equal(paused, first)
    assert np.array_equal(exported_weights(real, qtbot, "still.npz"), paused)

    real.press("Right")
    trainer = steps_to(paused)
    trainer.step()
    assert np.array_equal(exported_weights(real, qtbot, "step.npz"), trainer.network.parameters)

    real.press("r")
    assert np.array_equal(exported_weights(real, qtbot, "reset.npz"), first)

    picture = QImage(str(export(real, qtbot, "ctrl+shift+e", "Export picture", "window.png")))
    assert (picture.width(), picture.height()) == real.size_of(window)

    real.press("ctrl+q")
    qtbot.waitUntil(lambda: real.process.poll() is not None, timeout=TIMEOUT)
    assert real.process.returncode == 0
