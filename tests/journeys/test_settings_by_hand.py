"""What "More" holds, by mouse and by keys: what is set on the way is obeyed by the very next update.

The referee writes every cost out anew and differentiates it numerically.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

RATE = 0.03
Cost = Callable[[], float]
"""The whole cost of all training examples at the present θ."""


@pytest.fixture
def settings(lab, hand):
    """A run under way, on all examples at once, with the other settings open."""
    hand.push("training.more")
    hand.write("training.batch_size", "all")
    for _ in range(5):
        hand.push("training.step")
    assert lab.session.trainer.steps_per_epoch == 1
    assert lab.training.epoch == 5
    return hand


def cost_of(
    lab, error: Callable[[np.ndarray, np.ndarray], np.ndarray], penalty: Callable | None = None
) -> Cost:
    """The mean over the examples of `error(ŷ, y)`, and `penalty` of all weights."""
    trainer = lab.session.trainer

    def cost() -> float:
        whole = float(error(trainer.network.predict(trainer.data.inputs), trainer.data.targets).mean())
        if penalty is not None:
            whole += sum(float(penalty(weights).sum()) for weights in trainer.network.weights)
        return whole

    return cost


def half_squared(guess: np.ndarray, y: np.ndarray) -> np.ndarray:
    return (guess - y) ** 2 / 2


def huber(guess: np.ndarray, y: np.ndarray) -> np.ndarray:
    size = np.abs(guess - y)
    return np.where(size <= 1, size**2 / 2, size - 0.5)


def slope(lab, cost: Cost) -> np.ndarray:
    """∂C/∂θ by central differences; θ is as it was."""
    theta = lab.session.network.parameters
    found = np.empty_like(theta)
    for place, value in enumerate(theta.copy()):
        theta[place] = value + 1e-5
        above = cost()
        theta[place] = value - 1e-5
        found[place] = (above - cost()) / 2e-5
        theta[place] = value
    return found


def next_change(lab, hand) -> np.ndarray:
    """What the next step does to θ."""
    before = lab.session.network.parameters.copy()
    hand.push("training.step")
    return lab.session.network.parameters - before


def check(lab, hand, cost: Cost) -> None:
    """The cost that is shown is this one, and the next step goes down its slope."""
    assert lab.training.train_cost == pytest.approx(cost(), abs=5.1e-5)
    expected = -RATE * slope(lab, cost)
    np.testing.assert_allclose(next_change(lab, hand), expected, rtol=1e-5, atol=1e-9)


def test_loss_is_chosen_on_the_way(lab, settings) -> None:
    trainer = lab.session.trainer
    for words, error in {
        "Mean squared error": lambda guess, y: (guess - y) ** 2,
        "Huber": huber,
        "Hinge": lambda guess, y: np.maximum(0, 1 - guess * y),
        "Half squared error": half_squared,
    }.items():
        settings.choose("settings.loss", words)
        check(lab, settings, cost_of(lab, error))
    assert lab.session.trainer is trainer
    assert lab.training.step == 9
    assert lab.session.undo_stack.undoText() == "Choose Half squared error"


def test_penalty_and_its_rate_are_part_of_cost_and_slope(lab, settings) -> None:
    trainer, rate = lab.session.trainer, "settings.penalty_rate"
    assert not lab.window.findChild(QWidget, rate).isEnabled()
    settings.choose("settings.penalty", "L2")
    assert settings.shown(rate) == "0.003"
    check(lab, settings, cost_of(lab, half_squared, lambda w: 0.003 / 2 * w**2))
    settings.write(rate, "1/4")
    assert settings.shown(rate) == "0.25"
    check(lab, settings, cost_of(lab, half_squared, lambda w: 0.25 / 2 * w**2))
    settings.choose("settings.penalty", "L1")
    check(lab, settings, cost_of(lab, half_squared, lambda w: 0.25 * np.abs(w)))
    settings.choose("settings.penalty", "None")
    assert not lab.window.findChild(QWidget, rate).isEnabled()
    check(lab, settings, cost_of(lab, half_squared))
    assert lab.session.trainer is trainer
    assert lab.training.step == 9


def test_clipping_shortens_the_steps(lab, settings) -> None:
    cost = cost_of(lab, half_squared)
    settings.write("settings.clip_norm", "0.01")
    g = slope(lab, cost)
    assert np.linalg.norm(g) > 0.02
    short = g * 0.01 / np.linalg.norm(g)
    np.testing.assert_allclose(next_change(lab, settings), -RATE * short, rtol=1e-5, atol=1e-9)
    settings.write("settings.clip_value", "0,002")
    g = slope(lab, cost)
    short = g * 0.01 / np.linalg.norm(g)
    assert np.abs(short).max() > 0.002
    cut = np.clip(short, -0.002, 0.002)
    np.testing.assert_allclose(next_change(lab, settings), -RATE * cut, rtol=1e-5, atol=1e-9)
    for name in ("settings.clip_norm", "settings.clip_value"):
        settings.write(name, "")
        assert settings.shown(name) == ""
    check(lab, settings, cost)
    assert lab.training.step == 8


SCHEDULES: dict[str, tuple[dict[str, float], Callable[[int], float]]] = {
    "Steps": ({"every": 2, "factor": 0.3}, lambda t: 0.3 ** (t // 2)),
    "Exponential": ({"factor": 0.8}, lambda t: 0.8**t),
    "Cosine": ({"epochs": 60, "lowest": 0.2}, lambda t: 0.2 + 0.8 * (1 + np.cos(np.pi * t / 60)) / 2),
    "Warm-up": ({"epochs": 80}, lambda t: t / 80),
    "Constant": ({}, lambda t: 1.0),
}
"""By its words the options of each, and by what η is multiplied in epoch t."""


def test_schedule_and_its_options_lead_the_rate(lab, settings) -> None:
    trainer = lab.session.trainer
    for words, (options, factor) in SCHEDULES.items():
        settings.choose("settings.schedule", words)
        for name, value in options.items():
            settings.write(f"settings.schedule_{name}", f"{value:g}")
        for _ in range(3):
            epoch = lab.training.epoch
            change = next_change(lab, settings)
            np.testing.assert_allclose(
                change, -RATE * factor(epoch) * trainer.gradient, rtol=1e-9, atol=1e-15
            )
    assert lab.session.trainer is trainer
    assert lab.training.epoch == 5 + 3 * len(SCHEDULES)


def begun_anew(lab) -> np.ndarray:
    """The first weights of a run that has just begun."""
    assert (lab.training.step, lab.training.epoch) == (0, 0)
    return lab.session.network.parameters.copy()


def test_first_weights_are_drawn_anew(lab, settings) -> None:
    trained, trainer = lab.session.network.parameters.copy(), lab.session.trainer
    settings.choose("settings.initializer", "Constant")
    begun_anew(lab)
    assert all((weights == 0.1).all() for weights in lab.session.network.weights)
    settings.choose("settings.initializer", "Orthogonal")
    begun_anew(lab)
    for weights in lab.session.network.weights:
        small = weights @ weights.T if len(weights) < weights.shape[1] else weights.T @ weights
        np.testing.assert_allclose(small, np.eye(len(small)), atol=1e-12)
    settings.write("settings.seed", "7")
    seventh = begun_anew(lab)
    settings.menu("Training", "New first weights")
    eighth = begun_anew(lab)
    assert settings.shown("settings.seed") == "8"
    assert not np.isclose(seventh, eighth).all()
    settings.write("settings.seed", "7")
    np.testing.assert_array_equal(begun_anew(lab), seventh)
    for _ in range(5):
        lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.session.trainer is trainer
    assert lab.training.step == 5
    np.testing.assert_array_equal(lab.session.network.parameters, trained)


def test_precision_and_hidden_activation_begin_anew(lab, settings) -> None:
    first = replace(lab.session.experiment).make_network().parameters
    settings.choose("settings.precision", "32 bit")
    np.testing.assert_array_equal(begun_anew(lab), first.astype(np.float32))
    settings.push("training.step")
    network = lab.session.network
    assert (network.parameters.dtype, lab.session.trainer.gradient.dtype) == (np.float32, np.float32)
    for words, formula in {
        "ReLU": lambda z: np.maximum(z, 0),
        "Sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    }.items():
        settings.choose("settings.activation", words)
        begun_anew(lab)
        record = lab.session.network.forward(lab.session.trainer.data.inputs)
        for layer in (1, 2):
            np.testing.assert_allclose(record.a[layer], formula(record.z[layer]), rtol=1e-5, atol=1e-7)
    settings.push("training.step")
    for _ in range(3):
        lab.press_with("ctrl", Qt.Key.Key_Z)
    assert lab.training.step == 5
    assert settings.shown("settings.precision") == "64 bit"


def test_speed_is_the_pace_of_playing(lab, hand, qtbot) -> None:
    from time import perf_counter

    hand.choose("training.speed", "10 steps/s")
    began = perf_counter()
    hand.push("training.play")
    qtbot.waitUntil(lambda: lab.training.step >= 5)
    assert lab.training.step <= 10 * (perf_counter() - began) + 1
    hand.choose("training.speed", "fastest")
    assert lab.training.is_playing
    qtbot.waitUntil(lambda: lab.training.step > 500)
    hand.push("training.play")
    assert not lab.training.is_playing
