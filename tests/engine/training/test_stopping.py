"""Runs that stop by themselves."""

from dataclasses import replace

import pytest

from engine.errors import SpecError
from engine.experiment import Experiment
from engine.training import StopSpec, Trainer, TrainingSpec


def trainer_that_stops(**conditions) -> Trainer:
    training = replace(TrainingSpec(), stop=StopSpec(**conditions))
    return Trainer.from_experiment(replace(Experiment(), training=training))


def test_it_stops_at_the_epoch_to_the_step():
    trainer = trainer_that_stops(epoch=7)
    assert trainer.run(10_000) == 7 * 25
    assert (trainer.epoch, trainer.stop_reason) == (7, "epoch")


def test_it_stops_at_the_first_epoch_whose_cost_is_low_enough():
    trainer = trainer_that_stops(cost_below=0.2)
    trainer.run(100_000)
    assert trainer.stop_reason == "cost_below"
    free = Trainer.from_experiment(Experiment())
    costs = [free.run_epoch().train_cost for _ in range(trainer.epoch)]
    assert costs[-1] < 0.2 <= min(costs[:-1])


def test_it_stops_when_the_test_cost_has_found_no_new_low():
    data = replace(Experiment().data, samples=40, noise=0.5)
    training = replace(TrainingSpec(), stop=StopSpec(test_rising=20))
    trainer = Trainer.from_experiment(replace(Experiment(), data=data, training=training))
    trainer.run(1_000_000)
    assert trainer.stop_reason == "test_rising"
    free = Trainer.from_experiment(replace(Experiment(), data=data))
    costs = [free.evaluate().test_cost] + [free.run_epoch().test_cost for _ in range(trainer.epoch)]
    assert trainer.epoch - costs.index(min(costs)) == 20


def test_without_conditions_and_without_a_test_set_it_goes_on():
    assert trainer_that_stops().run(500) == 500
    data = replace(Experiment().data, train_fraction=1.0)
    training = replace(TrainingSpec(), stop=StopSpec(test_rising=1))
    assert Trainer.from_experiment(replace(Experiment(), data=data, training=training)).run(500) == 500


@pytest.mark.parametrize("wrong", [{"epoch": 0}, {"epoch": 1.5}, {"cost_below": -1}, {"test_rising": -3}])
def test_conditions_that_make_no_sense_are_refused(wrong):
    with pytest.raises(SpecError, match=next(iter(wrong))):
        StopSpec(**wrong)


def test_a_whole_number_written_with_a_point_is_whole():
    assert StopSpec(epoch=3.0).epoch == 3
