"""A run that stops by itself: each condition set by hand, played until it is met, and said why."""

import numpy as np
import pytest
from journey_hands import said

pytestmark = pytest.mark.usefixtures("even_time")  # before the window is made


def play_to_the_end(lab, hand, even_time) -> None:
    hand.push("training.play")
    assert lab.training.is_playing
    even_time.until(lambda: not lab.training.is_playing, 60)


def test_at_an_epoch(lab, hand, even_time) -> None:
    hand.push("training.more")
    hand.write("settings.stop_epoch", "4")
    play_to_the_end(lab, hand, even_time)
    assert (lab.training.epoch, lab.session.trainer.epoch) == (4, 4)
    assert said(lab) == "Stopped: the number of epochs is reached."
    hand.push("training.play")
    assert not lab.training.is_playing
    assert (lab.training.epoch, lab.session.trainer.epoch) == (4, 4)
    assert lab.message == (
        "Not played: the epoch to stop at is reached; a larger number at “At epoch”, or none, lets it go on."
    )
    hand.write("settings.stop_epoch", "9")
    assert lab.message == ""
    play_to_the_end(lab, hand, even_time)
    assert (lab.training.epoch, lab.session.trainer.epoch) == (9, 9)
    hand.write("settings.stop_epoch", "")
    hand.push("training.play")
    even_time.until(lambda: lab.training.epoch > 12, 5)
    assert lab.training.is_playing
    hand.push("training.play")
    assert not lab.training.is_playing


def test_when_the_cost_is_low_enough(lab, hand, even_time) -> None:
    hand.push("training.more")
    hand.write("settings.stop_cost", "0.2")
    play_to_the_end(lab, hand, even_time)
    costs = lab.session.trainer.history.range_of("train_cost")[:, 0]
    assert lab.training.train_cost <= costs[-1] + 5e-5 < 0.2 + 5e-5
    assert (costs[:-1] >= 0.2).all()
    assert len(costs) > 3
    assert said(lab) == "Stopped: the cost is low enough."
    steps = lab.session.trainer.step_count
    hand.push("training.play")
    assert (lab.training.is_playing, lab.session.trainer.step_count) == (False, steps)
    assert lab.message.startswith("Not played: the cost is below the one to stop at; a smaller number")
    lab.session.look_back(0)  # where it was not yet so low
    hand.push("training.play")
    assert lab.training.is_playing
    assert lab.message == ""


def test_when_the_test_cost_finds_no_new_low(lab, hand, even_time) -> None:
    hand.to_end("data.noise")
    hand.push("training.more")
    hand.write("settings.stop_rising", "6")
    play_to_the_end(lab, hand, even_time)
    history = lab.session.trainer.history
    costs = history.range_of("test_cost")[:, 0]
    lowest = history.epochs[int(np.argmin(costs))]
    assert lab.training.epoch == lowest + 6 == history.epochs[-1]
    assert lab.training.test_cost > costs.min()
    assert said(lab) == "Stopped: the test cost finds no new low."
    hand.push("training.play")
    assert (lab.training.is_playing, lab.training.epoch) == (False, lowest + 6)
    assert lab.message.startswith("Not played: the test cost has found no new low for as many epochs as")
