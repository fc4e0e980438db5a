"""A run that stops by itself: each condition set by hand, played until it is met, and said why."""

import numpy as np
from journey_hands import said


def play_to_the_end(lab, hand, qtbot) -> None:
    hand.push("training.play")
    assert lab.training.is_playing
    qtbot.waitUntil(lambda: not lab.training.is_playing)


def test_at_an_epoch(lab, hand, qtbot) -> None:
    hand.push("training.more")
    hand.write("settings.stop_epoch", "4")
    play_to_the_end(lab, hand, qtbot)
    assert (lab.training.epoch, lab.session.trainer.epoch) == (4, 4)
    assert said(lab) == "Stopped: the number of epochs is reached."
    hand.write("settings.stop_epoch", "9")
    play_to_the_end(lab, hand, qtbot)
    assert (lab.training.epoch, lab.session.trainer.epoch) == (9, 9)
    hand.write("settings.stop_epoch", "")
    hand.push("training.play")
    qtbot.waitUntil(lambda: lab.training.epoch > 12)
    assert lab.training.is_playing
    hand.push("training.play")
    assert not lab.training.is_playing


def test_when_the_cost_is_low_enough(lab, hand, qtbot) -> None:
    hand.push("training.more")
    hand.write("settings.stop_cost", "0.2")
    play_to_the_end(lab, hand, qtbot)
    costs = lab.session.trainer.history.range_of("train_cost")[:, 0]
    assert lab.training.train_cost <= costs[-1] + 5e-5 < 0.2 + 5e-5
    assert (costs[:-1] >= 0.2).all()
    assert len(costs) > 3
    assert said(lab) == "Stopped: the cost is low enough."


def test_when_the_test_cost_finds_no_new_low(lab, hand, qtbot) -> None:
    hand.to_end("data.noise")
    hand.push("training.more")
    hand.write("settings.stop_rising", "6")
    play_to_the_end(lab, hand, qtbot)
    history = lab.session.trainer.history
    costs = history.range_of("test_cost")[:, 0]
    lowest = history.epochs[int(np.argmin(costs))]
    assert lab.training.epoch == lowest + 6 == history.epochs[-1]
    assert lab.training.test_cost > costs.min()
    assert said(lab) == "Stopped: the test cost finds no new low."
