"""Short runs with all examples: on a bowl whose every step is known by hand, and on costs made for each verdict."""

import numpy as np
import pytest

from engine.data import Dataset, make_dataset
from engine.errors import SpecError
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import OptimizerSpec, ScheduleSpec, Trainer, TrainingSpec
from engine.training.short_run import ShortRun, examples_used, reference_rates, short_run


def bowl(key="sgd"):
    """One weight w, zero at first: c = ½(w − 2)², so that an update leaves (1 − η) of the error; two batches."""
    net = Network(NetworkSpec(1, (LayerSpec(1, "linear"),)), "zeros")
    data = Dataset(np.array([[1.0], [-1.0]]), np.array([[2.0], [-2.0]]))
    spec = TrainingSpec(
        optimizer=OptimizerSpec(key, 0.1),
        batch_size=1,
        schedule=ScheduleSpec("exponential", {"factor": 0.5}),
    )
    return Trainer(net, data, spec)


def run_of(trainer, rate, steps=30):
    return ShortRun.of(rate, list(short_run(trainer, rate, steps)))


@pytest.mark.parametrize("rate", [0.01, 0.5, 1.9, 2.1])
def test_every_stop_is_the_hand_calculated_one(rate):
    run = run_of(bowl(), rate)
    errors = 2.0 * (1.0 - rate) ** np.arange(31)
    np.testing.assert_allclose(run.points[:, 0], 2.0 - errors, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(run.costs, 0.5 * errors**2, rtol=1e-6, atol=1e-15)
    assert run.steps == 30
    assert run.fall == pytest.approx(2.0 - 0.5 * errors[-1] ** 2)


def test_the_bowl_tells_timid_right_and_reckless_rates_apart():
    best = run_of(bowl(), 1.0).fall
    assert best == pytest.approx(2.0)
    verdicts = [run_of(bowl(), rate).verdict(best) for rate in (0.0005, 0.3, 1.0, 1.8, 2.1, 50.0)]
    assert verdicts == ["creeping", "converging", "converging", "converging", "diverging", "diverging"]


def test_momentum_that_swings_through_the_valley_overshoots():
    best = run_of(bowl("momentum"), 0.05).fall
    run = run_of(bowl("momentum"), 0.5)
    assert np.diff(run.costs).max() > 0.1
    assert run.verdict(best) == "overshooting"


@pytest.mark.parametrize(
    ("costs", "verdict"),
    [
        ([1.0] * 31, "creeping"),
        (np.linspace(1.0, 0.98, 31), "creeping"),
        (np.linspace(1.0, 0.9, 31), "converging"),
        ([1.0, 0.2] * 15 + [0.2], "overshooting"),
        ([1.0] + [40.0] * 30, "overshooting"),
        (np.linspace(1.0, 1.5, 31), "overshooting"),
        (np.geomspace(1.0, 1e6, 31), "diverging"),
        ([1.0, 0.5, np.inf], "diverging"),
    ],
)
def test_costs_made_for_each_verdict(costs, verdict):
    run = ShortRun(0.1, np.zeros((len(costs), 1)), np.array(costs, dtype=float))
    assert run.verdict(best_fall=0.5) == verdict


def test_a_run_that_leaves_all_bounds_ends_there():
    trainer = bowl()
    run = run_of(trainer, 1e6, steps=100)
    assert run.costs[-1] == np.inf
    assert np.isfinite(run.costs[:-1]).all()
    assert len(run.points) == len(run.costs) - 1
    assert np.isfinite(run.points).all()
    assert run.verdict(1.0) == "diverging"


def test_the_optimizer_goes_on_with_what_it_remembers_and_the_trainer_is_left_alone():
    data = make_dataset("circle", samples=60)
    spec = TrainingSpec(optimizer=OptimizerSpec("adam", 0.01), batch_size=60)

    def fresh():
        trainer = Trainer(
            Network(NetworkSpec(2, (LayerSpec(3, "tanh"), LayerSpec(1, "tanh"))), seed=4), data, spec
        )
        trainer.freeze([1])
        trainer.silence([(1, 2)])
        trainer.run(25)
        return trainer

    trainer, untouched = fresh(), fresh()
    run = run_of(trainer, 0.01, steps=7)
    np.testing.assert_array_equal(trainer.network.parameters, untouched.network.parameters)
    untouched.run(7)
    np.testing.assert_allclose(run.points[-1], untouched.network.parameters, rtol=1e-9)
    assert run.costs[-1] == pytest.approx(untouched.evaluate().train_cost, rel=1e-9)
    trainer.run(7)
    np.testing.assert_array_equal(trainer.network.parameters, untouched.network.parameters)


def test_a_large_network_is_tried_on_part_of_the_examples():
    data = make_dataset("circle", samples=400)
    large = Network(NetworkSpec(2, (LayerSpec(128, "tanh"), LayerSpec(128, "tanh"), LayerSpec(1, "tanh"))))
    trainer = Trainer(large, data)
    used = examples_used(trainer)
    assert used == 5_000_000 // large.layout.size < 400
    part = Trainer(large, data.take(np.arange(used)))
    assert run_of(trainer, 0.1, steps=2).costs[0] == pytest.approx(part.evaluate().train_cost, rel=1e-12)
    assert examples_used(Trainer(Network(NetworkSpec(2, (LayerSpec(1, "tanh"),))), data)) == 400


def test_three_rates_a_decade_with_both_ends():
    np.testing.assert_allclose(reference_rates(0.01, 1.0), 10.0 ** np.linspace(-2, 0, 7), rtol=1e-12)
    assert len(reference_rates(0.1, 0.11)) == 2


@pytest.mark.parametrize(
    ("rate", "steps"), [(-1.0, 30), (float("nan"), 30), (1e9, 30), (0.1, 0), (0.1, 10**9)]
)
def test_what_makes_no_sense_is_refused_at_the_call(rate, steps):
    with pytest.raises(SpecError):
        short_run(bowl(), rate, steps)
