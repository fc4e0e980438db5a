"""Own examples change under the run: it goes on, and one stroke is one step back."""

import numpy as np
import pytest

from engine.data.points import blank_sheet, with_points, without_points
from gui.session import Selection, Session
from gui.session.own_points import change_points


def draw(session: Session, x: float, y: float, stroke: int = 0) -> None:
    change_points(
        session, lambda own: with_points(own, np.array([[x, y]]), np.array([1.0])), "Draw", f"stroke {stroke}"
    )


def test_run_goes_on_with_the_new_points(session: Session) -> None:
    session.advance(50)
    trainer, weights = session.trainer, session.network.parameters.copy()
    draw(session, 1.0, 1.0)
    assert session.trainer is trainer
    assert trainer.step_count == 50
    assert np.array_equal(session.network.parameters, weights)
    assert trainer.data is session.prepared.train
    assert [1.0, 1.0] in session.prepared.raw_train.inputs.tolist()
    session.advance(5)
    assert trainer.step_count == 55


def test_stroke_is_one_step_back_and_forth(session: Session) -> None:
    before = session.experiment
    for x in (1.0, 1.5, 2.0):
        draw(session, x, 0.0)
    draw(session, 3.0, 0.0, stroke=1)
    assert session.undo_stack.count() == 2
    stack = session.undo_stack
    stack.undo()
    assert len(session.experiment.data.own.dataset) == 63
    assert session.trainer.data is session.prepared.train
    stack.undo()
    assert session.experiment is before
    assert len(session.trainer.data) + len(session.trainer.test) == 60
    stack.redo()
    assert len(session.experiment.data.own.dataset) == 63


def test_network_edited_after_drawing_keeps_the_points(session: Session) -> None:
    draw(session, 1.0, 1.0)
    session.edit(session.experiment.with_hidden(()), "Shape")
    assert len(session.trainer.data) + len(session.trainer.test) == 61
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.trainer.data is session.prepared.train
    assert len(session.trainer.data) + len(session.trainer.test) == 60


@pytest.mark.parametrize("act", ["play", "step", "step_epoch"])
def test_blank_sheet_is_nothing_to_train_on(session: Session, complaints: list[str], act: str) -> None:
    session.play()
    change_points(session, blank_sheet, "Clear")
    getattr(session, act)()
    session.advance(1)
    assert session.trainer.step_count == 0
    assert not session.is_running
    assert complaints[0] == "The sheet is blank; draw at least one point to train on."
    draw(session, 0.0, 0.0)
    session.advance(1)
    assert session.trainer.step_count == 1


def test_picked_example_falls_with_its_row(session: Session) -> None:
    session.select(Selection(layer=1, neuron=2, example=7))
    draw(session, 1.0, 1.0)
    assert session.selection == Selection(layer=1, neuron=2)


def test_what_changes_nothing_is_no_step(session: Session) -> None:
    change_points(session, lambda own: without_points(own, (6.0, 6.0), (0.1, 0.1)), "Erase")
    assert session.undo_stack.count() == 0
    assert session.experiment.data.own is None


def test_points_that_cannot_be_drawn_are_complained_of(session: Session, complaints: list[str]) -> None:
    change_points(session, lambda own: with_points(own, np.zeros((30_000, 2)), np.array([1.0])), "Draw")
    assert complaints == ["examples is 30060, but takes at most 20000."]
    assert session.undo_stack.count() == 0
