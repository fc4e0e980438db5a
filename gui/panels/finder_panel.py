"""The learning-rate finder: a thousand rates tried, the band worth trying, and what one rate would do from here."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from engine.training.short_run import examples_used
from gui import numbers
from gui.advice import verdict_text
from gui.panels.panel import Panel
from gui.plots.finder_plot import FinderPlot, whole_grid
from gui.session import Session
from gui.session.rate_search import FEWEST, MOST
from gui.translation import tr
from gui.widgets.number_field import NumberField
from gui.widgets.whole_number import WholeNumber


class FinderPanel(Panel):
    """Starts the search, shows it, and lets a rate be looked at and taken."""

    def __init__(self, session: Session) -> None:
        super().__init__("finder", tr("Learning-rate finder"), session)

    def build(self) -> None:
        self.plot = FinderPlot()
        self.plot.setObjectName("finder.plot")
        self._start = _start_button()
        self._low, self._high = (
            _rate_field("finder.low", tr("Smallest learning rate"), tr("The rate the search begins with")),
            _rate_field("finder.high", tr("Largest learning rate"), tr("The rate the search ends with")),
        )
        self._count = WholeNumber(
            "finder.count",
            tr("Number of rates"),
            FEWEST,
            MOST,
            100,
            tr("How many learning rates are tried, one mini-batch each"),
        )
        self._words = QLabel()
        self._words.setObjectName("finder.words")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._words.setFixedHeight(2 * self._words.fontMetrics().lineSpacing() + 4)
        self._take = QPushButton()
        self._take.setObjectName("finder.take")
        self._take.setToolTip(tr("Train with the suggested learning rate from now on; Undo takes it back"))
        self._take.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._connect()
        self.follow(self._arranged(), self._start)
        stops = (self._start, self.plot.hair_line, self._low, self._high, self._count, self._take)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _arranged(self) -> QWidget:
        content = QWidget()
        fields = QHBoxLayout()
        fields.setSpacing(6)
        for caption, control in (
            (tr("η from"), self._low),
            (tr("to"), self._high),
            (tr("in"), self._count),
        ):
            label = QLabel(caption)
            label.setBuddy(control)
            fields.addWidget(label)
            fields.addWidget(control)
        fields.addWidget(QLabel(tr("rates")))
        fields.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self._take)
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 2, 8, 4)
        column.setSpacing(3)
        column.addWidget(self.plot, 1)
        column.addLayout(fields)  # right below the axis, whose name it is
        column.addLayout(row)
        return content

    def _connect(self) -> None:
        search, trial = self.session.rate_search, self.session.rate_trial
        self._start.clicked.connect(self._on_start)
        self._low.chosen.connect(lambda low: search.set_range(low=low))
        self._high.chosen.connect(lambda high: search.set_range(high=high))
        self._count.chosen.connect(lambda count: search.set_range(count=count))
        self._count.refused.connect(self.session.complained)
        for field in (self._low, self._high):
            field.refused.connect(self.session.complained)
        self._take.clicked.connect(self._on_take)
        self.plot.hovered.connect(self._on_hovered)
        self.plot.chosen.connect(search.take)
        search.progressed.connect(self._show_search)
        search.finished.connect(self._show_search)
        search.changed.connect(self._show_search)
        trial.changed.connect(self._show_words)

    # Showing

    def show_design(self) -> None:
        self.plot.set_present(self.session.experiment.training.optimizer.rate)
        self._show_search()

    def _on_visible(self, is_visible: bool) -> None:
        super()._on_visible(is_visible)
        if not is_visible:
            self.session.rate_trial.let_go()

    def _show_search(self) -> None:
        search = self.session.rate_search
        self._low.show_value(search.low)
        self._high.show_value(search.high)
        self._count.show_value(search.count)
        self._start.setText(tr("Cancel") if search.is_running else tr("Search"))
        self._start.setToolTip(
            tr("Leave the search off and keep the result before")
            if search.is_running
            else tr(
                "Try all these rates on a copy of the network, a mini-batch each; the network is left alone"
            )
        )
        self._show_trials()
        result = None if search.is_running else search.result
        is_valid = result is not None and not search.is_out_of_date
        self.plot.set_band(result.band if result is not None and is_valid else None)
        self.plot.set_edge(search.edge if is_valid else None)
        self._take.setEnabled(is_valid)
        if result is not None:
            self._take.setText(
                tr("Take η = {rate}", rate=numbers.plain(_rounded(result.suggestion.learning_rate)))
            )
        else:
            self._take.setText(tr("Take η"))
        self._show_words()

    def _show_trials(self) -> None:
        search = self.session.rate_search
        trials = search.trials
        rates = search.rates
        diverged = trials[-1].learning_rate if trials and trials[-1].diverged else None
        self.plot.set_trials(
            rates,
            whole_grid([trial.loss for trial in trials], rates),
            whole_grid([trial.smoothed for trial in trials], rates),
            diverged,
        )

    def _show_words(self) -> None:
        trial = self.session.rate_trial
        if trial.run is not None and not trial.verdict:
            return  # the verdict comes in a moment
        text = self._search_words()
        if trial.run is not None:
            run = trial.run
            text = verdict_text(
                trial.verdict, run.learning_rate, run.steps, float(run.costs[0]), float(run.costs[-1])
            )
            used = examples_used(self.session.trainer)
            if used < len(self.session.trainer.data):
                text += " " + tr("(Tried on {count} examples.)", count=used)
            if self.session.trainer.spec.dropout:
                text += " " + tr("(Tried without dropout.)")
        self._words.setText(text)
        self._words.setToolTip(text)

    def _search_words(self) -> str:
        search = self.session.rate_search
        if search.is_running:
            return tr("Trying {done} of {count} rates …", done=len(search.trials), count=len(search.rates))
        result = search.result
        if result is None:
            return tr("Search, or point at a learning rate to see what it would do from here.")
        if search.is_out_of_date:
            return tr("Out of date: the design has changed since this search.")
        reason, best = result.suggestion.reason, numbers.plain(_rounded(result.suggestion.learning_rate))
        if result.band is not None:
            low, high = (numbers.plain(_rounded(rate, 1)) for rate in result.band)
            return tr("Try {low} to {high}. Searched from step {step}.", low=low, high=high, step=search.step)
        if reason == "no_effect":
            return tr(
                "None of the rates made a difference: start from {rate}, or search larger ones.", rate=best
            )
        return tr("The cost never fell before it blew up: try {rate} or less.", rate=best)

    # What a person does

    def _on_start(self) -> None:
        search = self.session.rate_search
        if search.is_running:
            search.cancel()
        else:
            search.start()

    def _on_take(self) -> None:
        result = self.session.rate_search.result
        if result is not None:
            self.session.rate_search.take(_rounded(result.suggestion.learning_rate))

    def _on_hovered(self, rate: float | None) -> None:
        search, trial = self.session.rate_search, self.session.rate_trial
        if rate is None:
            trial.let_go()
        else:
            trial.look_at(rate, search.low, search.high)


def _rounded(rate: float, digits: int = 2) -> float:
    """A rate as a person would say it."""
    return float(f"{rate:.{digits}g}")


def _start_button() -> QToolButton:
    button = QToolButton()
    button.setObjectName("finder.start")
    button.setProperty("chip", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _rate_field(name: str, caption: str, tip: str) -> NumberField:
    field = NumberField(name, caption, tip)
    field.setFixedWidth(58)
    return field
