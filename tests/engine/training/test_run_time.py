"""What the updates of a run took, by a clock of the test's own: every update costs it a second, measuring a hundred."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import DataSpec
from engine.experiment import Experiment
from engine.network import Network
from engine.training import Trainer


class Hand:
    """A clock whose hand is moved by what is done."""

    def __init__(self) -> None:
        self.now, self.update = 1e6, 1.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    """Moved by every update of a trainer, and by every measurement."""
    hand, advance, evaluate = Hand(), Trainer._advance, Trainer.evaluate

    def advance_slowly(trainer: Trainer) -> None:
        hand.now += hand.update
        advance(trainer)

    def evaluate_slowly(trainer: Trainer) -> object:
        hand.now += 100.0
        return evaluate(trainer)

    monkeypatch.setattr(Trainer, "_advance", advance_slowly)
    monkeypatch.setattr(Trainer, "evaluate", evaluate_slowly)
    return hand


@pytest.fixture
def trainer(hand: Hand) -> Trainer:
    return Trainer.from_experiment(Experiment(data=DataSpec(samples=60)))  # three batches an epoch


def test_updates_count_and_measuring_does_not(trainer: Trainer, hand: Hand) -> None:
    assert trainer.watch.seconds == 0.0
    trainer.run(40, clock=hand)
    hand.now += 1000.0  # between two runs time belongs to nobody
    trainer.run(2, clock=hand)
    assert trainer.watch.seconds == 42.0
    np.testing.assert_array_equal(trainer.history.seconds, trainer.history.steps)
    assert trainer.history.steps[-1] == 42


def test_whoever_measures_nothing_knows_nothing(trainer: Trainer, hand: Hand) -> None:
    trainer.run(6, clock=hand)
    trainer.step()
    trainer.run(5, clock=hand)
    assert np.isnan(trainer.watch.seconds)
    assert trainer.history.seconds[1] == 3.0
    trainer.start_from(trainer.network.parameters)
    assert trainer.watch.seconds == 0.0


def test_at_an_earlier_step_it_is_the_time_of_then(trainer: Trainer, hand: Hand) -> None:
    trainer.run(30, clock=hand)
    hand.update = 4.0
    trainer.run(31, clock=hand)
    assert trainer.watch.seconds == 30.0 + 4.0 * 31
    for step, seconds in ((0, 0.0), (12, 12.0), (30, 30.0), (54, 30.0 + 4.0 * 24), (60, 150.0), (61, 154.0)):
        past = trainer.at_step(step)
        assert past.watch.seconds == pytest.approx(seconds)
        known = past.history.seconds
        assert np.isfinite(known).all()
        assert known[-1] <= past.watch.seconds + 1e-9
    past.run(2, clock=hand)
    assert past.watch.seconds == pytest.approx(162.0)
    assert trainer.watch.seconds == 154.0


def test_a_moment_returned_to_has_its_time(trainer: Trainer, hand: Hand) -> None:
    trainer.run(60, clock=hand)
    moment = trainer.snapshots.before(30)
    trainer.restore(moment)
    assert trainer.watch.seconds == moment.step


def test_a_thinned_history_keeps_the_times_of_its_steps(hand: Hand) -> None:
    experiment = Experiment(data=DataSpec(samples=20))
    spec = replace(experiment.training, batch_size=10)
    data = experiment.prepare_data().train
    trainer = Trainer(Network(experiment.network), data, spec)
    trainer.run(2, clock=hand)
    history = trainer.history
    for epoch in range(2, 9000):
        history.append(epoch, epoch, history.last, seconds=2.0 * epoch)
    assert history.epochs_per_row == 4
    np.testing.assert_array_equal(history.seconds[1:], 2.0 * history.steps[1:])
    np.testing.assert_array_equal(history.copy().seconds, history.seconds)
