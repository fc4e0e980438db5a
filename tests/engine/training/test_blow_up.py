"""Where a run that blew up was still well: on runs whose blow-up is made on purpose at a known step."""

import numpy as np
import pytest

from engine.data import DataSpec
from engine.errors import Diverged
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.training import OptimizerSpec, Trainer, TrainingSpec
from engine.training.blow_up import step_before_blow_up
from engine.training.recording import LIGHT_DISTANCE

WELL = Experiment(
    data=DataSpec("plane", samples=60),
    network=NetworkSpec(2, (LayerSpec(4, "relu"), LayerSpec(1, "linear"))),
    training=TrainingSpec(optimizer=OptimizerSpec("sgd", learning_rate=0.001)),
)


def blown_up(calm_epochs, rate):
    """A run led well for some epochs, then with a rate that throws it out."""
    trainer = Trainer.from_experiment(WELL)
    trainer.run(calm_epochs * trainer.steps_per_epoch)
    trainer.adopt(WELL.with_learning_rate(rate).training)
    with pytest.raises(Diverged) as caught:
        trainer.run(100_000)
    return trainer, caught.value


@pytest.mark.parametrize("rate", [30.0, 1000.0])
def test_it_is_the_last_recorded_step_before_the_reckless_rate(rate):
    trainer, error = blown_up(40, rate)
    step = step_before_blow_up(trainer)
    changed, spacing = 40 * trainer.steps_per_epoch, LIGHT_DISTANCE + trainer.steps_per_epoch
    assert changed - 2 * spacing <= step < changed
    assert step < error.step
    # What is found there is what a run without the reckless rate would have had, and it goes on without it.
    assert trainer.at_step(step).spec.optimizer.rate == 0.001
    calm = Trainer.from_experiment(WELL)
    calm.run(step)
    np.testing.assert_array_equal(trainer.at_step(step).network.parameters, calm.network.parameters)


def test_a_run_that_never_was_well_goes_back_to_its_start():
    trainer, _ = blown_up(0, 1000.0)
    assert step_before_blow_up(trainer) == 0


def test_a_run_that_is_well_goes_back_an_epoch_at_least():
    trainer = Trainer.from_experiment(WELL)
    trainer.run(30 * trainer.steps_per_epoch)
    step = step_before_blow_up(trainer)
    assert 0 < step <= 29 * trainer.steps_per_epoch


def test_steps_that_cannot_be_repeated_are_not_offered():
    trainer, _ = blown_up(5, 1000.0)
    trainer.snapshots.forget_before(step_before_blow_up(trainer) + 2)
    assert step_before_blow_up(trainer) == trainer.snapshots.exact_from
