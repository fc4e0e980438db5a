"""A list to choose a registry key from: shows words, stores keys."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox

from gui.widgets.wheel import leave_wheel


class Choice(QComboBox):
    """A combo box of keys.

    Signals:
        chosen: A person chose the entry of that key, another than was shown.
    """

    chosen = Signal(str)

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._shown: str | None = None
        self._draw: Callable[[str], QIcon] | None = None
        self.activated.connect(self._on_activated)
        leave_wheel(self)

    def offer(self, keys: Iterable[str], words: Callable[[str], str]) -> None:
        """The entries, in order."""
        self.clear()
        for key in keys:
            self.addItem(words(key), key)

    def draw_icons(self, draw: Callable[[str], QIcon]) -> None:
        """Icons by key: the one of the entry that is shown now, the others when the list is opened."""
        self._draw = draw
        for row in range(self.count()):
            self.setItemIcon(row, QIcon())
        self.draw_icon(self.currentIndex())

    def showPopup(self) -> None:
        self.draw_missing()
        super().showPopup()

    def draw_missing(self) -> None:
        """Draw the icons that have not been drawn yet: the list is about to be opened."""
        for row in range(self.count()):
            self.draw_icon(row)

    def draw_icon(self, row: int) -> None:
        """Draw the icon of one entry unless it is drawn."""
        if self._draw is not None and row >= 0 and self.itemIcon(row).isNull():
            self.setItemIcon(row, self._draw(self.itemData(row)))

    @property
    def key(self) -> str | None:
        """The key that is shown."""
        key = self.currentData()
        return key if isinstance(key, str) else None

    def show_key(self, key: str | None) -> None:
        """Show an entry without announcing it; None shows the placeholder."""
        self._shown = key
        self.setCurrentIndex(-1 if key is None else self.findData(key))
        self.draw_icon(self.currentIndex())

    def _on_activated(self, index: int) -> None:
        key = self.itemData(index)
        if key != self._shown:
            self._shown = key
            self.chosen.emit(key)
