"""The first rows of a table, read only, under headings of two lines."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem


class TablePreview(QTableWidget):
    """Rows of texts; one column may stand out."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(24)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """These rows; an empty text is a missing cell."""
        self.setRowCount(len(rows))
        self.setColumnCount(len(rows[0]) if rows else 0)
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                self.setItem(row, column, QTableWidgetItem(text or "–"))

    def show_headings(self, headings: Sequence[str], strong: int) -> None:
        """A heading for each column, and the column that stands out."""
        self.setHorizontalHeaderLabels(list(headings))
        ground = self.palette().color(QPalette.ColorRole.Highlight)
        ground.setAlpha(40)
        for column in range(self.columnCount()):
            brush = QBrush(ground) if column == strong else QBrush()
            for row in range(self.rowCount()):
                self.model().setData(self.model().index(row, column), brush, Qt.ItemDataRole.BackgroundRole)
        self.resizeColumnsToContents()
