"""From a table on disk to examples: look at it, say what is to be learnt from what. Tests may replace `service`."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.data import Column, Dataset, OwnData, Table, TableFormat, open_table
from engine.data.table_choice import TableChoice, usual_choice
from engine.data.tables import sheet_names
from engine.errors import BackpropLabError
from gui.appearance import appearance, heading_font
from gui.dialogs.table_format_row import TableFormatRow
from gui.translation import tr
from gui.widgets.captioned import Captioned
from gui.widgets.choice import Choice
from gui.widgets.table_preview import TablePreview

CLASSES, NUMBERS = "classes", "numbers"

STANDARDIZE_ABOVE = 2
"""With more inputs than this standardising is on at first: real columns come in very different units."""


@dataclass(frozen=True)
class Imported:
    """What a person made of a table."""

    own: OwnData
    standardize: bool


class ImportService(Protocol):
    """Somebody who says what a table means; None if they thought better of it."""

    def ask(self, parent: QWidget, path: Path) -> Imported | None: ...


class ImportDialog(QDialog):
    """Shows the first rows of a table as it is read, and what would be learnt from it."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import")
        self.setWindowTitle(tr("Import {name}", name=path.name))
        self._path = path
        self._table: Table | None = None
        self._dataset: Dataset | None = None
        self._wants_standardize: bool | None = None  # as long as nobody said: what suits the inputs
        self._make_controls()
        self._arrange()
        self._read(None)
        self.resize(820, 620)
        (self._ok if self._ok.isEnabled() else self._target).setFocus()

    def imported(self) -> Imported | None:
        """The choice made; None while it makes no sense."""
        if self._dataset is None:
            return None
        return Imported(OwnData(self._path.stem, self._dataset), self._standardize.isChecked())

    # Building

    def _make_controls(self) -> None:
        try:
            sheets = sheet_names(self._path)
        except BackpropLabError:
            sheets = ()  # reading it will say what is wrong
        self._format = TableFormatRow(sheets)
        self._preview = TablePreview("import.preview", tr("The first rows of the table"))
        self._target = Choice("import.target", tr("The column that the network is to predict"))
        self._problem = Choice(
            "import.problem", tr("Whether the values of the target are classes or numbers")
        )
        self._problem.offer(
            (CLASSES, NUMBERS), lambda key: tr("Classes") if key == CLASSES else tr("Numbers")
        )
        self._inputs = QListWidget()
        self._inputs.setObjectName("import.inputs")
        self._inputs.setAccessibleName(tr("Inputs"))
        self._inputs.setSpacing(2)
        self._inputs.setToolTip(tr("The columns that the network is given"))
        self._standardize = _check_box(
            "import.standardize",
            tr("Standardise inputs (on at first for more than two)"),
            tr("Shift and scale every input to mean 0 and standard deviation 1 over the training part"),
        )
        self._drop = _check_box(
            "import.drop_missing", tr("Leave out rows with missing cells"), tr("A network needs every number")
        )
        self._verdict = QLabel()
        self._verdict.setObjectName("import.verdict")
        self._verdict.setWordWrap(True)
        self._format.changed.connect(self._on_format)
        self._format.sheet_chosen.connect(partial(self._read, None))
        self._target.chosen.connect(self._on_target)
        for signal in (self._problem.chosen, self._inputs.itemChanged, self._drop.clicked):
            signal.connect(self._check)
        self._standardize.clicked.connect(self._on_standardize)

    def _arrange(self) -> None:
        buttons = QDialogButtonBox()
        self._ok = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._ok.setObjectName("import.ok")
        self._ok.setToolTip(tr("Go on with these examples; undo brings the present ones back"))
        cancel = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("import.cancel")
        cancel.setToolTip(tr("Leave everything as it is"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._verdict, 1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self._format)
        column.addWidget(self._preview, 1)
        column.addLayout(self._question())
        column.addLayout(foot)

    def _question(self) -> QGridLayout:
        heading = QLabel(tr("Inputs"))
        heading.setFont(heading_font())
        heading.setBuddy(self._inputs)
        self._inputs.setFixedHeight(128)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(heading, 0, 0)
        grid.addWidget(self._inputs, 1, 0)
        right = QVBoxLayout()
        right.setSpacing(8)
        asked = QHBoxLayout()
        asked.setSpacing(10)
        asked.addWidget(Captioned(tr("Target"), self._target))
        asked.addWidget(Captioned(tr("Learn it as"), self._problem))
        asked.addStretch(1)
        right.addLayout(asked)
        right.addWidget(self._standardize)
        right.addWidget(self._drop)
        right.addStretch(1)
        grid.addLayout(right, 0, 1, 2, 1)
        return grid

    # Reading

    def _on_format(self) -> None:
        try:
            chosen = self._format.table_format()
        except BackpropLabError as error:
            self._refuse(str(error))
            return
        self._read(chosen)

    def _read(self, table_format: TableFormat | None, sheet: str = "") -> None:
        try:
            self._table = open_table(self._path, table_format, sheet)
        except BackpropLabError as error:
            self._table = None
            self._preview.show_rows(())
            self._refuse(str(error))
            return
        self._format.show_format(self._table.format)
        self._preview.show_rows(self._table.preview())
        present = self._target.key
        self._target.offer(self._table.names, str)
        self._offer(usual_choice(self._table, present if present in self._table.names else None))

    def _offer(self, choice: TableChoice) -> None:
        assert self._table is not None
        self._target.show_key(choice.target)
        self._problem.show_key(CLASSES if choice.as_classes else NUMBERS)
        self._inputs.blockSignals(True)
        self._inputs.clear()
        for column in self._table.columns:
            if column.name != choice.target and column.is_number:
                self._inputs.addItem(_input_item(column.name, column.name in choice.inputs))
        self._inputs.blockSignals(False)
        self._check()

    # Choosing

    def _on_target(self, name: str) -> None:
        assert self._table is not None
        self._offer(usual_choice(self._table, name))

    def _on_standardize(self, is_on: bool) -> None:
        self._wants_standardize = is_on

    def _choice(self) -> TableChoice:
        items = [self._inputs.item(row) for row in range(self._inputs.count())]
        inputs = tuple(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)
        return TableChoice(
            self._target.key or "", inputs, self._problem.key == CLASSES, self._drop.isChecked()
        )

    def _check(self) -> None:
        """Try the choice: either it makes a dataset, or a sentence says why not."""
        table = self._table
        if table is None:
            return
        choice = self._choice()
        missing = choice.missing_count(table)
        self._drop.setText(tr("Leave out rows with missing cells ({count})", count=missing))
        self._drop.setEnabled(missing > 0)
        if self._wants_standardize is None:
            self._standardize.setChecked(len(choice.inputs) > STANDARDIZE_ABOVE)
        self._preview.show_headings(
            [_heading(column, choice) for column in table.columns], table.names.index(choice.target)
        )
        try:
            dataset = choice.dataset(table)
        except BackpropLabError as error:
            self._refuse(str(error))
            return
        self._accept(dataset)

    def _refuse(self, sentence: str) -> None:
        self._dataset = None
        self._say(sentence, appearance().theme.error)

    def _accept(self, dataset: Dataset) -> None:
        self._dataset = dataset
        count = len(dataset.class_names)
        goal = tr("{count} classes", count=count) if count else tr("a number")
        inputs = dataset.inputs.shape[1]
        sentence = tr(
            "{rows} examples: {goal} from {inputs} inputs.", rows=len(dataset), goal=goal, inputs=inputs
        )
        if inputs == 1:
            sentence = tr("{rows} examples: {goal} from 1 input.", rows=len(dataset), goal=goal)
        self._say(sentence, appearance().theme.muted)

    def _say(self, sentence: str, colour: str) -> None:
        self._verdict.setText(sentence)
        self._verdict.setStyleSheet(f"color: {colour}")
        self._ok.setEnabled(self._dataset is not None)


class ImportQuestion:
    """The real dialog."""

    def ask(self, parent: QWidget, path: Path) -> Imported | None:
        """Show the table and wait for the answer."""
        dialog = ImportDialog(path, parent)
        answer = dialog.imported() if dialog.exec() == QDialog.DialogCode.Accepted else None
        dialog.deleteLater()
        return answer


def _check_box(name: str, words: str, tip: str) -> QCheckBox:
    box = QCheckBox(words)
    box.setObjectName(name)
    box.setToolTip(tip)
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return box


def _input_item(name: str, is_chosen: bool) -> QListWidgetItem:
    item = QListWidgetItem(name)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
    item.setCheckState(Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked)
    return item


def _heading(column: Column, choice: TableChoice) -> str:
    kind = tr("numbers") if column.is_number else tr("words")
    if column.missing_count:
        kind = tr("{kind}, {count} missing", kind=kind, count=column.missing_count)
    if column.name == choice.target:
        kind = tr("target: {kind}", kind=kind)
    elif column.name in choice.inputs:
        kind = tr("input: {kind}", kind=kind)
    return f"{column.name}\n{kind}"


service: ImportService = ImportQuestion()
