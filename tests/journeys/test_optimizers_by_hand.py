"""Every optimizer's own numbers are set by hand while the network learns, and the very next update obeys them."""

from collections.abc import Callable, Mapping

import numpy as np

from engine.training import OPTIMIZERS
from gui.wording import optimizer_name

Change = Callable[[np.ndarray, np.ndarray, Mapping[str, np.ndarray], int, Mapping[str, float]], np.ndarray]
"""The change of θ, from θ, g, the memory before, the number of the update and the options; η is 0.03."""

RATE = 0.03


def sgd(theta, g, memory, t, own) -> np.ndarray:
    return -RATE * g


def momentum(theta, g, memory, t, own) -> np.ndarray:
    return -RATE * (own["momentum"] * memory["velocity"] + g)


def nesterov(theta, g, memory, t, own) -> np.ndarray:
    velocity = own["momentum"] * memory["velocity"] + g
    return -RATE * (g + own["momentum"] * velocity)


def adagrad(theta, g, memory, t, own) -> np.ndarray:
    return -RATE * g / (np.sqrt(memory["squared_sum"] + g**2) + own["epsilon"])


def rmsprop(theta, g, memory, t, own) -> np.ndarray:
    average = own["alpha"] * memory["squared_average"] + (1 - own["alpha"]) * g**2
    return -RATE * g / (np.sqrt(average) + own["epsilon"])


def adam(theta, g, memory, t, own) -> np.ndarray:
    first = own["beta1"] * memory["first_moment"] + (1 - own["beta1"]) * g
    second = own["beta2"] * memory["second_moment"] + (1 - own["beta2"]) * g**2
    first, second = first / (1 - own["beta1"] ** t), second / (1 - own["beta2"] ** t)
    return -RATE * first / (np.sqrt(second) + own["epsilon"])


def adamw(theta, g, memory, t, own) -> np.ndarray:
    return -RATE * own["weight_decay"] * theta + adam(theta, g, memory, t, own)


RULES: dict[str, tuple[Change, dict[str, float]]] = {
    "sgd": (sgd, {}),
    "momentum": (momentum, {"momentum": 0.6}),
    "nesterov": (nesterov, {"momentum": 0.7}),
    "adagrad": (adagrad, {"epsilon": 0.2}),
    "rmsprop": (rmsprop, {"alpha": 0.8, "epsilon": 0.1}),
    "adam": (adam, {"beta1": 0.5, "beta2": 0.75, "epsilon": 0.05}),
    "adamw": (adamw, {"beta1": 0.4, "beta2": 0.6, "epsilon": 0.3, "weight_decay": 2.0}),
}


def set_on_the_way(lab, hand, qtbot, key: str) -> None:
    """Choose it in the list, play, and set its numbers while it plays."""
    _, numbers = RULES[key]
    hand.choose("training.optimizer", optimizer_name(key))
    hand.push("training.play")
    for name, value in numbers.items():
        hand.write(f"settings.optimizer_{name}", str(value).replace(".", ","))
        assert hand.shown(f"settings.optimizer_{name}") == f"{value:g}"
        assert lab.training.is_playing
    later = lab.training.step + 40
    qtbot.waitUntil(lambda: lab.training.step > later)
    hand.push("training.play")


def next_change(lab, hand) -> tuple[np.ndarray, np.ndarray]:
    """What the next update made of θ, and what the rule written out above makes of it."""
    trainer = lab.session.trainer
    spec = trainer.spec.optimizer
    rule, numbers = RULES[spec.key]
    assert {name: spec.options[name] for name in numbers} == numbers
    before = trainer.network.parameters.copy()
    memory = {name: vector.copy() for name, vector in trainer.optimizer.state.items()}
    hand.push("training.step")
    expected = rule(before, trainer.gradient, memory, trainer.optimizer.count, numbers)
    return trainer.network.parameters - before, expected


def test_rules_are_told_apart_by_their_own_numbers() -> None:
    """Whoever adds an optimizer or an option adds it here."""
    assert {key: set(numbers) for key, (_, numbers) in RULES.items()} == {
        key: {option.key for option in entry.options} for key, entry in OPTIMIZERS.items()
    }


def test_next_update_obeys_what_was_set(lab, hand, qtbot) -> None:
    hand.push("training.more")
    trainer, weights = lab.session.trainer, lab.session.network
    for key in RULES:
        set_on_the_way(lab, hand, qtbot, key)
        assert not lab.training.is_playing
        made, expected = next_change(lab, hand)
        assert np.abs(expected).max() > 1e-6, f"{key} does not move any more"
        np.testing.assert_allclose(made, expected, rtol=1e-7, atol=1e-12, err_msg=key)
    assert (lab.session.trainer, lab.session.network) == (trainer, weights)
    assert lab.training.step > 7 * 40
    assert lab.message == ""
