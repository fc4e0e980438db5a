"""Find the fault: plant one in backprop, train, look at the gradient check of all parameters, and say which it is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from engine.network.address import Address
from gui.fault_words import fault_name
from gui.panels.checked_layers import checked_layers
from gui.panels.fault_answers import FaultAnswers, explanation
from gui.panels.inspector_moment import pick, selection_of
from gui.panels.panel import Panel
from gui.plots.check_heatmap import CheckHeatmap
from gui.session import Session
from gui.session.gradient_checking import GradientChecking
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.widgets.yielding import Yielding

SURPRISE = "surprise"
LEAST_NAME = 120
"""Pixels of a fault's name, in a narrow dock; the list shows all of it."""


class FaultPanel(Panel):
    """Starts and leaves the hunt, feeds the heat map, takes the answers."""

    interval = 1.0 / 4.0

    def __init__(self, session: Session) -> None:
        super().__init__("fault", tr("Find the fault"), session)

    def build(self) -> None:
        self._which = Choice("fault.which", tr("The fault to plant, or a surprise to be found out"))
        self._which.setAccessibleName(tr("Fault to plant"))
        self._which.setMinimumWidth(LEAST_NAME)  # so that the row fits where a window is 1280 wide
        self._start = _button("fault.start", tr("Plant it"))
        self._leave = _button("fault.leave", tr("Leave"))
        self._leave.setToolTip(tr("Take the fault out and bring your own work back exactly as it was"))
        self._check = _button("fault.check", tr("Check gradients"))
        self._story = _line("fault.story")
        self.heatmap = CheckHeatmap("fault.map")
        self._result = _line("fault.result")
        self._reading = _line("fault.reading")
        self.answers = FaultAnswers()
        self._connect()
        self.follow(Yielding(self._arranged()))

    def _arranged(self) -> QWidget:
        content = QWidget()
        row = QHBoxLayout()
        row.setSpacing(6)
        for widget in (self._which, self._start, self._leave):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.answers.score)
        row.addSpacing(6)
        row.addWidget(self._check)
        column = QVBoxLayout(content)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._story)
        column.addWidget(self.heatmap, 1)
        column.addWidget(self._reading)
        column.addWidget(self._result)
        column.addWidget(self.answers)
        return content

    def _connect(self) -> None:
        hunt = self.session.fault_hunt
        self._start.clicked.connect(self._on_start)
        self._leave.clicked.connect(hunt.leave)
        self._check.clicked.connect(self._on_check)
        self.heatmap.pointed.connect(self._on_pointed)
        self.heatmap.chosen.connect(self._on_chosen)
        self.answers.named.connect(hunt.name)
        hunt.changed.connect(self._show_hunt)
        hunt.check.changed.connect(self._show_check)

    # Showing

    def show_design(self) -> None:
        wanted = self._which.key or SURPRISE
        offered = self.session.fault_hunt.offered
        keys = (SURPRISE, *offered)
        self._which.offer(keys, lambda key: tr("Surprise") if key == SURPRISE else fault_name(key))
        self._which.show_key(wanted if wanted in keys else SURPRISE)
        self.answers.offer(offered)
        self._show_hunt()
        self._show_check()

    def show_numbers(self) -> None:
        if self.is_shown:
            self._result.setText(self._result_words())

    def _show_hunt(self) -> None:
        hunt = self.session.fault_hunt
        self._start.setText(tr("Plant another") if hunt.is_on else tr("Plant it"))
        self._start.setToolTip(
            tr("Let training go by a faulty gradient, from the first weights; your own work waits untouched")
        )
        self._leave.setEnabled(hunt.is_on)
        self._story.setText(self._story_words())
        self.answers.allow(hunt.is_on and not hunt.is_solved)
        self.answers.show_score(hunt.found, hunt.attempts)
        if not hunt.is_on:
            self.answers.forget()
            self.answers.say("")
        elif hunt.answer is None:
            self.answers.forget()
            self.answers.say(tr("Which of these mistakes is it? Pick one."))
        elif hunt.is_solved:
            self.answers.say(tr("Yes. {explanation}", explanation=explanation(hunt.answer)), hunt.answer)
        else:
            name = fault_name(hunt.answer)
            self.answers.say(tr("No, “{name}” would leave other traces. Look at the map again.", name=name))

    def _story_words(self) -> str:
        hunt = self.session.fault_hunt
        if not hunt.is_on or hunt.planted is None:
            return tr("Backprop is as it should be. Plant a fault in it, train, check, and say which it is.")
        if hunt.is_solved:
            return tr("Found. Leave the hunt, or plant another fault.")
        if not hunt.is_surprise:
            name = fault_name(hunt.planted)
            return tr("Planted: “{name}”. Train and check the gradients to see what it does.", name=name)
        return tr("One of these faults is planted. Train, check the gradients, and say which it is.")

    def _show_check(self) -> None:
        check = self.session.fault_hunt.check
        self._check.setText(tr("Cancel") if check.is_running else tr("Check gradients"))
        self._check.setToolTip(
            tr("Leave the check off; what was found stays")
            if check.is_running
            else tr("Compare backprop's derivative of each parameter with the one found by nudging it")
        )
        if self._is_built:
            spec = check.network or self.session.network.spec
            self.heatmap.show_layers(checked_layers(spec, check.derivatives))
        self._result.setText(self._result_words())

    def _result_words(self) -> str:
        check = self.session.fault_hunt.check
        if check.network is None:
            return tr("Not checked yet.")
        whole = check.network.parameter_count
        if check.is_running:
            return tr("Checked {done} of {count} …", done=len(check.derivatives), count=check.count)
        words = _summary(check)
        if check.is_sample:
            words = tr("{words} A sample: {count} of {whole}.", words=words, count=check.count, whole=whole)
        if check.is_out_of_date:
            return tr("{words} The weights have moved since step {step}.", words=words, step=check.step)
        return tr("{words} On {count} training examples.", words=words, count=check.examples)

    # What a person does

    def _on_start(self) -> None:
        key = self._which.key
        self.session.fault_hunt.start(None if key in (None, SURPRISE) else key)

    def _on_check(self) -> None:
        check = self.session.fault_hunt.check
        if check.is_running:
            check.cancel()
        else:
            check.start()

    def _on_pointed(self, words: str) -> None:
        self._reading.setText(words)
        self._reading.setToolTip(words)

    def _on_chosen(self, place: tuple[int, int, int | None]) -> None:
        pick(self.session, selection_of(Address(*place)))


def _summary(check: GradientChecking) -> str:
    wrong, kinks = check.with_verdict("wrong"), check.with_verdict("kink")
    done = len(check.derivatives)
    if not wrong and not kinks:
        return tr("All {count} derivatives agree.", count=done)
    if not wrong:
        return tr("All {count} agree but for {kinks} at a kink.", count=done - kinks, kinks=kinks)
    return tr("{wrong} of {count} derivatives differ.", wrong=wrong, count=done)


def _button(name: str, words: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _line(name: str) -> QLabel:
    """A line that is cut rather than widening the panel."""
    label = QLabel()
    label.setObjectName(name)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    label.setFixedHeight(label.fontMetrics().lineSpacing() + 2)
    return label
