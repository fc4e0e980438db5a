"""A run earns a hint, the remedy is taken, and taken back again; a run is kept and removed: by mouse and by keys."""

import numpy as np
import pytest
from journey_hands import Hand, said
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

REMEDY = "hint.apply"


def remedy(lab) -> str:
    """The words on the button; "" while there is none."""
    button = lab.window.findChild(QPushButton, REMEDY)
    return button.text() if button.isVisible() else ""


def earn(lab, hand: Hand, even_time, words: str) -> None:
    """Wait until that remedy is offered."""
    hand.rest()
    even_time.until(lambda: remedy(lab) == words, 20)


def test_small_rate_is_multiplied_under_the_running_network(lab, hand, even_time) -> None:
    hand.write("training.learning_rate", "0.0001")
    train(hand, 3)
    earn(lab, hand, even_time, "η × 10")
    trainer, step = lab.session.trainer, lab.training.step
    assert said(lab) == "The cost falls slowly: η = 0.0001 is small, larger steps would do more."
    hand.push(REMEDY)
    assert hand.shown("training.learning_rate") == "0.001"
    assert lab.session.trainer is trainer
    assert (lab.training.step, trainer.learning_rate) == (step, 0.001)
    before = trainer.network.parameters.copy()
    hand.push("training.step")
    change = trainer.network.parameters - before
    np.testing.assert_allclose(change, -0.001 * trainer.gradient, rtol=1e-9, atol=1e-15)
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert hand.shown("training.learning_rate") == "0.0001"
    assert trainer.learning_rate == 0.0001
    assert lab.training.step == step + 1


def test_neurons_that_started_alike_are_drawn_anew(lab, hand, even_time) -> None:
    hand.push("training.more")
    hand.choose("settings.initializer", "Constant")
    hand.push("training.step")
    earn(lab, hand, even_time, "Draw weights by Glorot uniform")
    assert said(lab) == "Alike neurons (1.1, 1.2, 1.3 …) learn the same for ever."
    alike, trainer = lab.session.network.parameters.copy(), lab.session.trainer
    hand.push(REMEDY)
    assert lab.training.step == 0
    assert hand.shown("settings.initializer") == "Glorot uniform"
    for weights in lab.session.network.weights:
        limit = np.sqrt(6 / sum(weights.shape))
        assert (np.abs(weights) < limit).all()
        assert len(set(weights.ravel().tolist())) == weights.size
    even_time.until(lambda: remedy(lab) != "Draw weights by Glorot uniform", 5)
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.session.trainer is trainer
    assert lab.training.step == 1
    np.testing.assert_array_equal(lab.session.network.parameters, alike)


def test_steps_let_no_error_through_until_they_are_smooth(lab, hand, even_time) -> None:
    hand.push("training.more")
    hand.choose("settings.activation", "Step")
    hand.push("training.more")
    before = [weights.copy() for weights in lab.session.network.weights]
    train(hand, 2)
    assert [bool((a != b).any()) for a, b in zip(before, lab.session.network.weights, strict=True)] == [
        0,
        0,
        1,
    ]
    earn(lab, hand, even_time, "Use Sigmoid")
    assert said(lab) == "The steps of layer 2 send no error back: 2 of 3 layers never learn."
    hand.push(REMEDY)
    layers = lab.session.experiment.network.layers
    assert [layer.activation for layer in layers] == ["sigmoid", "sigmoid", "tanh"]
    before = [weights.copy() for weights in lab.session.network.weights]
    train(hand, 1)
    assert all((a != b).any() for a, b in zip(before, lab.session.network.weights, strict=True))
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.session.experiment.network.layers[0].activation == "step"


def train(hand: Hand, epochs: int) -> None:
    for _ in range(epochs):
        hand.menu("Training", "Step one epoch")


def test_run_is_kept_and_removed(lab, hand) -> None:
    train(hand, 3)
    expected = lab.session.trainer.history.range_of("test_cost")[-1, 0]
    hand.push("loss.keep")
    hand.push("training.reset")
    hand.write("training.learning_rate", "0.3")
    train(hand, 4)
    names = lab.loss.plot.key.texts()
    assert names == ("train", "test", "η 0.03"), "the setting in which it differs"
    (kept,) = lab.session.runs.kept
    assert kept.history.epochs[-1] == 3
    assert float(lab.loss.hover(3)[names[2]][0]) == pytest.approx(expected, abs=5.1e-5)
    hand.push("loss.runs")
    hand.push("loss.run_remove_1")
    assert QApplication.activePopupWidget() is None
    assert lab.loss.plot.key.texts() == ("train", "test")
    assert lab.session.runs.kept == ()
    assert lab.training.epoch == 4
    hand.push("training.step")
    assert lab.training.step == 4 * 25 + 1
