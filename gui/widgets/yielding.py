"""Content that keeps its least size while its dock goes below it: bars appear, and the window need not grow."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QWidget

LEAST = QSize(400, 190)
"""A dock with this can stand in every workspace above or below any other, at 1280 × 720."""


class Yielding(QScrollArea):
    """`content` as large as the dock; scrolled where that is smaller than what the content needs."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # nothing to do there but scroll
        self._content = content
        self.setWidget(content)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return self._content.minimumSizeHint().boundedTo(LEAST)

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the content needs more than before, or less
            self.updateGeometry()
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        room, need = self.maximumViewportSize(), self._content.minimumSizeHint()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        if need.width() > room.width():
            room -= QSize(0, bar)
        if need.height() > room.height():
            room -= QSize(bar, 0)
        self._content.resize(room.expandedTo(need))
