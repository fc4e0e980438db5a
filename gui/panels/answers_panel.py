"""The answers, one by one: which class is taken for which, or how far predicted numbers are off."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from engine.arrays import Array
from engine.data import Dataset
from engine.training.answers import Fit, confusion, predicted_labels, row_shares
from engine.training.histograms import symmetric_histogram
from gui import numbers
from gui.panels.panel import Panel
from gui.plots.confusion_plot import ConfusionPlot, ConfusionTable
from gui.plots.histogram_grid import HistogramCell, HistogramGrid
from gui.plots.prediction_plot import PredictionPlot
from gui.session import Session
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.widgets.side_by_side import SideBySide
from gui.wording import class_name, part_name

PARTS = ("test", "train")


class AnswersPanel(Panel):
    """Feeds the confusion matrix, or the two pictures of a regression, with the answers to one part."""

    interval = 1.0 / 4.0

    def __init__(self, session: Session) -> None:
        super().__init__("answers", tr("Answers"), session)

    def build(self) -> None:
        self.confusion = ConfusionPlot()
        self.confusion.setObjectName("answers.confusion")
        self.confusion.pointed.connect(self._on_pointed)
        self.predictions = PredictionPlot()
        self.predictions.setObjectName("answers.predictions")
        self.residuals = HistogramGrid()
        self.residuals.setObjectName("answers.residuals")
        self.residuals.setAccessibleName(tr("How far the predictions are off"))
        self._pictures = QStackedWidget()
        self._pictures.addWidget(self.confusion)
        self._pictures.addWidget(SideBySide(self.predictions, self.residuals))
        self._note = QLabel()
        self._note.setObjectName("answers.note")
        self._note.setContentsMargins(12, 0, 12, 6)
        # A long sentence is cut rather than widening the panel.
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._summary = ""
        self._part = Choice("answers.part", tr("Which examples are counted: those trained on, or the others"))
        self._part.setAccessibleName(tr("Examples"))
        self._part.offer(PARTS, part_name)
        self._part.chosen.connect(self._on_part)
        self._wanted = PARTS[0]
        self._output = Choice("answers.output", tr("Which of the predicted numbers"))
        self._output.setAccessibleName(tr("Predicted number"))
        self._output.chosen.connect(self._on_output)
        self.follow(self._arranged(), self._output, self._part)

    def show_design(self) -> None:
        kind = self.session.experiment.data.kind
        has_test = len(self.session.trainer.test) > 0
        self._part.setEnabled(has_test)
        self._part.show_key(self._wanted if has_test else "train")
        self._output.setVisible(kind.problem == "regression" and kind.outputs > 1)
        if self._output.count() != kind.outputs:
            self._output.offer([str(index) for index in range(kind.outputs)], lambda key: f"ŷ {int(key) + 1}")
            self._output.show_key("0")
        self._pictures.setCurrentIndex(1 if kind.problem == "regression" else 0)
        # Those that answer keys must not be stops of Tab while another picture is shown.
        self.confusion.setEnabled(kind.problem != "regression")

    def show_numbers(self) -> None:
        if not self.is_shown:
            return
        trainer = self.session.trainer
        part = trainer.test if self._part.key == "test" else trainer.data
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            predictions = trainer.network.predict(part.inputs)
        if part.problem == "regression":
            column = int(self._output.key or 0)
            self._show_numbers_of(part.targets[:, column], predictions[:, column])
        else:
            self._show_classes(part, predictions)

    def _show_classes(self, part: Dataset, predictions: Array) -> None:
        experiment = self.session.experiment
        predicted = predicted_labels(predictions, part, experiment.network, experiment.training.loss)
        counts = confusion(part.labels, predicted, len(part.class_names))
        names = tuple(map(class_name, part.class_names))
        right, total = int(np.trace(counts)), len(part)
        self._say(
            tr(
                "{right} of {total} right ({share})",
                right=right,
                total=total,
                share=numbers.percent(right / total),
            )
        )
        self.confusion.show_table(ConfusionTable(counts, row_shares(counts), names))

    def _show_numbers_of(self, targets: Array, predictions: Array) -> None:
        predictions = predictions.astype(np.float64)
        fit = Fit.of(targets, predictions)
        self.predictions.show_predictions(targets, predictions, self._part.key == "test")
        bars = symmetric_histogram(predictions - targets)
        title = tr("residuals")
        self.residuals.show_cells([HistogramCell(title, bars.edges, bars.shares)], "ŷ − y")
        self._say(
            tr(
                "Root mean square error {error} · R² {explained}",
                error=numbers.cost(fit.root_mean_square),
                explained=numbers.cost(fit.explained),
            )
        )

    def _say(self, summary: str) -> None:
        self._summary = summary
        self._note.setText(summary)

    def _on_part(self, key: str) -> None:
        self._wanted = key
        self.show_numbers()

    def _on_output(self, key: str) -> None:
        self.show_numbers()

    def _on_pointed(self, sentence: str) -> None:
        self._note.setText(sentence or self._summary)

    def _arranged(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pictures, 1)
        column.addWidget(self._note, 0, Qt.AlignmentFlag.AlignBottom)
        return content
