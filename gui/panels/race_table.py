"""The table of a race: one row a runner, its numbers of one width, and in words what has become of it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from engine.descent import Standing
from gui import numbers
from gui.appearance import number_font
from gui.plots.race_lines import runner_picture
from gui.translation import tr
from gui.wording import optimizer_name

SWATCH = QSize(32, 15)
ROW = 23
MOST_ROWS = 5
"""Rows without scrolling."""

NUMBER_SCALE = 0.92
NAME, STATE = 0, 7
PLACE, LAST = 2, 6
WIDEST = ("", "00000", "−00.000", "−00.000", "−0.0000", "0e+000", "0e+000")


class RaceTable(QTableWidget):
    """Rows to pick with mouse or arrow keys; Delete takes a runner out of the race.

    Signals:
        picked: The row a person picked.
        removed: The row a person wants to be without.
    """

    picked = Signal(int)
    removed = Signal(int)

    own_keys = frozenset(int(key) for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace))

    def __init__(self) -> None:
        super().__init__(0, STATE + 1)
        self.setObjectName("race.table")
        self.setAccessibleName(tr("Runners"))
        self.setToolTip(tr("Pick a runner to change its settings or see its update; Delete removes it"))
        self.setFont(number_font(NUMBER_SCALE))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(SWATCH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setFont(number_font(0.86))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self._size_columns()
        self.currentCellChanged.connect(self._on_current)

    def show_entrants(self, keys: Sequence[str], slots: Sequence[int], last: tuple[str, str]) -> None:
        """Other runners; `last` names the last number and says what it is."""
        headings = (tr("runner"), tr("step"), "x", "y", tr("cost"), "‖∇C‖", last[0], "")
        self.setHorizontalHeaderLabels(list(headings))
        self.model().setHeaderData(LAST, Qt.Orientation.Horizontal, last[1], Qt.ItemDataRole.ToolTipRole)
        header = self.horizontalHeader()
        for column in range(PLACE - 1, STATE):
            self.setColumnWidth(column, max(self.columnWidth(column), header.sectionSizeHint(column)))
        self.blockSignals(True)
        self.setRowCount(len(keys))
        for row, (key, slot) in enumerate(zip(keys, slots, strict=True)):
            name = self._cell(row, NAME)
            name.setText(optimizer_name(key))
            picture = runner_picture(slot, SWATCH, self.devicePixelRatioF())
            icon = QIcon(picture)
            icon.addPixmap(picture, QIcon.Mode.Selected)  # or Qt would tint it
            name.setIcon(icon)
        self.blockSignals(False)
        rows = min(max(len(keys), 1), MOST_ROWS)
        self.setFixedHeight(rows * ROW + header.sizeHint().height() + 3)

    def show_standing(self, row: int, standing: Standing, last: float) -> None:
        """The numbers of a runner; where it diverged, words in their place."""
        texts = [
            str(standing.count),
            place_words(standing.x),
            place_words(standing.y),
            cost_words(standing.cost),
            numbers.cost(standing.slope),
            numbers.cost(last),
            state_words(standing),
        ]
        if standing.diverged:
            texts[1:] = [state_words(standing), "", "", "", "", ""]
        self._join(row, standing.diverged)
        for column, text in enumerate(texts, start=1):
            cell = self._cell(row, column)
            if cell.text() != text:
                cell.setText(text)
                if column == STATE:
                    cell.setToolTip(state_sentence(standing))

    def show_selected(self, row: int) -> None:
        """Pick a row without announcing it."""
        self.blockSignals(True)
        self.setCurrentCell(row, NAME)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in self.own_keys and self.currentRow() >= 0:
            self.removed.emit(self.currentRow())
            return
        super().keyPressEvent(event)

    def _join(self, row: int, is_joined: bool) -> None:
        """Give words the place of the numbers, or the numbers theirs back."""
        if (self.columnSpan(row, PLACE) > 1) != is_joined:
            self.setSpan(row, PLACE, 1, STATE - PLACE + 1 if is_joined else 1)
            side = Qt.AlignmentFlag.AlignLeft if is_joined else Qt.AlignmentFlag.AlignRight
            self._cell(row, PLACE).setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        """The cell there, made when it is first needed."""
        cell = self.item(row, column)
        if cell is None:
            cell = QTableWidgetItem()
            cell.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            if NAME < column < STATE:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, column, cell)
        return cell

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setMinimumSectionSize(20)
        metrics = QFontMetrics(self.font())
        for column, widest in enumerate(WIDEST):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, max(metrics.horizontalAdvance(widest), 34) + 9)
        names = max(metrics.horizontalAdvance(word) for word in (tr("Momentum"), tr("Nesterov")))
        self.setColumnWidth(NAME, SWATCH.width() + names + 14)
        header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Stretch)

    def _on_current(self, row: int, column: int, old_row: int, old_column: int) -> None:
        if row >= 0:
            self.picked.emit(row)


def place_words(value: float) -> str:
    """A coordinate with its sign, as wide as any other."""
    return f"{numbers.MINUS if value < 0 else '+'}{numbers.cost(abs(value))}"


def cost_words(value: float) -> str:
    """A height, which on a surface may lie below 0."""
    return f"{numbers.MINUS}{numbers.cost(-value)}" if value < 0 else numbers.cost(value)


def state_words(standing: Standing) -> str:
    """What has become of a runner."""
    if standing.diverged:
        return tr("diverged at step {step}", step=standing.count)
    if standing.left is not None:
        return tr("left {step}", step=standing.left)
    if standing.arrived is not None:
        return tr("arrived {step}", step=standing.arrived)
    return ""


def state_sentence(standing: Standing) -> str:
    """The same in a whole sentence."""
    if standing.left is not None:
        return tr("It left the picture at step {step}.", step=standing.left)
    if standing.arrived is not None:
        return tr("It came to a minimum at step {step} and stays there.", step=standing.arrived)
    return ""
