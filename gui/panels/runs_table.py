"""The table of runs on the screen: sorted by its heads, renamed, thinned out and copied by mouse or keys."""

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from engine.kept_run import LONGEST_NAME
from gui.appearance import heading_font, number_font
from gui.panels.runs_model import BEST, FIRST_NUMBER, NAME, NUMBER_SCALE, WORDS, RunColumn, RunModel, RunRow
from gui.translation import tr
from gui.widgets.line_list import STROKE
from gui.widgets.number_table import AnyIndex, NumberTable

NAME_WIDTH, WORDS_WIDTH = 122, 132
ROOM = 9


class RunsTable(NumberTable):
    """Delete removes a kept run, F2 or a double click renames it, Ctrl+C copies all.

    Signals:
        renamed: The slot of a run and what was typed.
        removed: The slot of a run a person wants to be without; −1 for the present one.
        chosen: The slot of the run that is picked, −1 for the present one or none.
    """

    renamed = Signal(int, str)
    removed = Signal(int)
    chosen = Signal(int)

    own_keys = frozenset(int(key) for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_F2))

    def __init__(self) -> None:
        self.model_of_runs = RunModel()
        self._headings: list[str] = []
        super().__init__(
            "runs.table",
            tr("Runs"),
            tr(
                "Click a head to sort, or press S; F2 or a double click renames a kept run, Delete removes it,"
                " Ctrl+C copies all"
            ),
            tr("Run"),
            self.model_of_runs,
        )
        self.setFont(number_font(NUMBER_SCALE))
        self.horizontalHeader().setFont(number_font(0.86))
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.setIconSize(STROKE)
        self.setItemDelegateForColumn(NAME, _NameEditor(self))
        self.setItemDelegateForColumn(WORDS, _Wrapped(self))
        self.model_of_runs.layoutChanged.connect(self._set_heights)
        self.horizontalHeader().sectionResized.connect(self._set_heights)
        self.model_of_runs.renamed.connect(self.renamed)
        self.doubleClicked.connect(self._on_double_click)
        self.picked.connect(self._on_picked)

    def show_runs(self, runs: list[RunRow], columns: list[RunColumn]) -> None:
        """Other runs; what is picked stays picked, and where it is gone the run that took its place is."""
        index = self.currentIndex()
        place, slot = index.row() if index.isValid() else None, self.slot
        self._is_showing = True
        self.model_of_runs.show_runs(runs, columns)
        self._is_showing = False
        self._set_widths()
        self._set_heights()
        if place is None:
            return
        row = next((row for row, run in enumerate(runs) if run.slot == slot), None)
        if row is not None:
            self.show_picked(row)
        else:
            self.selectRow(min(place, self.model_of_runs.rowCount() - 1))

    @property
    def slot(self) -> int | None:
        """Of the kept run that is picked; None for the present one or none."""
        index = self.currentIndex()
        return self.model_of_runs.run_at(index.row()).slot if index.isValid() else None

    def as_text(self) -> str:
        return self.model_of_runs.copied()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() not in self.own_keys or event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
        elif index.isValid() and event.key() == Qt.Key.Key_F2:
            self._rename(index.row())
        elif index.isValid():
            self.removed.emit(-1 if self.slot is None else self.slot)

    @Slot(QModelIndex)
    def _on_double_click(self, index: QModelIndex) -> None:
        self._rename(index.row())

    def _rename(self, place: int) -> None:
        index = self.model_of_runs.index(place, NAME)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.edit(index)

    def _on_picked(self, row: int) -> None:
        slot = self.model_of_runs.runs[row].slot
        self.chosen.emit(-1 if slot is None else slot)

    def _set_widths(self) -> None:
        """Wide enough for every number that may come, also where it is bold and marked; then they are a person's."""
        headings = [column.heading for column in self.model_of_runs.columns]
        if headings == self._headings:
            return
        self._headings = headings
        plain, bold = QFontMetrics(self.font()), QFontMetrics(heading_font(NUMBER_SCALE))
        head = QFontMetrics(self.horizontalHeader().font())
        for at, width in ((NAME, NAME_WIDTH), (WORDS, WORDS_WIDTH)):
            self.setColumnWidth(at, width)
        for at, column in enumerate(self.model_of_runs.columns, start=FIRST_NUMBER):
            widest = plain.horizontalAdvance(column.widest)
            if column.sign:
                widest = bold.horizontalAdvance(f"{BEST} {column.widest}")
            heading = max(head.horizontalAdvance(word) for word in column.heading.split())
            self.setColumnWidth(at, max(widest, heading + 6) + ROOM)

    def _set_heights(self) -> None:
        """The settings in which the runs differ are read whole: in two lines where one is too short."""
        rows, width = self.verticalHeader(), self.columnWidth(WORDS) - ROOM
        metrics, flags = QFontMetrics(self.font()), int(Qt.TextFlag.TextWordWrap)
        for place in range(self.model_of_runs.rowCount()):
            words = self.model_of_runs.text(int(self.model_of_runs.order[place]), WORDS)
            needed = metrics.boundingRect(QRect(0, 0, width, 0), flags, words).height() + 6
            rows.resizeSection(place, max(rows.defaultSectionSize(), needed))


class _Wrapped(QStyledItemDelegate):
    """Words in as many lines as they need; numbers beside them stay in one."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText


class _NameEditor(QStyledItemDelegate):
    """A field in the place of a run's name."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        field = QLineEdit(parent)
        field.setObjectName("runs.name")
        field.setAccessibleName(tr("Name of the run"))
        field.setToolTip(tr("A name of your own; without one it is called by its settings"))
        field.setMaxLength(LONGEST_NAME)
        return field
