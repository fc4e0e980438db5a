"""Links over layers are drawn and removed as edits of the design, and are cut and set like every other."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.files import save_weights
from engine.network import LayerSpec
from engine.network.long_link import MAX_LONG_LINKS, LongLink
from gui.presets import load_preset
from gui.run_labels import run_labels
from gui.session import Selection, Session
from gui.session.layer_edits import layer_added, layer_removed, neurons_set
from gui.session.links import cut_links
from gui.session.long_links import draw_link, remove_link
from gui.session.weights_file import import_weights

OVER_ONE = LongLink(2, 1, 0, 0)
OVER_TWO = LongLink(3, 0, 0, 1)


@pytest.fixture
def session() -> Session:
    session = Session(Experiment())
    session.advance(20)
    return session


@pytest.fixture
def said(session: Session) -> list[str]:
    """What was complained of and remarked."""
    words: list[str] = []
    session.complained.connect(words.append)
    session.remarked.connect(words.append)
    return words


def test_drawn_either_way_it_leads_to_the_later_layer_and_is_picked(session: Session) -> None:
    first = Experiment().make_network().parameters
    for number, ends in enumerate((((0, 0), (2, 1)), ((3, 0), (0, 1))), 1):
        draw_link(session, *ends)
        assert session.undo_stack.undoText() == "Draw a long link"
        assert len(session.experiment.network.long_links) == number
    assert session.experiment.network.long_links == (OVER_ONE, OVER_TWO)
    assert session.selection == Selection(3, 0, 1, origin=0)
    assert session.trainer.step_count == 0
    np.testing.assert_array_equal(session.network.parameters[:-2], first)
    draw_link(session, (0, 0), (2, 1))
    assert (session.undo_stack.count(), session.selection) == (2, Selection(2, 1, 0, origin=0))


def test_undo_brings_the_trained_weights_back_and_redo_the_link(session: Session) -> None:
    trained = session.network.parameters.copy()
    draw_link(session, (0, 0), (2, 1))
    session.undo_stack.undo()
    np.testing.assert_array_equal(session.network.parameters, trained)
    assert (session.trainer.step_count, session.selection.source) == (20, None)
    session.undo_stack.redo()
    assert session.experiment.network.long_links == (OVER_ONE,)


def test_removed_its_neuron_is_picked(session: Session, said: list[str]) -> None:
    draw_link(session, (0, 0), (2, 1))
    draw_link(session, (0, 1), (3, 0))
    remove_link(session, OVER_ONE)
    assert session.selection == Selection(3, 0, 1, origin=0), "another is picked"
    remove_link(session, OVER_TWO)
    assert (session.undo_stack.undoText(), session.selection) == ("Remove a long link", Selection(3, 0))
    assert session.experiment == Experiment()
    assert said == []


def test_of_two_in_one_layer_one_sentence_is_said(session: Session, said: list[str]) -> None:
    draw_link(session, (1, 0), (1, 2))
    assert said == ["A link leads from one layer to a later one; these two are in the same layer."]
    assert session.undo_stack.count() == 0


def test_there_are_only_so_many(session: Session, said: list[str]) -> None:
    full = session.experiment.with_hidden((LayerSpec(130, "tanh"), *[LayerSpec(2, "tanh")] * 2))
    links = [LongLink(layer, 0, 1, source) for layer in (3, 4) for source in range(130)][:MAX_LONG_LINKS]
    session.open_experiment(full.with_long_links(tuple(links)))
    draw_link(session, (0, 0), (4, 0))
    assert len(session.experiment.network.long_links) == MAX_LONG_LINKS
    assert said == ["There is room for 256 long links; remove one to draw another."]


def test_between_neighbours_there_is_a_link_already(session: Session) -> None:
    draw_link(session, (1, 3), (2, 0))
    assert (session.undo_stack.count(), session.selection) == (0, Selection(2, 0, 3))
    session.switch_link(3)
    draw_link(session, (0, 0), (1, 1))
    assert (session.undo_stack.undoText(), cut_links(session)) == ("Join a link", frozenset())


def test_a_long_one_is_cut_joined_and_set_on_the_running_network(session: Session, said: list[str]) -> None:
    draw_link(session, (0, 0), (2, 1))
    session.advance(10)
    place, trainer = session.network.layout.size - 1, session.trainer
    session.switch_link(place)
    assert cut_links(session) == {(2, 1, 0, 0)}
    session.advance(10)
    assert (session.network.long_weights.tolist(), session.trainer) == ([0.0], trainer)
    session.set_parameter(place, 2.0)
    assert said == ["This long link is cut: its weight stays 0 until it is joined."]
    draw_link(session, (0, 0), (2, 1))
    assert (session.undo_stack.undoText(), cut_links(session)) == ("Join a link", frozenset())
    session.set_parameter(place, 2.0)
    assert session.network.long_weights.tolist() == [2.0]


def test_edits_of_the_layers_take_long_links_along_or_say_what_went(
    session: Session, said: list[str]
) -> None:
    draw_link(session, (0, 0), (2, 1))
    draw_link(session, (0, 1), (3, 0))
    session.attempt(lambda e: layer_added(e, 0), "add")
    assert session.experiment.network.long_links == (LongLink(3, 1, 0, 0), LongLink(4, 0, 0, 1))
    session.attempt(lambda e: layer_removed(e, 1), "remove")
    assert session.experiment.network.long_links == (OVER_ONE, OVER_TWO)
    assert said == []
    session.attempt(lambda e: neurons_set(e, 2, 1), "fewer")
    session.undo_stack.undo()
    session.switch_link(session.network.layout.size - 2)
    session.attempt(lambda e: layer_removed(e, 1), "remove")
    assert session.experiment.network.long_links == (LongLink(2, 0, 0, 1),)
    assert said == [
        "Long links that went with this change: 1. Undo brings them back.",
        "Went with this change: 1 cut, long links: 1. Undo brings them back.",
    ]


def test_an_input_that_goes_takes_its_links_along(session: Session, said: list[str]) -> None:
    draw_link(session, (0, 0), (2, 1))
    draw_link(session, (0, 1), (3, 0))
    session.attempt(lambda e: e.with_data(replace(e.data, features=("x2", "x1_x2"))), "another input")
    assert session.experiment.network.long_links == (LongLink(3, 0, 0, 0),)
    assert said == ["Long links that went with this change: 1. Undo brings them back."]


def test_in_a_hunt_none_is_drawn(session: Session, said: list[str]) -> None:
    session.fault_hunt.start(seed=0)
    draw_link(session, (0, 0), (2, 1))
    assert session.experiment.network.long_links == ()
    assert len(said) == 1


def test_runs_are_told_apart_by_their_long_links() -> None:
    whole = Experiment()
    assert run_labels([whole, whole.with_long_links((OVER_ONE,))], whole) == ["run 1", "1 long link"]


def test_what_it_answers_is_what_a_hand_calculates() -> None:
    """ŷ = v(wx + b) + c + ux: one input, one linear neuron, one linear output, and a link over the neuron."""
    line = load_preset("sine").with_hidden((LayerSpec(1, "linear"),)).with_activation(2, "linear")
    session = Session(line)
    draw_link(session, (0, 0), (2, 0))
    for place, value in enumerate((2.0, 0.5, -3.0, 1.0, 10.0)):  # w, b, v, c, u
        session.set_parameter(place, value)
    inputs = np.array([[0.0], [1.0], [-2.0]])
    assert session.network.predict(inputs).ravel().tolist() == [-0.5, 3.5, -8.5]


def test_a_file_without_weights_for_them_takes_them_away_and_says_so(
    session: Session, said: list[str], tmp_path
) -> None:
    linked, plain, other = (tmp_path / f"{name}.npz" for name in ("linked", "plain", "other"))
    save_weights(session.network, plain)
    draw_link(session, (0, 0), (2, 1))
    save_weights(session.network, other)
    draw_link(session, (0, 1), (3, 0))
    save_weights(session.network, linked)
    session.switch_link(3)
    for path in (plain, other):
        assert import_weights(session, path)
        session.undo_stack.undo()
    assert import_weights(session, linked)
    assert session.experiment.network.long_links == (OVER_ONE, OVER_TWO)
    assert said == [
        "The file has no weights for long links: 2; it joins cut links: 1. Undo brings them back.",
        "The file has no weights for long links: 1; it joins cut links: 1. Undo brings them back.",
        "Cut links that the file has weights for are joined: 1. Undo cuts them.",
    ]
    said.clear()
    assert import_weights(session, plain)
    assert said == ["Long links that the file has no weights for went: 2. Undo brings them back."]
