"""A diagnosis of a run that a person led otherwise meanwhile: what they did to the cost is not laid at the steps."""

from dataclasses import replace

import pytest

from engine.data import Dataset, DataSpec
from engine.experiment import Experiment
from engine.training import OptimizerSpec, Trainer, diagnose

FIRST = Experiment()


def after(experiment, epochs):
    trainer = Trainer.from_experiment(experiment)
    trainer.run(epochs * trainer.steps_per_epoch)
    return trainer


def with_rate(rate):
    return replace(FIRST, training=replace(FIRST.training, optimizer=OptimizerSpec("sgd", rate)))


def found(trainer):
    return {finding.key: finding for finding in diagnose(trainer)}


def test_a_gate_whose_epochs_are_rarely_recorded_is_looked_at_too():
    gate = FIRST.with_data(DataSpec.of("gate_xor")).with_hidden(())
    trainer = after(gate, 2000)
    assert found(trainer)["straight"].remedies[1].applies_to(gate)
    trainer.change_parameter(0, 1.0)
    trainer.run(21 * trainer.steps_per_epoch)
    assert "straight" not in found(trainer), "too little is known since"


def test_what_a_person_did_to_the_cost_is_not_laid_at_the_steps():
    trained = after(FIRST, 100)
    place = trained.network.layout.size - 3  # a weight of the output
    penalty = replace(FIRST.training, penalty="l2", penalty_rate=0.1)
    for change in (
        lambda run: run.change_parameter(place, -run.network.parameters[place]),
        lambda run: run.silence([(2, 0)]),
        lambda run: run.adopt(penalty),
        lambda run: run.change_data(Dataset(run.data.inputs, -run.data.targets)),
    ):
        run = trained.at_step(trained.step_count)
        before = run.evaluate().train_cost
        change(run)
        assert run.evaluate().train_cost > 4.0 * before
        for _ in range(3):
            assert not {"diverging", "rate_too_high"} & found(run).keys()
            run.run_epoch()


def test_a_run_that_goes_wrong_after_a_change_by_hand_is_still_noticed():
    trainer = after(FIRST, 100)
    trainer.adopt(with_rate(30.0).training)
    trainer.run_epoch()
    finding = found(trainer)["diverging"]
    assert finding.numbers["lowest"] == pytest.approx(trainer.history.range_of("train_cost")[-2, 0])
