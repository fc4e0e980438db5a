"""The button in a panel's title that saves its plot: as a picture, and what else the panel offers."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.icons import set_icon
from gui.pictures import save_plot
from gui.plot_files import Export, save_export
from gui.session import Session
from gui.translation import tr


class PictureButton(QToolButton):
    """Opens a menu: the plot as PNG, SVG or PDF, and further exports."""

    def __init__(
        self, name: str, session: Session, plot: QWidget, suggested: str, further: tuple[Export, ...] = ()
    ) -> None:
        super().__init__()
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
            action.triggered.connect(
                lambda _=False, export=export: save_export(export, session, self.window())
            )
        self.clicked.connect(self._on_clicked)

    def open_at(self, place: QPoint) -> None:
        """Open the menu at a place of the screen."""
        self.menu_of_exports.popup(place)

    def _on_clicked(self) -> None:
        self.open_at(self.mapToGlobal(self.rect().bottomLeft()))
