"""What a person does to a running network by hand: freeze, switch off, set a weight; and going back in time."""

from dataclasses import replace

import numpy as np
import pytest

from engine.errors import SpecError
from engine.experiment import Experiment
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import OPTIMIZERS, OptimizerSpec, Trainer, TrainingSpec


def trainer_with(optimizer: str = "sgd") -> Trainer:
    training = TrainingSpec(optimizer=OptimizerSpec(optimizer), penalty="l2", penalty_rate=0.01)
    return Trainer.from_experiment(replace(Experiment(), training=training))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_frozen_places_stay_to_the_bit_and_the_rest_moves(optimizer):
    trainer = trainer_with(optimizer)
    before = trainer.network.parameters.copy()
    trainer.freeze([0, 7, 24])
    trainer.run(60)
    moved = trainer.network.parameters != before
    assert not moved[[0, 7, 24]].any()
    assert moved.sum() == before.size - 3
    trainer.freeze([])
    trainer.run(1)
    assert (trainer.network.parameters[[0, 7, 24]] != before[[0, 7, 24]]).all()


def test_a_silenced_neuron_is_a_neuron_whose_outgoing_weights_are_zero():
    spec = NetworkSpec(2, (LayerSpec(3, "tanh"), LayerSpec(3, "sigmoid", skip=True), LayerSpec(1, "linear")))
    network, generator = Network(spec, seed=4), np.random.default_rng(0)
    inputs, targets = generator.normal(size=(7, 2)), generator.normal(size=(7, 1))
    cut = network.copy()
    cut.weights[1][:, 1] = 0.0
    cut.weights[2][:, 1] -= 0.0
    network.silence([(1, 1)])
    record, reference = network.backward(inputs, targets), cut.backward(inputs, targets)
    # The skip connection carries a^[1] on, so the cut network still hears the neuron there: take that away.
    carried = reference.forward.a[1][:, 1:2] * cut.weights[2][:, 1]
    np.testing.assert_allclose(record.forward.a[-1], reference.forward.a[-1] - carried, atol=1e-12)
    assert not record.forward.a[1][:, 1].any()
    assert not record.delta[1][:, 1].any()


@pytest.mark.parametrize("activation", ["sigmoid", "relu", "softplus", "sine"])
def test_the_gradient_of_a_network_with_silenced_neurons_is_right(activation):
    spec = NetworkSpec(3, (LayerSpec(4, activation), LayerSpec(4, activation), LayerSpec(2, "tanh")))
    network, generator = Network(spec, seed=1), np.random.default_rng(2)
    network.parameters[:] = generator.normal(size=network.parameters.size)  # biases too, away from the kinks
    network.silence([(1, 0), (2, 3)])
    inputs, targets = generator.normal(size=(5, 3)), generator.normal(size=(5, 2))
    _, gradient = network.loss_and_gradient(inputs, targets)
    step = 1e-6
    for place in range(gradient.size):
        value = network.parameters[place]
        network.parameters[place] = value + step
        above = network.loss(inputs, targets)
        network.parameters[place] = value - step
        below = network.loss(inputs, targets)
        network.parameters[place] = value
        assert gradient[place] == pytest.approx((above - below) / (2 * step), abs=1e-8)


def test_silencing_a_running_network_keeps_weights_and_counters_and_ends_without_a_trace():
    trainer = trainer_with()
    trainer.run(40)
    parameters = trainer.network.parameters.copy()
    heard = trainer.evaluate()
    trainer.silence([(1, 2)])
    assert trainer.evaluate() != heard
    np.testing.assert_array_equal(trainer.network.parameters, parameters)
    assert (trainer.step_count, trainer.steps_left_in_epoch) == (40, 10)
    trainer.silence([])
    assert trainer.evaluate() == heard


@pytest.mark.parametrize("wrong", [(0, 0), (3, 0), (1, 4), (1, -1)])
def test_only_hidden_neurons_can_be_silenced(wrong):
    trainer = trainer_with()
    with pytest.raises(SpecError, match="hidden layers"):
        trainer.silence([wrong])
    assert trainer.network.silenced == frozenset()


@pytest.mark.parametrize("wrong", [-1, 25])
def test_only_parameters_can_be_frozen(wrong):
    with pytest.raises(SpecError, match="places from 0 to 24"):
        trainer_with().freeze([wrong])


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "nesterov"])
def test_every_earlier_step_of_a_meddled_run_comes_back_to_the_bit(optimizer):
    trainer = trainer_with(optimizer)
    seen = {0: trainer.network.parameters.copy()}

    def go(steps: int) -> None:
        for _ in range(steps):
            trainer.step()
            seen[trainer.step_count] = trainer.network.parameters.copy()

    go(33)
    trainer.adopt(replace(trainer.spec, optimizer=OptimizerSpec(optimizer, 0.2), batch_size=7))
    go(30)
    trainer.freeze([3, 4])
    go(11)
    trainer.change_parameter(5, 1.25)
    seen[trainer.step_count] = trainer.network.parameters.copy()
    go(25)
    trainer.silence([(1, 1)])
    go(40)
    end = trainer.state()
    for step in (0, 1, 32, 33, 34, 50, 63, 70, 74, 75, 98, 99, 100, 120, 139):
        np.testing.assert_array_equal(trainer.at_step(step).network.parameters, seen[step], err_msg=str(step))
    np.testing.assert_array_equal(trainer.network.parameters, end.parameters)
    assert trainer.step_count == end.step


def test_going_on_from_an_earlier_step_repeats_the_run():
    trainer = trainer_with("adam")
    trainer.run(500)
    twin = trainer.at_step(123)
    twin.run(500 - 123)
    np.testing.assert_array_equal(twin.network.parameters, trainer.network.parameters)


def test_a_run_led_otherwise_without_end_keeps_its_memory_bounded_and_says_from_where_it_is_exact():
    trainer = trainer_with()
    for round_ in range(1500):
        trainer.run(1)
        trainer.change_parameter(0, 0.001 * round_)
    kept = trainer.snapshots
    assert len(kept) <= 513
    assert kept[0].step == 0
    assert 0 < kept.exact_from < 1500
    parameters = trainer.network.parameters.copy()
    np.testing.assert_array_equal(trainer.at_step(1500).network.parameters, parameters)
    assert trainer.at_step(kept.exact_from).network.parameters[0] == pytest.approx(
        0.001 * (kept.exact_from - 1)
    )


def test_every_step_before_and_after_other_examples_comes_back_to_the_bit():
    trainer = trainer_with("adam")
    first = trainer.snapshots[0].parameters.copy()
    seen, whole = {}, trainer.data
    for step in range(1, 91):
        if step == 61:
            trainer.change_data(whole.take(range(100)), trainer.test)
        trainer.step()
        seen[step] = trainer.network.parameters.copy()
    assert trainer.snapshots.exact_from == 0
    for step in (1, 59, 60, 61, 75, 89):
        assert len(trainer.at_step(step).data) == (100 if step >= 60 else len(whole))
        np.testing.assert_array_equal(trainer.at_step(step).network.parameters, seen[step])
    trainer.restore(trainer.snapshots[0])
    np.testing.assert_array_equal(trainer.network.parameters, first)
    assert len(trainer.data) == 100, "the present examples stay"
    trainer.run(5)
    np.testing.assert_array_equal(trainer.at_step(3).data.inputs, trainer.data.inputs)
