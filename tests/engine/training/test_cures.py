"""The recipes show what they are named after: the gradient vanishes or explodes, and the cure cures it."""

from dataclasses import fields, replace

import numpy as np
import pytest

from engine.errors import Diverged, SpecError
from engine.network import ACTIVATIONS
from engine.training import Trainer
from engine.training.cures import CURES, DEPTHS, WIDTH, gradient_sizes, reach

CHANGED = {
    "relu": {"activation"},
    "glorot": {"activation", "initializer"},
    "skip": {"skip"},
    "clip": {"clip_norm"},
}
EVERY_DEPTH = range(DEPTHS[0], DEPTHS[1] + 1)


def start(key: str, depth: int) -> Trainer:
    return Trainer.from_experiment(CURES[key].experiment(depth))


def distance_from_one(sizes: np.ndarray) -> float:
    """Decades between the gradient at layer 1 and at the output."""
    return abs(float(np.log10(sizes[0] / sizes[-1])))


@pytest.mark.parametrize("depth", EVERY_DEPTH)
def test_sigmoid_alone_lets_the_gradient_vanish(depth: int) -> None:
    """Each layer multiplies it by at most f' = 1/4 and a row of weights within ±1/2: a bound by hand."""
    sizes = gradient_sizes(start("plain", depth))
    assert reach(sizes) < 1e-2 * 0.25 ** (depth - DEPTHS[0])
    assert (np.diff(np.log10(sizes[1:])) > 0).all()  # smaller from layer to layer on the way down
    largest_factor = 0.25 * 0.5 * WIDTH
    delta_is_below_one, input_is_within = 1.0, 6.0
    assert sizes[0] <= delta_is_below_one * largest_factor ** (depth - 1) * 0.25 * 0.5 * input_is_within


@pytest.mark.parametrize("depth", EVERY_DEPTH)
@pytest.mark.parametrize("key", [key for key, cure in CURES.items() if cure.ill == "plain"])
def test_each_cure_brings_the_gradient_nearer_to_the_first_layer(key: str, depth: int) -> None:
    ill, cured = gradient_sizes(start("plain", depth)), gradient_sizes(start(key, depth))
    assert distance_from_one(cured) < distance_from_one(ill)
    assert cured[0] > 5 * ill[0]


@pytest.mark.parametrize("depth", [6, 8, 10])
@pytest.mark.parametrize("key", [key for key, cure in CURES.items() if cure.ill == "plain"])
def test_deep_networks_learn_with_a_cure_and_only_with_one(key: str, depth: int) -> None:
    accuracies = {}
    for name in ("plain", key):
        run = start(name, depth)
        run.run(3000)
        accuracies[name] = run.evaluate().test_accuracy
    assert accuracies["plain"] < 0.6
    assert accuracies[key] > 0.95


@pytest.mark.parametrize("depth", [6, 7, 8, 9, 10])
def test_large_weights_explode_and_clipping_holds_them(depth: int) -> None:
    run = start("large", depth)
    with pytest.raises(Diverged) as met:
        run.run(100)
    assert met.value.step < 10
    clipped = start("clip", depth)
    clipped.run(3000)
    assert clipped.evaluate().test_accuracy > 0.95


@pytest.mark.parametrize("depth", [3, 4, 5])
def test_few_layers_with_large_weights_need_no_cure(depth: int) -> None:
    run = start("large", depth)
    run.run(3000)
    assert run.evaluate().test_accuracy > 0.95


def test_a_cure_is_its_patient_but_for_what_it_says() -> None:
    """Same data, seed, batches and first draws: only what the recipe names is another."""
    for cure in CURES.values():
        if cure.ill is None:
            continue
        ill, cured = CURES[cure.ill].experiment(5), cure.experiment(5)
        assert cured.data == ill.data
        assert cured.seed == ill.seed
        assert replace(cured.training, clip_norm=None) == ill.training
        patient = CURES[cure.ill]
        names = [field.name for field in fields(cure) if field.name not in ("key", "ill")]
        changed = {name for name in names if getattr(cure, name) != getattr(patient, name)}
        assert changed == CHANGED[cure.key]


@pytest.mark.parametrize("depth", [DEPTHS[0] - 1, DEPTHS[1] + 1, 4.5, "deep"])
def test_depths_without_meaning_are_refused(depth: object) -> None:
    with pytest.raises(SpecError, match="depth"):
        CURES["plain"].experiment(depth)


def test_sizes_are_means_over_weights_of_one_gradient_of_all_examples() -> None:
    run = start("glorot", 3)
    targets = (run.data.targets + 1) / 2
    gradient = run.network.loss_and_gradient(run.data.inputs, targets, "binary_cross_entropy")[1]
    expected = [np.abs(weights).mean() for weights, _ in run.network.split(gradient)]
    np.testing.assert_allclose(gradient_sizes(run), expected, rtol=1e-13)


def test_how_much_reaches_the_first_layer_where_nothing_is_sent() -> None:
    assert np.isnan(reach(np.array([0.0, 0.0])))
    assert reach(np.array([1.0, 0.0])) == float("inf")
    assert reach(np.array([1.0, 4.0])) == 0.25


def test_activations_are_in_the_registry() -> None:
    assert {cure.activation for cure in CURES.values()} <= set(ACTIVATIONS)
