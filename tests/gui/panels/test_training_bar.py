"""The bar shows what the engine says, and sets what may change on the way."""

from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMainWindow, QSpinBox, QToolButton, QWidget

from gui import numbers
from gui.app import create_window
from gui.presets import load_preset


@pytest.fixture
def window(application, small, qtbot) -> QMainWindow:
    window = create_window(small)
    with qtbot.waitExposed(window):
        window.show()
    return window


def text(window: QMainWindow, name: str) -> str:
    return window.findChild(QLabel, f"training.{name}").text()


def assert_shows(window: QMainWindow, accuracy: float) -> None:
    trainer = window.session.trainer
    metrics = trainer.evaluate()
    assert text(window, "epoch") == numbers.count(trainer.epoch)
    assert text(window, "step_count") == numbers.count(trainer.step_count)
    assert text(window, "train_loss") == numbers.cost(metrics.train_cost)
    assert text(window, "test_loss") == numbers.cost(metrics.test_cost)
    assert text(window, "accuracy") == numbers.percent(accuracy)


def test_readouts_are_the_trainers_own(window) -> None:
    for steps in (0, 1, 50):
        window.session.advance(steps)
        assert_shows(window, window.session.trainer.evaluate().test_accuracy)


def test_accuracy_is_of_the_training_part_where_there_is_no_test(window) -> None:
    window.session.open_experiment(load_preset("gate_xor"))
    window.session.advance(30)
    assert_shows(window, window.session.trainer.evaluate().train_accuracy)
    assert text(window, "test_loss") == "–"


def test_readouts_follow_while_playing_and_are_exact_when_paused(window, qtbot) -> None:
    window.session.play()
    qtbot.waitUntil(lambda: text(window, "epoch") != numbers.count(0))
    window.session.pause()
    assert_shows(window, window.session.trainer.evaluate().test_accuracy)


def test_accuracy_is_named_where_there_is_one_and_nothing_else_moves(window) -> None:
    def places() -> dict[str, tuple[int, ...]]:
        QApplication.processEvents()
        parts = [
            part for part in window.bar.findChildren(QWidget) if part.objectName().startswith("training.")
        ]
        return {part.objectName(): (*part.mapTo(window, QPoint()).toTuple(), part.width()) for part in parts}

    def words() -> list[str]:
        return [label.text() for label in window.bar.findChildren(QLabel) if label.isVisible()]

    before = places()
    assert "Accuracy" in words()
    for preset, is_told in (("sine", False), ("iris", True), ("plane", False), ("circle", True)):
        window.session.open_experiment(load_preset(preset))
        assert places() == before, preset
        assert ("Accuracy" in words()) is is_told, preset
        assert window.findChild(QLabel, "training.accuracy").isVisible() is is_told
        assert all(word != "–" for word in words())


def test_penalty_is_part_of_the_cost(window) -> None:
    session = window.session
    before = text(window, "train_loss")
    training = replace(session.experiment.training, penalty="l2", penalty_rate=0.1)
    session.edit(replace(session.experiment, training=training), "Penalty")
    assert text(window, "train_loss") != before
    assert_shows(window, session.trainer.evaluate().test_accuracy)


def test_mixed_activations_are_called_mixed(window) -> None:
    session = window.session
    first, second = session.experiment.network.hidden
    session.edit(session.experiment.with_hidden((first, replace(second, activation="relu"))), "Mix")
    box = window.findChild(QComboBox, "settings.activation")
    assert box.currentIndex() == -1
    assert box.placeholderText() == "mixed"
    session.edit(session.experiment.with_hidden(()), "None")
    assert not box.isEnabled()


def test_play_button_says_what_it_will_do(window) -> None:
    button = window.findChild(QToolButton, "training.play")
    words = [button.toolTip()]
    window.session.play()
    words.append(button.toolTip())
    window.session.pause()
    words.append(button.toolTip())
    assert words[0] == words[2] != words[1]
    assert "Space" in words[0]
    assert "Pause" in words[1]


@pytest.mark.parametrize("number", [0, 999_999, 7_654_321])
def test_bar_does_not_jump_when_numbers_grow(window, number: int) -> None:
    rate = window.findChild(QWidget, "training.learning_rate")
    place = rate.mapTo(window, rate.rect().topLeft())
    trainer = window.session.trainer
    trainer.step_count = trainer.epoch = number
    window.session.parameters_moved.emit()
    window.layout().activate()
    assert rate.mapTo(window, rate.rect().topLeft()) == place or number > 999_999


def test_everything_is_on_the_bar_at_1280(window, qtbot) -> None:
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.width() == 1280)
    for name in ("play", "speed", "accuracy", "learning_rate", "optimizer", "batch_size", "more"):
        control = window.findChild(QWidget, f"training.{name}")
        assert control.isVisible()
        assert window.rect().contains(control.mapTo(window, control.rect().bottomRight()))


def test_largest_batch_has_room(window) -> None:
    field = window.findChild(QSpinBox, "training.batch_size")
    line = field.lineEdit()
    needed = line.fontMetrics().horizontalAdvance("20000")  # no dataset has more examples
    assert line.width() >= needed


def test_no_panel_waits_for_ever_on_a_slow_machine(window, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every panel's time has come in every frame, and still each gets its turn."""
    drawn = Counter()
    for name in ("network", "output", "loss"):
        panel = window.panels[name]
        monkeypatch.setattr(panel.throttle, "interval", 0.0)
        show = panel.show_numbers

        def counted(name: str = name, show=show) -> None:
            drawn[name] += 1
            show()

        monkeypatch.setattr(panel, "show_numbers", counted)
    window.session.play()
    qtbot.waitUntil(lambda: sum(drawn.values()) >= 12)
    window.session.pause()
    assert min(drawn[name] for name in ("network", "output", "loss")) >= 3
