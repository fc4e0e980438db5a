"""The button in a panel's title that saves its plot: as a picture, and what else the panel offers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from engine.errors import BackpropLabError
from gui.dialogs import files
from gui.icons import set_icon
from gui.pictures import save_plot
from gui.session import Session
from gui.translation import tr


@dataclass(frozen=True)
class Export:
    """One more way to save: the words of the menu, the kinds of files, a suggested name, and who writes."""

    words: str
    kinds: str
    suggested: str
    write: Callable[[Path], object]


class PictureButton(QToolButton):
    """Opens a menu: the plot as PNG, SVG or PDF, and further exports."""

    def __init__(
        self, name: str, session: Session, plot: QWidget, suggested: str, further: tuple[Export, ...] = ()
    ) -> None:
        super().__init__()
        self._session = session
        picture = Export(
            tr("Save the picture…"),
            tr("Picture (*.png);;Drawing (*.svg);;Document (*.pdf)"),
            f"{suggested}.png",
            lambda path: save_plot(plot, path),
        )
        self.exports = (picture, *further)
        self.setObjectName(name)
        set_icon(self, "export")
        self.setToolTip(tr("Save this plot as a picture, or its numbers"))
        self.setAccessibleName(tr("Save this plot"))
        self.setFixedSize(24, 24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu_of_exports = QMenu(self)
        for export in self.exports:
            action = self.menu_of_exports.addAction(export.words)
            action.triggered.connect(lambda _=False, export=export: self.save(export))
        self.clicked.connect(self._on_clicked)

    def save(self, export: Export) -> None:
        """Ask where to, and write; what cannot be written is complained of."""
        path = files.service.ask_save(self.window(), export.words.rstrip("…"), export.kinds, export.suggested)
        if path is None:
            return
        try:
            export.write(path)
        except BackpropLabError as error:
            self._session.complained.emit(str(error))

    def open_at(self, place: QPoint) -> None:
        """Open the menu at a place of the screen."""
        self.menu_of_exports.popup(place)

    def _on_clicked(self) -> None:
        self.open_at(self.mapToGlobal(self.rect().bottomLeft()))
