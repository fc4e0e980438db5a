"""The chosen example: picked by its row, kept while other things are picked, and always one there is."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import DataSpec
from gui.session import NOTHING, Selection


def test_it_is_the_first_at_first(session):
    data = session.trainer.data
    assert session.example.index == 0
    assert session.example.count == len(data)
    np.testing.assert_array_equal(session.example.inputs, data.inputs[0])


def test_choosing_one_keeps_what_else_is_picked(session, qtbot):
    session.select(Selection(layer=1, neuron=2))
    with qtbot.waitSignal(session.example.changed):
        session.example.set(7)
    assert session.selection == Selection(layer=1, neuron=2, example=7)
    np.testing.assert_array_equal(session.example.inputs, session.trainer.data.inputs[7])


def test_it_stays_chosen_while_other_things_are_picked(session):
    session.example.set(7)
    session.select(Selection(layer=1, neuron=0))
    session.select(NOTHING)
    assert session.example.index == 7


@pytest.mark.parametrize(("asked", "given"), [(-3, 0), (10_000, -1)])
def test_beyond_the_ends_lies_the_last_one(session, asked, given):
    session.example.set(asked)
    assert session.example.index == given % session.example.count


def test_its_targets_are_what_the_network_is_trained_towards(session):
    labels = session.trainer.data.targets[:, 0]
    for low in (-1.0, 0.0):
        for index in (0, int(np.argmax(labels)), int(np.argmin(labels))):
            session.example.set(index)
            assert session.example.targets.tolist() == [1.0 if labels[index] > 0 else low]
        session.attempt(
            lambda present: replace(
                present.with_activation(3, "sigmoid"),
                training=replace(present.training, loss="binary_cross_entropy"),
            ),
            "probabilities",
        )


def test_it_is_valid_after_the_data_have_become_fewer(session, qtbot):
    session.example.set(session.example.count - 1)
    with qtbot.waitSignal(session.example.changed):
        session.attempt(lambda present: present.with_data(DataSpec(samples=20)), "few")
    assert session.example.index == session.example.count - 1
    assert len(session.example.inputs) == 2


def test_other_data_of_the_same_size_are_announced(session, qtbot):
    with qtbot.waitSignal(session.example.changed):
        session.attempt(lambda present: present.with_data(DataSpec("xor", samples=60)), "xor")
