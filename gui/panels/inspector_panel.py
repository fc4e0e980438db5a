"""The inspector: every number of what is picked, for one example, with the formulas that made it."""

from time import perf_counter

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from engine.network import NetworkSpec
from gui.panels.disclosure import Disclosure
from gui.panels.inspector_check import Check
from gui.panels.inspector_facts import Facts
from gui.panels.inspector_formulas import (
    activation_formula,
    batch_formula,
    error_formula,
    gradient_formula,
    sum_formula,
)
from gui.panels.inspector_head import Head
from gui.panels.inspector_moment import Moment, pick, pick_parameter
from gui.panels.inspector_paths import Paths
from gui.panels.inspector_tables import (
    neuron_columns,
    neuron_rows,
    neuron_values,
    parameter_columns,
    parameter_rows,
    parameter_values,
    places_of_neuron,
)
from gui.panels.inspector_update import update_formulas
from gui.panels.panel import Panel
from gui.plots.example_strip import ExampleStrip
from gui.session import Selection, Session
from gui.session.spotlight import Lit, edge_of
from gui.settings import Setting
from gui.translation import tr
from gui.widgets.live_formula import LiveFormula, Token
from gui.widgets.number_table import NumberTable
from gui.widgets.scrollable import scrollable

READABLE = 0.22
"""Seconds the numbers stand still while they run, so that they can be read."""

SHARE = 0.12
"""The part of the time that looking may take from training."""

FEW_ROWS, MANY_ROWS = 6, 16
"""Rows a table shows without scrolling: beside other things, and alone."""

LINES = 8
"""The most lines of formulas there are: three of a neuron, two gradients, or an optimizer's."""


class InspectorPanel(Panel):
    """Follows the selection and the example; asks the engine, writes nothing."""

    interval = READABLE

    def __init__(self, session: Session) -> None:
        super().__init__("inspector", tr("Inspector"), session)

    def build(self) -> None:
        session = self.session
        self.head = Head(session)
        self.hint = QLabel(
            tr("Pick a neuron or a weight in the network, and every number of it is shown here.")
        )
        self.hint.setObjectName("explain.hint")
        self.hint.setWordWrap(True)
        self.output = QPushButton(tr("Show the output neuron"))
        self.output.setObjectName("explain.show_output")
        self.output.setToolTip(tr("Begin where the error begins: at the output"))
        self.output.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.output.clicked.connect(self._on_output)
        self.hunted = QLabel(
            tr(
                "A fault is planted: ∂c/∂w, ∂C/∂w and the update are the faulty ones; δ, the examples and the "
                "paths, which would show the true ones, are hidden meanwhile."
            )
        )
        self.hunted.setObjectName("explain.hunted")
        self.hunted.setWordWrap(True)
        self.thinned = QLabel(
            tr(
                "Dropout: ∂C/∂w, the examples of the batch and the update are those of the coming step, where neurons "
                "sit out; all else is of the whole network."
            )
        )
        self.thinned.setObjectName("explain.dropout")
        self.thinned.setWordWrap(True)
        self.facts = Facts()
        self.formulas = [self._formula(f"explain.formula_{at + 1}") for at in range(LINES)]
        self.table = NumberTable(
            "explain.table",
            tr("The parameters of the neuron, or the neurons of the layer"),
            tr("Click a heading to sort, or press S; Ctrl+C copies; a row can be picked"),
            tr("name"),
        )
        self.table.picked.connect(self._on_row)
        self.filter = QLineEdit()
        self.filter.setObjectName("explain.filter")
        self.filter.setAccessibleName(tr("Filter"))
        self.filter.setPlaceholderText(tr("Filter: from 3, bias, >0.5"))
        self.filter.setToolTip(
            tr("Show some of the rows: from 3 for the weight from neuron 3, bias, >0.5 for large values")
        )
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(236)
        self.filter.textChanged.connect(self.table.set_filter)
        self.check = Check(session)
        self.strip = ExampleStrip("explain.examples")
        self.strip.picked.connect(self._on_bar)
        self.paths = Paths(session)
        self._places: list[int] = []
        self._shown: object = None
        self._spec: NetworkSpec | None = None
        self._pointed: Lit | None = None
        self._arrange()
        session.selection_changed.connect(self._on_picked)
        session.example.changed.connect(self._on_picked)
        self.area = scrollable(self.content)
        self.area.setObjectName("explain.inspector")
        self.area.setAccessibleName(tr("Inspector"))
        self.follow(self.area)

    # Showing

    def show_design(self) -> None:
        self._shown = None

    def show_numbers(self) -> None:
        if not self.is_shown:
            return
        start = perf_counter()
        moment = Moment(self.session)
        self.head.show_moment(moment)
        self.check.forget()
        self._show_sections(moment)
        if moment.subject is not None:
            with np.errstate(over="ignore", invalid="ignore", under="ignore"):
                self._show_moment(moment)
        # A network that takes long to look at is looked at less often.
        self.throttle.interval = max(READABLE, (perf_counter() - start) / SHARE)

    def _show_sections(self, moment: Moment) -> None:
        subject = moment.subject
        is_neuron = subject is not None and subject.neuron is not None
        has_place = subject is not None and subject.place is not None
        is_true = not moment.is_hunted
        self.hunted.setVisible(moment.is_hunted)
        trainer = moment.trainer
        self.thinned.setVisible(
            has_place and trainer.spec.dropout > 0.0 and bool(trainer.network.spec.hidden)
        )
        self.hint.setVisible(subject is None)
        self.output.setVisible(subject is None)
        self.facts.setVisible(is_neuron)
        is_input = subject is not None and subject.layer == 0
        self.section_formula.setVisible(is_neuron and (is_true or not is_input))
        self.section_table.setVisible(subject is not None and (has_place or not is_neuron))
        self.section_check.setVisible(has_place)
        for section in (self.section_examples, self.section_paths):
            section.setVisible(has_place and is_true)
        if moment.is_hunted:
            self.paths.put_out()

    def _show_moment(self, moment: Moment) -> None:
        subject = moment.subject
        assert subject is not None
        if subject.neuron is None:
            self._show_layer(moment)
            return
        self.facts.show_moment(moment)
        if self.section_formula.is_open:
            self._show_formulas(moment)
        if subject.place is None:
            return
        if self.section_table.is_open:
            self._show_parameters(moment)
        if self.section_examples.is_open and not moment.is_hunted:
            self._show_examples(moment)
        if self.section_paths.is_open and not moment.is_hunted:
            self.paths.show_moment(moment)

    def _show_formulas(self, moment: Moment) -> None:
        subject = moment.subject
        assert subject is not None
        lines: list[list[Token]] = []
        if subject.address is not None:
            lines = update_formulas(moment)
        elif subject.layer:
            lines = [sum_formula(moment), activation_formula(moment)]
        if not moment.is_hunted:
            if subject.address is not None:
                lines = [gradient_formula(moment), batch_formula(moment), *lines]
            else:
                lines.append(error_formula(moment))
        for at, formula in enumerate(self.formulas):
            formula.setVisible(at < len(lines))
            if at < len(lines):
                formula.show_tokens(lines[at])
        self._settle()

    def _settle(self) -> None:
        """Give the formulas their room before anything is painted, and not a frame for every box they are in."""
        widget: QWidget | None = self.formulas[0].parentWidget()
        while widget is not None and widget is not self.area:
            QCoreApplication.sendPostedEvents(widget, QEvent.Type.LayoutRequest)
            widget = widget.parentWidget()

    def _show_parameters(self, moment: Moment) -> None:
        subject, trainer = moment.subject, moment.trainer
        assert subject is not None
        assert subject.neuron is not None
        spec = trainer.network.spec
        key = ("parameters", spec, subject.layer, subject.neuron, trainer.spec.optimizer.key)
        if key != self._shown:
            self._shown, self._spec = key, spec
            self._places = places_of_neuron(spec, subject.layer, subject.neuron)
            columns = parameter_columns(trainer.spec.optimizer.key)
            self.table.show_rows(parameter_rows(spec, self._places), columns)
            self._fit_table(FEW_ROWS)
        self.table.show_numbers(parameter_values(moment.parameters, self._places))
        is_one = subject.address is not None
        self.table.show_picked(
            self._places.index(subject.place) if is_one and subject.place is not None else None
        )

    def _show_layer(self, moment: Moment) -> None:
        subject = moment.subject
        assert subject is not None
        spec = moment.trainer.network.spec
        key = ("neurons", spec, subject.layer)
        if key != self._shown:
            self._shown, self._spec = key, spec
            self._places = []
            self.table.show_rows(neuron_rows(subject.layer, spec.sizes[subject.layer]), neuron_columns())
            self._fit_table(MANY_ROWS)
        self.table.show_numbers(neuron_values(moment.layer, moment.health, has_error=not moment.is_hunted))

    def _fit_table(self, most: int) -> None:
        """A filter is offered where rows would have to be searched for."""
        self.filter.clear()
        self.filter.setVisible(len(self.table.numbers.rows) > most)
        self.table.fit_rows(most)

    def _show_examples(self, moment: Moment) -> None:
        batch = moment.parameters.batch
        here = np.flatnonzero(batch == self.session.example.index)
        self.strip.show_bars(moment.of_batch, batch, int(here[0]) if len(here) else None)

    # What a person does

    def _on_picked(self) -> None:
        subject = Moment(self.session).subject
        if subject is None or subject.place is None:
            self.paths.put_out()
        self.show_numbers()

    def _on_output(self) -> None:
        pick(self.session, Selection(len(self.session.network.spec.layers), 0))

    def _on_goal(self, goal: object) -> None:
        if isinstance(goal, Selection):
            pick(self.session, goal)

    def _on_goal_pointed(self, goal: object) -> None:
        """Light up what the number under the mouse stands for."""
        spotlight = self.session.spotlight
        if isinstance(goal, Selection) and goal.layer is not None and goal.neuron is not None:
            address = goal.address
            if address is None or address.source is None:
                self._pointed = Lit(frozenset({(goal.layer, goal.neuron)}))
            else:
                self._pointed = Lit(edges=frozenset({edge_of(address)}))
            spotlight.show(self._pointed)
        elif spotlight.lit == self._pointed:
            spotlight.clear()

    def _on_row(self, row: int) -> None:
        if self._spec != self.session.network.spec:
            return  # the keyboard came here while the panel was not told of another network yet
        picked = self.session.selection
        if self._places:
            pick_parameter(self.session, self._places[row])
        elif picked.layer is not None:
            pick(self.session, Selection(picked.layer, row))

    def _on_bar(self, place: int) -> None:
        self.session.example.set(int(self.strip.rows[place]))

    # Building

    def _formula(self, name: str) -> LiveFormula:
        formula = LiveFormula(
            name,
            tr("Formula"),
            tr(
                "Each number stands under its letter; a click on it, or Tab and Enter, goes to what it stands for"
            ),
        )
        formula.chosen.connect(self._on_goal)
        formula.pointed.connect(self._on_goal_pointed)
        return formula

    def _arrange(self) -> None:
        formulas = QWidget()
        stack = QVBoxLayout(formulas)
        stack.setContentsMargins(2, 0, 0, 0)
        stack.setSpacing(9)
        for formula in self.formulas:
            stack.addWidget(formula)
        self.section_formula = self._section("formula", tr("Formula"), formulas, is_open=True)
        table = QWidget()
        below = QVBoxLayout(table)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self.filter)
        below.addWidget(self.table)
        self.section_table = self._section("numbers", tr("Numbers"), table, is_open=True)
        self.section_check = self._section("gradient", tr("Gradient check"), self.check, is_open=False)
        self.section_examples = self._section(
            "examples", tr("Examples of the batch"), self.strip, is_open=False
        )
        self.section_paths = self._section("paths", tr("Paths"), self.paths, is_open=False)
        self.section_paths.button.clicked.connect(self._on_paths_toggled)
        self.content = QWidget()
        self.content.setBackgroundRole(QPalette.ColorRole.Base)
        self.content.setAutoFillBackground(True)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(12, 6, 12, 10)
        column.setSpacing(7)
        parts = (
            self.head,
            self.hint,
            self.output,
            self.hunted,
            self.thinned,
            self.facts,
            self.section_formula,
            self.section_table,
            self.section_check,
            self.section_examples,
            self.section_paths,
        )
        for part in parts:
            column.addWidget(part)
        column.setAlignment(self.output, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _section(self, key: str, words: str, content: QWidget, is_open: bool) -> Disclosure:
        tip = tr("Show or hide this part")
        section = Disclosure(
            f"explain.section_{key}", words, tip, content, Setting(f"inspector/{key}", is_open)
        )
        section.button.clicked.connect(self.show_numbers)
        return section

    def _on_paths_toggled(self, is_open: bool) -> None:
        if not is_open:
            self.paths.put_out()
