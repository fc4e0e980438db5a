"""Matrices and code: the present stage of the training step as matrices, and as a line of NumPy."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from engine.training.staged_listing import listing
from engine.training.staged_long_links import OVER_LONG_LINKS
from engine.training.staged_stage import Stage
from gui import numbers
from gui.panels.panel import Panel
from gui.plots.matrix_layout import Grid
from gui.plots.matrix_plot import MatrixPlot
from gui.session import Session
from gui.translation import tr
from gui.widgets.code_lines import CodeLines


class MatricesPanel(Panel):
    """Feeds the grids and the listing from the walk through the step."""

    def __init__(self, session: Session) -> None:
        super().__init__("matrices", tr("Matrices and code"), session)

    def build(self) -> None:
        self.plot = MatrixPlot("matrices.plot")
        self.plot.pointed.connect(self._say_cell)
        self._reading = QLabel()
        self._reading.setObjectName("matrices.reading")
        self._reading.setContentsMargins(10, 0, 10, 4)
        self._reading.setBackgroundRole(QPalette.ColorRole.Base)
        self._reading.setAutoFillBackground(True)
        self.code = CodeLines("matrices.code")
        self.code.setAccessibleName(tr("The training step in NumPy"))
        self.code.setToolTip(
            tr("The training step in NumPy, examples in columns; ▶ marks the line of the present stage")
        )
        self._copy = QPushButton(tr("Copy code"))
        self._copy.setObjectName("matrices.copy")
        self._copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._copy.setToolTip(tr("Copy the lines of the training step"))
        self._copy.clicked.connect(self._on_copy)
        self.session.stepping.changed.connect(self._show)
        self.follow(self._arranged(), self._copy)

    def show_design(self) -> None:
        self._show()

    def _arranged(self) -> QWidget:
        above, below = QWidget(), QWidget()
        for part, widgets in ((above, (self.plot, self._reading)), (below, (self.code,))):
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            for widget in widgets:
                column.addWidget(widget)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(above)
        splitter.addWidget(below)
        splitter.setSizes([270, 310])
        return splitter

    def _show(self) -> None:
        walk = self.session.stepping
        stage, staged = walk.stage, walk.staged
        if stage is None or staged is None:
            invitation = tr("Open a step in “One step at a time”, and its matrices stand here.")
            self.plot.show_grids((), walk.word or invitation)
            lines = listing(self.session.network, self.session.trainer.spec)
            self.code.show_lines([line.text for line in lines], None)
            self._reading.setText("")
            return
        grids = [
            Grid(matrix.name, matrix.values, matrix.role, matrix.row, matrix.column)
            for matrix in stage.matrices
        ]
        self.plot.show_grids(grids)
        lines = staged.lines
        self.code.show_lines([line.text for line in lines], staged.line_of(stage), staged.shapes_of(stage))
        self._say_cell(self.plot.asked)

    def _say_cell(self, cell: tuple[int, int] | None) -> None:
        stage = self.session.stepping.stage
        if stage is None:
            return
        if cell is None or not stage.matrices:
            self._reading.setText(_meaning(stage))
            return
        row, column = cell
        result = stage.matrices[-1]
        self._reading.setText(
            tr(
                "{name}: row {row}, column {column} is {value}",
                name=result.name,
                row=row + 1,
                column=column + 1,
                value=numbers.significant(float(result.values[row, column])),
            )
        )

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.listing())


def _meaning(stage: Stage) -> str:
    """What the colours are, and what no line of the listing calls by its name."""
    over = next((matrix.name for matrix in stage.matrices if matrix.name in OVER_LONG_LINKS), None)
    if over is None:
        return tr("Deeper colour: larger within its matrix.")
    return tr("Deeper colour: larger within its matrix. {name}: what long links bring.", name=over)
