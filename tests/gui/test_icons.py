"""Icons are there, in the theme's ink, paler when disabled, sharp on double screens."""

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication, QToolButton

from gui.appearance import appearance
from gui.icons import COLOURED, icon, icon_names, set_icon

NAMES = (
    *("app", "play", "pause", "reset", "step", "step_epoch", "add", "remove", "open", "save", "export"),
    *("picture", "dice", "undo", "redo", "info", "warning", "close", "sun", "moon"),
)
TINTED = [name for name in NAMES if name not in COLOURED]


def pixels(icon_: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, ratio: float = 1.0) -> np.ndarray:
    """(24·ratio, 24·ratio, 4) RGBA."""
    pixmap = icon_.pixmap(QSize(24, 24), ratio, mode)
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()


def ink(drawn: np.ndarray) -> np.ndarray:
    """The colour of the fully covered pixels, (3,)."""
    return np.median(drawn[drawn[..., 3] > 250][:, :3], axis=0)


def rgb(colour: str) -> tuple[int, ...]:
    return QColor(colour).getRgb()[:3]


def test_every_icon_is_listed() -> None:
    assert set(NAMES) <= set(icon_names())


@pytest.mark.parametrize("name", NAMES)
def test_icon_is_drawn_within_its_frame(qapp: QApplication, name: str) -> None:
    drawn = pixels(icon(name))
    assert drawn.shape == (24, 24, 4)
    covered = (drawn[..., 3] > 60).mean()
    assert 0.02 < covered < 0.95
    if name in TINTED:
        rim = np.concatenate((drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1]))
        assert rim[:, 3].max() < 60


@pytest.mark.parametrize("name", ["play", "save", "dice"])
def test_ink_is_the_theme_s(qapp: QApplication, name: str) -> None:
    for key in ("light", "dark", "high_contrast"):
        appearance().set_theme(key)
        assert ink(pixels(icon(name))) == pytest.approx(rgb(appearance().theme.text), abs=2)


@pytest.mark.parametrize("key", ["light", "dark", "high_contrast"])
def test_disabled_icons_are_paler(qapp: QApplication, key: str) -> None:
    appearance().set_theme(key)
    ground = np.array(rgb(appearance().theme.surface))
    for name in TINTED:
        normal, disabled = (
            np.abs(ground - ink(pixels(icon(name), mode, ratio=2.0))).sum()
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
        )
        assert disabled < 0.6 * normal, name


def test_icon_is_drawn_anew_for_a_double_screen(qapp: QApplication) -> None:
    fine = pixels(icon("close"), ratio=2.0)
    assert fine.shape == (48, 48, 4)
    doubled = pixels(icon("close")).repeat(2, axis=0).repeat(2, axis=1)
    assert np.abs(fine.astype(int) - doubled).max() > 60  # a stretched picture would be the same


def test_icons_are_made_once_per_theme(qapp: QApplication) -> None:
    assert icon("play") is icon("play")
    light = icon("play")
    appearance().set_theme("dark")
    assert icon("play") is not light


def test_logo_keeps_its_colours(qapp: QApplication) -> None:
    before = pixels(icon("app"))
    appearance().set_theme("dark")
    assert np.array_equal(before, pixels(icon("app")))


def test_set_icon_follows_the_theme_and_may_be_replaced(qtbot) -> None:
    action, button = QAction(), QToolButton()
    qtbot.addWidget(button)
    for target in (action, button):
        set_icon(target, "play")
        set_icon(target, "pause")
        appearance().set_theme("dark")
        assert np.array_equal(pixels(target.icon()), pixels(icon("pause")))
        appearance().set_theme("light")
        assert np.array_equal(pixels(target.icon()), pixels(icon("pause")))
        assert len(target.children()) == 1


def test_icon_s_follower_dies_with_its_button(qtbot) -> None:
    button = QToolButton()
    set_icon(button, "play")
    shiboken6.delete(button)
    appearance().set_theme("dark")


def test_unknown_icon_is_named(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match=r"'rocket'.*play"):
        icon("rocket")
