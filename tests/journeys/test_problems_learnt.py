"""A problem of each kind is chosen, learnt and asked, with a mouse and then without one."""

import numpy as np
import pytest
from journey_hands import Mouse
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made

Key = Qt.Key
NOUGHT = ("...##...", "..####..", "..#..#..", "..#..#..", "..#..##.", "..#..#..", "..####..", "...##...")


def learn(lab, hand, even_time, epochs: int) -> None:
    """Play as fast as it goes until so many epochs are over, and pause."""
    hand.choose("training.speed", "fastest")
    hand.push("training.play")
    even_time.until(lambda: lab.training.epoch >= epochs, 60)
    hand.push("training.play")
    assert not lab.training.is_playing


def draw_nought(lab, hand) -> QWidget:
    """Ink the pixels of a nought one by one: clicked, or walked to with the arrows and inked with Space."""
    pad = lab.output.find(QWidget, "digit_pad")
    inked = [(row, column) for row in range(8) for column in range(8) if NOUGHT[row][column] == "#"]
    if isinstance(hand, Mouse):
        side = min(pad.width(), pad.height()) - 4
        left, top = (pad.width() - side) / 2, (pad.height() - side) / 2
        for row, column in inked:
            place = QPoint(round(left + (column + 0.5) * side / 8), round(top + (row + 0.5) * side / 8))
            QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=place)
        return pad
    hand.go_to("output.digit_pad")
    for key in (Key.Key_Up, Key.Key_Left):
        for _ in range(8):
            lab.press(key)
    present = (0, 0)
    for row, column in inked:
        for key, count in (
            (Key.Key_Down, row - present[0]),
            (Key.Key_Right, column - present[1]),
            (Key.Key_Left, present[1] - column),
        ):
            for _ in range(count):
                lab.press(key)
        lab.press(Key.Key_Space)
        present = (row, column)
    return pad


def test_digits_are_learnt_and_a_drawn_one_is_recognised(lab, hand, even_time) -> None:
    hand.menu("Examples", "Digits 8×8")
    learn(lab, hand, even_time, 15)
    assert lab.training.accuracy > 85
    hand.push("output.draw")
    assert lab.output.text("digit_answer") == "Draw a digit."
    step = lab.training.step
    pad = draw_nought(lab, hand)
    assert ((pad.pixels == 16) == [[mark == "#" for mark in row] for row in NOUGHT]).all()
    assert lab.output.text("digit_answer") == "The network reads 0."
    bars = lab.output.find(QWidget, "digit_shares")
    given = lab.session.prepared.transform(pad.pixels.reshape(1, 64))
    np.testing.assert_allclose(bars.shares, lab.session.network.predict(given)[0], atol=1e-12)
    assert sum(bars.shares) == pytest.approx(1.0)
    assert [part.partition(":")[0] for part in bars.accessibleDescription().split(", ")] == list("0123456789")
    assert lab.training.step == step


def test_classes_are_learnt_each_with_a_colour_and_a_shape_of_its_own(lab, hand, even_time) -> None:
    hand.menu("Examples", "Iris")
    trained = [item for (part, _), item in lab.output.plot.points.layers.items() if part == "train"]
    colours = {item.opts["brush"].color().name() for item in trained}
    assert len(colours) == len({item.opts["symbol"] for item in trained}) == len(trained) == 3
    learn(lab, hand, even_time, 60)
    assert lab.training.accuracy > 90
    shares = lab.session.network.predict(lab.session.trainer.data.inputs)
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-12)


def test_numbers_of_two_inputs_are_learnt(lab, hand, even_time) -> None:
    hand.menu("Examples", "Plane")
    before, picture = lab.training.test_cost, lab.picture(lab.output.plot)
    learn(lab, hand, even_time, 20)
    assert lab.training.test_cost < before / 10
    assert not np.array_equal(lab.picture(lab.output.plot), picture)
    assert not lab.training.has("accuracy")
