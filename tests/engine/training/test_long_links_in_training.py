"""Training, files and designs with links that pass over layers."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.data import Dataset
from engine.experiment import Experiment
from engine.files import FORMATS, load_weights, save_weights
from engine.files.experiments import decode_experiment, encode_experiment, read_experiment
from engine.network import LayerSpec, Network, NetworkSpec
from engine.network.long_link import LongLink
from engine.training import OptimizerSpec, Trainer, TrainingSpec
from engine.training.diagnosis import diagnose
from engine.training.dropout import Dropout

PRESETS = Path(__file__).parents[3] / "resources" / "presets"
LINKS = (LongLink(2, 0, 0, 1), LongLink(3, 0, 0, 0), LongLink(3, 0, 1, 3), LongLink(3, 0, 1, 0))


def linked(links=LINKS, **changes):
    return replace(Experiment().with_long_links(links), **changes)


def test_a_link_that_is_cut_is_as_good_as_none():
    """The referee is the network that never had it."""
    cut = linked()
    last = cut.network.parameter_count - 1
    cut = replace(cut, frozen=(last,), cut=(last,))
    without = linked(cut.network.long_links[:-1])
    ours, theirs = Trainer.from_experiment(cut), Trainer.from_experiment(without)
    theirs.network.parameters[...] = ours.network.parameters[:-1]
    ours.run(60)
    theirs.run(60)
    np.testing.assert_allclose(ours.network.parameters[:-1], theirs.network.parameters, rtol=1e-9, atol=1e-12)
    assert ours.network.parameters[-1] == 0.0


def test_the_others_begin_as_without_them():
    plain, ours = Experiment().make_network(), linked().make_network()
    assert ours.parameters[: len(plain.parameters)].tolist() == plain.parameters.tolist()


def test_the_same_design_gives_the_same_run_in_both_precisions():
    for precision in ("float64", "float32"):
        one, other = (Trainer.from_experiment(linked(precision=precision)) for _ in range(2))
        one.run(50)
        other.run(50)
        assert one.network.dtype == precision
        assert one.network.parameters.tolist() == other.network.parameters.tolist()
        assert one.evaluate().train_cost < one.history.range_of("train_cost")[0].mean()


def test_a_design_is_read_as_it_was_written_and_an_older_one_has_none():
    text = encode_experiment(linked())
    assert decode_experiment(text, "here") == linked()
    older = json.loads(encode_experiment(Experiment()))
    del older["experiment"]["network"]["long_links"]
    assert decode_experiment(json.dumps(older), "here") == Experiment()


@pytest.mark.parametrize("suffix", FORMATS)
def test_weights_are_read_as_they_were_written(suffix, tmp_path):
    network = linked().make_network()
    read = load_weights(save_weights(network, tmp_path / f"net{suffix}"))
    assert read.spec == network.spec
    assert read.parameters.tolist() == network.parameters.tolist()


def test_a_file_without_them_says_nothing_of_them(tmp_path):
    """So that whoever has never heard of long links reads it."""
    path = save_weights(Experiment().make_network(), tmp_path / "net.json")
    assert "long_links" not in path.read_text(encoding="utf-8")


def test_what_was_frozen_follows_its_link():
    places = linked().network.parameter_count - 1, linked().network.parameter_count - 4
    experiment = linked(frozen=places)
    fewer = experiment.with_long_links(LINKS[1:])
    assert [fewer.network.parameter_count - 1] == list(fewer.frozen)
    assert fewer.with_long_links(()).frozen == ()


STEPS = (LayerSpec(2, "tanh"), LayerSpec(2, "step"), LayerSpec(1, "tanh"))


def unmoved(*links):
    experiment = replace(Experiment(), network=NetworkSpec(2, STEPS, links))
    found = {finding.key: finding for finding in diagnose(Trainer.from_experiment(experiment))}
    return found["stepped"].numbers["count"]


def test_a_long_link_leads_errors_around_a_step():
    assert unmoved() == 2
    assert unmoved(LongLink(3, 0, 0, 0)) == 2  # past both layers, from an input
    assert unmoved(LongLink(2, 0, 0, 0)) == 2  # into the step itself
    assert unmoved(LongLink(3, 0, 1, 0)) == 1  # from the first layer: only the step stays without


def test_a_long_link_tells_two_equal_neurons_apart():
    network = NetworkSpec(2, (LayerSpec(2, "tanh"), LayerSpec(2, "tanh"), LayerSpec(1, "tanh")))

    def found(*links):
        experiment = replace(Experiment(), network=replace(network, long_links=links), initializer="constant")
        findings = {finding.key: finding for finding in diagnose(Trainer.from_experiment(experiment))}
        return set(findings["symmetric"].neurons) if "symmetric" in findings else set()

    both = {(1, 0), (1, 1), (2, 0), (2, 1)}
    assert found() == both
    assert found(LongLink(3, 0, 1, 0)) == {(2, 0), (2, 1)}
    assert found(LongLink(3, 0, 1, 0), LongLink(3, 0, 1, 1)) == both


def test_exclusive_or_with_a_single_hidden_neuron():
    """Rumelhart, Hinton and Williams 1986, figure 2: it takes direct connections from the inputs to the output.

    Without them the answer is a function of one line through the plane that only rises or only falls.
    """
    first = read_experiment(PRESETS / "gate_xor.json").with_hidden((LayerSpec(1, "tanh"),))

    def accuracy(experiment):
        trainer = Trainer.from_experiment(replace(experiment, seed=4))
        trainer.run(3000)
        return trainer.evaluate().train_accuracy

    assert accuracy(first.with_long_links((LongLink(2, 0, 0, 0), LongLink(2, 0, 0, 1)))) == 1.0
    assert accuracy(first) <= 0.75


@pytest.mark.referee
@pytest.mark.parametrize("key", ["sgd", "adam"])
def test_thirty_updates_with_dropout_as_pytorch_makes_them(key):
    import torch
    from torch.nn import functional

    layers = (LayerSpec(5, "tanh"), LayerSpec(4, "sigmoid"), LayerSpec(3, "softmax"))
    links = (LongLink(2, 1, 0, 2), LongLink(3, 0, 0, 1), LongLink(3, 2, 1, 4))
    network = Network(NetworkSpec(4, layers, links), "glorot_normal", seed=1)
    generator = np.random.default_rng(2)
    data = Dataset(generator.normal(size=(23, 4)), np.eye(3)[generator.integers(0, 3, 23)])
    spec = TrainingSpec("cross_entropy", OptimizerSpec(key, 0.02), batch_size=5, dropout=0.3)
    trainer = Trainer(network, data, spec, seed=6)
    theirs = [
        torch.tensor(part.copy(), requires_grad=True)
        for pair in zip(network.weights, network.biases, strict=True)
        for part in pair
    ]
    long = torch.tensor(network.long_weights.copy(), requires_grad=True)
    optimizer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[key]([*theirs, long], lr=0.02)
    dropout = Dropout(network, 0.3, 6)
    for step in range(30):
        x, targets = (torch.tensor(part) for part in trainer.next_batch())
        kept = (torch.tensor(dropout.factors(step, len(x)).T) != 0).double() / (1 - 0.3)
        unit = torch.eye(5, dtype=torch.float64)
        a1 = torch.tanh(functional.linear(x, theirs[0], theirs[1])) * kept[:, :5]
        z2 = functional.linear(a1, theirs[2], theirs[3]) + torch.outer(x[:, 2] * long[0], unit[1, :4])
        a2 = torch.sigmoid(z2) * kept[:, 5:]
        z3 = functional.linear(a2, theirs[4], theirs[5])
        z3 = z3 + torch.outer(x[:, 1] * long[1], unit[0, :3]) + torch.outer(a1[:, 4] * long[2], unit[2, :3])
        value = functional.cross_entropy(z3, targets)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        assert trainer.step() == pytest.approx(value.item(), rel=1e-9)
    np.testing.assert_allclose(network.long_weights, long.detach().numpy(), rtol=1e-7, atol=1e-10)
    for ours, expected in zip(network.weights, theirs[::2], strict=True):
        np.testing.assert_allclose(ours, expected.detach().numpy(), rtol=1e-7, atol=1e-10)
