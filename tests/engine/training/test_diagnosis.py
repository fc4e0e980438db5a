"""A diagnosis: each fault of a run is noticed when it is made on purpose, and a healthy run is left in peace."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.data import DATASETS, Dataset, DataSpec
from engine.errors import Diverged
from engine.experiment import Experiment
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import RULES, OptimizerSpec, ScheduleSpec, Trainer, TrainingSpec, diagnose
from engine.training.diagnosis_remedies import (
    add_hidden_layer,
    add_skips,
    clip_gradient,
    drop_out,
    initialize,
    penalize,
    scale_learning_rate,
    standardize_inputs,
    use_hidden_activation,
    use_more_data,
    use_optimizer,
    widen,
)

FIRST = Experiment()


def after(experiment, epochs):
    trainer = Trainer.from_experiment(experiment)
    trainer.run(epochs * trainer.steps_per_epoch)
    return trainer


def with_rate(rate, experiment=FIRST, key="sgd"):
    return replace(experiment, training=replace(experiment.training, optimizer=OptimizerSpec(key, rate)))


def found(trainer, diverged=None):
    return {finding.key: finding for finding in diagnose(trainer, diverged)}


@pytest.mark.parametrize("dataset", ["circle", "xor", "gauss", "moons", "plane", "iris", "wine", "line"])
@pytest.mark.parametrize("epochs", [0, 1, 30])
def test_a_healthy_run_is_left_in_peace(dataset, epochs):
    assert diagnose(after(FIRST.with_data(DataSpec.of(dataset)), epochs)) == ()


def test_the_trainer_is_left_as_it_is():
    experiment = with_rate(0.01, key="adam")
    trainer, untouched = after(experiment, 3), after(experiment, 3)
    trainer.run(7)
    untouched.run(7)
    diagnose(trainer)
    trainer.run(40)
    untouched.run(40)
    np.testing.assert_array_equal(trainer.network.parameters, untouched.network.parameters)


def linear_regression(rate):
    data = DataSpec.of("line")
    experiment = with_rate(rate, FIRST.with_data(data)).with_hidden((LayerSpec(4, "linear"),))
    return replace(experiment, initializer="normal")


def test_a_run_that_has_diverged():
    trainer = Trainer.from_experiment(linear_regression(3.0))
    with pytest.raises(Diverged) as met:
        trainer.run(1000)
    finding = found(trainer, met.value)["diverging"]
    assert finding.severity == "serious"
    assert finding.numbers["step"] == met.value.step
    assert finding.numbers["learning_rate"] == 3.0
    assert diagnose(trainer, met.value)[0].key == "diverging"


def test_a_run_that_is_about_to_diverge_and_what_helps():
    experiment = linear_regression(1.3)
    trainer = Trainer.from_experiment(experiment)
    first = trainer.evaluate().train_cost
    while trainer.evaluate().train_cost < 5 * first:
        trainer.run(trainer.steps_left_in_epoch)
    finding = found(trainer)["diverging"]
    slower, *_ = finding.remedies
    healed = after(slower.change(experiment), 20)
    assert healed.spec.optimizer.rate == pytest.approx(0.13)
    assert "diverging" not in found(healed)
    assert healed.evaluate().train_cost < first


def test_a_rate_that_is_too_high():
    for epochs in (0, 1, 20):
        finding = found(after(with_rate(10.0), epochs))["rate_too_high"]
        assert finding.numbers["learning_rate"] == 10.0
    # Before the first step it is the step to come that tells: tried out with all examples at once.
    trainer = after(with_rate(10.0), 0)
    targets = trainer.data.targets
    before, gradient = trainer.network.loss_and_gradient(trainer.data.inputs, targets, "half_squared_error")
    trainer.network.parameters -= 10.0 * gradient
    cost_after = trainer.network.loss(trainer.data.inputs, targets, "half_squared_error")
    ended = after(with_rate(10.0), 5)
    ended.adopt(found(ended)["rate_too_high"].remedies[0].change(with_rate(10.0)).training)
    assert "rate_too_low" not in found(ended), "a third of what was too large is not too small"
    finding = found(after(with_rate(10.0), 0))["rate_too_high"]
    assert finding.numbers["cost"] == pytest.approx(before, rel=1e-12)
    assert finding.numbers["cost_after"] == pytest.approx(cost_after, rel=1e-12)


def test_the_step_that_is_tried_is_the_one_training_would_take():
    # Clipped to almost nothing, or by a schedule that has not begun, even a reckless rate does no harm.
    reckless = with_rate(10.0)
    assert "rate_too_high" in found(after(reckless, 0))
    for change in ({"clip_norm": 0.001}, {"schedule": ScheduleSpec("warm_up", {"epochs": 50.0})}):
        tamed = replace(reckless, training=replace(reckless.training, **change))
        assert "rate_too_high" not in found(after(tamed, 0))
    frozen = after(reckless, 0)
    frozen.freeze(range(frozen.network.layout.size))
    assert "rate_too_high" not in found(frozen)


def test_a_cost_that_swings():
    # A bowl met from one side and then the other: c = ½(w − y)², y = ±1, and a rate that leaps between them.
    inputs, targets = np.ones((2, 1)), np.array([[1.0], [-1.0]])
    network = Network(NetworkSpec(1, (LayerSpec(1, "linear"),)), "zeros")
    spec = TrainingSpec(optimizer=OptimizerSpec("sgd", 0.9), batch_size=1)
    trainer = Trainer(network, Dataset(inputs, targets), spec, seed=1)
    for _ in range(30):
        trainer.run_epoch()
    finding = found(trainer)["rate_too_high"]
    assert finding.numbers["swing"] > 0.2


def test_a_rate_that_is_too_low_and_what_helps():
    experiment = with_rate(1e-4)
    finding = found(after(experiment, 2))["rate_too_low"]
    assert finding.severity == "warning"
    assert 0.0 < finding.numbers["fall_an_epoch"] < 1e-3
    faster = finding.remedies[0].change(experiment)
    assert faster.training.optimizer.rate == pytest.approx(1e-3)
    assert after(faster, 10).evaluate().train_cost < after(experiment, 10).evaluate().train_cost


def test_a_plateau_needs_twenty_epochs():
    linear = FIRST.with_hidden((LayerSpec(4, "linear"),))
    trainer = after(linear, 15)
    assert "plateau" not in found(trainer)
    trainer.run(45 * trainer.steps_per_epoch)
    finding = found(trainer)["plateau"]
    assert finding.numbers["cost"] == pytest.approx(finding.numbers["cost_before"], rel=1e-3)
    assert finding.numbers["cost"] > 0.4


@pytest.mark.parametrize("hidden", [(), (LayerSpec(4, "linear"),)])
def test_without_a_bend_the_circle_is_not_learned_and_the_hint_helps(hidden):
    experiment = FIRST.with_hidden(hidden)
    assert "straight" not in found(after(experiment, 15))
    trainer = after(experiment, 40)
    finding = found(trainer)["straight"]
    costs = trainer.history.range_of("train_cost")[:, 0]
    assert finding.numbers["cost"] == pytest.approx(costs[-10:].mean(), rel=1e-12)
    assert finding.numbers["cost"] > 0.99 * costs[-20:-10].mean()
    remedy = next(remedy for remedy in finding.remedies if remedy.applies_to(experiment))
    cured = after(remedy.change(experiment), 100)
    assert cured.evaluate().train_accuracy > 0.95
    assert "straight" not in found(cured)


def test_a_solved_task_may_stand_still():
    trainer = after(FIRST.with_data(DataSpec.of("gauss")), 300)
    assert trainer.evaluate().train_cost < 0.01
    assert diagnose(trainer) == ()
    plane = after(FIRST.with_data(DataSpec.of("plane")), 60)
    plane.adopt(with_rate(1e-6).training)
    plane.run(25 * plane.steps_per_epoch)
    assert diagnose(plane) == (), "also where it was solved before it was led otherwise"


def test_saturated_neurons_by_name():
    trainer = after(FIRST, 0)
    trainer.network.biases[0][[1, 3]] = [40.0, -40.0]
    finding = found(trainer)["saturated"]
    assert finding.neurons == ((1, 1), (1, 3))
    assert finding.severity == "warning"
    assert (finding.numbers["count"], finding.numbers["of"]) == (2.0, 6.0)
    trainer.silence([(1, 3)])
    finding = found(trainer)["saturated"]
    assert finding.neurons == ((1, 1),)
    assert finding.severity == "note"


def test_dead_neurons_by_name_and_what_helps():
    experiment = FIRST.with_hidden_activation("relu")
    trainer = after(experiment, 0)
    trainer.network.weights[0][2], trainer.network.biases[0][2] = 0.1, -100.0
    finding = found(trainer)["dead"]
    assert finding.neurons == ((1, 2),)
    leaky = finding.remedies[0].change(experiment)
    twin = after(leaky, 0)
    twin.network.parameters[...] = trainer.network.parameters
    assert "dead" not in found(twin)


def deep(activation, width=6, layers=6, **changes):
    return replace(FIRST.with_hidden(tuple(LayerSpec(width, activation) for _ in range(layers))), **changes)


def test_a_vanishing_gradient_and_three_cures():
    experiment = deep("sigmoid")
    trainer = after(experiment, 0)
    finding = found(trainer)["vanishing"]
    _, gradient = trainer.network.loss_and_gradient(
        trainer.data.inputs, trainer.data.targets, "half_squared_error"
    )
    means = [np.abs(weights).mean() for weights, _ in trainer.network.split(gradient)]
    assert finding.numbers["first"] == pytest.approx(means[0], rel=1e-10)
    assert finding.numbers["last"] == pytest.approx(means[-1], rel=1e-10)
    ratios = [finding.numbers["ratio"]]
    for remedy in finding.remedies[:3]:
        cured = after(remedy.change(experiment), 0)
        numbers = found(cured)["vanishing"].numbers if "vanishing" in found(cured) else {"ratio": 1.0}
        ratios.append(numbers["ratio"])
    assert min(ratios[1:]) > ratios[0]


@pytest.mark.parametrize(
    ("layers", "still"),
    [
        ((LayerSpec(4), LayerSpec(3, "step"), LayerSpec(3), LayerSpec(1, "tanh")), [1, 2]),
        ((LayerSpec(4), LayerSpec(4, "step", skip=True), LayerSpec(1, "tanh")), [2]),
        ((LayerSpec(3, "step"), LayerSpec(3, "step", skip=True), LayerSpec(1, "step")), [1, 2, 3]),
    ],
)
def test_layers_that_no_error_reaches_never_move_until_the_step_is_smooth(layers, still):
    experiment = replace(FIRST, network=NetworkSpec(2, layers))
    trainer = after(experiment, 0)
    before = trainer.network.copy()
    trainer.run(3 * trainer.steps_per_epoch)
    stood = [
        at
        for at, (old, new) in enumerate(zip(before.weights, trainer.network.weights, strict=True), start=1)
        if (old == new).all()
    ]
    assert stood == still
    finding = found(trainer)["stepped"]
    assert (finding.numbers["count"], finding.numbers["of"]) == (len(still), len(layers))
    assert layers[int(finding.numbers["layer"]) - 1].activation == "step"
    assert "vanishing" not in found(trainer), "one sentence is enough"
    for remedy in finding.remedies:
        cured = remedy.change(experiment)
        assert not remedy.applies_to(cured)
        twin = after(cured, 0)
        start = twin.network.copy()
        twin.run(3 * twin.steps_per_epoch)
        assert all((a != b).any() for a, b in zip(start.weights, twin.network.weights, strict=True))
        assert "stepped" not in found(twin)


def test_the_width_of_a_layer_does_not_make_it_look_strong():
    # The same first layer doubled in width, its output halved: as strong a gradient for each weight.
    narrow = Network(NetworkSpec(2, (LayerSpec(3, "tanh"), LayerSpec(1, "linear"))), seed=1)
    wide = Network(NetworkSpec(2, (LayerSpec(300, "tanh"), LayerSpec(1, "linear"))), seed=1)
    data = FIRST.prepare_data().train
    assert "vanishing" not in found(Trainer(narrow, data))
    assert "exploding" not in found(Trainer(wide, data))


def test_an_exploding_gradient():
    experiment = replace(deep("linear", width=20), initializer="normal")
    experiment = experiment.with_activation(7, "linear")
    finding = found(after(experiment, 0))["exploding"]
    assert diagnose(after(experiment, 0))[0] == finding, "the cause comes before what follows from it"
    assert finding.numbers["largest"] > 100.0
    assert "exploding" not in found(after(finding.remedies[0].change(experiment), 0))


@pytest.mark.parametrize("initializer", ["zeros", "constant"])
def test_neurons_that_learn_the_same_for_ever(initializer):
    experiment = replace(FIRST, initializer=initializer)
    for epochs in (0, 20):
        trainer = after(experiment, epochs)
        finding = found(trainer)["symmetric"]
        assert finding.neurons == ((1, 0), (1, 1), (1, 2), (1, 3), (2, 0), (2, 1))
        np.testing.assert_allclose(np.ptp(trainer.network.weights[0], axis=0), 0.0, atol=1e-15)
    assert "symmetric" not in found(after(finding.remedies[0].change(experiment), 0))


def test_a_skip_connection_breaks_the_symmetry():
    experiment = replace(
        FIRST.with_hidden((LayerSpec(2, "tanh", skip=True), LayerSpec(2, "tanh"))), initializer="constant"
    )
    finding = found(after(experiment, 0))["symmetric"]
    assert finding.neurons == ((2, 0), (2, 1))
    trainer = after(experiment, 5)
    assert np.ptp(trainer.network.weights[1], axis=1).max() > 1e-6


def test_overfitting():
    noisy = DataSpec.of("circle", noise=0.5, train_fraction=0.1)
    experiment = with_rate(0.01, FIRST.with_data(noisy), "adam")
    experiment = experiment.with_hidden((LayerSpec(16, "tanh"), LayerSpec(16, "tanh")))
    trainer = Trainer.from_experiment(experiment)
    for _ in range(100):
        trainer.run_epoch()
    finding = found(trainer)["overfitting"]
    lowest = trainer.history.range_of("test_cost")[:, 0].min()
    assert finding.numbers["lowest_test_cost"] == pytest.approx(lowest)
    assert finding.numbers["test_cost"] > 1.1 * lowest
    assert finding.numbers["test_cost"] > 1.5 * finding.numbers["train_cost"]
    assert 0 < finding.numbers["epoch"] < 100
    trainer.change_data(trainer.data, trainer.test.take(np.arange(100)))
    trainer.run(2 * trainer.steps_per_epoch)
    assert "overfitting" not in found(trainer), "costs of other examples are not compared"
    used = experiment
    for remedy in finding.remedies:  # one after another, as the hint offers them
        assert remedy.applies_to(used)
        used = remedy.change(used)
    assert not any(remedy.applies_to(used) for remedy in finding.remedies)
    bare = experiment.with_hidden(())
    assert [remedy.key for remedy in finding.remedies if remedy.applies_to(bare)] == [
        "penalize",
        "use_more_data",
    ]


def test_inputs_as_they_come_from_the_table_and_what_helps():
    raw = FIRST.with_data(DataSpec.of("wine", standardize=False))
    finding = found(after(raw, 0))["unscaled_inputs"]
    sizes = np.sqrt((raw.prepare_data().train.inputs ** 2).mean(axis=0))
    assert finding.numbers["largest"] == pytest.approx(sizes.max())
    assert finding.numbers["smallest"] == pytest.approx(sizes.min())
    assert diagnose(after(finding.remedies[0].change(raw), 0)) == ()


def test_inputs_that_are_all_large_do_not_differ_in_size():
    inputs = np.linspace(40.0, 60.0, 20)[:, np.newaxis]
    network = Network(NetworkSpec(1, (LayerSpec(1, "linear"),)), seed=0)
    slow = TrainingSpec(optimizer=OptimizerSpec("sgd", 1e-5))
    findings = found(Trainer(network, Dataset(inputs, inputs / 60.0), slow))
    assert "unscaled_inputs" not in findings
    finding = findings["large_inputs"]
    assert finding.numbers["largest"] == pytest.approx(np.sqrt((inputs**2).mean()))
    assert [remedy.key for remedy in finding.remedies] == ["standardize_inputs"]


def test_every_rule_has_been_seen():
    source = Path(__file__).read_text(encoding="utf-8")
    for key in RULES:
        assert f'["{key}"]' in source


def hidden_activations(experiment):
    return [layer.activation for layer in experiment.network.hidden]


@pytest.mark.parametrize(
    ("remedy", "look", "expected"),
    [
        (scale_learning_rate(0.1), lambda e: e.training.optimizer.rate, 0.003),
        (use_optimizer("adam"), lambda e: e.training.optimizer, OptimizerSpec("adam")),
        (clip_gradient(1.0), lambda e: e.training.clip_norm, 1.0),
        (penalize(0.003), lambda e: (e.training.penalty, e.training.penalty_rate), ("l2", 0.003)),
        (drop_out(0.2), lambda e: e.training.dropout, 0.2),
        (use_hidden_activation("relu"), hidden_activations, ["relu", "relu"]),
        (initialize("he_normal"), lambda e: e.initializer, "he_normal"),
        (widen(2), lambda e: e.network.sizes, (2, 8, 4, 1)),
        (standardize_inputs(), lambda e: e.data.standardize, True),
        (use_more_data(0.8), lambda e: e.data.train_fraction, 0.8),
    ],
    ids=lambda value: getattr(value, "key", None),
)
def test_remedies_change_the_experiment_as_they_say(remedy, look, expected):
    assert remedy.applies_to(FIRST)
    assert look(FIRST) != expected
    assert look(remedy.change(FIRST)) == expected


@pytest.mark.parametrize(
    "remedy",
    [
        use_optimizer("adam"),
        clip_gradient(1.0),
        penalize(0.003),
        use_hidden_activation("relu"),
        initialize("he_normal"),
        standardize_inputs(),
        use_more_data(0.8),
        add_skips(),
    ],
    ids=lambda remedy: remedy.key,
)
def test_a_remedy_already_taken_does_not_apply(remedy):
    experiment = FIRST.with_hidden((LayerSpec(2), LayerSpec(2)))
    once = remedy.change(experiment)
    assert once != experiment
    assert not remedy.applies_to(once)


def test_remedies_at_their_limits():
    assert widen(2).change(FIRST.with_hidden(())).network.sizes == (2, 1)
    assert add_hidden_layer(4).change(FIRST.with_hidden(())).network.sizes == (2, 4, 1)
    assert add_hidden_layer(4).change(FIRST) == FIRST
    wide = FIRST.with_hidden((LayerSpec(60), LayerSpec(100)))
    assert widen(2).change(wide).network.sizes == (2, 64, 100, 1)
    assert add_skips().change(FIRST) == FIRST
    assert not use_hidden_activation("relu").applies_to(FIRST.with_hidden(()))
    assert scale_learning_rate(10.0).change(with_rate(1e6)).training.optimizer.rate == 1e6


@pytest.mark.parametrize("dataset", [key for key in DATASETS if DATASETS[key].source and key != "digits"])
def test_remedies_of_any_finding_can_be_applied(dataset):
    experiment = with_rate(5.0, FIRST.with_data(DataSpec.of(dataset)))
    trainer = Trainer.from_experiment(experiment)
    met = None
    try:
        trainer.run(60)
    except Diverged as error:
        met = error
    for finding in diagnose(trainer, met):
        for remedy in finding.remedies:
            Trainer.from_experiment(remedy.change(experiment)).run(2)
