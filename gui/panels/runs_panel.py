"""The runs side by side: the present one and those that were kept, in numbers."""

from dataclasses import replace
from math import nan
from weakref import WeakKeyDictionary

from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.kept_run import KeptRun
from engine.run_standing import cost_obstacle, standing_of, target_variances
from gui.appearance import appearance
from gui.panels.panel import Panel
from gui.panels.runs_model import RunRow, run_columns
from gui.panels.runs_table import RunsTable
from gui.plots.kept_curves import kept_pen
from gui.plots.loss_plot import DASH
from gui.run_labels import present_label, run_words
from gui.session import Session
from gui.translation import tr
from gui.widgets.line_list import stroke


class RunsPanel(Panel):
    """A table with one row a run; the run that is picked is lit up among the curves."""

    interval = 0.25

    def __init__(self, session: Session) -> None:
        super().__init__("runs", tr("Runs"), session)

    def build(self) -> None:
        self.table = RunsTable()
        runs = self.session.runs
        self.table.renamed.connect(runs.rename)
        self.table.removed.connect(self._on_removed)
        self.table.chosen.connect(self._on_chosen)
        self._variances: WeakKeyDictionary[KeptRun, tuple[float, float]] = WeakKeyDictionary()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        runs.changed.connect(self._show_runs)
        appearance().theme_changed.connect(self._show_runs)
        self.follow(content)

    def show_design(self) -> None:
        self._show_runs()

    def show_numbers(self) -> None:
        model = self.table.model_of_runs
        if not self.is_shown or not model.runs:
            return
        model.show_standing(self._present_row())
        if not self.session.is_running:
            model.arrange()

    def _show_runs(self) -> None:
        if not self.is_shown:
            return
        kept, present = self.session.runs.kept, self.session.experiment
        words = run_words([run.experiment for run in kept], present)
        rows = [self._present_row()]
        rows.extend(self._kept_row(run, label) for run, label in zip(kept, words, strict=True))
        self.table.show_runs(rows, run_columns(_is_regression(present)))

    def _present_row(self) -> RunRow:
        """As the run was at the step that is shown."""
        theme, prepared = appearance().theme, self.session.prepared
        experiment, trainer = self.session.experiment, self.session.trainer
        train, test = QPen(QColor(theme.train)), QPen(QColor(theme.test))
        test.setDashPattern(list(DASH))
        pens = (train, test) if len(prepared.test) else (train,)
        others = [run.experiment for run in self.session.runs.kept]
        return RunRow(
            slot=None,
            title=tr("Present run"),
            words=present_label(others, experiment),
            name="",
            obstacle="",
            has_same_data=True,
            mark=stroke(self.devicePixelRatioF(), *pens),
            standing=standing_of(
                trainer.history,
                experiment.training.loss,
                target_variances(prepared),
            ),
        )

    def _kept_row(self, run: KeptRun, words: str) -> RunRow:
        present, experiment = self.session.experiment, run.experiment
        obstacle = cost_obstacle(experiment, present)
        standing = standing_of(run.history, experiment.training.loss, self._variances_of(run))
        if _is_regression(experiment) != _is_regression(present):
            standing = replace(standing, score=nan)
        return RunRow(
            slot=run.slot,
            title=run.name or tr("Kept run {number}", number=run.slot + 1),
            words=words,
            name=run.name,
            obstacle=_obstacle_words(obstacle),
            has_same_data=obstacle != "data",
            mark=stroke(self.devicePixelRatioF(), kept_pen(appearance().theme, run.slot)),
            standing=standing,
        )

    def _variances_of(self, run: KeptRun) -> tuple[float, float]:
        """Drawn once for each run: its examples are not kept."""
        if run not in self._variances:
            is_number = _is_regression(run.experiment)
            self._variances[run] = (
                target_variances(run.experiment.prepare_data()) if is_number else (nan, nan)
            )
        return self._variances[run]

    def _on_chosen(self, slot: int) -> None:
        self.session.runs.light(slot if slot >= 0 else None)

    def _on_removed(self, slot: int) -> None:
        if slot >= 0:
            self.session.runs.remove(slot)
        else:
            self.session.complained.emit(
                tr("The present run stays in the table; only kept runs can be removed.")
            )

    def _on_visible(self, is_visible: bool) -> None:
        super()._on_visible(is_visible)
        if is_visible:
            self._show_runs()
            self._on_chosen(-1 if self.table.slot is None else self.table.slot)
        else:
            self._on_chosen(-1)


def _is_regression(experiment: Experiment) -> bool:
    return experiment.data.kind.problem == "regression"


def _obstacle_words(key: str) -> str:
    """Why costs are not compared, plainly."""
    return {
        "data": tr("other data"),
        "loss": tr("other loss"),
        "targets": tr("other targets"),
        "penalty": tr("other penalty"),
    }.get(key, "")
