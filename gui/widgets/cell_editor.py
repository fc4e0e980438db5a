"""What a cell of a table is edited with: a line for a number, a list where one of a few words is to be chosen."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.appearance import number_font
from gui.translation import tr

CHOICES = Qt.ItemDataRole.UserRole
"""The role in which a model offers the words of a cell; an empty tuple where a number is typed."""

EDGES = 20
"""Pixels beside the digits of a line."""

AnyIndex = QModelIndex | QPersistentModelIndex


class WordList(QComboBox):
    """A list of words.

    Signals:
        picked: A word of the open list; the arrow keys only lead to one.
    """

    picked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._was_open = False
        self.activated.connect(self._on_activated)

    def showPopup(self) -> None:
        self._was_open = True
        super().showPopup()

    def _on_activated(self) -> None:
        if self._was_open:
            self.picked.emit()


class CellEditor(QStyledItemDelegate):
    """Enter or leaving the cell takes what was typed or chosen, Esc takes it back, Tab goes on to the next cell."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._room = parent
        self._name = name

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        words = index.data(CHOICES)
        editor = self._make_list(parent, words) if words else self._make_line(parent)
        heading = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setObjectName(self._name)
        editor.setAccessibleName(tr("{column} of row {row}", column=heading, row=index.row() + 1))
        editor.setToolTip(tr("Enter takes it, Esc takes it back, Tab goes on to the next cell"))
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findText(text))
        elif isinstance(editor, QLineEdit) and not editor.isModified():  # what is being typed stays
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        if isinstance(editor, QComboBox):
            text = editor.currentText()
        else:
            assert isinstance(editor, QLineEdit)
            text = editor.text()
        if text != index.data(Qt.ItemDataRole.EditRole):
            model.setData(index, text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Over the cell, and as far beyond it as its words or digits need."""
        place, room = option.rect, self._room.width()
        needed = editor.sizeHint().width()
        if isinstance(editor, QLineEdit):
            needed = editor.fontMetrics().horizontalAdvance(str(index.data(Qt.ItemDataRole.EditRole))) + EDGES
        place.setLeft(max(min(place.left(), place.right() - needed), 0))
        place.setWidth(min(max(place.width(), needed), room))
        place.moveRight(min(place.right(), room))
        editor.setGeometry(place)

    def _make_line(self, parent: QWidget) -> QLineEdit:
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setFont(number_font())
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line

    def _make_list(self, parent: QWidget, words: tuple[str, ...]) -> QComboBox:
        box = WordList(parent)
        box.addItems(words)
        box.picked.connect(lambda: self._take(box))
        return box

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)
