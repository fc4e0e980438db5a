"""A link is cut and joined as one undoable step, and stays cut whatever else is done to the run."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.files import save_weights
from gui.run_labels import run_labels
from gui.session import Session
from gui.session.links import cut_links, is_cut
from gui.session.weights_file import import_weights

PLACE = 3
"""θ[3] of the first experiment is the weight from input 1 to neuron 2."""


@pytest.fixture
def session() -> Session:
    session = Session(Experiment())
    session.advance(30)
    return session


def weight(session: Session) -> float:
    return session.network.parameters[PLACE].item()


def test_one_step_of_undo_cuts_and_one_takes_it_back(session: Session) -> None:
    before = session.network.parameters.copy()
    session.switch_link(PLACE)
    assert (session.undo_stack.count(), session.undo_stack.undoText()) == (1, "Cut a link")
    assert (weight(session), session.trainer.frozen) == (0.0, (PLACE,))
    assert cut_links(session) == {(1, 1, 0)}
    session.undo_stack.undo()
    np.testing.assert_array_equal(session.network.parameters, before)
    assert (session.trainer.frozen, cut_links(session)) == ((), frozenset())
    session.undo_stack.redo()
    session.advance(30)
    assert (weight(session), is_cut(session, PLACE)) == (0.0, True)


def test_joined_it_has_its_first_value_and_learns_again(session: Session) -> None:
    first = Experiment().make_network().parameters[PLACE]
    session.switch_link(PLACE)
    session.advance(10)
    session.switch_link(PLACE)
    assert session.undo_stack.undoText() == "Join a link"
    assert (weight(session), session.trainer.frozen) == (first, ())
    session.advance(10)
    assert weight(session) != first
    session.undo_stack.undo()
    assert (weight(session), is_cut(session, PLACE)) == (0.0, True)


def test_a_frozen_weight_can_be_cut_and_undo_leaves_it_frozen(session: Session) -> None:
    session.set_frozen(PLACE, True)
    kept = weight(session)
    session.switch_link(PLACE)
    session.undo_stack.undo()
    assert (weight(session), session.trainer.frozen, is_cut(session, PLACE)) == (kept, (PLACE,), False)


def test_it_stays_cut_with_every_new_start_and_every_hand(session: Session) -> None:
    session.switch_link(PLACE)
    for change in (
        session.reset,
        session.new_start,
        lambda: session.set_parameter(PLACE, 4.0),
        lambda: session.attempt(lambda e: replace(e, initializer="normal"), "initializer"),
        lambda: session.advance(5),
    ):
        change()
        assert (weight(session), is_cut(session, PLACE)) == (0.0, True)
    session.reset()
    steps = session.undo_stack.count()
    session.reset()
    assert session.undo_stack.count() == steps, "it is at the start already"


def test_weights_from_a_file_are_taken_as_they_are(session: Session, tmp_path) -> None:
    whole, cut = tmp_path / "whole.npz", tmp_path / "cut.npz"
    save_weights(session.network, whole)
    old = weight(session)
    session.switch_link(PLACE)
    save_weights(session.network, cut)
    remarks: list[str] = []
    session.remarked.connect(remarks.append)
    for path, value in ((cut, 0.0), (whole, old)):
        assert remarks == []
        assert import_weights(session, path)
        assert (weight(session), is_cut(session, PLACE)) == (value, value == 0.0)
    assert remarks == ["Cut links that the file has weights for are joined: 1. Undo cuts them."]
    session.step()
    assert weight(session) != old, "it learns again, as after joining by hand"


def test_a_value_for_it_is_refused_in_one_sentence(session: Session, qtbot) -> None:
    session.switch_link(PLACE)
    with qtbot.waitSignal(session.complained) as said:
        session.set_parameter(PLACE, 4.0)
    assert said.args == ["This link is cut: its weight stays 0 until it is joined (Delete)."]
    other = session.network.parameters[0].item() + 1.0
    session.set_parameters((0, PLACE), np.array([other, 4.0]), "both")
    assert (session.network.parameters[0], weight(session)) == (other, 0.0)


def test_runs_are_told_apart_by_their_cut_links() -> None:
    whole = Experiment()
    assert run_labels([whole, replace(whole, frozen=(3,), cut=(3,))], whole) == ["run 1", "1 link cut"]


def test_looking_back_it_is_whole_before_it_was_cut(session: Session) -> None:
    old = weight(session)
    session.switch_link(PLACE)
    session.advance(20)
    session.look_back(29)
    assert not is_cut(session, PLACE)
    assert weight(session) != 0.0
    session.look_back(35)
    assert (weight(session), is_cut(session, PLACE)) == (0.0, True)
    session.look_back(10)
    session.switch_link(PLACE)
    assert is_cut(session, PLACE)
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert (session.run.step_count, weight(session)) == (50, 0.0)
    session.undo_stack.undo()
    assert weight(session) == old
