"""The head of a layer: the name of its activation, and an arrow that says that a menu opens under it.

The arrow is seen while the mouse is over the picture, or the head has the keyboard; its place is kept where there is
any. Where layers stand close together the name is shortened.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QToolButton, QWidget

from gui.appearance import appearance

ARROW = 15
"""Room for the arrow, on either side so that the name stays in the middle, in pixels."""

HEIGHT = 22


class LayerHead(QToolButton):
    """A flat button with the name of an activation."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(HEIGHT)
        self.is_near = False
        self._room = 1000.0

    def show_name(self, name: str, room: float) -> bool:
        """Bear the name of an activation, shortened where it is wider than the room; whether it is whole."""
        self._room = room
        self.setText(
            self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(min(room, 1000.0)) - 2)
        )
        self.adjustSize()
        return self.text() == name

    def sizeHint(self) -> QSize:
        wanted = self.fontMetrics().horizontalAdvance(self.text()) + 2 * ARROW
        return QSize(int(min(wanted, self._room)), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""  # the style would shorten the name once more
        painter = QPainter(self)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
        painter.setPen(QColor(appearance().theme.text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        wanted = self.fontMetrics().horizontalAdvance(self.text()) + 2 * ARROW
        if (self.is_near or self.hasFocus()) and wanted <= self.width():
            box = self.rect().adjusted(self.width() - ARROW, 0, -2, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "▾")
        painter.end()
