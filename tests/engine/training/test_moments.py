"""Moments of a run: going back and on again gives the same run to the last bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import Dataset
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import OPTIMIZERS, SCHEDULES, OptimizerSpec, ScheduleSpec, Trainer, TrainingSpec


def make_trainer(spec=None, examples=23, seed=0):
    generator = np.random.default_rng(2)
    data = Dataset(generator.normal(size=(examples, 2)), generator.normal(size=(examples, 1)))
    network = Network(NetworkSpec(2, (LayerSpec(3), LayerSpec(1, "linear"))), "uniform", 1)
    return Trainer(network, data, spec or TrainingSpec(), seed)


@st.composite
def training_specs(draw):
    return TrainingSpec(
        loss=draw(st.sampled_from(["mse", "half_squared_error", "huber"])),
        optimizer=OptimizerSpec(draw(st.sampled_from(list(OPTIMIZERS))), 0.02),
        batch_size=draw(st.integers(1, 25)),
        penalty=draw(st.sampled_from(["none", "l1", "l2"])),
        penalty_rate=0.01,
        clip_norm=draw(st.sampled_from([None, 0.5])),
        schedule=ScheduleSpec(draw(st.sampled_from(list(SCHEDULES)))),
        dropout=draw(st.sampled_from([0.0, 0.4])),
    )


@settings(max_examples=60, deadline=None)
@given(spec=training_specs(), first=st.integers(0, 40), second=st.integers(1, 40), seed=st.integers(0, 99))
def test_a_restored_moment_goes_on_as_if_nothing_had_been(spec, first, second, seed):
    trainer = make_trainer(spec, seed=seed)
    trainer.run(first)
    moment = trainer.state()
    trainer.run(second)
    there, costs = trainer.state(), trainer.batch_cost

    trainer.restore(moment)
    assert np.array_equal(trainer.network.parameters, moment.parameters)
    assert (trainer.step_count, trainer.epoch) == (moment.step, moment.epoch)
    trainer.run(second)
    assert_same_moment(trainer.state(), there)
    assert trainer.batch_cost == costs

    # The same moment in a trainer that has never been there.
    other = make_trainer(spec, seed=seed)
    other.restore(moment)
    other.run(second)
    assert_same_moment(other.state(), there)


def assert_same_moment(one, other):
    assert (one.step, one.epoch, one.position) == (other.step, other.epoch, other.position)
    assert np.array_equal(one.parameters, other.parameters)
    assert one.optimizer_count == other.optimizer_count
    assert list(one.optimizer_state) == list(other.optimizer_state)
    for name, vector in one.optimizer_state.items():
        assert np.array_equal(vector, other.optimizer_state[name])


@settings(max_examples=20, deadline=None)
@given(spec=training_specs(), wanted=st.integers(0, 120))
def test_any_step_is_reached_again_from_the_snapshot_before_it(spec, wanted):
    trainer, reference = make_trainer(spec), make_trainer(spec)
    reference.run(wanted)
    trainer.run(120)
    moment = trainer.snapshots.before(wanted)
    assert moment.step <= wanted
    trainer.restore(moment)
    trainer.run(wanted - moment.step)
    assert np.array_equal(trainer.network.parameters, reference.network.parameters)


def test_a_state_is_a_copy():
    trainer = make_trainer(TrainingSpec(optimizer=OptimizerSpec("adam")))
    trainer.run(5)
    moment = trainer.state()
    kept = moment.parameters.copy(), moment.optimizer_state["first_moment"].copy()
    trainer.run(5)
    trainer.restore(moment)
    trainer.run(5)
    assert np.array_equal(moment.parameters, kept[0])
    assert np.array_equal(moment.optimizer_state["first_moment"], kept[1])


def test_going_back_forgets_what_came_after_and_remembers_where_it_stands():
    trainer = make_trainer(TrainingSpec(batch_size=5))  # 5 steps an epoch
    for _ in range(6):
        trainer.run_epoch()
    trainer.restore(trainer.snapshots.before(13))
    assert trainer.step_count == 10
    assert trainer.history.steps.tolist() == [0, 5, 10]
    assert trainer.history.last.train_cost == trainer.evaluate().train_cost
    assert max(trainer.snapshots.steps) == 10
    assert np.isnan(trainer.batch_cost)
    for _ in range(2):
        trainer.run_epoch()
    assert trainer.history.steps.tolist() == [0, 5, 10, 15, 20]


def test_the_start_is_recorded_again_when_its_row_stood_for_later_epochs_too():
    trainer = make_trainer(TrainingSpec(batch_size=23, optimizer=OptimizerSpec("sgd", 0.001)))
    start = trainer.evaluate()
    for _ in range(5000):  # more epochs than rows: the first row has been merged with its neighbour
        trainer.run_epoch()
    assert trainer.history.steps[0] > 0
    trainer.restore(trainer.snapshots[0])
    assert trainer.history.steps.tolist() == [0]
    assert trainer.history.range_of("train_cost").tolist() == [[start.train_cost, start.train_cost]]


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_adopting_keeps_the_weights_and_the_memory_of_the_same_optimizer(key):
    trainer = make_trainer(TrainingSpec(optimizer=OptimizerSpec("adam", 0.01)))
    trainer.run(9)
    before = trainer.state()
    trainer.adopt(TrainingSpec(optimizer=OptimizerSpec(key, 0.5)))
    assert np.array_equal(trainer.network.parameters, before.parameters)
    assert trainer.optimizer.learning_rate == 0.5
    assert (trainer.step_count, trainer.epoch) == (before.step, before.epoch)
    if key == "adam":
        assert_same_moment(trainer.state(), before)
    else:
        assert trainer.optimizer.count == 0
        assert not any(vector.any() for vector in trainer.optimizer.state.values())
    inputs, targets = trainer.next_batch()
    gradient = trainer.network.loss_and_gradient(inputs, targets, "half_squared_error")[1]
    trainer.step()
    np.testing.assert_allclose(trainer.gradient, gradient, rtol=1e-12)


def test_adopting_another_loss_changes_what_is_minimised():
    trainer = make_trainer(TrainingSpec("mse"))
    trainer.adopt(TrainingSpec("half_squared_error"))
    inputs, targets = trainer.next_batch()
    expected = trainer.network.loss(inputs, targets, "half_squared_error")
    assert trainer.step() == pytest.approx(expected, rel=1e-12)
    assert trainer.evaluate().train_loss == pytest.approx(
        trainer.network.loss(trainer.data.inputs, trainer.data.targets, "half_squared_error"), rel=1e-12
    )


def test_a_new_batch_size_begins_its_epoch_anew():
    trainer = make_trainer(TrainingSpec(batch_size=10))
    trainer.run(4)  # one step into the second epoch
    trainer.adopt(TrainingSpec(batch_size=23))
    assert (trainer.epoch, trainer.steps_left_in_epoch) == (1, 1)
    trainer.step()
    assert trainer.epoch == 2


def test_a_constant_rate_holds_again_after_a_schedule():
    spec = TrainingSpec(
        optimizer=OptimizerSpec("sgd", 0.1), schedule=ScheduleSpec("exponential", {"factor": 0.5})
    )
    trainer = make_trainer(spec)
    trainer.run(20)
    trainer.adopt(TrainingSpec(optimizer=OptimizerSpec("sgd", 0.1)))
    before = trainer.network.parameters.copy()
    trainer.step()
    np.testing.assert_array_equal(trainer.network.parameters, before - 0.1 * trainer.gradient)


def test_a_moment_of_another_way_of_training_is_taken_up_as_by_adopting():
    """Reset after the optimizer and the batch size have been changed on the way."""
    trainer = make_trainer(TrainingSpec(optimizer=OptimizerSpec("adam", 0.01), batch_size=2))
    trainer.run(17)
    moment = trainer.state()
    present = TrainingSpec(optimizer=OptimizerSpec("momentum", 0.01), batch_size=10)
    trainer.adopt(present)
    trainer.run(3)
    trainer.restore(moment)
    assert trainer.spec == present
    assert np.array_equal(trainer.network.parameters, moment.parameters)
    assert trainer.optimizer.count == 0
    assert not trainer.optimizer.state["velocity"].any()
    assert trainer.steps_left_in_epoch == 3
    trainer.run(30)
    assert trainer.step_count == 47


def test_starting_from_other_weights_begins_a_new_run():
    trainer, fresh = make_trainer(), make_trainer()
    trainer.run(30)
    trainer.start_from(fresh.network.parameters)
    assert (trainer.step_count, trainer.epoch, len(trainer.history), len(trainer.snapshots)) == (0, 0, 1, 1)
    trainer.run(30)
    fresh.run(30)
    assert np.array_equal(trainer.network.parameters, fresh.network.parameters)
