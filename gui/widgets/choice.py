"""A list to choose a registry key from: shows words, stores keys."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
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
        self.activated.connect(self._on_activated)
        leave_wheel(self)

    def offer(self, keys: Iterable[str], words: Callable[[str], str]) -> None:
        """The entries, in order."""
        self.clear()
        for key in keys:
            self.addItem(words(key), key)

    @property
    def key(self) -> str | None:
        """The key that is shown."""
        key = self.currentData()
        return key if isinstance(key, str) else None

    def show_key(self, key: str | None) -> None:
        """Show an entry without announcing it; None shows the placeholder."""
        self._shown = key
        self.setCurrentIndex(-1 if key is None else self.findData(key))

    def _on_activated(self, index: int) -> None:
        key = self.itemData(index)
        if key != self._shown:
            self._shown = key
            self.chosen.emit(key)
