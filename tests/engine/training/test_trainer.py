"""The trainer: which examples it uses when, what a step does, what is recorded, what leaves it undisturbed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import Dataset, make_dataset
from engine.errors import SpecError
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import OptimizerSpec, ScheduleSpec, Trainer, TrainingSpec


def points(count, inputs=2, outputs=1, seed=0):
    """A regression of that many different examples."""
    generator = np.random.default_rng(seed)
    return Dataset(generator.normal(size=(count, inputs)), generator.normal(size=(count, outputs)))


def make_trainer(data=None, test=None, seed=0, precision="float64", **training):
    data = points(25) if data is None else data
    layers = (LayerSpec(3), LayerSpec(data.targets.shape[1], "linear"))
    network = Network(NetworkSpec(data.inputs.shape[1], layers), "uniform", 1, precision)
    return Trainer(network, data, TrainingSpec(**training), seed, test)


def batches_of_an_epoch(trainer):
    """[(inputs, targets), …] of the batches that the coming epoch uses."""
    used = []
    for _ in range(trainer.steps_per_epoch):
        used.append(trainer.next_batch())
        trainer.step()
    return used


def sorted_rows(table):
    return table[np.lexsort(table.T)]


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(1, 40),
    batch_size=st.integers(1, 45),
    outputs=st.integers(1, 3),
    seed=st.integers(0, 99),
)
def test_every_epoch_uses_every_example_once(count, batch_size, outputs, seed):
    data = points(count, outputs=outputs, seed=seed)
    trainer = make_trainer(data, seed=seed, batch_size=batch_size)
    assert trainer.steps_per_epoch == -(-count // batch_size)
    orders = []
    for _ in range(2):
        used = batches_of_an_epoch(trainer)
        assert all(len(inputs) == batch_size for inputs, _ in used[:-1])
        assert len(used[-1][0]) == (count - 1) % batch_size + 1
        pairs = np.concatenate([np.hstack(batch) for batch in used])
        assert np.array_equal(sorted_rows(pairs), sorted_rows(np.hstack([data.inputs, data.targets])))
        orders.append(pairs)
    if count > 10:
        assert not np.array_equal(orders[0], orders[1])  # one chance in 11! to be equal
    assert trainer.epoch == 2


def test_examples_gathered_in_several_windows_are_still_all_used_once():
    data = points(3000, inputs=30, outputs=2)  # more numbers than are gathered at a time
    trainer = make_trainer(data, batch_size=7)
    used = np.concatenate([np.hstack(batch) for batch in batches_of_an_epoch(trainer)])
    assert np.array_equal(sorted_rows(used), sorted_rows(np.hstack([data.inputs, data.targets])))


def test_a_step_is_the_gradient_of_the_coming_batch_times_the_learning_rate():
    trainer = make_trainer(loss="mse", optimizer=OptimizerSpec("sgd", 0.2), batch_size=10)
    for _ in range(7):
        inputs, targets = trainer.next_batch()
        before = trainer.network.parameters.copy()
        cost, gradient = trainer.network.loss_and_gradient(inputs, targets, "mse")
        assert trainer.step() == cost == trainer.batch_cost
        assert np.array_equal(trainer.gradient, gradient)
        assert np.array_equal(trainer.network.parameters, before - 0.2 * gradient)


@settings(max_examples=25, deadline=None)
@given(
    optimizer=st.sampled_from(["sgd", "nesterov", "adam", "adamw", "rmsprop"]),
    penalty=st.sampled_from(["none", "l1", "l2"]),
    clip_norm=st.sampled_from([None, 0.05]),
    clip_value=st.sampled_from([None, 0.02]),
    schedule=st.sampled_from(["constant", "warm_up", "cosine"]),
    precision=st.sampled_from(["float64", "float32"]),
    steps=st.integers(0, 12),
)
def test_explain_tells_the_coming_step_to_the_bit(
    optimizer, penalty, clip_norm, clip_value, schedule, precision, steps
):
    trainer = make_trainer(
        optimizer=OptimizerSpec(optimizer, 0.1),
        penalty=penalty,
        penalty_rate=0.1,
        clip_norm=clip_norm,
        clip_value=clip_value,
        schedule=ScheduleSpec(schedule),
        precision=precision,
    )
    trainer.run(steps)
    before = trainer.network.parameters.copy()
    told = trainer.explain()
    assert np.array_equal(trainer.network.parameters, before)
    trainer.step()
    assert np.array_equal(told["gradient"], trainer.gradient)
    assert np.array_equal(told["step"], trainer.network.parameters - before)
    for name, vector in trainer.optimizer.state.items():
        assert np.array_equal(told[name], vector)


def test_same_seed_same_run_other_seed_other_run():
    walks = []
    for seed in (3, 3, 4):
        trainer = make_trainer(seed=seed, optimizer=OptimizerSpec("adam", 0.01))
        trainer.run(40)
        walks.append(trainer.network.parameters.copy())
    assert np.array_equal(walks[0], walks[1])
    assert not np.array_equal(walks[0], walks[2])


def test_a_run_in_slices_is_the_same_run():
    whole, sliced = make_trainer(), make_trainer()
    assert whole.run(50) == 50
    for steps in (1, 7, 0, 20, 22):
        assert sliced.run(steps) == steps
    assert np.array_equal(whole.network.parameters, sliced.network.parameters)
    assert (whole.step_count, whole.epoch) == (sliced.step_count, sliced.epoch) == (50, 16)


def test_run_stops_when_told():
    trainer = make_trainer()
    answers = iter([True, True, False])
    assert trainer.run(100, proceed=lambda: next(answers)) == 3
    assert trainer.step_count == 3


def test_run_epoch_goes_to_the_end_of_the_present_epoch():
    trainer = make_trainer(batch_size=10)  # 25 examples: 10, 10, 5
    trainer.step()
    assert trainer.steps_left_in_epoch == 2
    metrics = trainer.run_epoch()
    assert (trainer.epoch, trainer.step_count) == (1, 3)
    assert metrics is trainer.history.last
    assert metrics.train_cost == trainer.evaluate().train_cost
    trainer.run_epoch()
    assert (trainer.epoch, trainer.step_count) == (2, 6)
    assert trainer.history.epochs.tolist() == [0, 1, 2]
    assert trainer.history.steps.tolist() == [0, 3, 6]


def test_every_epoch_of_enough_steps_is_recorded_with_its_true_losses():
    data, test = points(200), points(50, seed=9)
    trainer = make_trainer(data, test, batch_size=10)
    trainer.run(60)
    replayed = make_trainer(data, test, batch_size=10)
    for row, epoch in enumerate(trainer.history.epochs):
        if epoch > 0:
            replayed.run_epoch()
        measured = replayed.evaluate()
        assert trainer.history.range_of("train_cost")[row].tolist() == [measured.train_cost] * 2
        assert trainer.history.range_of("test_cost")[row].tolist() == [measured.test_cost] * 2
    assert trainer.history.epochs.tolist() == [0, 1, 2, 3]


def test_a_long_run_of_short_epochs_records_its_first_its_last_and_some_between():
    trainer = make_trainer(points(20), batch_size=10)
    trainer.run(200)
    steps = trainer.history.steps
    assert steps[:2].tolist() == [0, 2]
    assert steps[-1] == 200
    assert np.all(np.diff(steps[1:]) <= 18)
    assert len(steps) < 20


def test_a_large_network_is_measured_less_often_than_trained():
    data = points(1000, inputs=40)
    network = Network(NetworkSpec(40, (LayerSpec(100), LayerSpec(1, "linear"))))
    trainer = Trainer(network, data, TrainingSpec(batch_size=50))
    trainer.run(300)  # 15 epochs
    assert trainer.history.steps.tolist() == [0, 20, 280, 300]
    trainer.run_epoch()
    assert trainer.history.steps[-1] == 320
    assert trainer.history.last.train_cost == trainer.evaluate().train_cost


def test_looking_does_not_disturb_a_run():
    watched, alone = (make_trainer(optimizer=OptimizerSpec("momentum", 0.05)) for _ in range(2))
    inputs, targets = points(11).inputs, points(11).targets
    for _ in range(30):
        watched.network.predict(inputs)
        watched.network.forward(inputs)
        watched.network.backward(inputs, targets, "half_squared_error")
        watched.network.loss(inputs, targets)
        watched.evaluate()
        watched.explain()
        watched.next_batch()
        watched.state()
        watched.step()
        alone.step()
        assert np.array_equal(watched.network.parameters, alone.network.parameters)
        assert np.array_equal(watched.gradient, alone.gradient)


def test_single_precision_throughout():
    trainer = make_trainer(
        precision="float32", optimizer=OptimizerSpec("adam", 0.01), penalty="l2", penalty_rate=0.1
    )
    trainer.run(20)
    assert trainer.network.parameters.dtype == trainer.gradient.dtype == np.float32
    assert all(vector.dtype == np.float32 for vector in trainer.optimizer.state.values())
    double = make_trainer(optimizer=OptimizerSpec("adam", 0.01), penalty="l2", penalty_rate=0.1)
    double.run(20)
    np.testing.assert_allclose(trainer.network.parameters, double.network.parameters, atol=1e-4)


def test_training_learns():
    train, test = make_dataset("gauss", seed=5).split(0.5, seed=5)
    network = Network(NetworkSpec(2, (LayerSpec(4), LayerSpec(1))), "uniform")
    trainer = Trainer(network, train, TrainingSpec(), test=test)
    before = trainer.evaluate()
    trainer.run(2000)
    after = trainer.evaluate()
    assert after.train_loss < 0.1 * before.train_loss
    assert after.test_accuracy > 0.97


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (points(5, inputs=3), "inputs is 2, but takes 3, as many as the data has."),
        (points(5, outputs=2), "outputs is 1, but takes 2, as many as the targets have."),
        (points(5).take([]), "data is 'no examples', but takes at least one example to train on."),
    ],
)
def test_data_that_does_not_fit_is_refused(data, sentence):
    network = Network(NetworkSpec(2, (LayerSpec(1, "linear"),)))
    with pytest.raises(SpecError) as refusal:
        Trainer(network, data)
    assert str(refusal.value) == sentence


def test_regression_targets_that_are_no_distributions_are_refused_for_cross_entropy():
    network = Network(NetworkSpec(2, (LayerSpec(2, "softmax"),)))
    with pytest.raises(SpecError, match="rows that add up to 1 for cross_entropy"):
        Trainer(network, points(5, outputs=2), TrainingSpec("cross_entropy"))
