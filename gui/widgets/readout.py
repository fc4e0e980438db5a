"""A number that can be read while it runs: tabular figures in a box that never changes its width."""

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget

from gui.appearance import number_font


class Readout(QLabel):
    """A label as wide as its `widest` text, in a font `scale` times the program's."""

    def __init__(self, name: str, widest: str, parent: QWidget | None = None, scale: float = 1.12) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        font = number_font(scale)
        self.setFont(font)
        self.setMinimumWidth(QFontMetrics(font).horizontalAdvance(widest) + 4)
