"""A list to choose from in which every entry has a name, a bar to the left or right of zero, and a number."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import numbers
from gui.appearance import appearance, number_font

BAR_WIDTH = 120.0
NUMBER = numbers.MINUS + "0.0001234"
PAD = 8.0


@dataclass(frozen=True)
class SignedBar:
    """One entry."""

    name: str
    value: float


class SignedBars(QListView):
    """Entries in the order given; bars are as long as the largest |value| makes them.

    Signals:
        pointed: The number of the entry under the mouse or at the keyboard, −1 for none.
    """

    pointed = Signal(int)

    def __init__(self, name: str, caption: str, tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setToolTip(tip)
        self.entries = _Entries()
        self.setModel(self.entries)
        self.setItemDelegate(_BarDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.entered.connect(self._on_entered)
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_bars(self, bars: Sequence[SignedBar]) -> None:
        """Other entries; the present one stays if there are as many."""
        self.entries.show_bars(bars)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By Tab, the entry the arrows start from is chosen at once."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.setCurrentIndex(
                self.currentIndex() if self.currentIndex().isValid() else self.entries.index(0)
            )
            self.pointed.emit(self.currentIndex().row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(self.currentIndex().row())

    def _on_entered(self, index: QModelIndex) -> None:
        self.pointed.emit(index.row())

    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.pointed.emit(current.row())


class _Entries(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.bars: Sequence[SignedBar] = ()
        self.largest = 0.0

    def show_bars(self, bars: Sequence[SignedBar]) -> None:
        is_other = len(bars) != len(self.bars)
        if is_other:
            self.beginResetModel()
        self.bars = bars
        self.largest = max((abs(bar.value) for bar in bars if bar.value == bar.value), default=0.0)
        if is_other:
            self.endResetModel()
        elif bars:
            self.dataChanged.emit(self.index(0), self.index(len(bars) - 1))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own
        return 0 if parent.isValid() else len(self.bars)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        bar = self.bars[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{bar.name}   {numbers.significant(bar.value)}"
        return None


class _BarDelegate(QStyledItemDelegate):
    """Draws an entry: name, bar, number."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, round(QFontMetricsF(number_font()).height()) + 6)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entries = index.model()
        assert isinstance(entries, _Entries)
        bar, theme = entries.bars[index.row()], appearance().theme
        box, state = QRectF(option.rect), option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(theme.selected))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(theme.raised))
        painter.setFont(number_font())
        metrics = QFontMetricsF(painter.font())
        number = metrics.horizontalAdvance(NUMBER) + PAD
        zero = box.right() - number - BAR_WIDTH / 2.0 - PAD
        share = bar.value / entries.largest if entries.largest else 0.0
        length = (BAR_WIDTH / 2.0) * (share if share == share else 0.0)
        colour = theme.positive if bar.value > 0 else theme.negative
        ground = QRectF(zero, box.top() + 5.0, length, box.height() - 10.0).normalized()
        painter.fillRect(ground, QColor(colour))
        painter.setPen(QColor(theme.border))
        painter.drawLine(QPointF(zero, box.top() + 2.0), QPointF(zero, box.bottom() - 2.0))
        painter.setPen(QColor(theme.text))
        line = Qt.AlignmentFlag.AlignVCenter
        room = zero - BAR_WIDTH / 2.0 - PAD - box.left()
        name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(box.adjusted(PAD, 0.0, 0.0, 0.0), line | Qt.AlignmentFlag.AlignLeft, name)
        painter.drawText(
            box.adjusted(0.0, 0.0, -PAD, 0.0),
            line | Qt.AlignmentFlag.AlignRight,
            numbers.significant(bar.value),
        )
