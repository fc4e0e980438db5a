"""The learning-rate search: against the same search written out in a plain loop, and on costs known in advance."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import Dataset, make_dataset
from engine.errors import SpecError
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import (
    LearningRateSearch,
    OptimizerSpec,
    ScheduleSpec,
    Suggestion,
    Trainer,
    TrainingSpec,
    Trial,
    find_learning_rate,
    suggest,
    try_learning_rates,
)

CIRCLE = make_dataset("circle", samples=100)


def network(seed=0):
    return Network(NetworkSpec(2, (LayerSpec(4, "tanh"), LayerSpec(1, "tanh"))), seed=seed)


def line():
    """One weight and no noise: c = ½(wx + b − 2x)² with x = ±1, a bowl of curvature 1 in w and in b."""
    net = Network(NetworkSpec(1, (LayerSpec(1, "linear"),)), "zeros")
    return net, Dataset(np.array([[1.0], [-1.0]]), np.array([[2.0], [-2.0]]))


def test_the_rates_are_those_of_the_lesson():
    search = find_learning_rate(network(), CIRCLE)
    rates = [10 ** (-3 + 3 * i / 999) for i in range(len(search.trials))]
    np.testing.assert_allclose(search.learning_rates, rates, rtol=1e-12)


def test_each_update_uses_its_rate_on_a_bowl_by_hand():
    # The weight errs by e, the cost is ½e², and an update takes η off the error: e ← (1 − η) e.
    net, data = line()
    spec = TrainingSpec(batch_size=2)
    search = find_learning_rate(net, data, spec, count=40, low=-2, high=-0.1)
    error, average = 2.0, 0.0
    for index, trial in enumerate(search.trials):
        rate = 10 ** (-2 + 1.9 * index / 39)
        cost = 0.5 * error**2
        average = 0.95 * average + 0.05 * cost
        assert trial.learning_rate == pytest.approx(rate, rel=1e-12)
        assert trial.loss == pytest.approx(cost, rel=1e-9)
        assert trial.smoothed == pytest.approx(average / (1 - 0.95 ** (index + 1)), rel=1e-9)
        error *= 1 - rate
    assert len(search.trials) == 40
    assert not search.diverged


def test_it_stops_soon_after_the_bowl_throws_it_out():
    # An example alone has curvature 2 along (x, 1): above η = 1 its updates throw w and b out. The targets
    # do not lie on a line, so that there is something left to throw.
    net, data = line()
    data = Dataset(np.repeat(data.inputs, 2, axis=0), np.array([[2.1], [1.9], [-2.1], [-1.9]]))
    search = find_learning_rate(net, data, TrainingSpec(batch_size=1), count=600, low=-2, high=3)
    assert search.diverged
    assert 1.0 < search.trials[-1].learning_rate < 10.0
    assert not any(trial.diverged for trial in search.trials[:-1])
    assert search.suggestion.learning_rate <= search.trials[-1].learning_rate / 10
    assert search.suggestion.learning_rate < 1.0


def test_an_infinite_loss_is_the_end_not_an_error():
    net, data = line()
    net.parameters[...] = 1e154
    search = find_learning_rate(net, data, TrainingSpec(batch_size=2), count=50, low=3, high=6)
    assert search.diverged
    assert search.trials[-1].loss == np.inf
    assert len(search.trials) < 20
    assert search.suggestion.reason == "decade_below_divergence"


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_nothing_of_the_subject_is_changed(optimizer):
    spec = TrainingSpec(
        optimizer=OptimizerSpec(optimizer), schedule=ScheduleSpec("exponential", {"factor": 0.5})
    )
    trainer = Trainer(network(), CIRCLE, spec, seed=5)
    untouched = Trainer(network(), CIRCLE, spec, seed=5)
    for each in (trainer, untouched):
        each.run(37)
    find_learning_rate(trainer, count=50)
    for each in (trainer, untouched):
        each.run(21)
    np.testing.assert_array_equal(trainer.network.parameters, untouched.network.parameters)


def test_a_trainer_brings_its_data_its_spec_and_its_order_of_batches():
    spec = TrainingSpec(optimizer=OptimizerSpec("momentum"), batch_size=7, penalty="l2", penalty_rate=0.1)
    trainer = Trainer(network(), CIRCLE, spec, seed=11)
    from_trainer = find_learning_rate(trainer, count=60)
    from_network = find_learning_rate(network(), CIRCLE, spec, count=60, seed=11)
    other_order = find_learning_rate(network(), CIRCLE, spec, count=60, seed=12)
    np.testing.assert_array_equal(from_trainer.losses, from_network.losses)
    assert not np.array_equal(from_trainer.losses, other_order.losses)
    # The first trial meets the present weights: the cost of the first batch, penalty included.
    assert from_trainer.trials[0].loss == trainer.step()


def test_what_is_frozen_or_switched_off_stays_so():
    trainer = Trainer(network(), CIRCLE)
    trainer.freeze(range(trainer.network.layout.size))
    trainer.silence([(1, 2)])
    expected = trainer.evaluate().train_cost
    search = find_learning_rate(trainer, count=20)
    # Nothing moves, so the ten batches of an epoch have the mean they had.
    assert search.losses[:10].mean() == pytest.approx(expected, rel=1e-12)
    assert search.losses[10:20].mean() == pytest.approx(expected, rel=1e-12)


def test_a_schedule_does_not_meddle():
    warm = TrainingSpec(schedule=ScheduleSpec("warm_up", {"epochs": 100.0}))
    plain = find_learning_rate(network(), CIRCLE, TrainingSpec(), count=40)
    np.testing.assert_array_equal(find_learning_rate(network(), CIRCLE, warm, count=40).losses, plain.losses)


def test_trials_come_one_by_one():
    trials = try_learning_rates(network(), CIRCLE, count=100)
    first = [next(trials) for _ in range(3)]
    assert first == list(find_learning_rate(network(), CIRCLE, count=100).trials[:3])


def test_the_suggestion_trains_better_than_a_tenth_and_than_ten_times_of_it():
    search = find_learning_rate(network(3), CIRCLE, high=1.0)
    assert search.suggestion.reason == "steepest_descent"
    assert "falls fastest" in search.suggestion.sentence

    def cost_after_training(rate):
        spec = TrainingSpec(optimizer=OptimizerSpec("sgd", rate))
        trainer = Trainer(network(3), CIRCLE, spec)
        trainer.run(300)
        return trainer.evaluate().train_cost

    rate = search.suggestion.learning_rate
    assert cost_after_training(rate) < min(cost_after_training(rate / 10), cost_after_training(rate * 10))


def curve(losses, diverged=False):
    """Trials over three decades whose smoothed loss is given."""
    rates = np.logspace(-3, 0, len(losses)).tolist()
    last = len(losses) - 1
    return [
        Trial(rate, loss, loss, diverged and index == last)
        for index, (rate, loss) in enumerate(zip(rates, losses, strict=True))
    ]


def test_steepest_descent_is_where_a_curve_made_for_it_falls():
    exponents = np.linspace(-3, 0, 600)
    suggestion = suggest(curve(np.exp(-np.tanh(6 * (exponents + 1.7)))))
    assert suggestion.reason == "steepest_descent"
    assert np.log10(suggestion.learning_rate) == pytest.approx(-1.7, abs=0.02)
    assert suggestion.numbers["slope"] == pytest.approx(-6.0, rel=0.1)


def test_a_tenth_of_what_diverged_where_that_is_less():
    exponents = np.linspace(-3, -1, 300)
    trials = curve(np.where(exponents < -1.5, 1.0 - 0.1 * np.tanh(9 * (exponents + 1.6)), 9.0), diverged=True)
    suggestion = suggest(trials)
    assert suggestion.reason == "decade_below_divergence"
    assert suggestion.learning_rate == pytest.approx(trials[-1].learning_rate / 10)
    assert "blows up at a learning rate of about 1;" in suggestion.sentence


def test_where_nothing_happens_it_says_so():
    suggestion = suggest(curve(np.ones(200)))
    assert suggestion.reason == "no_effect"
    assert suggestion.learning_rate == pytest.approx(1.0)
    assert set(suggestion.numbers) == {"start", "best"}
    assert "None of the rates" in suggestion.sentence


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"count": 5}, "count"),
        ({"low": float("nan")}, "low"),
        ({"high": 7.0}, "high"),
        ({"low": 0.0, "high": -1.0}, "more than low"),
        ({"data": None}, "data"),
        ({"data": make_dataset("iris")}, "inputs"),
    ],
)
def test_what_cannot_be_searched_is_said_at_the_call(asked, words):
    with pytest.raises(SpecError, match=words):
        try_learning_rates(network(), **({"data": CIRCLE} | asked))
    with pytest.raises(SpecError, match="at least 20"):
        suggest(curve(np.ones(19)))


def test_the_band_holds_the_middle_of_the_fall():
    # A straight fall from 1 at 10⁻² to 0 at 10⁻¹: its tenths lie a tenth of a decade apart.
    exponents = np.linspace(-3, 0, 3001)
    trials = curve(np.interp(exponents, [-2.0, -1.0, 0.0], [1.0, 0.0, 1.0]))
    search = LearningRateSearch(tuple(trials), Suggestion(0.03, "steepest_descent", suggest(trials).numbers))
    low, high = search.band
    assert np.log10([low, high]) == pytest.approx([-1.9, -1.1], abs=0.002)


@pytest.mark.parametrize("rate", [0.001, 0.9])
def test_what_is_suggested_lies_in_the_band(rate):
    exponents = np.linspace(-3, 0, 3001)
    trials = curve(np.interp(exponents, [-2.0, -1.0, 0.0], [1.0, 0.0, 1.0]))
    low, high = LearningRateSearch(
        tuple(trials), Suggestion(rate, "steepest_descent", suggest(trials).numbers)
    ).band
    assert low <= rate <= high


def test_no_band_where_nothing_fell():
    trials = curve(np.ones(200))
    assert LearningRateSearch(tuple(trials), suggest(trials)).band is None


@pytest.mark.parametrize("seed", range(8))
def test_the_noise_of_the_batches_is_no_fall(seed):
    # Rates that change nothing: whatever the loss does is the chance of the batches.
    data = make_dataset("circle", samples=60, noise=0.3, seed=seed)
    search = find_learning_rate(
        network(seed), data, TrainingSpec(batch_size=10), low=-9.0, high=-7.0, count=300
    )
    assert np.std(search.losses) > 0.01
    assert search.suggestion.reason == "no_effect"
    assert search.band is None


def test_a_low_first_batch_is_no_minimum():
    # The running average begins with the first losses alone; the true fall comes in the second half.
    trials = [
        Trial(rate, loss, loss)
        for rate, loss in zip(
            np.logspace(-3, 0, 300).tolist(),
            [0.1, 0.2, *np.ones(148).tolist(), *np.linspace(1.0, 0.5, 150).tolist()],
            strict=True,
        )
    ]
    search = LearningRateSearch(tuple(trials), suggest(trials))
    assert search.suggestion.numbers["best"] == 0.5
    assert search.band[0] > 10**-1.5


def test_losses_too_large_to_be_squared_are_searched_as_others_are():
    losses = np.concatenate([np.linspace(1.0, 0.4, 300), np.linspace(0.4, 9.0, 100)])
    noise = np.random.default_rng(0).normal(0.0, 0.01, 400)
    found = []
    for size in (1.0, 2.0**600):
        trials = [
            replace(trial, loss=trial.loss + size * each)
            for trial, each in zip(curve(size * losses), noise, strict=True)
        ]
        found.append(suggest(trials))
    assert found[0].reason == found[1].reason
    assert found[0].learning_rate == found[1].learning_rate


def test_where_rates_only_do_harm_it_stays_a_decade_below():
    exponents = np.linspace(-3, 0, 601)
    suggestion = suggest(curve(np.where(exponents < -1.0, 1.0, 1.0 + (exponents + 1.0))))
    assert suggestion.reason == "decade_below_divergence"
    # The loss has risen by a twentieth at 10^-0.95.
    assert np.log10(suggestion.learning_rate) == pytest.approx(-1.95, abs=0.01)
