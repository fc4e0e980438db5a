"""Icons drawn on a grid of 24, tinted with the theme's text colour.

The files are strokes in black; only their transparency is kept and the theme's colour laid into it.
The logo "app" keeps its own colours.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from gui.appearance import THEMES, appearance

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
COLOURED = frozenset({"app"})

# In device pixels: the usual sizes of menus, tool bars and windows, each on plain and on double screens.
SIZES = (16, 20, 24, 32, 40, 48, 64)
LOGO_SIZES = (*SIZES, 128, 256)


def icon(name: str) -> QIcon:
    """The icon `resources/icons/<name>.svg` in the present theme; `set_icon` follows the theme, this does not."""
    return _icon(name, appearance().theme.key)


def set_icon(target: QAction | QAbstractButton, name: str) -> None:
    """Give a button or an action its icon, now and in every later theme; a second call replaces the first."""
    follower = target.findChild(_IconFollower, options=Qt.FindChildOption.FindDirectChildrenOnly)
    (follower or _IconFollower(target)).follow(name)


def icon_names() -> tuple[str, ...]:
    """Every name that `icon` takes."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


class _IconFollower(QObject):
    """A child of the button, so that it lives no longer than the button."""

    def __init__(self, target: QAction | QAbstractButton) -> None:
        super().__init__(target)
        self._target = target
        self._name = ""
        appearance().theme_changed.connect(self._refresh)

    def follow(self, name: str) -> None:
        self._name = name
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        self._target.setIcon(icon(self._name))


@cache
def _icon(name: str, theme_key: str) -> QIcon:
    path = FOLDER / f"{name}.svg"
    if not path.exists():
        raise ValueError(f"no icon is called {name!r}; there are {', '.join(icon_names())}")
    renderer = QSvgRenderer(str(path))
    result = QIcon()
    if name in COLOURED:
        for size in LOGO_SIZES:
            result.addPixmap(_rendered(renderer, size))
        return result
    for size in SIZES:
        _add_tinted(result, _rendered(renderer, size), theme_key)
    return result


def _add_tinted(result: QIcon, stencil: QPixmap, theme_key: str) -> None:
    theme = THEMES[theme_key]
    for colour, mode, state in (
        (theme.text, QIcon.Mode.Normal, QIcon.State.Off),
        (theme.accent, QIcon.Mode.Normal, QIcon.State.On),
        (theme.disabled, QIcon.Mode.Disabled, QIcon.State.Off),
        (theme.disabled, QIcon.Mode.Disabled, QIcon.State.On),
    ):
        result.addPixmap(_tinted(stencil, colour), mode, state)


def _rendered(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap


def _tinted(stencil: QPixmap, colour: str) -> QPixmap:
    pixmap = QPixmap(stencil)
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    return pixmap
