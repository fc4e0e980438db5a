"""Experiments: the whole design in one frozen thing, and the edits that keep it sound."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from engine.data import DATASETS, DataSpec
from engine.errors import SpecError
from engine.experiment import Experiment
from engine.network import ACTIVATIONS, LOSSES, LayerSpec, NetworkSpec
from engine.training import Trainer, TrainingSpec


def test_the_first_experiment_is_the_playgrounds():
    """Values from the playground's own page: 2→4→2→1 tanh, circle, half of 500 points to train, η 0.03, batch 10."""
    experiment = Experiment()
    assert experiment.network.sizes == (2, 4, 2, 1)
    assert {layer.activation for layer in experiment.network.layers} == {"tanh"}
    assert (experiment.data.dataset, experiment.data.samples, experiment.data.noise) == ("circle", 500, 0.0)
    assert experiment.data.train_fraction == 0.5
    training = experiment.training
    assert (training.loss, training.batch_size) == ("half_squared_error", 10)
    assert (training.optimizer.key, training.optimizer.rate) == ("sgd", 0.03)
    network = experiment.make_network()
    assert np.abs(np.concatenate([w.ravel() for w in network.weights])).max() <= 0.5
    assert all(np.all(biases == 0.1) for biases in network.biases)


def test_the_same_experiment_is_the_same_run():
    runs = [Trainer.from_experiment(Experiment(seed=8)) for _ in range(2)]
    for trainer in runs:
        trainer.run(60)
    assert np.array_equal(runs[0].network.parameters, runs[1].network.parameters)
    assert runs[0].evaluate() == runs[1].evaluate()


def test_seeds_of_data_and_training_are_apart():
    first, other_weights = Experiment(seed=0), Experiment(seed=1)
    other_data = Experiment(data=DataSpec(seed=1))
    same = first.prepare_data().train.inputs
    assert np.array_equal(other_weights.prepare_data().train.inputs, same)
    assert not np.array_equal(other_data.prepare_data().train.inputs, same)
    assert np.array_equal(other_data.make_network().parameters, first.make_network().parameters)
    assert not np.array_equal(other_weights.make_network().parameters, first.make_network().parameters)


def test_single_precision_from_the_first_weight_on():
    trainer = Trainer.from_experiment(Experiment(precision="float32"))
    trainer.run(30)
    assert trainer.network.dtype == trainer.gradient.dtype == np.float32


@pytest.mark.parametrize("start", DATASETS)
@pytest.mark.parametrize("key", DATASETS)
def test_any_data_can_be_taken_up_from_any_other(start, key):
    before = Experiment().with_data(DataSpec.of(start))
    after = before.with_data(DataSpec.of(key))
    assert after.network.inputs == after.data.input_count
    assert after.network.outputs == after.data.output_count
    assert after.network.hidden == before.network.hidden
    assert LOSSES[after.training.loss].fits(after.network.layers[-1].activation)


def test_the_output_stays_while_the_kind_of_problem_does():
    layers = (LayerSpec(3, "relu"), LayerSpec(1, "sigmoid"))
    circle = Experiment(network=NetworkSpec(2, layers), training=TrainingSpec("binary_cross_entropy"))
    xor = circle.with_data(DataSpec.of("xor"))
    assert (xor.network, xor.training) == (circle.network, circle.training)
    iris = circle.with_data(DataSpec.of("iris"))
    assert (iris.network.layers[-1], iris.training.loss) == (LayerSpec(3, "softmax"), "cross_entropy")
    plane = iris.with_data(DataSpec.of("plane"))
    assert (plane.network.layers[-1], plane.training.loss) == (LayerSpec(1, "linear"), "half_squared_error")


def test_a_skip_connection_that_loses_its_equal_widths_is_dropped():
    layers = (LayerSpec(4), LayerSpec(4, skip=True), LayerSpec(4, skip=True), LayerSpec(1))
    experiment = Experiment(network=NetworkSpec(2, layers))
    narrower = experiment.with_hidden((LayerSpec(3), *layers[1:3]))
    assert [layer.skip for layer in narrower.network.layers] == [False, False, True, False]
    skipping_inputs = experiment.with_hidden((LayerSpec(2, skip=True), LayerSpec(2, skip=True)))
    wider = skipping_inputs.with_data(DataSpec(features=("x1", "x2", "x1_x2")))
    assert [layer.skip for layer in wider.network.layers] == [False, True, False]


def test_hidden_layers_can_all_go_and_change_together():
    assert Experiment().with_hidden(()).network.sizes == (2, 1)
    relu = Experiment().with_hidden_activation("relu")
    assert [layer.activation for layer in relu.network.layers] == ["relu", "relu", "tanh"]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_another_output_activation_brings_a_loss_that_fits(activation, loss):
    iris = Experiment().with_data(DataSpec.of("iris"))
    start = next(key for key in ("sigmoid", "softmax", "tanh") if LOSSES[loss].fits(key))
    layers = (*iris.network.hidden, LayerSpec(3, start))
    experiment = replace(iris, network=NetworkSpec(4, layers), training=TrainingSpec(loss))
    changed = experiment.with_activation(3, activation)
    assert changed.network.layers[-1].activation == activation
    assert LOSSES[changed.training.loss].fits(activation)
    if LOSSES[loss].fits(activation):
        assert changed.training.loss == loss


def test_an_experiment_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Experiment().seed = 3


REFUSALS = [
    (lambda: Experiment(seed=-1), "seed is -1, but takes a whole number from 0 to 4294967295."),
    (lambda: Experiment(precision="float16"), "precision is 'float16', but takes float64 or float32."),
    (lambda: Experiment(initializer="xavier"), "initializer is 'xavier', but takes one of zeros,"),
    (
        lambda: Experiment(network=NetworkSpec(3, (LayerSpec(1),))),
        "network inputs is 3, but takes 2 for this data.",
    ),
    (
        lambda: Experiment(network=NetworkSpec(2, (LayerSpec(2),))),
        "network outputs is 2, but takes 1 for this data.",
    ),
    (
        lambda: Experiment(training=TrainingSpec("cross_entropy")),
        "loss is 'cross_entropy', but takes a softmax output, not tanh.",
    ),
    (
        lambda: Experiment(
            network=NetworkSpec(2, (LayerSpec(1, "softmax"),)), training=TrainingSpec("cross_entropy")
        ),
        "loss is 'cross_entropy', but takes two or more outputs",
    ),
]


@pytest.mark.parametrize(("build", "sentence"), REFUSALS)
def test_refusal(build, sentence):
    with pytest.raises(SpecError) as refusal:
        build()
    assert str(refusal.value).startswith(sentence)
