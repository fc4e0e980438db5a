"""The cost that is shown is the cost that is minimised: penalties, clipping, divergence."""

from math import inf, sqrt

import numpy as np
import pytest

from engine.data import Dataset
from engine.errors import Diverged, SpecError
from engine.network import PENALTIES, LayerSpec, Network, NetworkSpec
from engine.training import OptimizerSpec, ScheduleSpec, Trainer, TrainingSpec

PENALTY_FORMULAS = {
    "none": lambda weights, rate: 0.0,
    "l1": lambda weights, rate: rate * sum(abs(w) for w in weights),
    "l2": lambda weights, rate: rate / 2 * sum(w * w for w in weights),
}


def make_trainer(activation="tanh", **training):
    generator = np.random.default_rng(3)
    data = Dataset(generator.normal(size=(12, 2)), generator.normal(size=(12, 1)))
    network = Network(NetworkSpec(2, (LayerSpec(3, activation), LayerSpec(1, "linear"))), "uniform", 6)
    return Trainer(network, data, TrainingSpec("mse", **training))


def all_weights(network):
    """Every weight and no bias."""
    return np.concatenate([weights.ravel() for weights in network.weights]).tolist()


def test_every_penalty_has_its_formula_here():
    assert set(PENALTY_FORMULAS) == set(PENALTIES)


@pytest.mark.parametrize("key", PENALTIES)
def test_the_penalty_is_in_the_cost_and_shown_apart(key):
    trainer = make_trainer(penalty=key, penalty_rate=0.3, batch_size=12)
    network, data = trainer.network, trainer.data
    penalty = PENALTY_FORMULAS[key](all_weights(network), 0.3)
    loss = network.loss(data.inputs, data.targets, "mse")
    metrics = trainer.evaluate()
    assert metrics.penalty == pytest.approx(penalty, rel=1e-12)
    assert metrics.train_loss == pytest.approx(loss, rel=1e-12)
    assert metrics.train_cost == pytest.approx(loss + penalty, rel=1e-12)
    assert trainer.step() == pytest.approx(loss + penalty, rel=1e-12)


@pytest.mark.parametrize("key", PENALTIES)
def test_the_gradient_is_that_of_the_whole_cost(key):
    trainer = make_trainer(penalty=key, penalty_rate=0.3, batch_size=12)
    network, data = trainer.network.copy(), trainer.data
    trainer.step()

    def cost(index, shift):
        moved = network.copy()
        moved.parameters[index] += shift
        penalty = PENALTY_FORMULAS[key](all_weights(moved), 0.3)
        return moved.loss(data.inputs, data.targets, "mse") + penalty

    for index, slope in enumerate(trainer.gradient):
        assert slope == pytest.approx((cost(index, 1e-6) - cost(index, -1e-6)) / 2e-6, rel=1e-6, abs=1e-8)


def test_a_rate_of_zero_is_no_penalty():
    with_key, without = make_trainer(penalty="l1"), make_trainer()
    with_key.run(20)
    without.run(20)
    assert np.array_equal(with_key.network.parameters, without.network.parameters)


def test_a_strong_l1_penalty_brings_weights_towards_zero_and_leaves_biases():
    trainer = make_trainer(penalty="l1", penalty_rate=1.0, optimizer=OptimizerSpec("sgd", 0.01))
    trainer.run(500)
    assert np.abs(all_weights(trainer.network)).max() < 0.05
    assert abs(trainer.network.biases[1][0]) > 0.05  # the mean of the targets is −0.15


def gradient_before_clipping(trainer):
    inputs, targets = trainer.next_batch()
    return trainer.network.loss_and_gradient(inputs, targets, "mse")[1]


def test_clipping_by_norm_keeps_the_direction():
    trainer = make_trainer(clip_norm=0.25)
    whole = gradient_before_clipping(trainer)
    norm = sqrt(sum(g * g for g in whole))
    assert norm > 0.25
    before = trainer.network.parameters.copy()
    trainer.step()
    np.testing.assert_allclose(trainer.gradient, whole * 0.25 / norm, rtol=1e-12)
    np.testing.assert_allclose(trainer.network.parameters, before - 0.03 * trainer.gradient, rtol=1e-12)


def test_clipping_by_value_bounds_each_component():
    trainer = make_trainer(clip_value=0.1)
    whole = gradient_before_clipping(trainer)
    trainer.step()
    assert trainer.gradient.tolist() == [min(max(g, -0.1), 0.1) for g in whole]
    assert np.abs(whole).max() > 0.1 > np.abs(whole).min()


def test_a_gradient_within_the_limits_is_not_touched():
    trainer = make_trainer(clip_norm=1e6, clip_value=1e6)
    whole = gradient_before_clipping(trainer)
    trainer.step()
    assert np.array_equal(trainer.gradient, whole)


def diverge(trainer):
    """Step until it diverges: (the refusal, θ before the step that met it, steps made)."""
    for _ in range(10_000):
        before = trainer.network.parameters.copy()
        made = trainer.step_count
        try:
            trainer.step()
        except Diverged as met:
            return met, before, made
    raise AssertionError("it did not diverge")


def test_divergence_keeps_the_last_finite_weights_and_names_the_step():
    trainer = make_trainer("linear", optimizer=OptimizerSpec("sgd", 50.0))
    met, before, made = diverge(trainer)
    assert made >= 5
    assert met.step == trainer.step_count == made
    assert np.isfinite(trainer.network.parameters).all()
    assert np.array_equal(trainer.network.parameters, before)
    assert f"Training diverged at step {made}" in str(met)


def test_a_run_that_diverges_says_where_and_can_go_on_with_another_rate():
    stepped = make_trainer("linear", optimizer=OptimizerSpec("sgd", 50.0))
    met, before, made = diverge(stepped)
    run = make_trainer("linear", optimizer=OptimizerSpec("sgd", 50.0))
    with pytest.raises(Diverged) as again:
        run.run(10_000)
    assert (again.value.step, again.value.loss) == (met.step, met.loss)
    assert np.array_equal(run.network.parameters, before)
    assert run.history.steps[-1] == made // 2 * 2  # two steps an epoch; the last end is recorded
    run.restore(run.snapshots[0])
    run.adopt(TrainingSpec("mse"))
    run.run(100)
    assert run.evaluate().train_loss < 2.0


def test_a_decay_that_carries_the_weights_off_unnoticed_leaves_finite_ones():
    """η λ = 10⁷ a step: tanh saturates, the loss stays small, and θ itself overflows."""
    spec = OptimizerSpec("adamw", 1e6, {"weight_decay": 10.0})
    generator = np.random.default_rng(0)
    data = Dataset(generator.normal(size=(12, 2)), generator.normal(size=(12, 1)))
    trainer = Trainer(Network(NetworkSpec(2, (LayerSpec(1),))), data, TrainingSpec("mse", spec))
    with pytest.raises(Diverged):
        trainer.run(1000)
    assert np.isfinite(trainer.network.parameters).all()
    assert np.isfinite(trainer.evaluate().train_loss)


# Factor at the epochs 0, 0.5, 1, 2, 5 and 100.
EPOCHS = (0.0, 0.5, 1.0, 2.0, 5.0, 100.0)
SCHEDULE_VALUES = [
    ("constant", {}, (1, 1, 1, 1, 1, 1)),
    ("step", {"every": 2.0, "factor": 0.1}, (1, 1, 1, 0.1, 0.01, 1e-50)),
    ("exponential", {"factor": 0.5}, (1, 1, 0.5, 0.25, 0.03125, 0.5**100)),
    ("cosine", {"epochs": 4.0, "lowest": 0.2}, (1, 1, 0.6 + 0.4 * sqrt(0.5), 0.6, 0.2, 0.2)),
    ("warm_up", {"epochs": 4.0}, (0, 0.125, 0.25, 0.5, 1, 1)),
]


@pytest.mark.parametrize(("key", "options", "values"), SCHEDULE_VALUES)
def test_schedules_by_hand(key, options, values):
    schedule = ScheduleSpec(key, options)
    assert [schedule.factor(epoch) for epoch in EPOCHS] == pytest.approx(values, rel=1e-12)


@pytest.mark.parametrize(("key", "options", "values"), SCHEDULE_VALUES)
def test_schedules_in_effect(key, options, values):
    """Two steps an epoch: the steps that begin at the epochs 0, 0.5, 1, 2 and 5."""
    trainer = make_trainer(
        batch_size=6, optimizer=OptimizerSpec("sgd", 0.1), schedule=ScheduleSpec(key, options)
    )
    due = dict(zip((0, 1, 2, 4, 10), values, strict=False))
    for step in range(11):
        before = trainer.network.parameters.copy()
        trainer.step()
        if step in due:
            expected = before - 0.1 * due[step] * trainer.gradient
            np.testing.assert_allclose(trainer.network.parameters, expected, rtol=1e-12)


REFUSALS = [
    (lambda: TrainingSpec("rmse"), "loss is 'rmse', but takes one of half_squared_error, mse,"),
    (lambda: TrainingSpec(optimizer="adam"), "optimizer is 'adam', but takes an OptimizerSpec."),
    (lambda: TrainingSpec(schedule="step"), "schedule is 'step', but takes a ScheduleSpec."),
    (lambda: TrainingSpec(batch_size=0), "batch size is 0, but takes a whole number from 1 to 100000."),
    (lambda: TrainingSpec(batch_size=2.5), "batch size is 2.5, but takes a whole number from 1 to 100000."),
    (lambda: TrainingSpec(penalty="l3"), "penalty is 'l3', but takes one of none, l1 or l2."),
    (lambda: TrainingSpec(penalty_rate=-1), "penalty rate is -1, but takes a number from 0 to 1e+06."),
    (lambda: TrainingSpec(penalty_rate=inf), "penalty rate is inf, but takes a number from 0 to 1e+06."),
    (lambda: TrainingSpec(clip_norm=0.0), "clip_norm is 0.0, but takes a number from 1e-12 to 1e+12."),
    (lambda: TrainingSpec(clip_value="1"), "clip_value is '1', but takes a number from 1e-12 to 1e+12."),
    (lambda: ScheduleSpec("linear"), "schedule is 'linear', but takes one of constant, step, exponential,"),
    (
        lambda: ScheduleSpec("step", {"gamma": 1.0}),
        "schedule option is 'gamma', but takes every or factor.",
    ),
    (
        lambda: ScheduleSpec("cosine", {"lowest": 2.0}),
        "schedule lowest is 2.0, but takes a number from 0 to 1.",
    ),
]


@pytest.mark.parametrize(("build", "sentence"), REFUSALS)
def test_refusal(build, sentence):
    with pytest.raises(SpecError) as refusal:
        build()
    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize("activation", ["linear", "relu", "gelu", "silu"])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_after_divergence_all_can_be_looked_at_without_a_warning(activation, precision):
    generator = np.random.default_rng(1)
    data = Dataset(generator.normal(size=(12, 2)), generator.normal(size=(12, 1)))
    layers = (LayerSpec(3, activation), LayerSpec(1, "linear"))
    network = Network(NetworkSpec(2, layers), "normal", 1, precision)
    trainer = Trainer(network, data, TrainingSpec("mse", OptimizerSpec("momentum", 1e5)))
    with pytest.raises(Diverged):
        trainer.run(1000)
    assert network.predict(data.inputs).shape == (12, 1)
    assert network.backward(data.inputs, data.targets).gradient.shape == network.parameters.shape
    assert set(trainer.explain()) >= {"gradient", "velocity", "step"}
    assert trainer.evaluate().train_loss > 1e6
    trainer.restore(trainer.state())
