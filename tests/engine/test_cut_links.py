"""Links that are cut are part of the design: 0 from the first weight on, whatever is trained or changed around them."""

from dataclasses import replace

import numpy as np
import pytest

from engine.errors import SpecError
from engine.experiment import Experiment
from engine.files.experiments import decode_experiment, encode_experiment
from engine.network import LayerSpec, NetworkSpec
from engine.network.address import Address, index_of
from engine.training import OPTIMIZERS, OptimizerSpec, Trainer

WIDE = NetworkSpec(2, (LayerSpec(2, "tanh"), LayerSpec(1, "tanh")))
NARROW = NetworkSpec(2, (LayerSpec(1, "tanh"), LayerSpec(1, "tanh")))


def places(spec, *addresses):
    return tuple(index_of(spec, Address(*each)) for each in addresses)


def with_cut(experiment, cut):
    return replace(experiment, frozen=cut, cut=cut)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_neuron_whose_link_to_the_output_is_cut_is_as_good_as_gone(optimizer):
    """The referee is a network that never had it: the others' parameters go the very same way."""
    training = replace(
        Experiment().training, optimizer=OptimizerSpec(optimizer), penalty="l2", penalty_rate=0.01
    )
    experiment = replace(Experiment(), network=WIDE, training=training)
    experiment = with_cut(experiment, places(WIDE, (2, 0, 1)))
    trainer = Trainer.from_experiment(experiment)
    assert trainer.network.weights[1][0, 1] == 0.0
    without = Trainer.from_experiment(replace(experiment, network=NARROW, frozen=(), cut=()))
    for theirs, ours in zip(without.network.weights, trainer.network.weights, strict=True):
        theirs[...] = ours[: theirs.shape[0], : theirs.shape[1]]
    for theirs, ours in zip(without.network.biases, trainer.network.biases, strict=True):
        theirs[...] = ours[: theirs.shape[0]]
    trainer.run(80)
    without.run(80)
    for theirs, ours in zip(without.network.weights, trainer.network.weights, strict=True):
        np.testing.assert_allclose(ours[: theirs.shape[0], : theirs.shape[1]], theirs, rtol=1e-9, atol=1e-12)
    assert trainer.network.weights[1][0, 1] == 0.0


def test_all_other_first_weights_are_those_of_the_same_design_uncut():
    cut = places(Experiment().network, (1, 0, 1), (2, 1, 3))
    whole, ours = (
        Experiment().make_network().parameters,
        with_cut(Experiment(), cut).make_network().parameters,
    )
    assert np.flatnonzero(ours != whole).tolist() == sorted(cut)
    assert not ours[list(cut)].any()


def test_a_cut_link_goes_with_its_neurons_and_is_joined_when_it_is_free():
    first = Experiment()
    experiment = with_cut(first, places(first.network, (1, 0, 1), (2, 1, 3)))
    fewer = experiment.with_hidden((LayerSpec(3), LayerSpec(2)))
    assert fewer.cut == fewer.frozen == places(fewer.network, (1, 0, 1))
    assert replace(experiment, frozen=experiment.frozen[:1]).cut == experiment.cut[:1]
    with pytest.raises(SpecError, match="a bias is no link"):
        with_cut(first, places(first.network, (1, 0, None)))


def test_it_is_kept_in_a_file_and_older_files_have_none():
    experiment = with_cut(Experiment(), places(Experiment().network, (1, 0, 1)))
    text = encode_experiment(experiment).decode()
    assert decode_experiment(text, "file") == experiment
    older = text.replace('"cut": [\n      1\n    ],\n    ', "")
    assert "cut" not in older
    assert decode_experiment(older, "file") == replace(experiment, cut=())
