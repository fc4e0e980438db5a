"""A list of drawn lines under a button: each with its stroke, a name to type, and a cross to remove it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from gui.icons import set_icon
from gui.translation import tr

STROKE = QSize(34, 18)
NAME_WIDTH = 210


@dataclass(frozen=True)
class ListedLine:
    """One entry: whose it is, how it is drawn, its typed name ("" for none), and what it is called without."""

    slot: int
    pen: QPen
    name: str
    words: str


class LineList(QFrame):
    """Opens with `open_under` and closes by itself when a click goes elsewhere, or by Esc.

    `longest` is how many letters a name may have.

    Signals:
        renamed: The slot of an entry and what was typed.
        removed: The slot of an entry whose cross was pressed.
    """

    renamed = Signal(int, str)
    removed = Signal(int)

    def __init__(self, prefix: str, longest: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._prefix, self._longest = prefix, longest
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setObjectName(f"{prefix}_list")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 8, 8)
        self._grid = QGridLayout()
        self._column.addLayout(self._grid)
        self._rows: dict[int, tuple[QLabel, QLineEdit, QToolButton]] = {}

    def show_lines(self, lines: Sequence[ListedLine]) -> None:
        """Other entries; nothing is left of a list without any."""
        self._change_rows([line.slot for line in lines])
        for line in lines:
            mark, name, _ = self._rows[line.slot]
            mark.setPixmap(stroke(self.devicePixelRatioF(), line.pen))
            name.setPlaceholderText(line.words)
            if not name.hasFocus():
                name.setText(line.name)
        if not lines:
            self.hide()
        self.adjustSize()

    def add_below(self, button: QWidget) -> None:
        """A button for all of them, beneath the entries."""
        self._column.addWidget(button)

    def open_under(self, button: QWidget) -> None:
        """Open with the right ends one above the other."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width() - self.sizeHint().width(), button.height() + 2))
        self.move(max(corner.x(), 0), corner.y())
        self.show()
        if self._rows:
            next(iter(self._rows.values()))[1].setFocus(Qt.FocusReason.PopupFocusReason)

    def _change_rows(self, slots: Sequence[int]) -> None:
        for slot in [slot for slot in self._rows if slot not in slots]:
            for widget in self._rows.pop(slot):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.setObjectName("")
                widget.deleteLater()
        for slot in [slot for slot in slots if slot not in self._rows]:
            self._rows[slot] = self._make_row(self._grid.rowCount(), slot)

    def _make_row(self, row: int, slot: int) -> tuple[QLabel, QLineEdit, QToolButton]:
        mark, name, cross = QLabel(), QLineEdit(), QToolButton()
        name.setObjectName(f"{self._prefix}_name_{slot + 1}")
        name.setToolTip(tr("A name of your own; without one it is called by its settings"))
        name.setAccessibleName(tr("Name of run {number}", number=slot + 1))
        name.setMinimumWidth(NAME_WIDTH)
        name.setMaxLength(self._longest)
        name.editingFinished.connect(partial(self._on_named, slot))
        cross.setObjectName(f"{self._prefix}_remove_{slot + 1}")
        cross.setToolTip(tr("Remove this run from the picture"))
        cross.setAccessibleName(tr("Remove run {number}", number=slot + 1))
        cross.clicked.connect(partial(self._on_removed, slot))
        set_icon(cross, "close")
        for column, widget in enumerate((mark, name, cross)):
            self._grid.addWidget(widget, row, column)
        return mark, name, cross

    def _on_named(self, slot: int) -> None:
        if slot in self._rows and self._rows[slot][1].isModified():
            self._rows[slot][1].setModified(False)
            self.renamed.emit(slot, self._rows[slot][1].text().strip())

    def _on_removed(self, slot: int, is_checked: bool = False) -> None:
        self.removed.emit(slot)


def stroke(ratio: float, *pens: QPen) -> QPixmap:
    """A short piece of each curve, one above the other, for a screen of that pixel ratio."""
    pixmap = QPixmap(STROKE * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(pixmap)
    for number, pen in enumerate(pens, start=1):
        thick = QPen(pen)
        thick.setWidthF(1.5)
        painter.setPen(thick)
        height = number * STROKE.height() // (len(pens) + 1)
        painter.drawLine(0, height, STROKE.width(), height)
    painter.end()
    return pixmap
