"""Icons drawn on a grid of 24, tinted with the theme's text colour.

The files are strokes in black; only their transparency is kept and the theme's colour laid into it.
The logo "app" keeps its own colours.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from gui.appearance import THEMES, Theme, appearance

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
COLOURED = frozenset({"app"})


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
    return QIcon(_Drawing(path, None if name in COLOURED else THEMES[theme_key]))


class _Drawing(QIconEngine):
    """Draws an icon in the size and state it is asked for, when it is asked: at the start few are seen."""

    def __init__(self, path: Path, theme: Theme | None) -> None:
        super().__init__()
        self._path, self._theme = path, theme
        self._drawn: dict[tuple[int, int, QIcon.Mode, QIcon.State], QPixmap] = {}

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        size = rect.size() * painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.pixmap(size, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        key = (size.width(), size.height(), mode, state)
        if key not in self._drawn:
            self._drawn[key] = _rendered(self._path, size, self._colour(mode, state))
        return self._drawn[key]

    def clone(self) -> QIconEngine:
        copy = _Drawing(self._path, self._theme)
        _CLONES.append(copy)
        return copy

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str | None:
        if self._theme is None:
            return None
        if mode is QIcon.Mode.Disabled:
            return self._theme.disabled
        return self._theme.accent if state is QIcon.State.On else self._theme.text


_CLONES: list[_Drawing] = []
"""Qt owns a copy it asks for, but knows nothing of its Python half."""


def _rendered(path: Path, size: QSize, colour: str | None) -> QPixmap:
    """The drawing, in its own colours or as a stencil for one."""
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(str(path)).render(painter)
    if colour is not None:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    return pixmap
