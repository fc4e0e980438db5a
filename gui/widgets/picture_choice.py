"""A list to choose from by picture: closed it shows the chosen one, open it lays all of them out side by side."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QListView

from gui.widgets.choice import Choice
from gui.widgets.picture_cell import CELL, PictureCell

COLUMNS = 5
PICTURE_CLOSED = QSize(34, 34)
FRAME = QSize(12, 20)
"""What the frame, padding and scrolling marks of the open list add to its cells, in pixels."""


class PictureChoice(Choice):
    """A `Choice` whose open list is a gallery: a picture over its name in each cell, the arrow keys lead about."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__(name, tip)
        gallery = QListView()
        gallery.setObjectName(f"{name}.gallery")
        gallery.setViewMode(QListView.ViewMode.IconMode)
        gallery.setMovement(QListView.Movement.Static)
        gallery.setResizeMode(QListView.ResizeMode.Adjust)
        gallery.setGridSize(CELL)
        for set_policy in (gallery.setHorizontalScrollBarPolicy, gallery.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setView(gallery)
        gallery.setItemDelegate(PictureCell(gallery, self.currentIndex))
        self.setIconSize(PICTURE_CLOSED)
        self._painter = QTimer(self)
        self._painter.setInterval(0)
        self._painter.timeout.connect(self._draw_next)
        self._next = 0

    def draw_missing(self) -> None:
        """One picture at a time, so that no frame waits for all of them."""
        self._next = 0
        self._painter.start()

    def _draw_next(self) -> None:
        if self._next < self.count():
            self.draw_icon(self._next)
            self._next += 1
        else:
            self._painter.stop()

    def showPopup(self) -> None:
        super().showPopup()
        # Qt makes the list as wide as the closed one, and as high as if the entries stood in one column.
        self.view().window().setGeometry(self._place())

    def hidePopup(self) -> None:
        super().hidePopup()
        # Qt does not notice that the mouse has gone while the list was open.
        is_over = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, is_over)
        self.update()

    def _place(self) -> QRect:
        """Under the closed one if there is room, in any case on the screen."""
        rows = -(-self.count() // COLUMNS)
        size = QSize(COLUMNS * CELL.width(), rows * CELL.height()) + FRAME
        screen = self.screen().availableGeometry()
        place = QRect(self.mapToGlobal(QPoint(0, self.height() + 1)), size.boundedTo(screen.size()))
        place.moveRight(min(place.right(), screen.right()))
        place.moveBottom(min(place.bottom(), screen.bottom()))
        place.moveTopLeft(QPoint(max(place.left(), screen.left()), max(place.top(), screen.top())))
        return place
