"""What was frozen or switched off goes with the layer, the neuron or the feature it belongs to.

The referee: weight matrices whose entries are marked, cut and joined by NumPy as the edit says.
"""

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.network import LayerSpec
from gui.session import Session
from gui.session.layer_edits import (
    layer_added,
    layer_moved,
    layer_removed,
    neuron_removed,
    neurons_changed,
    neurons_set,
)

HIDDEN = tuple(LayerSpec(neurons) for neurons in (4, 3, 5))
FIRST = Experiment().with_hidden(HIDDEN)
COUNT = FIRST.network.parameter_count

Blocks = list[np.ndarray]
"""For each layer l = 1…L (n_l, n_{l−1} + 1), bias last; nonzero where frozen."""


def marked(places: tuple[int, ...], experiment: Experiment) -> Blocks:
    theta = np.zeros(experiment.network.parameter_count, dtype=int)
    theta[list(places)] = 1
    sizes = experiment.network.sizes
    blocks, start = [], 0
    for below, neurons in itertools.pairwise(sizes):
        blocks.append(theta[start : start + neurons * (below + 1)].reshape(neurons, below + 1))
        start += neurons * (below + 1)
    return blocks


def only_biases(block: np.ndarray, sources: int) -> np.ndarray:
    """The block of a layer whose inputs are others now."""
    return np.hstack([np.zeros((len(block), sources), dtype=int), block[:, -1:]])


def without_neuron(blocks: Blocks) -> Blocks:
    """Neuron 1 (from 0) of layer 2 is gone."""
    first, second, third, output = blocks
    return [first, np.delete(second, 1, axis=0), np.delete(third, 1, axis=1), output]


def with_neuron(blocks: Blocks) -> Blocks:
    first, second, third, output = blocks
    return [
        first,
        np.vstack([second, np.zeros((1, 5), dtype=int)]),
        np.insert(third, 3, 0, axis=1),
        output,
    ]


def without_layer(blocks: Blocks) -> Blocks:
    """Layer 2 is gone: layer 3 is fed by layer 1."""
    first, _, third, output = blocks
    return [first, only_biases(third, 4), output]


def with_layer(blocks: Blocks) -> Blocks:
    """Two neurons after layer 1."""
    first, second, third, output = blocks
    return [first, np.zeros((2, 5), dtype=int), only_biases(second, 2), third, output]


def with_last_layer(blocks: Blocks) -> Blocks:
    *hidden, output = blocks
    return [*hidden, np.zeros((2, 6), dtype=int), only_biases(output, 2)]


def layers_changed(blocks: Blocks) -> Blocks:
    """Layers 2 and 3 have changed places."""
    first, second, third, output = blocks
    return [first, only_biases(third, 4), only_biases(second, 5), only_biases(output, 3)]


EDITS: dict[str, tuple[Callable, Callable]] = {
    "neuron removed": (lambda e: neuron_removed(e, 2, 1), without_neuron),
    "neuron added": (lambda e: neurons_changed(e, 2, 1), with_neuron),
    "as many": (lambda e: neurons_set(e, 2, 3), lambda blocks: blocks),
    "layer removed": (lambda e: layer_removed(e, 2), without_layer),
    "layer added": (lambda e: layer_added(e, 1), with_layer),
    "last layer added": (layer_added, with_last_layer),
    "layer moved": (lambda e: layer_moved(e, 3, -1), layers_changed),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_is_frozen_goes_with_its_neurons(name: str) -> None:
    edit, referee = EDITS[name]
    everything = edit(replace(FIRST, frozen=tuple(range(COUNT))))
    wanted = referee(marked(tuple(range(COUNT)), FIRST))
    for found, expected in zip(marked(everything.frozen, everything), wanted, strict=True):
        np.testing.assert_array_equal(found, expected)
    for place in range(COUNT):  # each alone, so that none is taken for another
        alone = edit(replace(FIRST, frozen=(place,)))
        wanted = referee(marked((place,), FIRST))
        for found, expected in zip(marked(alone.frozen, alone), wanted, strict=True):
            np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(
    ("edit", "kept"),
    [
        (lambda e: neuron_removed(e, 2, 1), ((1, 0), (2, 1), (3, 4))),
        (lambda e: neurons_changed(e, 2, -1), ((1, 0), (2, 1), (3, 4))),
        (lambda e: neuron_removed(e, 2, 0), ((1, 0), (2, 0), (2, 1), (3, 4))),
        (lambda e: layer_removed(e, 2), ((1, 0), (2, 4))),
        (lambda e: layer_added(e, 0), ((2, 0), (3, 1), (3, 2), (4, 4))),
        (lambda e: layer_moved(e, 1, 1), ((1, 1), (1, 2), (2, 0), (3, 4))),
    ],
    ids=["its neighbour", "the last", "the first", "its layer", "one before", "moved"],
)
def test_what_is_switched_off_goes_with_its_layer(edit, kept) -> None:
    before = replace(FIRST, silenced=((1, 0), (2, 1), (2, 2), (3, 4)))
    assert edit(before).silenced == kept


def test_a_frozen_weight_follows_its_feature() -> None:
    """x₂ is the second of two inputs, the third of three, and the only one."""
    before = replace(Experiment(), frozen=(1,))  # w_12 of layer 1, from x₂

    def given(*features: str) -> Experiment:
        return before.with_data(replace(before.data, features=features))

    assert marked(given("x1", "x2", "x1_squared").frozen, given("x1", "x2", "x1_squared"))[0][0].tolist() == [
        0,
        1,
        0,
        0,
    ]
    assert given("x2").frozen == (0,)
    assert given("x1", "x1_squared").frozen == ()


def test_layers_that_are_alike_need_not_change_places() -> None:
    alike = replace(Experiment().with_hidden((LayerSpec(2), LayerSpec(2))), silenced=((1, 0),))
    assert layer_moved(alike, 1, 1) is alike


def test_a_skip_connection_leaves_everything_where_it_is() -> None:
    before = replace(Experiment().with_hidden((LayerSpec(2),)), frozen=(0, 3), silenced=((1, 0),))
    after = before.with_skip(1, True)
    assert (after.frozen, after.silenced) == (before.frozen, before.silenced)


@pytest.mark.parametrize(
    ("frozen", "silenced", "said"),
    [
        ((0, 14), (), "Frozen parameters that went with this change: 1. Undo brings them back."),
        ((0,), ((2, 1),), "Switched-off neurons that went with this change: 1. Undo brings them back."),
        ((0, 14, 15), ((2, 1),), "Went with this change: 2 frozen, 1 switched off. Undo brings them back."),
        ((0,), ((1, 0),), None),
    ],
    ids=["frozen", "switched off", "both", "nothing"],
)
def test_what_is_gone_is_said(session: Session, frozen, silenced, said) -> None:
    remarks: list[str] = []
    session.remarked.connect(remarks.append)
    session.edit(replace(session.experiment, frozen=frozen, silenced=silenced), "By hand")
    session.attempt(lambda experiment: layer_removed(experiment, 2), "Remove a layer")
    assert remarks == ([] if said is None else [said])
    session.undo_stack.undo()
    assert (session.experiment.frozen, session.experiment.silenced) == (frozen, silenced)
    assert session.run.frozen == frozen


@pytest.mark.parametrize(
    ("frozen", "silenced", "said"),
    [
        ((), (), "Cut links that went with this change: 1. Undo brings them back."),
        ((15,), ((2, 1),), "Went with this change: 1 frozen, 1 cut, 1 switched off. Undo brings them back."),
    ],
    ids=["cut alone", "with others"],
)
def test_a_cut_link_that_is_gone_is_called_cut(session: Session, frozen, silenced, said) -> None:
    """Places 0 and 14 are weights: of layer 1, which stays, and of layer 2, which goes."""
    remarks: list[str] = []
    session.remarked.connect(remarks.append)
    session.edit(replace(session.experiment, frozen=frozen, silenced=silenced), "By hand")
    for place in (0, 14):
        session.switch_link(place)
    session.attempt(lambda experiment: layer_removed(experiment, 2), "Remove a layer")
    assert remarks == [said]
    assert session.experiment.cut == (0,)
    session.undo_stack.undo()
    assert session.experiment.cut == (0, 14)


def test_what_is_released_on_purpose_needs_no_word(session: Session) -> None:
    remarks: list[str] = []
    session.remarked.connect(remarks.append)
    session.set_frozen(0, True)
    session.set_silenced(1, 0, True)
    session.set_frozen(0, False)
    session.set_silenced(1, 0, False)
    assert remarks == []


def test_what_stays_frozen_is_not_moved_by_training(session: Session) -> None:
    session.set_frozen(0, True)
    session.attempt(lambda experiment: neurons_changed(experiment, 1, 1), "Add a neuron")
    first = session.network.parameters.copy()
    session.advance(30)
    assert session.network.parameters[0] == first[0]
    assert (session.network.parameters[1:] != first[1:]).mean() > 0.9
