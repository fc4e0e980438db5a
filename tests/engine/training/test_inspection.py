"""The numbers of the inspector: by hand, against autograd, and the coming step to the last bit."""

from dataclasses import replace

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad, grad

from engine.data import Dataset, make_dataset
from engine.errors import SpecError
from engine.network import ACTIVATIONS, LayerSpec, Network, NetworkSpec
from engine.network.long_link import LongLink
from engine.training import OPTIMIZERS, OptimizerSpec, ScheduleSpec, Trainer, TrainingSpec
from engine.training.inspection import (
    example_record,
    gradient_of_all,
    gradients_of_batch,
    inspect_parameters,
)
from engine.training.inspection_health import flat_bands, flat_below, layer_health
from engine.training.inspection_neuron import inspect_layer, inspect_neuron

DATA = make_dataset("circle", samples=47, noise=0.3, seed=2)
LAYERS = (LayerSpec(4, "tanh"), LayerSpec(4, "sigmoid", skip=True), LayerSpec(1, "tanh"))
LINKS = (LongLink(2, 1, 0, 0), LongLink(3, 0, 0, 1), LongLink(3, 0, 1, 0), LongLink(3, 0, 1, 3))


def make_trainer(dtype=np.float64, layers=LAYERS, seed=3, links=(), **spec):
    network = Network(NetworkSpec(2, layers, links), "glorot_normal", seed, dtype)
    network.long_weights[...] = (0.7, -1.3, 0.4, -0.6)[: len(links)]
    spec.setdefault("optimizer", OptimizerSpec("sgd", 0.3))
    return Trainer(network, DATA, TrainingSpec(loss="mse", batch_size=9, **spec), seed=5)


# The coming step

WAYS = [
    {},
    {"penalty": "l2", "penalty_rate": 0.1},
    {"penalty": "l1", "penalty_rate": 0.01, "clip_norm": 0.05},
    {"clip_value": 0.003, "schedule": ScheduleSpec("exponential", {"factor": 0.5})},
]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(way) or "plain")
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_next_value_is_what_the_step_makes_bit_for_bit(optimizer, way, dtype):
    trainer = make_trainer(dtype, optimizer=OptimizerSpec(optimizer, 0.05), **way)
    trainer.freeze([1, 7])
    trainer.silence([(1, 2)])
    for steps in (0, 1, 4, 5, 6):  # the short batch at the epoch's end and the next epoch's first among them
        trainer.run(steps)
        numbers = inspect_parameters(trainer, 0)
        before = trainer.network.parameters.copy()
        np.testing.assert_array_equal(numbers.value, before)
        trainer.step()
        np.testing.assert_array_equal(numbers.next_value, trainer.network.parameters)
        np.testing.assert_array_equal(numbers.gradient, trainer.gradient)
        for name, stage in trainer.optimizer.state.items():
            np.testing.assert_array_equal(numbers.stages[name], stage)


def test_looking_changes_nothing():
    watched, alone = (make_trainer(optimizer=OptimizerSpec("adam", 0.05)) for _ in range(2))
    for _ in range(13):
        inspect_parameters(watched, 3)
        gradients_of_batch(watched, 4)
        watched.step()
        alone.step()
    np.testing.assert_array_equal(watched.network.parameters, alone.network.parameters)


def test_a_frozen_parameter_stays():
    trainer = make_trainer()
    trainer.freeze([2, 5])
    numbers = inspect_parameters(trainer, 0)
    assert np.flatnonzero(numbers.is_frozen).tolist() == [2, 5]
    assert (numbers.step[[2, 5]] == 0.0).all()
    assert numbers.batch_gradient[2] != 0.0


def test_the_penalty_and_what_clipping_does_stand_apart():
    trainer = make_trainer(penalty="l2", penalty_rate=0.1, clip_value=0.003)
    numbers = inspect_parameters(trainer, 0)
    is_weight = trainer.network.layout.is_weight()
    np.testing.assert_allclose(numbers.penalty_gradient, 0.1 * numbers.value * is_weight, rtol=1e-15)
    whole = numbers.batch_gradient + numbers.penalty_gradient
    assert (np.abs(whole) > 0.003).any()
    np.testing.assert_allclose(whole + numbers.clipping, np.clip(whole, -0.003, 0.003), atol=1e-17)
    np.testing.assert_array_equal(numbers.clipping == 0.0, np.abs(whole) <= 0.003)


def test_the_batch_is_the_one_that_comes():
    trainer = make_trainer()
    seen = []
    for _ in range(trainer.steps_per_epoch):
        rows = trainer.next_examples()
        np.testing.assert_array_equal(DATA.inputs[rows], trainer.next_batch()[0])
        seen.extend(rows)
        trainer.step()
    assert sorted(seen) == list(range(47))


@pytest.mark.parametrize("place", [0, 7, 20, 36, 37, 40])
def test_the_gradients_of_the_examples_average_to_the_batchs(place):
    trainer = make_trainer(links=LINKS)
    trainer.run(2)
    of_batch = gradients_of_batch(trainer, place)
    assert of_batch.mean() == pytest.approx(inspect_parameters(trainer, 0).batch_gradient[place], rel=1e-12)
    for row, own in zip(trainer.next_examples(), of_batch, strict=True):
        assert own == pytest.approx(
            inspect_parameters(trainer, row).example_gradient[place], rel=1e-11, abs=1e-15
        )


# Against autograd: the cost of the network above, written out

FORMULAS = {"tanh": anp.tanh, "sigmoid": lambda z: 1 / (1 + anp.exp(-z))}


def cost(theta, inputs, targets):
    blocks = [theta[:12].reshape(4, 3), theta[12:32].reshape(4, 5), theta[32:37].reshape(1, 5)]
    said = [inputs]
    for at, (block, layer) in enumerate(zip(blocks, LAYERS, strict=True), start=1):
        z = anp.dot(said[-1], block[:, :-1].T) + block[:, -1]
        for link, weight in zip(LINKS, theta[37:], strict=False):
            if link.layer == at:
                place = np.eye(block.shape[0])[link.neuron]
                z = z + weight * anp.outer(said[link.origin][:, link.source], place)
        f = FORMULAS[layer.activation](z)
        said.append(f + said[-1] if layer.skip else f)
    return anp.mean((said[-1] - targets) ** 2)


@pytest.mark.parametrize("links", [(), LINKS], ids=["neighbours", "long links"])
def test_every_gradient_agrees_with_autograd(links):
    trainer = make_trainer(links=links)
    trainer.run(3)
    numbers, theta = inspect_parameters(trainer, 11), trainer.network.parameters.copy()
    one = slice(11, 12)
    for ours, rows in (
        (numbers.example_gradient, one),
        (numbers.batch_gradient, numbers.batch),
        (numbers.data_gradient, slice(None)),
    ):
        theirs = grad(cost)(theta, DATA.inputs[rows], DATA.targets[rows])
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-14)


def test_many_examples_are_taken_in_parts(monkeypatch):
    trainer = make_trainer()
    whole = gradient_of_all(trainer)
    monkeypatch.setattr("engine.training.inspection.AT_ONCE", 10)
    np.testing.assert_allclose(gradient_of_all(trainer), whole, rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize("links", [(), LINKS], ids=["neighbours", "long links"])
@pytest.mark.parametrize("layer", [0, 1, 2, 3])
def test_a_neurons_numbers_make_one_another(layer, links):
    """z from what comes in, a from z, δ from what comes back: each by the formula the inspector shows."""
    trainer = make_trainer(links=links)
    trainer.run(3)
    network = trainer.network
    record, targets = example_record(trainer, 4), DATA.targets[4]
    for neuron in range(network.spec.sizes[layer]):
        numbers = inspect_neuron(network, record, targets, "mse", layer, neuron)
        back = numbers.deltas_above @ numbers.weights_above
        back += sum(term.product for term in numbers.leaving)
        if numbers.passed_on is not None:
            back += numbers.passed_on
        if layer == 3:
            back = 2.0 * (numbers.a - numbers.target)
        assert numbers.upstream == pytest.approx(back, rel=1e-12)
        if layer == 0:
            assert np.isnan(numbers.slope)
            assert numbers.a == DATA.inputs[4, neuron]
            assert numbers.delta == pytest.approx(back, rel=1e-12)
            continue
        formula = FORMULAS[LAYERS[layer - 1].activation]
        z = float(numbers.weights @ numbers.inputs + numbers.bias)
        z += sum(term.product for term in numbers.arriving)
        assert numbers.z == pytest.approx(z, rel=1e-12)
        assert numbers.curve == pytest.approx(formula(z), rel=1e-12)
        assert numbers.a == pytest.approx(formula(z) + (numbers.skipped or 0.0), rel=1e-12)
        assert numbers.slope == pytest.approx(elementwise_grad(formula)(z), rel=1e-10)
        assert numbers.delta == pytest.approx(numbers.slope * back, rel=1e-10)
        assert (numbers.skipped is not None) == (layer == 2)


def test_a_layer_is_its_neurons():
    trainer = make_trainer()
    record = example_record(trainer, 4)
    layer = inspect_layer(trainer.network, record, 2)
    for neuron in range(4):
        one = inspect_neuron(trainer.network, record, DATA.targets[4], "mse", 2, neuron)
        found = layer.z[neuron], layer.a[neuron], layer.slope[neuron], layer.delta[neuron]
        assert found == (one.z, one.a, one.slope, one.delta)


def test_a_neuron_that_is_switched_off_says_and_hears_nothing():
    trainer = make_trainer()
    trainer.silence([(1, 2)])
    numbers = inspect_neuron(trainer.network, example_record(trainer, 0), DATA.targets[0], "mse", 1, 2)
    assert numbers.is_silenced
    assert (numbers.a, numbers.delta) == (0.0, 0.0)
    assert numbers.curve == pytest.approx(np.tanh(numbers.z))
    assert numbers.upstream != 0.0


def test_long_links_stand_at_the_neuron_they_lead_to_and_at_the_one_they_begin_at():
    trainer = make_trainer(links=LINKS)
    record = example_record(trainer, 4)

    def numbers(layer, neuron):
        return inspect_neuron(trainer.network, record, DATA.targets[4], "mse", layer, neuron)

    arriving = [(term.address.name, term.weight) for term in numbers(3, 0).arriving]
    assert arriving == [("w_12^[3←0]", -1.3), ("w_11^[3←1]", 0.4), ("w_14^[3←1]", -0.6)]
    assert [term.value for term in numbers(3, 0).arriving] == [
        DATA.inputs[4, 1],
        numbers(1, 0).a,
        numbers(1, 3).a,
    ]
    (leaving,) = numbers(0, 0).leaving
    assert (leaving.address.name, leaving.weight, leaving.value) == ("w_21^[2←0]", 0.7, numbers(2, 1).delta)
    assert numbers(2, 0).arriving == numbers(2, 0).leaving == ()


# Worked out by Matt Mazur, "A Step by Step Backpropagation Example" (2015)


@pytest.fixture
def mazur():
    network = Network(NetworkSpec(2, (LayerSpec(2, "sigmoid"), LayerSpec(2, "sigmoid"))), "zeros")
    network.weights[0][...] = [[0.15, 0.20], [0.25, 0.30]]
    network.biases[0][...] = 0.35
    network.weights[1][...] = [[0.40, 0.45], [0.50, 0.55]]
    network.biases[1][...] = 0.60
    data = Dataset(np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]]), problem="regression")
    spec = TrainingSpec(loss="half_squared_error", optimizer=OptimizerSpec("sgd", 0.5), batch_size=1)
    return Trainer(network, data, spec)


def test_the_numbers_he_worked_out(mazur):
    numbers = inspect_parameters(mazur, 0)
    for gradient in (numbers.example_gradient, numbers.batch_gradient, numbers.data_gradient):
        assert gradient[[0, 6]] == pytest.approx([0.000438568, 0.082167041], abs=5e-10)
    weights = mazur.network.layout.is_weight()
    assert numbers.next_value[weights] == pytest.approx(
        [0.149780716, 0.19956143, 0.24975114, 0.29950229, 0.35891648, 0.408666186, 0.511301270, 0.561370121],
        abs=5e-9,
    )


def test_his_first_output_and_his_first_hidden_neuron(mazur):
    record, targets = example_record(mazur, 0), np.array([0.01, 0.99])
    output = inspect_neuron(mazur.network, record, targets, "half_squared_error", 2, 0)
    assert output.origin == "output"
    assert (output.z, output.a, output.target) == pytest.approx((1.105905967, 0.75136507, 0.01), abs=5e-9)
    assert output.upstream == pytest.approx(0.74136507, abs=5e-9)
    assert output.slope == pytest.approx(0.186815602, abs=5e-10)
    assert output.delta == pytest.approx(0.138498562, abs=5e-10)
    hidden = inspect_neuron(mazur.network, record, targets, "half_squared_error", 1, 0)
    assert hidden.weights_above.tolist() == [0.40, 0.50]
    # His ∂E_o1/∂out_h1 and ∂E_o2/∂out_h1.
    assert hidden.weights_above * hidden.deltas_above == pytest.approx([0.055399425, -0.019049119], abs=5e-9)
    assert hidden.upstream == pytest.approx(0.036350306, abs=5e-9)
    assert hidden.slope == pytest.approx(0.241300709, abs=5e-9)


# Neurons that no longer learn


def one_neuron(activation, weight, bias):
    network = Network(NetworkSpec(1, (LayerSpec(1, activation), LayerSpec(1, "linear"))), "zeros")
    network.parameters[:2] = weight, bias
    return network


INPUTS = np.linspace(-1.0, 1.0, 100)[:, np.newaxis]


@pytest.mark.parametrize(
    ("activation", "weight", "bias", "condition", "flat"),
    [
        ("relu", 1.0, -1.0, "dead", 100),  # z from −2 to 0
        ("relu", 1.0, -0.99, "alive", 0),  # one example is above 0
        ("leaky_relu", 1.0, -5.0, "alive", 0),
        ("tanh", 0.1, 4.0, "saturated", 100),
        ("tanh", 1.0, 0.0, "alive", 0),
        ("sigmoid", 0.1, -9.0, "saturated", 100),
        ("softplus", 0.1, -9.0, "alive", 0),  # its slope is small, but it has only one flat end
        ("step", 1.0, 0.0, "stepped", 100),
    ],
)
def test_dead_and_saturated_neurons(activation, weight, bias, condition, flat):
    (found,) = layer_health(one_neuron(activation, weight, bias), INPUTS, 1)
    assert found.condition == condition
    assert found.examples == 100
    assert found.flat_examples == flat
    assert found.largest_z == pytest.approx(abs(weight) + bias)


def test_ninety_five_of_a_hundred_are_not_yet_almost_all():
    # tanh' falls below 1/20 where |z| > artanh(√0.95) = 2.1785; weight and bias put 95 or 96 examples there.
    edge = np.arctanh(np.sqrt(0.95))
    for count, condition in ((95, "alive"), (96, "saturated")):
        between = (INPUTS[99 - count, 0] + INPUTS[100 - count, 0]) / 2.0
        (found,) = layer_health(one_neuron("tanh", 10.0, edge - 10.0 * between), INPUTS, 1)
        assert (found.flat_examples, found.condition) == (count, condition)


def test_a_neuron_that_is_switched_off_is_called_so():
    network = one_neuron("relu", 1.0, -5.0)
    network.silence([(1, 0)])
    assert layer_health(network, INPUTS, 1)[0].condition == "silenced"


def test_where_a_curve_is_flat():
    edge = np.arctanh(np.sqrt(0.95))
    (left, right) = flat_bands("tanh", -4.0, 4.0, 8001)
    assert left == pytest.approx((-4.0, -edge), abs=2e-3)
    assert right == pytest.approx((edge, 4.0), abs=2e-3)
    assert flat_bands("relu", -4.0, 4.0) == ((-4.0, 0.0),)
    assert flat_bands("leaky_relu", -4.0, 4.0) == ()
    assert flat_below("tanh") == pytest.approx(0.05)
    assert flat_below("sigmoid") == pytest.approx(0.05 * 0.25)


@pytest.mark.parametrize("activation", [key for key in ACTIVATIONS if key != "softmax"])
def test_every_activation_can_be_looked_at(activation):
    layers = (LayerSpec(3, activation), LayerSpec(1, "linear"))
    trainer = make_trainer(layers=layers)
    found = layer_health(trainer.network, DATA.inputs, 1)
    assert {each.examples for each in found} == {47}
    assert {each.condition for each in found} <= {"alive", "dead", "saturated", "stepped"}


# What there is not


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda trainer: inspect_parameters(trainer, 47), "example is 47"),
        (lambda trainer: inspect_parameters(trainer, -1), "example is -1"),
        (lambda trainer: gradients_of_batch(trainer, 99), "parameter is 99"),
        (lambda trainer: inspect_layer(trainer.network, example_record(trainer, 0), 4), "layer is 4"),
        (
            lambda trainer: inspect_neuron(
                trainer.network, example_record(trainer, 0), DATA.targets[0], "mse", 1, 4
            ),
            "neuron is 4",
        ),
    ],
)
def test_what_there_is_not_is_said(ask, words):
    with pytest.raises(SpecError, match=words):
        ask(make_trainer())


def test_a_run_that_overflows_is_shown_as_it_is():
    trainer = make_trainer(layers=(LayerSpec(4, "relu"), LayerSpec(1, "linear")))
    trainer.network.parameters[...] = 1e200
    numbers = inspect_parameters(trainer, 0)
    assert not np.isfinite(numbers.batch_gradient).all()


def test_a_gradient_too_large_to_be_written_is_left_alone_without_clipping():
    """Linear through and through: 2 (ŷ − y) · w · x is beyond every number where ŷ is 1e310, without a warning."""
    trainer = make_trainer(layers=(LayerSpec(3, "linear"), LayerSpec(1, "linear")))
    trainer.network.parameters[...] = 1e105
    trainer.network.biases[0][...] = 1e205
    numbers = inspect_parameters(trainer, 0)
    assert np.isinf(numbers.gradient).any()
    assert not numbers.clipping.any()
    assert numbers.step.shape == numbers.value.shape


def test_a_large_last_batch_is_taken_whole():
    trainer = make_trainer()
    trainer.adopt(replace(trainer.spec, batch_size=100_000))
    assert sorted(trainer.next_examples()) == list(range(47))
