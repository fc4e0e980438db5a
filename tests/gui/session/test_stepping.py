"""The walk through a training step: opened, walked, finished; it is always of the network as it is."""

import numpy as np
import pytest

from engine.data.points import blank_sheet
from engine.training.staged_stage import PHASES
from gui import numbers
from gui.session import Session
from gui.session.layer_edits import layer_added
from gui.session.own_points import change_points
from gui.session.spotlight import BACKWARD, NOTHING_LIT, Lit
from gui.session.stepping import Stepping


@pytest.fixture
def walk(session: Session) -> Stepping:
    """The open step of a network that has trained a little."""
    session.advance(5)
    session.stepping.open()
    return session.stepping


def test_it_opens_at_the_first_stage_and_changes_nothing(session: Session, walk: Stepping) -> None:
    before = session.network.parameters.copy()
    assert walk.is_open
    assert (walk.position, walk.stage.kind, walk.stage.layer) == (0, "sum", 1)
    for _ in range(30):
        walk.next()
    assert walk.position == 30
    walk.back()
    assert walk.position == 29
    np.testing.assert_array_equal(session.network.parameters, before)


def test_next_opens_a_closed_step(session: Session) -> None:
    session.stepping.next()
    assert (session.stepping.is_open, session.stepping.position) == (True, 0)


def test_it_ends_at_its_ends(walk: Stepping) -> None:
    walk.back()
    assert walk.position == 0
    walk.go_to(10**6)
    assert walk.is_at_end
    walk.next()
    assert walk.is_at_end


@pytest.mark.parametrize("phase", PHASES)
def test_jumping_to_a_phase(session: Session, phase: str) -> None:
    session.stepping.jump(phase)
    assert session.stepping.stage.phase == phase


def test_finishing_makes_the_step_that_was_shown(session: Session, walk: Stepping) -> None:
    promised = walk.staged.finish()
    walk.go_to(40)
    walk.finish()
    assert session.trainer.step_count == 6
    np.testing.assert_array_equal(session.network.parameters, promised)
    assert (walk.is_open, walk.position) == (True, 0)
    session.look_back(5)
    assert session.trainer.step_count == 5


def test_a_closed_step_is_not_finished(session: Session) -> None:
    session.stepping.finish()
    assert session.trainer.step_count == 0


def test_it_follows_weights_set_by_hand(session: Session, walk: Stepping) -> None:
    walk.go_to(2)
    session.set_parameter(5, 0.75)  # the bias of the second neuron, which the stage shows
    assert walk.position == 2
    record = session.network.forward(session.example.inputs[np.newaxis])
    assert walk.stage.result == pytest.approx(record.z[1][0, 1], rel=1e-12)


def test_it_follows_a_change_of_the_design(session: Session, walk: Stepping) -> None:
    walk.go_to(10**6)
    session.attempt(layer_added, "")
    assert walk.is_open
    assert walk.position < len(walk.staged)
    assert walk.staged.passes.last == len(session.network.spec.layers)


def test_it_follows_the_chosen_example(session: Session, walk: Stepping) -> None:
    walk.go_to(0)
    session.example.set(7)
    record = session.network.forward(session.trainer.data.inputs[[7]])
    assert walk.stage.result == pytest.approx(record.z[1][0, 0], rel=1e-12)


def test_it_follows_time(session: Session, walk: Stepping) -> None:
    session.look_back(2)
    np.testing.assert_array_equal(walk.staged.update.before, session.network.parameters)


def test_training_closes_it_with_a_word(session: Session, walk: Stepping) -> None:
    session.play()
    assert not walk.is_open
    assert walk.word == "Training goes on, so the step was closed."
    assert session.spotlight.lit == NOTHING_LIT
    session.pause()
    walk.open()
    assert walk.word == ""


def test_opening_stops_training(session: Session) -> None:
    session.play()
    session.stepping.open()
    assert not session.is_running
    assert session.stepping.is_open


def test_a_blank_sheet_has_no_step(session: Session, complaints: list[str]) -> None:
    change_points(session, blank_sheet, "Clear")
    session.stepping.next()
    assert not session.stepping.is_open
    assert complaints == ["The sheet is blank; draw at least one point to train on."]


def test_a_finer_grain_goes_on_in_the_same_phase(walk: Stepping) -> None:
    walk.jump("backward")
    coarse = len(walk.staged)
    walk.set_grain("term")
    assert len(walk.staged) > coarse
    assert (walk.position, walk.stage.phase) == (walk.staged.first_of("backward"), "backward")
    walk.set_what("batch")
    assert walk.staged.passes.count == 10
    assert walk.stage.phase == "backward"


def test_what_takes_part_is_lit(session: Session, walk: Stepping) -> None:
    walk.jump("backward")
    walk.go_to(walk.position + 3)
    present, lit = walk.stage, session.spotlight.lit
    assert (lit.neurons, lit.edges, lit.flow) == (present.neurons, present.edges, BACKWARD)
    assert ((present.layer, present.neuron), numbers.signed(present.result)) in lit.notes
    walk.close()
    assert session.spotlight.lit == NOTHING_LIT


def test_the_light_comes_back_after_another_explanation_had_it(session: Session, walk: Stepping) -> None:
    own = session.spotlight.lit
    session.spotlight.show(Lit(neurons=frozenset({(3, 0)})))
    assert session.spotlight.lit != own
    session.spotlight.clear()
    assert session.spotlight.lit == own


def test_out_of_sight_it_lights_nothing(session: Session, walk: Stepping) -> None:
    walk.set_seen(False)
    walk.next()
    assert session.spotlight.lit == NOTHING_LIT
    walk.set_seen(True)
    assert session.spotlight.lit.neurons == walk.stage.neurons


def test_playing_walks_to_the_end_and_stops(walk: Stepping, qtbot) -> None:
    walk.set_pace("fast")
    walk.go_to(len(walk.staged) - 3)
    walk.toggle_play()
    assert walk.is_playing
    qtbot.waitUntil(lambda: not walk.is_playing)
    assert walk.is_at_end


def test_next_takes_over_from_playing(walk: Stepping) -> None:
    walk.toggle_play()
    walk.next()
    assert not walk.is_playing
    assert walk.position == 1
