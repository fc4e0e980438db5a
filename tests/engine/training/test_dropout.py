"""Dropout: masks that follow from seed and update alone, exact gradients under them, and a whole network elsewhere."""

from dataclasses import replace
from math import cosh, tanh

import numpy as np
import pytest

from engine.data import Dataset
from engine.errors import SpecError
from engine.network import ACTIVATIONS, LayerSpec, Network, NetworkSpec
from engine.training import (
    FAULTS,
    OptimizerSpec,
    Trainer,
    TrainingSpec,
    check_gradients,
    find_learning_rate,
)
from engine.training.dropout import Dropout
from engine.training.inspection import gradients_of_batch, inspect_parameters
from engine.training.staged import stage

HIDDEN = [key for key, entry in ACTIVATIONS.items() if not entry.output_only]


def make_network(hidden="tanh", skip=True, dtype=np.float64, output="linear") -> Network:
    layers = (LayerSpec(4, hidden), LayerSpec(4, hidden, skip=skip), LayerSpec(2, output))
    return Network(NetworkSpec(3, layers), "glorot_normal", seed=5, dtype=dtype)


def make_trainer(dropout=0.5, seed=1, network=None, **training) -> Trainer:
    """23 examples in batches of 5, the last of 3."""
    generator = np.random.default_rng(8)
    data = Dataset(generator.normal(size=(23, 3)), generator.normal(size=(23, 2)))
    spec = TrainingSpec(loss="mse", batch_size=5, dropout=dropout, **training)
    return Trainer(make_network() if network is None else network, data, spec, seed)


# The masks


def test_the_masks_follow_from_seed_and_update_alone():
    network = make_network()
    first, second = Dropout(network, 0.3, 7), Dropout(network, 0.3, 7)
    later = second.factors(41, 5)  # asked in another order
    drawn = [first.factors(update, 5) for update in range(42)]
    np.testing.assert_array_equal(drawn[41], later)
    np.testing.assert_array_equal(drawn[3], second.factors(3, 5))
    assert len({factors.tobytes() for factors in drawn}) == 42
    assert not np.array_equal(drawn[0], Dropout(network, 0.3, 8).factors(0, 5))


@pytest.mark.parametrize("rate", [0.1, 0.3, 0.9])
def test_the_share_that_sits_out_and_its_independence(rate):
    """Within five standard deviations of a binomial: of cells, and of pairs that must know nothing of each other."""
    drop, updates, examples = Dropout(make_network(), rate, 0), 500, 20
    out = np.stack([drop.factors(update, examples) for update in range(updates)]) == 0.0  # (updates, 8, 20)

    def assert_share(cells, share):
        assert abs(cells.mean() - share) < 5.0 * np.sqrt(share * (1.0 - share) / cells.size)

    assert_share(out, rate)
    for neuron in range(8):
        assert_share(out[:, neuron], rate)
    assert_share(out[1:] & out[:-1], rate**2)  # one update and the next
    assert_share(out[:, 1:] & out[:, :-1], rate**2)  # neighbours in a layer, and across the border of two
    assert_share(out[:, :, 1:] & out[:, :, :-1], rate**2)  # one example and the next


def test_who_is_kept_makes_up_for_who_sits_out():
    """The mean of the thinned activations is what the whole network says (Srivastava et al. 2014, section 10)."""
    network, inputs = make_network(skip=False), np.random.default_rng(2).normal(size=(6, 3))
    drop, draws = Dropout(network, 0.4, 3), 4000
    said = np.stack([network.thinned(drop.factors(t, 6)).forward(inputs).a[1] for t in range(draws)])
    whole = np.tanh(inputs @ network.weights[0].T + network.biases[0])
    assert set(np.unique(np.round(said / whole, 12))) == {0.0, round(1.0 / 0.6, 12)}
    deviation = np.abs(whole) * np.sqrt(
        0.4 / 0.6 / draws
    )  # of a mean of 0 or 1/(1 − p), p and 1 − p of the times
    assert (np.abs(said.mean(axis=0) - whole) < 5.0 * deviation).all()


# The gradient under fixed masks


def test_by_hand():
    """One neuron of tanh between weights 0.5 and −1.5, kept with p = ½: it counts twice."""
    network = Network(NetworkSpec(1, (LayerSpec(1, "tanh"), LayerSpec(1, "linear"))), "zeros")
    network.parameters[...] = [0.5, 0.1, -1.5, 0.2]
    x, y, z = 0.8, 1.0, 0.5 * 0.8 + 0.1
    guess = -1.5 * 2.0 * tanh(z) + 0.2
    error = guess - y
    slope = 2.0 * error * -1.5 / cosh(z) ** 2
    kept = network.thinned(np.array([[2.0]]))
    cost, gradient = kept.loss_and_gradient(np.array([[x]]), np.array([[y]]), "half_squared_error")
    assert cost == pytest.approx(error**2 / 2.0, rel=1e-12)
    np.testing.assert_allclose(gradient, [slope * x, slope, error * 2.0 * tanh(z), error], rtol=1e-12)
    out = network.thinned(np.array([[0.0]]))
    _, gradient = out.loss_and_gradient(np.array([[x]]), np.array([[y]]), "half_squared_error")
    np.testing.assert_allclose(gradient, [0.0, 0.0, 0.0, 0.2 - y], rtol=1e-12)


@pytest.mark.parametrize("skip", [True, False])
@pytest.mark.parametrize("hidden", HIDDEN)
def test_central_differences_under_the_same_masks(hidden, skip):
    network = make_network(hidden, skip)
    network.silence([(1, 2)])
    generator = np.random.default_rng(4)
    inputs, targets = generator.normal(size=(5, 3)), generator.normal(size=(5, 2))
    thinned = network.thinned(Dropout(network, 0.5, 9).factors(2, 5))
    assert (thinned.factors == 0.0).any()
    assert (thinned.factors == 2.0).any()
    gradient = thinned.loss_and_gradient(inputs, targets, "mse")[1]
    numerical = np.empty_like(gradient)
    for place in range(len(gradient)):
        nudged = []
        for step in (1e-6, -1e-6):
            network.parameters[place] += step  # the thinned one has the same θ
            nudged.append(thinned.loss(inputs, targets, "mse"))
            network.parameters[place] -= step
        numerical[place] = (nudged[0] - nudged[1]) / 2e-6
    np.testing.assert_allclose(gradient, numerical, rtol=1e-6, atol=1e-8)


def test_a_single_example_bends_by_its_own_activation():
    """f' is made of f(z), not of what the mask makes of it, also where the batch is one column."""
    network, x, y = make_network("sigmoid", skip=False), np.full((1, 3), 0.3), np.array([[0.5, -0.5]])
    two = network.thinned(np.full((8, 2), 2.0))
    one = network.thinned(np.full((8, 1), 2.0))
    np.testing.assert_allclose(
        one.loss_and_gradient(x, y, "mse")[1],
        two.loss_and_gradient(np.vstack([x, x]), np.vstack([y, y]), "mse")[1],
        rtol=1e-12,
    )


# The trainer


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_coming_gradient_is_the_one_that_is_used(dtype):
    trainer = make_trainer(network=make_network(dtype=dtype), penalty="l2", penalty_rate=0.1, clip_norm=0.5)
    trainer.silence([(2, 0)])
    for _ in range(7):  # over the short last batch
        promised = trainer.explain()["gradient"]
        trainer.step()
        np.testing.assert_array_equal(trainer.gradient, promised)
        assert trainer.next_network().factors.dtype == dtype
        assert not trainer.next_network().factors_of(2)[0].any()


def test_plain_steps_with_masks_taken_from_outside():
    """θ ← θ − η g, where g is the mean over the examples of gradients of networks with the dropped rows cut out."""
    trainer = make_trainer(network=make_network(skip=False), optimizer=OptimizerSpec("sgd", 0.1))
    for _ in range(6):
        network, (inputs, targets) = trainer.network.copy(), trainer.next_batch()
        factors = Dropout(network, 0.5, 1).factors(trainer.step_count, len(inputs))
        mean = np.zeros_like(network.parameters)
        for x, y, factor in zip(inputs, targets, factors.T, strict=True):
            mean += _gradient_by_formulas(network, x, y, factor[:4], factor[4:]) / len(inputs)
        expected = network.parameters - 0.1 * mean
        trainer.step()
        np.testing.assert_allclose(trainer.network.parameters, expected, rtol=1e-10, atol=1e-12)


def _gradient_by_formulas(network, x, y, first, second):
    """Two hidden layers of tanh, a linear output and mse, one example: the chain rule written out."""
    (w1, w2, w3), (b1, b2, b3) = network.weights, network.biases
    f1 = np.tanh(w1 @ x + b1)
    a1 = first * f1
    f2 = np.tanh(w2 @ a1 + b2)
    a2 = second * f2
    d3 = 2.0 * (w3 @ a2 + b3 - y) / len(y)
    d2 = (w3.T @ d3) * second * (1.0 - f2**2)
    d1 = (w2.T @ d2) * first * (1.0 - f1**2)
    blocks = [np.column_stack([np.outer(d, a), d]) for d, a in ((d1, x), (d2, a1), (d3, a2))]
    return np.concatenate([block.ravel() for block in blocks])


def test_every_earlier_step_is_made_again_to_the_bit():
    trainer = make_trainer(optimizer=OptimizerSpec("adam"))
    seen = [trainer.network.parameters.copy()]
    for step in range(60):
        if step == 30:
            trainer.adopt(replace(trainer.spec, dropout=0.2))
        if step == 45:
            trainer.adopt(replace(trainer.spec, dropout=0.0))
        trainer.step()
        seen.append(trainer.network.parameters.copy())
    for step in (0, 3, 29, 30, 31, 44, 46, 59):
        np.testing.assert_array_equal(trainer.at_step(step).network.parameters, seen[step])


def test_switched_on_and_off_again_nothing_has_happened():
    trainer, twin = make_trainer(dropout=0.0), make_trainer(dropout=0.0)
    for each in (trainer, twin):
        each.run(3)  # in the middle of an epoch
    trainer.adopt(replace(trainer.spec, dropout=0.7))
    np.testing.assert_array_equal(trainer.network.parameters, twin.network.parameters)
    np.testing.assert_array_equal(trainer.next_examples(), twin.next_examples())
    trainer.adopt(replace(trainer.spec, dropout=0.0))
    for each in (trainer, twin):
        each.run(9)
    np.testing.assert_array_equal(trainer.network.parameters, twin.network.parameters)


def test_what_is_measured_is_the_whole_network():
    trainer = make_trainer()
    trainer.run_epoch()
    whole = trainer.network.loss(trainer.data.inputs, trainer.data.targets, "mse")
    assert trainer.evaluate().train_loss == pytest.approx(whole, rel=1e-12)
    assert trainer.network.factors is None
    assert check_gradients(trainer.network, trainer.data, loss="mse").passed


def test_the_examples_of_the_coming_batch_make_its_gradient():
    trainer = make_trainer()
    trainer.run(4)  # the short batch is next
    batch = inspect_parameters(trainer, 0).batch_gradient
    for parameter in range(0, trainer.network.layout.size, 7):
        each = gradients_of_batch(trainer, parameter)
        assert len(each) == 3
        assert each.mean() == pytest.approx(batch[parameter], rel=1e-12, abs=1e-15)


def test_a_planted_fault_spoils_the_thinned_gradient():
    trainer, twin = make_trainer(), make_trainer()
    trainer.backprop = FAULTS["wrong_sign"].backprop
    trainer.step()
    twin.step()
    np.testing.assert_array_equal(trainer.gradient, -twin.gradient)


def test_without_hidden_layers_it_does_nothing():
    network = Network(NetworkSpec(3, (LayerSpec(2, "linear"),)), seed=1)
    trainer, plain = make_trainer(network=network.copy()), make_trainer(0.0, network=network.copy())
    for each in (trainer, plain):
        each.run(8)
    np.testing.assert_array_equal(trainer.network.parameters, plain.network.parameters)


def test_the_finder_thins_too_and_leaves_the_trainer_alone():
    trainer = make_trainer()
    before, factors = trainer.network.parameters.copy(), trainer.next_network().factors
    thinned = find_learning_rate(trainer, count=20).trials
    whole = find_learning_rate(make_trainer(0.0), count=20).trials
    assert thinned[0].loss != whole[0].loss
    np.testing.assert_array_equal(trainer.network.parameters, before)
    np.testing.assert_array_equal(trainer.next_network().factors, factors)


@pytest.mark.parametrize("dropout", [-0.1, 0.91, float("nan"), "much", None, True])
def test_a_share_that_makes_no_sense_is_refused(dropout):
    with pytest.raises(SpecError, match="dropout"):
        TrainingSpec(dropout=dropout)


def test_a_thinned_network_takes_the_batch_it_is_thinned_for():
    thinned = make_network().thinned(np.ones((8, 5)))
    with pytest.raises(SpecError, match="5 the network is thinned for"):
        thinned.predict(np.zeros((4, 3)))
    with pytest.raises(SpecError, match="factors"):
        make_network().thinned(np.ones((7, 5)))


# The stages


def test_the_stages_of_an_example_in_the_batch_show_its_masks():
    trainer = make_trainer()
    place = 2
    example = int(trainer.next_examples()[place])
    factors = trainer.next_network().factors[:, place]
    staged = stage(trainer, "neuron", example)
    out = {(1 + index // 4, index % 4) for index in np.flatnonzero(factors == 0.0)}
    assert staged.passes.sitting_out == out != set()
    found = {(each.kind, each.layer, each.neuron): each for each in staged}
    for layer in (1, 2):
        for neuron in range(4):
            kind = "sits_out" if (layer, neuron) in out else "kept"
            said, error = found[kind, layer, neuron], found[f"{kind}_delta", layer, neuron]
            mask = int(kind == "kept")
            below = staged.passes.a[1][neuron, 0] if layer == 2 else 0.0
            z = float(staged.passes.z[layer][neuron, 0])
            assert said.result == pytest.approx(mask * 2.0 * tanh(z) + below, rel=1e-12)
            assert said.numbers.split(" = ")[1].startswith(rf"\frac{{{mask}}}{{1 - 0.5}} \cdot \tanh")
            assert rf"\frac{{m_{{{neuron + 1}}}^{{[{layer}]}}}}{{1 - p}}" in said.letters
            assert [each.name for each in said.matrices][1] == f"m[{layer}]/(1−p)"
            assert (error.result == 0.0) == (kind == "sits_out")
            assert rf"\frac{{{mask}}}{{1 - 0.5}}" in error.numbers


def test_an_example_that_is_not_in_the_batch_is_shown_whole():
    trainer = make_trainer()
    other = next(row for row in range(23) if row not in trainer.next_examples())
    staged = stage(trainer, "neuron", other)
    assert staged.is_outside
    assert staged.passes.sitting_out == frozenset()
    assert not stage(trainer, "neuron", None).is_outside
    np.testing.assert_allclose(
        staged.passes.a[-1][:, 0], trainer.network.predict(trainer.data.inputs[[other]])[0], rtol=1e-12
    )


@pytest.mark.parametrize("grain", ["layer", "neuron", "term"])
def test_each_stage_of_a_batch_has_a_formula_and_its_row_of_masks(grain):
    trainer = make_trainer()
    staged = stage(trainer, grain)
    bent = [each for each in staged if each.line == "activation" and each.layer < 3]
    assert bent
    for each in bent:
        z, scaled, *below, said = each.matrices
        np.testing.assert_allclose(
            said.values, np.tanh(z.values) * scaled.values + sum(part.values for part in below), rtol=1e-12
        )
    for each in (each for each in staged if each.line == "delta"):
        *_, slopes, scaled, errors = each.matrices
        weights, above = each.matrices[:2]
        flow = weights.values @ above.values + (each.matrices[2].values if each.layer == 1 else 0.0)
        np.testing.assert_allclose(errors.values, flow * slopes.values * scaled.values, rtol=1e-12)
