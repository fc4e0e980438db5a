"""Problems of every kind looked at from every side: what a mouse can switch, keys can switch too."""

import re
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from journey_hands import Keys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

Key = Qt.Key


def differ(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape != other.shape or not np.array_equal(one, other)


def plain_share(picture: np.ndarray) -> float:
    """What part of a picture its three commonest colours cover: paper and two sides."""
    _, counts = np.unique(picture.reshape(-1, 3), axis=0, return_counts=True)
    return float(np.sort(counts)[-3:].sum() / counts.sum())


# Answers: residuals and R²


def fit_by_hand(lab, part: str) -> tuple[float, float, np.ndarray]:
    """√ mean (ŷ − y)², R² and ŷ − y, one example after another."""
    examples = lab.session.trainer.test if part == "test" else lab.session.trainer.data
    targets = [float(target[0]) for target in examples.targets]
    predicted = [float(lab.session.network.predict(row[np.newaxis])[0, 0]) for row in examples.inputs]
    off = [guess - target for guess, target in zip(predicted, targets, strict=True)]
    squares = sum(value**2 for value in off)
    middle = sum(targets) / len(targets)
    spread = sum((target - middle) ** 2 for target in targets)
    return (squares / len(off)) ** 0.5, 1 - squares / spread, np.array(off)


def is_told(lab, part: str) -> bool:
    """Whether the sentence and both pictures show that part as it is reckoned by hand."""
    error, explained, off = fit_by_hand(lab, part)
    said = re.findall(r"[-−]?\d+\.\d+", lab.answers.text("note"))
    told = [float(number.replace("−", "-")) for number in said]
    points = lab.answers.find(QWidget, "predictions").points
    across, up = points.getData()
    (bars,) = lab.answers.find(QWidget, "residuals").cells
    edges = bars.edges.tolist()
    counts = [sum(low <= value < high for value in off) for low, high in pairwise(edges)]
    return (
        told == [pytest.approx(error, abs=5.1e-4), pytest.approx(explained, abs=5.1e-4)]
        and np.allclose(np.sort(up - across), np.sort(off))
        and np.allclose(bars.shares * len(off), counts)
    )


def by_mouse(lab) -> tuple[Callable, Callable]:
    """To open the answers to a sine, and to choose the part that is asked."""
    lab.menu("Examples", "Sine")
    lab.menu("View", "Panels", "Answers")
    return lambda words: lab.answers.choose("part", words), lambda: lab.training.click("play")


def by_keys(lab) -> tuple[Callable, Callable]:
    keys = Keys(lab)
    keys.menu("x", "Sine")
    keys.menu("v", "Panels", "Answers")
    return lambda words: keys.choose("answers.part", words), lambda: lab.press(Key.Key_Space)


@pytest.mark.parametrize("open_answers", [by_mouse, by_keys])
def test_residuals_and_explained_share_are_those_of_the_part_that_is_asked(lab, qtbot, open_answers) -> None:
    choose, play = open_answers(lab)
    qtbot.waitUntil(lambda: lab.window.panels["answers"].is_shown)
    assert lab.session.experiment.data.dataset == "sine"
    qtbot.waitUntil(lambda: is_told(lab, "test"))
    assert "R²" in lab.answers.text("note")
    play()
    qtbot.waitUntil(lambda: lab.training.epoch > 20)
    play()
    qtbot.waitUntil(lambda: is_told(lab, "test"))
    choose("Train examples")
    assert is_told(lab, "train")
    assert not is_told(lab, "test")
    choose("Test examples")
    assert is_told(lab, "test")


# The output


def test_test_points_and_sides_alone(lab, hand) -> None:
    plot = lab.output.plot
    assert not lab.output.has("discrete")
    first = lab.picture(plot)
    hand.push("output.show_test")
    assert not lab.output.find(QCheckBox, "show_test").isChecked()
    assert differ(lab.picture(plot), first)
    hand.push("output.show_test")
    assert not differ(lab.picture(plot), first)
    hand.push("output.more")
    hand.pause()
    smooth = lab.picture(plot)
    hand.push("output.discrete")
    assert plain_share(smooth) < 0.6
    assert plain_share(lab.picture(plot)) > 0.7
    hand.push("output.discrete")
    assert not lab.output.find(QCheckBox, "discrete").isChecked()
    assert not differ(lab.picture(plot), smooth)
    assert (lab.training.step, lab.training.is_playing) == (0, False)


def test_cost_on_a_logarithmic_scale_by_keys(lab, keys) -> None:
    keys.go_to("training.step")
    for _ in range(75):
        lab.press(Key.Key_Space)
    assert lab.training.epoch == 3
    history = lab.session.trainer.history
    costs = history.range_of("train_cost")[:, 0]
    before = lab.picture(lab.loss.plot)
    _, heights = lab.loss.plot.train_curve.getData()
    np.testing.assert_allclose(heights, costs)
    keys.push("loss.log")
    _, heights = lab.loss.plot.train_curve.getData()
    np.testing.assert_allclose(10**heights, costs)
    assert differ(lab.picture(lab.loss.plot), before)
    lab.press(Key.Key_Space)
    _, heights = lab.loss.plot.train_curve.getData()
    np.testing.assert_allclose(heights, costs)
    assert lab.training.step == 75


def test_plane_of_many_inputs_is_chosen_by_keys(lab, keys) -> None:
    keys.menu("x", "Iris")
    names = lab.session.experiment.data.kind.input_names
    chosen = [lab.output.shown("x_axis"), lab.output.shown("y_axis")]
    box = keys.go_to("output.x_axis")
    offered = [box.itemText(row) for row in range(box.count())]
    assert len(offered) == len(names) == 4
    across, up = (words for words in offered if words not in chosen)
    before = lab.picture(lab.output.plot)
    keys.choose("output.x_axis", across)
    keys.choose("output.y_axis", up)
    assert (lab.output.shown("x_axis"), lab.output.shown("y_axis")) == (across, up)
    plot = lab.output.plot
    assert plot.bottom.label.toPlainText().strip().startswith(across)
    assert plot.left.label.toPlainText().strip().startswith(up)
    assert lab.session.field.plane.axes == (offered.index(across), offered.index(up))
    assert differ(lab.picture(plot), before)
    assert lab.training.step == 0


def test_errors_as_squares_by_keys(lab, keys) -> None:
    keys.menu("x", "Sine")
    plot = lab.output.plot
    assert not plot.squares.isVisible()
    before = lab.picture(plot)
    keys.push("output.squares")
    sides = np.array([square.height() for square, _ in plot.squares.squares()])
    _, _, off = fit_by_hand(lab, "train")
    assert np.sort(sides) == pytest.approx(np.sort(np.abs(off)))
    assert differ(lab.picture(plot), before)
    lab.press(Key.Key_Space)
    assert not plot.squares.isVisible()
    assert not differ(lab.picture(plot), before)


# Digits


def test_examples_of_digits_follow_one_another_and_the_sheet_is_cleared_by_keys(lab, keys) -> None:
    keys.menu("x", "Digits 8×8")
    keys.push("output.draw")
    assert lab.output.text("digit_answer") == "Draw a digit."
    test = lab.session.prepared.raw_test
    pad = lab.output.find(QWidget, "digit_pad")
    keys.go_to("output.digit_next")
    for number in range(3):
        lab.press(Key.Key_Space)
        assert np.array_equal(pad.pixels.ravel(), test.inputs[number])
        truth = int(test.targets[number].argmax())
        assert lab.output.text("digit_truth") == f"Test example {number + 1} is {truth}."
        said = lab.session.network.predict(lab.session.prepared.transform(test.inputs[[number]]))[0]
        assert lab.output.text("digit_answer") == f"The network reads {int(said.argmax())}."
    keys.push("output.digit_clear")
    assert not pad.pixels.any()
    assert lab.output.text("digit_answer") == "Draw a digit."
    assert lab.output.text("digit_truth") == ""
    assert lab.training.step == 0
