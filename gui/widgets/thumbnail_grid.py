"""A grid of small pictures, one of which is chosen: by a click, or by the arrow keys once Tab has led there.

The grid may be in several places; all of them together have one chosen picture.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from gui.widgets.thumbnail import Thumbnail

SPACING = 6


class ThumbnailGrid(QWidget):
    """Pictures of keys in rows of `columns`; grids of one `group` have one choice between them.

    A picture is drawn when it is first in sight, after the paint that missed it: one at a time, so that no
    frame waits for all.

    Signals:
        chosen: A person chose the picture of that key, another than was shown.
    """

    chosen = Signal(str)

    def __init__(self, name: str, columns: int, side: int, group: QButtonGroup) -> None:
        super().__init__()
        self._name, self._columns, self._side = name, columns, side
        self._group = group
        self._tiles: dict[str, Thumbnail] = {}
        self._draw: Callable[[str], QIcon] | None = None
        self._missed: list[str] = []
        self._painter = QTimer(self)
        self._painter.setInterval(0)
        self._painter.setSingleShot(True)
        self._painter.timeout.connect(self._draw_next)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING)
        self._grid.setColumnStretch(columns, 1)

    def offer(self, keys: Iterable[str], words: Callable[[str], str], tip: Callable[[str], str]) -> None:
        """These pictures, in order; those that were there already stay as they are."""
        wanted = tuple(keys)
        for key in [key for key in self._tiles if key not in wanted]:
            self._drop(key)
        for place, key in enumerate(wanted):
            if key not in self._tiles:
                self._tiles[key] = self._make(key)
            self._tiles[key].set_words(words(key), tip(key))
            self._grid.addWidget(self._tiles[key], *divmod(place, self._columns))
            self._tiles[key].show()  # the layout would do so only later

    def draw_pictures(self, draw: Callable[[str], QIcon]) -> None:
        """Pictures by key, anew; each when it is first in sight."""
        self._draw = draw
        for key in self._tiles:
            self.forget_picture(key)

    def forget_picture(self, key: str) -> None:
        """Draw the picture of that key anew when it is in sight."""
        if key in self._tiles:
            self._tiles[key].setIcon(QIcon())
            self._tiles[key].update()

    def show_key(self, key: str) -> None:
        """Show a choice without announcing it; the key may be that of another grid of the group."""
        if key in self._tiles:
            self._tiles[key].setChecked(True)

    def __contains__(self, key: object) -> bool:
        return key in self._tiles

    def _make(self, key: str) -> Thumbnail:
        tile = Thumbnail(f"{self._name}_{key}", self._side)
        tile.setIconSize(QSize(self._side, self._side))
        tile.clicked.connect(lambda: self.chosen.emit(key))
        tile.picture_missed.connect(lambda: self._on_missed(key))
        self._group.addButton(tile)
        return tile

    def _drop(self, key: str) -> None:
        tile = self._tiles.pop(key)
        self._group.removeButton(tile)
        self._grid.removeWidget(tile)
        tile.setParent(None)
        tile.deleteLater()

    def _on_missed(self, key: str) -> None:
        if key not in self._missed:
            self._missed.append(key)
        self._painter.start()

    def _draw_next(self) -> None:
        key = self._missed.pop(0)
        if key in self._tiles and self._draw is not None:
            self._tiles[key].setIcon(self._draw(key))
        if self._missed:
            self._painter.start()
