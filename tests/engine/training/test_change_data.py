"""Other examples under a running trainer: it goes on where it is."""

import numpy as np
import pytest

from engine.data import make_dataset
from engine.errors import SpecError
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import OptimizerSpec, Trainer, TrainingSpec


def make_trainer(batch_size: int = 10) -> Trainer:
    network = Network(NetworkSpec(2, (LayerSpec(4, "tanh"), LayerSpec(1, "tanh"))), seed=0)
    spec = TrainingSpec(optimizer=OptimizerSpec("adam"), batch_size=batch_size)
    return Trainer(network, make_dataset("circle", 60), spec, test=make_dataset("circle", 30, seed=5))


def test_weights_counters_and_memory_stay() -> None:
    trainer = make_trainer()
    trainer.run(20)
    parameters = trainer.network.parameters.copy()
    memory = {name: vector.copy() for name, vector in trainer.optimizer.state.items()}
    trainer.change_data(make_dataset("xor", 45))
    assert np.array_equal(trainer.network.parameters, parameters)
    assert (trainer.step_count, trainer.epoch, trainer.optimizer.count) == (20, 3, 20)
    assert all(np.array_equal(trainer.optimizer.state[name], vector) for name, vector in memory.items())
    assert trainer.steps_per_epoch == trainer.steps_left_in_epoch == 5
    assert len(trainer.test) == 0


def test_the_next_step_is_made_on_the_new_examples() -> None:
    trainer, data = make_trainer(batch_size=60), make_dataset("xor", 60, seed=1)
    trainer.run(3)
    trainer.change_data(data)
    inputs, _ = trainer.next_batch()
    assert sorted(map(tuple, inputs.tolist())) == sorted(map(tuple, data.inputs.tolist()))
    value, _ = trainer.network.loss_and_gradient(data.inputs, data.targets, trainer.spec.loss)
    assert trainer.history.last.train_loss == pytest.approx(value)
    assert trainer.step() == pytest.approx(value)


def test_examples_that_do_not_fit_change_nothing() -> None:
    trainer = make_trainer()
    data, cost = trainer.data, trainer.evaluate().train_loss
    for other in (make_dataset("iris"), make_dataset("sine"), data.take([])):
        with pytest.raises(SpecError):
            trainer.change_data(other)
        assert trainer.data is data
        assert trainer.evaluate().train_loss == cost


def test_earlier_moment_is_returned_to_when_there_are_fewer_batches_now() -> None:
    trainer = make_trainer()
    trainer.run(5)
    state = trainer.state()
    trainer.change_data(make_dataset("circle", 12))
    trainer.restore(state)
    assert trainer.steps_left_in_epoch == 2
    trainer.run(3)
    assert trainer.step_count == 8
