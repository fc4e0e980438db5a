"""All settings of training, for those who want more than the tool bar: loss, penalty, dropout, schedule, start.

What is set here and needs a new start says so in its tool tip; the rest takes effect on the running network.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from engine.experiment import PRECISIONS, Experiment
from engine.network import ACTIVATIONS, INITIALIZERS, LOSSES, PENALTIES
from engine.training import OPTIMIZERS, SCHEDULES, Option, ScheduleSpec, TrainingSpec
from engine.training.optimizers import OptimizerKind
from engine.training.schedules import Schedule
from engine.training.spec import MAX_DROPOUT
from gui import numbers
from gui.appearance import heading_font
from gui.begins_anew import begins_anew
from gui.called import called
from gui.panels.panel import Panel
from gui.session import Session
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.widgets.narrow import narrow
from gui.widgets.number_field import NumberField
from gui.widgets.scrollable import scrollable
from gui.widgets.whole_number import WholeNumber
from gui.wording import (
    activation_name,
    initializer_name,
    loss_name,
    option_name,
    option_tip,
    penalty_name,
    precision_name,
    schedule_name,
)

FIRST_PENALTY_RATE = 0.003
"""The rate a penalty starts with: one without a rate would do nothing."""

LARGEST_SEED = 2**31 - 1
"""The largest a spin box can hold."""

Change = Callable[[TrainingSpec], TrainingSpec]


class SettingsPanel(Panel):
    """Forms made from the registries; each field is one edit."""

    def __init__(self, session: Session) -> None:
        super().__init__("settings", tr("Settings"), session)

    def build(self) -> None:
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setVerticalSpacing(7)
        self._title(tr("Cost"))
        self._loss = self._choice(
            "loss", tr("Loss"), tr("What is minimised"), self._on_loss, has_long_words=True
        )
        self._penalty = self._choice(
            "penalty", tr("Penalty"), tr("What is added to the cost for large weights"), self._on_penalty
        )
        self._penalty.offer(PENALTIES, penalty_name)
        self._rate = self._number("penalty_rate", tr("Rate λ"), tr("How much the penalty weighs"))
        self._rate.chosen.connect(self._on_penalty_rate)
        self._title(tr("Update"))
        self._dropout = self._number(
            "dropout",
            tr("Dropout %"),
            tr(
                "How many of a hundred hidden neurons sit each update out, 50 for a half, drawn anew for every "
                "example; costs and pictures are of the whole network"
            ),
            tr("none"),
        )
        self._dropout.example = 20.0
        self._dropout.chosen.connect(self._on_dropout)
        self._options = self._option_rows("optimizer", OPTIMIZERS, self._on_optimizer_option)
        self._clip_norm = self._number(
            "clip_norm", tr("Clip norm"), tr("The longest gradient that is allowed; empty for any"), tr("off")
        )
        self._clip_norm.chosen.connect(self._on_clip_norm)
        self._clip_value = self._number(
            "clip_value",
            tr("Clip value"),
            tr("The largest component that is allowed; empty for any"),
            tr("off"),
        )
        self._clip_value.chosen.connect(self._on_clip_value)
        self._schedule = self._choice(
            "schedule", tr("Schedule"), tr("How the learning rate changes with the epochs"), self._on_schedule
        )
        self._schedule.offer(SCHEDULES, schedule_name)
        self._schedule_options = self._option_rows("schedule", SCHEDULES, self._on_schedule_option)
        self._title(tr("Stop by itself"))
        never = tr("never")
        self._stop = {
            "epoch": self._number(
                "stop_epoch", tr("At epoch"), tr("Stop when so many epochs are done"), never
            ),
            "cost_below": self._number(
                "stop_cost", tr("Cost below"), tr("Stop when the cost is below this"), never
            ),
            "test_rising": self._number(
                "stop_rising",
                tr("No new low"),
                tr("Stop after so many epochs without a new low of the test cost"),
                never,
            ),
        }
        self._stop["epoch"].example, self._stop["test_rising"].example = 100.0, 20.0
        for condition, field in self._stop.items():
            field.chosen.connect(partial(self._on_stop, condition))
        self._title(tr("Start (begins anew)"))
        self._activation = self._choice(
            "activation",
            tr("Activation"),
            tr("What every hidden neuron makes of its weighted sum; begins anew"),
            self._on_activation,
        )
        hidden = [key for key, entry in ACTIVATIONS.items() if not entry.output_only]
        self._activation.offer(hidden, activation_name)
        self._initializer = self._choice(
            "initializer",
            tr("Weights"),
            tr("How the first ones are drawn; begins anew"),
            self._on_initializer,
        )
        self._initializer.offer(INITIALIZERS, initializer_name)
        seed_tip = tr("Draws the first weights and the order of the batches; begins anew")
        self._seed = WholeNumber("settings.seed", tr("Seed"), 0, LARGEST_SEED, 1, seed_tip)
        self._seed.chosen.connect(self._on_seed)
        self._seed.refused.connect(self.session.complained)
        self._seed.gesture_ended.connect(self.session.undo_stack.end_gesture)
        self._form.addRow(tr("Seed"), narrow(self._seed))
        self._precision = self._choice(
            "precision", tr("Precision"), tr("Digits of every number; begins anew"), self._on_precision
        )
        self._precision.offer(PRECISIONS, precision_name)
        begins_anew(self._activation, self._initializer, self._seed, self._precision)
        self.follow(self._arranged())

    def show_design(self) -> None:
        experiment = self.session.experiment
        training = experiment.training
        last = experiment.network.layers[-1].activation
        self._loss.offer([key for key, loss in LOSSES.items() if loss.fits(last)], loss_name)
        self._loss.show_key(training.loss)
        self._penalty.show_key(training.penalty)
        self._rate.show_value(training.penalty_rate)
        self._rate.setEnabled(training.penalty != "none")
        # Without what rounding adds at its end: 0.07 is 7 %.
        self._dropout.show_value(round(100.0 * training.dropout, 10) or None)
        self._dropout.setEnabled(bool(experiment.network.hidden))
        self._options.show(OPTIMIZERS[training.optimizer.key].options, training.optimizer.options)
        self._clip_norm.show_value(training.clip_norm)
        self._clip_value.show_value(training.clip_value)
        self._schedule.show_key(training.schedule.key)
        self._schedule_options.show(SCHEDULES[training.schedule.key].options, training.schedule.options)
        for condition, field in self._stop.items():
            value = getattr(training.stop, condition)
            field.show_value(None if value is None else float(value))
        used = {layer.activation for layer in experiment.network.hidden}
        self._activation.show_key(used.pop() if len(used) == 1 else None)
        self._activation.setEnabled(bool(experiment.network.hidden))
        self._activation.setPlaceholderText(tr("mixed") if experiment.network.hidden else tr("none"))
        self._initializer.show_key(experiment.initializer)
        self._seed.show_value(experiment.seed)
        self._precision.show_key(experiment.precision)

    # Building

    def _title(self, text: str) -> None:
        label = QLabel(text)
        label.setFont(heading_font())
        label.setContentsMargins(0, 6, 0, 0)
        self._form.addRow(label)

    def _choice(
        self, key: str, caption: str, tip: str, call: Callable[[str], None], has_long_words: bool = False
    ) -> Choice:
        choice = Choice(f"settings.{key}", tip)
        choice.setAccessibleName(caption)
        choice.chosen.connect(call)
        if has_long_words:  # in the column of the others they would be cut off
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(QLabel(caption))
            row.addWidget(narrow(choice), 1)
            self._form.addRow(row)
        else:
            self._form.addRow(caption, narrow(choice))
        return choice

    def _number(self, key: str, caption: str, tip: str, empty_word: str = "") -> NumberField:
        field = NumberField(f"settings.{key}", caption, tip, empty_word)
        field.refused.connect(self.session.complained)
        self._form.addRow(caption, narrow(field))
        return field

    def _option_rows(
        self,
        owner: str,
        registry: Mapping[str, OptimizerKind] | Mapping[str, Schedule],
        call: Callable[[str, float], None],
    ) -> "_OptionRows":
        options = [option for entry in registry.values() for option in entry.options]
        return _OptionRows(self._form, owner, options, self._number, call)

    def _arranged(self) -> QScrollArea:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(10, 0, 10, 10)
        column.addLayout(self._form)
        column.addStretch(1)
        return scrollable(content)

    # Edits

    def _train(self, change: Change, label: str, field: NumberField | None = None) -> None:
        """One edit; what `field` cannot take is refused under its caption."""

        def changed(experiment: Experiment) -> Experiment:
            with called(field.accessibleName()) if field is not None else nullcontext():
                return replace(experiment, training=change(experiment.training))

        self.session.attempt(changed, label)

    def _on_loss(self, key: str) -> None:
        self._train(lambda spec: replace(spec, loss=key), tr("Choose {name}", name=loss_name(key)))

    def _on_penalty(self, key: str) -> None:
        def changed(spec: TrainingSpec) -> TrainingSpec:
            rate = 0.0 if key == "none" else spec.penalty_rate or FIRST_PENALTY_RATE
            return replace(spec, penalty=key, penalty_rate=rate)

        self._train(changed, tr("Choose {name}", name=penalty_name(key)))

    def _on_penalty_rate(self, rate: float) -> None:
        self._train(lambda spec: replace(spec, penalty_rate=rate), tr("Change the penalty rate"), self._rate)

    def _on_optimizer_option(self, key: str, value: float) -> None:
        def changed(spec: TrainingSpec) -> TrainingSpec:
            options = spec.optimizer.options | {key: value}
            return replace(spec, optimizer=replace(spec.optimizer, options=options))

        self._train(changed, tr("Change {name}", name=option_name(key)), self._options.field(key))

    def _on_dropout(self, percent: float | None) -> None:
        share = (percent or 0.0) / 100.0
        if not 0.0 <= share <= MAX_DROPOUT:
            most = numbers.plain(100.0 * MAX_DROPOUT)
            typed = numbers.plain(percent or 0.0)
            self.session.complained.emit(
                tr("Dropout is {typed} %, but takes a share from 0 to {most} %.", typed=typed, most=most)
            )
            return
        self._train(lambda spec: replace(spec, dropout=share), tr("Change the dropout"))

    def _on_clip_norm(self, limit: float | None) -> None:
        self._train(lambda spec: replace(spec, clip_norm=limit), tr("Change the clipping"), self._clip_norm)

    def _on_clip_value(self, limit: float | None) -> None:
        self._train(lambda spec: replace(spec, clip_value=limit), tr("Change the clipping"), self._clip_value)

    def _on_schedule(self, key: str) -> None:
        self._train(
            lambda spec: replace(spec, schedule=ScheduleSpec(key)),
            tr("Choose {name}", name=schedule_name(key)),
        )

    def _on_schedule_option(self, key: str, value: float) -> None:
        def changed(spec: TrainingSpec) -> TrainingSpec:
            return replace(
                spec, schedule=ScheduleSpec(spec.schedule.key, spec.schedule.options | {key: value})
            )

        self._train(changed, tr("Change {name}", name=option_name(key)), self._schedule_options.field(key))

    def _on_stop(self, condition: str, value: float | None) -> None:
        self._train(
            lambda spec: replace(spec, stop=spec.stop.with_condition(condition, value)),
            tr("Change when to stop"),
            self._stop[condition],
        )

    def _on_activation(self, key: str) -> None:
        label = tr("Choose {name}", name=activation_name(key))
        self.session.attempt(lambda experiment: experiment.with_hidden_activation(key), label)

    def _on_initializer(self, key: str) -> None:
        label = tr("Choose {name}", name=initializer_name(key))
        self.session.attempt(lambda experiment: replace(experiment, initializer=key), label)

    def _on_seed(self, seed: int) -> None:
        self.session.attempt(lambda experiment: replace(experiment, seed=seed), tr("Change the seed"), "seed")

    def _on_precision(self, key: str) -> None:
        label = tr("Choose {name}", name=precision_name(key))
        self.session.attempt(lambda experiment: replace(experiment, precision=key), label)


class _OptionRows:
    """The fields of the options that belong to the chosen entry of a registry, made when first needed."""

    def __init__(
        self,
        form: QFormLayout,
        owner: str,
        known: Iterable[Option],
        make: Callable[[str, str, str], NumberField],
        call: Callable[[str, float], None],
    ) -> None:
        self._form = form
        self._fields: dict[str, NumberField] = {}
        for key in dict.fromkeys(option.key for option in known):
            name = option_name(key)
            field = make(f"{owner}_{key}", name, option_tip(key))
            field.chosen.connect(partial(call, key))
            self._fields[key] = field

    def field(self, key: str) -> NumberField:
        """The field of an option."""
        return self._fields[key]

    def show(self, options: tuple[Option, ...], values: dict[str, float]) -> None:
        """Show the fields of these options only, with their values."""
        keys = {option.key for option in options}
        for key, field in self._fields.items():
            self._form.setRowVisible(field, key in keys)
            if key in keys:
                field.show_value(values[key])
