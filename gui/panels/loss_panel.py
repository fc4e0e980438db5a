"""Cost and accuracy over the epochs, beside those of runs that were kept."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QToolButton

from engine.kept_run import LONGEST_NAME
from engine.training import History
from gui.appearance import appearance
from gui.panels.panel import Panel
from gui.plots.kept_curves import KeptCurve, kept_pen
from gui.plots.loss_plot import LossPlot
from gui.run_labels import run_labels
from gui.session import Session
from gui.translation import tr
from gui.widgets.line_list import LineList, ListedLine


class LossPanel(Panel):
    """Feeds the loss plot from the history, keeps runs and names them."""

    interval = 1.0 / 12.0

    def __init__(self, session: Session) -> None:
        super().__init__("loss", tr("Cost and accuracy"), session)

    def build(self) -> None:
        self.plot = LossPlot()
        self.plot.setObjectName("loss.plot")
        self._keep = _button("loss.keep", tr("Keep"))
        self._keep.clicked.connect(self._on_keep)
        self._list = _button("loss.runs", "")
        self._list.setToolTip(tr("Rename or remove the kept runs"))
        self._list.clicked.connect(self._on_list)
        self.lines = LineList("loss.run", LONGEST_NAME, self)
        self.lines.renamed.connect(self.session.runs.rename)
        self.lines.removed.connect(self.session.runs.remove)
        self._log = QCheckBox(tr("Log"))
        self._log.setAccessibleName(tr("Log scale"))
        self._log.setObjectName("loss.log")
        self._log.setToolTip(
            tr("Show powers of ten at equal distances, so that small costs can be told apart")
        )
        self._log.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._log.toggled.connect(self._on_log)
        table = QPushButton(tr("Compare in a table"))
        table.setObjectName("loss.run_table")
        table.setToolTip(tr("Show the numbers of all runs side by side: costs, epochs, time"))
        table.clicked.connect(self._on_table)
        self.lines.add_below(table)
        self.session.runs.changed.connect(self._show_kept)
        self.session.runs.lit_changed.connect(self._show_lit)
        appearance().theme_changed.connect(self._show_kept)
        self.follow(self.plot, self._list, quiet=(self._keep, self._log))

    def show_design(self) -> None:
        is_regression = self.session.experiment.data.kind.problem == "regression"
        self.setWindowTitle(tr("Cost") if is_regression else tr("Cost and accuracy"))
        self._show_kept()  # their words say how they differ from the present design

    def show_numbers(self) -> None:
        run = self.session.run
        history = run.history
        self.plot.mark.show_at(self.session.past_epoch)
        self.plot.set_curves(history.epochs, history.range_of("train_cost"), history.range_of("test_cost"))
        self.plot.set_accuracy(
            history.epochs, history.range_of("train_accuracy"), history.range_of("test_accuracy")
        )
        if not self.session.is_running:
            self.plot.refresh_range()

    def _show_kept(self) -> None:
        runs = self.session.runs
        words = run_labels(
            [run.experiment for run in runs.kept],
            self.session.experiment,
            [run.slot + 1 for run in runs.kept],
        )
        theme = appearance().theme
        self.plot.set_kept(
            [
                _curve(run.name or word, run.slot, run.history)
                for run, word in zip(runs.kept, words, strict=True)
            ]
        )
        self.lines.show_lines(
            [
                ListedLine(run.slot, kept_pen(theme, run.slot), run.name, word)
                for run, word in zip(runs.kept, words, strict=True)
            ]
        )
        self._list.setText(tr("Kept: {count}", count=len(runs.kept)))
        self._list.setAccessibleName(tr("Kept runs: {count}", count=len(runs.kept)))
        self._list.setVisible(bool(runs.kept))
        self._keep.setEnabled(not runs.is_full)
        self._keep.setToolTip(
            tr("There is room for eight runs; remove one to keep another")
            if runs.is_full
            else tr("Keep this run's test cost (train cost, if nothing is tested) beside those to come")
        )

    def _on_keep(self) -> None:
        self.session.runs.keep(self.session.document.experiment, self.session.run.history)

    def _on_list(self) -> None:
        self.lines.open_under(self._list)

    def _on_table(self) -> None:
        self.lines.hide()
        self.panel_wanted.emit("runs")

    def _show_lit(self) -> None:
        self.plot.set_lit(self.session.runs.lit)

    def _on_log(self, is_log: bool) -> None:
        self.plot.set_log(is_log)


def _curve(name: str, slot: int, history: History) -> KeptCurve:
    """What is tested tells runs apart best; where nothing is, what is trained on."""
    part = "test" if np.isfinite(history.range_of("test_cost")).any() else "train"
    return KeptCurve(
        name, slot, history.epochs, history.range_of(f"{part}_cost"), history.range_of(f"{part}_accuracy")
    )


def _button(name: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(words)
    button.setProperty("chip", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
