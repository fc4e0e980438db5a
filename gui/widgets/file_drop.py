"""Files dropped on a window: only local ones, only of kinds that are known."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Lets `window` accept a single file with one of `suffixes`, and calls `take` with its path."""

    def __init__(self, window: QWidget, suffixes: tuple[str, ...], take: Callable[[Path], None]) -> None:
        super().__init__(window)
        self._suffixes = suffixes
        self._take = take
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A drag that enters or moves is a kind of drop event too.
        if not isinstance(event, QDropEvent):
            return False
        path = self._path(event.mimeData())
        if path is None:
            event.ignore()
            return True
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._take(path)
        return True

    def _path(self, data: QMimeData) -> Path | None:
        urls = data.urls()
        if len(urls) != 1 or not urls[0].isLocalFile():
            return None
        path = Path(urls[0].toLocalFile())
        return path if path.suffix.lower() in self._suffixes else None
