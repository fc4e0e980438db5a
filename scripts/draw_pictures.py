"""Draw the window in the scenes of a lesson, at several sizes and in several themes, for the README and for looking.

    python scripts/draw_pictures.py [FOLDER] [SCENE …]

The folder is `out/pictures` unless another is given; without a scene all of them are drawn. Nothing is remembered
of it: the settings of a person are left alone.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QAbstractButton, QApplication

from engine.data.points import blank_sheet, with_points
from engine.network import LayerSpec
from engine.network.long_link import LongLink
from gui.app import create_application, create_window
from gui.appearance import appearance
from gui.main_window import MainWindow
from gui.presets import load_preset
from gui.session.own_points import change_points

SIZES = ((1280, 720), (1440, 900), (1920, 1080))
THEMES = ("light", "dark")
TURNS = 40
"""Of the event loop, until everything that is drawn a little later is drawn."""


def press(window: MainWindow, name: str) -> None:
    """Click a button."""
    window.findChild(QAbstractButton, name).click()


def train(window: MainWindow, epochs: int) -> None:
    """Train for whole epochs, each of them measured."""
    for _ in range(epochs):
        window.session.step_epoch()


def circle(window: MainWindow) -> None:
    """As the program is found at its start."""


def learned(window: MainWindow) -> None:
    """The circle after sixty epochs."""
    train(window, 60)


def spiral(window: MainWindow) -> None:
    """Solved."""
    train(window, 300)


def iris(window: MainWindow) -> None:
    """Three kinds over two of four measurements."""
    train(window, 100)


def digits(window: MainWindow) -> None:
    """An example on the sheet, recognised."""
    train(window, 30)
    press(window, "output.draw")
    press(window, "output.digit_next")


def drawn(window: MainWindow) -> None:
    """A face drawn by hand, and learned."""
    turn, smile = np.linspace(0.0, 2.0 * np.pi, 70), np.linspace(-2.0, 2.0, 45)
    shaken = np.random.default_rng(0).normal(0.0, 0.15, (115, 2))
    outline = np.column_stack((3.6 * np.cos(turn), 1.2 + 2.6 * np.sin(turn))) + shaken[:70]
    mouth = np.column_stack((smile, 0.4 * smile**2 - 0.6)) + shaken[70:]
    change_points(window.session, blank_sheet, "Clear")
    for points, target in ((outline, -1.0), (mouth, 1.0)):
        change_points(
            window.session,
            lambda own, points=points, target=target: with_points(own, points, np.array([target])),
            "Draw",
        )
    press(window, "output.draw")
    train(window, 600)


def squares(window: MainWindow) -> None:
    """A sine, and each error as a square."""
    train(window, 100)
    press(window, "output.squares")


def depth(window: MainWindow) -> None:
    """Hills and valleys learned, and the output as a surface in three dimensions."""
    train(window, 100)
    press(window, "output.in_3d")


def compared(window: MainWindow) -> None:
    """Three learning rates, each kept, in a table."""
    for rate in (0.003, 0.3, 0.1):
        design = window.session.experiment.with_learning_rate(rate)
        window.session.edit(design, "Change the learning rate")
        window.session.reset()
        train(window, 60)
        if rate != 0.1:
            press(window, "loss.keep")
    window.panels.bring("runs")


def linked(window: MainWindow) -> None:
    """Exclusive or with one hidden neuron: it takes links from the inputs to the output (Rumelhart et al. 1986)."""
    design = window.session.experiment.with_hidden((LayerSpec(1, "tanh"),))
    design = design.with_long_links((LongLink(2, 0, 0, 0), LongLink(2, 0, 0, 1)))
    window.session.edit(replace(design, seed=4), "Draw long links")
    window.session.advance(3000)


Scene = tuple[str, Callable[[MainWindow], None]]

SCENES: dict[str, Scene] = {
    "circle": ("circle", circle),
    "learned": ("circle", learned),
    "spiral": ("spiral", spiral),
    "iris": ("iris", iris),
    "digits": ("digits", digits),
    "drawn": ("circle", drawn),
    "squares": ("sine", squares),
    "depth": ("multi_gauss", depth),
    "compared": ("circle", compared),
    "linked": ("gate_xor", linked),
}
"""The preset each begins with, and what is done to it."""


def draw(name: str, folder: Path) -> None:
    """One scene at every size in every theme, in a window as it is found at its first start."""
    preset, play = SCENES[name]
    appearance().set_theme("light")
    window = create_window(load_preset(preset))
    window.show()
    play(window)
    for theme in THEMES:
        appearance().set_theme(theme)
        for width, height in SIZES:
            window.resize(width, height)
            for _ in range(TURNS):
                QApplication.processEvents()
            window.grab().save(str(folder / f"{name}-{width}x{height}-{theme}.png"))
    window.hide()


def main(arguments: list[str]) -> None:
    """Draw what was asked for."""
    create_application()
    folder = Path(arguments[0] if arguments else ROOT / "out" / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    for name in arguments[1:] or SCENES:
        with TemporaryDirectory() as remembered:
            for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
                QSettings.setPath(form, QSettings.Scope.UserScope, remembered)
            draw(name, folder)
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
