"""The tool bar: run the training, read its numbers, set what may change on the way."""

from collections.abc import Callable
from dataclasses import replace
from math import isnan

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from engine.experiment import Experiment
from engine.training import OPTIMIZERS, OptimizerSpec, TrainingSpec
from engine.training.spec import MAX_BATCH
from gui import numbers
from gui.called import called
from gui.session import SPEEDS, Session
from gui.translation import tr
from gui.widgets.captioned import Captioned
from gui.widgets.choice import Choice
from gui.widgets.number_choice import NumberChoice
from gui.widgets.readout import Readout
from gui.widgets.whole_or_all import WholeOrAll
from gui.wording import optimizer_name, speed_name

LEARNING_RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
"""The browser playground's."""


class TrainingBar(QToolBar):
    """Buttons, numbers and the settings of training."""

    def __init__(self, session: Session, actions: dict[str, QAction]) -> None:
        super().__init__(tr("Training"))
        self.setObjectName("bar.training")
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self._session = session
        self._buttons: dict[str, QToolButton] = {}
        self._captioned: dict[str, Captioned] = {}
        for key in ("reset", "play", "step"):
            self._add_button(actions[key], f"training.{key}")
        self._add_menu(self._buttons["step"], [actions["step"], actions["step_epoch"]])
        self._speed = self._make_speed()
        self._add(tr("Speed"), self._speed)
        self.addSeparator()
        self._readouts = self._make_readouts()
        self.addSeparator()
        self._rate = NumberChoice(
            "training.learning_rate",
            tr("Learning rate η"),
            LEARNING_RATES,
            tr("How far each update goes down the gradient; takes effect at once"),
        )
        self._optimizer = Choice(
            "training.optimizer", tr("The rule that turns gradients into updates; takes effect at once")
        )
        self._optimizer.offer(OPTIMIZERS, optimizer_name)
        self._batch = self._make_batch()
        for caption, control in (
            (tr("Learning rate η"), self._rate),
            (tr("Optimizer"), self._optimizer),
            (tr("Batch size"), self._batch),
        ):
            self._add(caption, control)
        self._connect()
        self._show_design()

    # Building

    def _add_button(self, action: QAction, name: str) -> None:
        button = QToolButton()
        button.setObjectName(name)
        button.setDefaultAction(action)
        button.setIconSize(QSize(22, 22))
        button.setFixedSize(36, 36)
        button.setAccessibleName(action.text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons[name.removeprefix("training.")] = button
        self.addWidget(button)

    def _add_menu(self, button: QToolButton, actions: list[QAction]) -> None:
        """An arrow beside the button that opens what it can do besides."""
        menu = QMenu(button)
        menu.setObjectName(f"{button.objectName()}_menu")
        menu.addActions(actions)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setFixedWidth(50)
        menu.aboutToHide.connect(lambda: _forget_mouse(button))

    def add_more(self, action: QAction) -> None:
        """A button at the right end that shows and hides the other settings."""
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        button = QToolButton()
        button.setObjectName("training.more")
        button.setCheckable(True)
        button.setProperty("chip", True)
        button.setText(tr("More"))
        button.setToolTip(
            tr(
                "Show or hide the other settings: activation, loss, penalty, dropout, clipping, schedule, "
                "first weights"
            )
        )
        button.setAccessibleName(tr("More settings"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setChecked(action.isChecked())
        button.clicked.connect(action.trigger)
        action.toggled.connect(button.setChecked)
        self.addWidget(button)

    def _add(self, caption: str, control: QWidget) -> Captioned:
        captioned = Captioned(caption, control, margin=5)
        self.addWidget(captioned)
        return captioned

    def _make_speed(self) -> Choice:
        choice = Choice("training.speed", tr("How fast training is played"))
        choice.offer(SPEEDS, speed_name)
        choice.show_key(self._session.speed.key)
        return choice

    def _make_batch(self) -> WholeOrAll:
        tip = tr("How many examples make one update, “all” for every one of them; takes effect at once")
        batch = WholeOrAll("training.batch_size", tr("Batch size"), 1, MAX_BATCH, tip)
        batch.setFixedWidth(72)
        return batch

    def _make_readouts(self) -> dict[str, Readout]:
        readouts = {}
        for key, caption, widest, tip in (
            ("epoch", tr("Epoch"), "000 000", tr("How often all training examples have been used")),
            ("step_count", tr("Step"), "0 000 000", tr("How many updates have been made")),
            ("train_loss", tr("Train cost"), "0.0000", tr("The cost that is minimised, penalty included")),
            ("test_loss", tr("Test cost"), "0.0000", tr("The same cost on the test examples")),
            ("accuracy", tr("Accuracy"), "100 %", tr("Share of test examples that are classified right")),
        ):
            readout = Readout(f"training.{key}", widest)
            readout.setToolTip(tip)
            readout.setAccessibleName(caption)
            readouts[key] = readout
            self._captioned[key] = self._add(caption, readout)
        return readouts

    def _connect(self) -> None:
        session = self._session
        self._speed.chosen.connect(session.set_speed)
        self._rate.chosen.connect(self._on_rate)
        self._rate.refused.connect(session.complained)
        self._optimizer.chosen.connect(self._on_optimizer)
        self._batch.chosen.connect(self._on_batch)
        self._batch.refused.connect(session.complained)
        self._batch.gesture_ended.connect(session.undo_stack.end_gesture)
        session.experiment_replaced.connect(self._show_design)
        session.parameters_moved.connect(self._on_moved)
        session.training_state_changed.connect(self._show_numbers)

    # Showing

    def _show_design(self) -> None:
        experiment = self._session.experiment
        training = experiment.training
        self._rate.show_value(training.optimizer.rate)
        self._optimizer.show_key(training.optimizer.key)
        self._batch.show_count(len(self._session.trainer.data))
        self._batch.show_value(training.batch_size)
        # Where numbers are predicted nothing is right or wrong.
        self._captioned["accuracy"].show_content(experiment.data.kind.problem != "regression")
        self._show_numbers()

    def _on_moved(self) -> None:
        if self._session.is_readable:
            self._show_numbers()

    def _show_numbers(self) -> None:
        trainer = self._session.trainer
        self._tell("epoch", numbers.count(trainer.epoch))
        self._tell("step_count", numbers.count(trainer.step_count))
        self._readouts["step_count"].setToolTip(_steps_tip(trainer.step_count, trainer.watch.seconds))
        metrics = trainer.history.last if self._session.is_running else trainer.evaluate()
        if metrics is None:
            return
        has_test = len(trainer.test) > 0
        accuracy = metrics.test_accuracy if has_test else metrics.train_accuracy
        self._tell("train_loss", numbers.cost(metrics.train_cost))
        self._tell("test_loss", numbers.cost(metrics.test_cost))
        self._tell("accuracy", numbers.percent(accuracy))

    def _tell(self, key: str, text: str) -> None:
        self._readouts[key].setText(text)

    # Edits

    def _edit(self, change: Callable[[TrainingSpec], TrainingSpec], label: str, merge_key: str = "") -> None:
        self._session.attempt(
            lambda experiment: replace(experiment, training=change(experiment.training)), label, merge_key
        )

    def _on_rate(self, rate: float) -> None:
        def changed(experiment: Experiment) -> Experiment:
            with called(self._rate.accessibleName()):
                return experiment.with_learning_rate(rate)

        self._session.attempt(changed, tr("Change the learning rate"))

    def _on_optimizer(self, key: str) -> None:
        self._edit(
            lambda training: replace(training, optimizer=OptimizerSpec(key, training.optimizer.rate)),
            tr("Choose {name}", name=optimizer_name(key)),
        )

    def _on_batch(self, size: int) -> None:
        self._edit(
            lambda training: replace(training, batch_size=size),
            tr("Change the batch size"),
            "training.batch_size",
        )


def _steps_tip(steps: int, seconds: float) -> str:
    """What the number of updates is, and what they took where that is known."""
    tip = tr("How many updates have been made")
    if not steps or isnan(seconds):
        return tip
    took, each = numbers.duration(seconds), numbers.duration(seconds / steps)
    return tr("{tip}; computing them took {took}, {each} each", tip=tip, took=took, each=each)


def _forget_mouse(button: QToolButton) -> None:
    """Qt does not notice that the mouse has gone while the menu was open."""
    is_over = button.rect().contains(button.mapFromGlobal(QCursor.pos()))
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, is_over)
    button.update()
