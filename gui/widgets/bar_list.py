"""Shares as bars in a list: a name, a bar, the share in percent; the largest stands out."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import numbers
from gui.appearance import appearance, mix, number_font

GAP = 7.0
BAR = 0.55  # of a row's height
WIDEST = "100 %"


class BarList(QWidget):
    """Shows `shares` from 0 to 1 under `names`."""

    def __init__(self, name: str, words: str, tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setToolTip(tip)
        self.names: tuple[str, ...] = ()
        self.shares: tuple[float, ...] = ()
        appearance().theme_changed.connect(self.update)

    def show_shares(self, names: Sequence[str], shares: Sequence[float]) -> None:
        """One bar for each name."""
        self.names, self.shares = tuple(names), tuple(shares)
        self.setAccessibleDescription(", ".join(map(_said, self.names, self.shares)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, 190)

    def minimumSizeHint(self) -> QSize:
        return QSize(110, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.names:
            return
        theme = appearance().theme
        painter = QPainter(self)
        painter.setFont(number_font(0.92))
        metrics = QFontMetricsF(painter.font())
        left = max(map(metrics.horizontalAdvance, self.names)) + GAP
        right = metrics.horizontalAdvance(WIDEST) + GAP
        height = self.height() / len(self.names)
        length = max(self.width() - left - right, 1.0)
        largest = max(self.shares)
        for index, (name, share) in enumerate(zip(self.names, self.shares, strict=True)):
            row = QRectF(0.0, index * height, self.width(), height)
            bar = QRectF(left, row.center().y() - BAR * height / 2, length, BAR * height)
            painter.fillRect(bar, QColor(theme.grid))
            is_largest = share == largest
            colour = theme.accent if is_largest else mix(theme.surface, theme.accent, 0.45)
            painter.fillRect(QRectF(bar.left(), bar.top(), share * length, bar.height()), QColor(colour))
            painter.setPen(QColor(theme.text if is_largest else theme.muted))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            painter.drawText(
                row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, numbers.percent(share)
            )


def _said(name: str, share: float) -> str:
    return f"{name}: {numbers.percent(share)}"
