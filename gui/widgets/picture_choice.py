"""A list to choose by picture: closed it shows the chosen one, open it lays all of them out in rows."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QListView

from gui.widgets.choice import Choice

COLUMNS = 4
CELL = QSize(92, 84)
PICTURE = 52
CLOSED = 32
"""Sides of a picture in the open list and on the closed one, in pixels."""

FRAME = 4
"""What the frame and padding of the list add on each side."""


class PictureChoice(Choice):
    """A `Choice` whose open list is a gallery: a picture and its name in each cell, the arrows lead about."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__(name, tip)
        gallery = QListView()
        gallery.setObjectName(f"{name}.gallery")
        gallery.setViewMode(QListView.ViewMode.IconMode)
        gallery.setMovement(QListView.Movement.Static)
        gallery.setResizeMode(QListView.ResizeMode.Adjust)
        gallery.setGridSize(CELL)
        gallery.setIconSize(QSize(PICTURE, PICTURE))
        gallery.setUniformItemSizes(True)
        gallery.setWordWrap(True)
        gallery.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setView(gallery)
        self.setIconSize(QSize(CLOSED, CLOSED))

    def showPopup(self) -> None:
        super().showPopup()
        self._lay_out()

    def _lay_out(self) -> None:
        """Qt makes the list as wide as the closed one and as high as one entry under another; ours is a block."""
        rows = -(-self.count() // COLUMNS)
        size = QSize(COLUMNS * CELL.width() + 2 * FRAME, rows * CELL.height() + 2 * FRAME)
        screen = self.screen().availableGeometry()
        size = size.boundedTo(screen.size())
        place = QRect(self.mapToGlobal(QPoint(0, self.height() + 1)), size)
        place.moveRight(min(place.right(), screen.right()))
        place.moveBottom(min(place.bottom(), screen.bottom()))
        window = self.view().window()
        window.setGeometry(place)
        self.view().scrollTo(self.view().currentIndex())
