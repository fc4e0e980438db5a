"""Looking back over drawn points: the examples are those of the step that is shown, and training goes on with them."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from engine.data.points import blank_sheet, with_points, without_points
from engine.experiment import Experiment
from engine.training import Trainer
from gui.session import Selection, Session, TrainingState
from gui.session.own_points import change_points


def draw(session: Session, x: float, y: float, stroke: int = 0) -> None:
    change_points(
        session, lambda own: with_points(own, np.array([[x, y]]), np.array([1.0])), "Draw", f"stroke {stroke}"
    )


def erase(session: Session, reach: float) -> None:
    change_points(session, lambda own: without_points(own, (0.0, 0.0), (reach, reach)), "Erase")


def count(session: Session) -> int:
    prepared = session.prepared
    assert session.trainer.data is prepared.train
    assert session.trainer.test is prepared.test
    return len(prepared.raw)


@pytest.fixture
def drawn(session: Session) -> tuple[Session, dict[int, np.ndarray], dict[int, int]]:
    """A session that trained while points came and went; θ and the number of examples at every step."""
    seen, counts = {}, {}

    def go(steps: int) -> None:
        for _ in range(steps):
            session.advance(1)
            seen[session.run.step_count] = session.network.parameters.copy()
            counts[session.run.step_count - 1] = len(session.prepared.raw)

    go(20)
    draw(session, 1.0, 1.0)
    go(10)
    draw(session, 2.0, 1.0)  # of the same stroke
    go(10)
    erase(session, 3.0)
    go(10)
    session.undo_stack.undo()
    go(10)
    return session, seen, counts


def test_every_step_shows_weights_and_examples_of_then(drawn) -> None:
    session, seen, counts = drawn
    assert session.span == (0, 60)
    assert len(set(counts.values())) == 4
    for step in (59, 45, 41, 35, 29, 20, 19, 1, 25, 50):
        session.look_back(step)
        np.testing.assert_array_equal(session.network.parameters, seen[step])
        assert count(session) == counts[step]
        own = session.experiment.data.own
        assert (own is None) == (step < 20)
        if own is not None:
            assert len(own.dataset) == counts[step]
        assert session.field.output().shape[0] == 1
    session.look_back(60)
    assert not session.is_in_the_past
    assert count(session) == 62


def test_going_on_is_with_the_examples_of_then_and_undo_brings_back_those_of_now(drawn) -> None:
    session, seen, counts = drawn
    end = session.network.parameters.copy()
    session.look_back(15)
    session.advance(3)
    assert (session.run.step_count, count(session)) == (18, 60)
    np.testing.assert_array_equal(session.network.parameters, seen[18])
    assert session.experiment.data.own is None
    session.undo_stack.undo()
    assert (session.run.step_count, count(session)) == (60, 62)
    np.testing.assert_array_equal(session.network.parameters, end)
    session.look_back(25)
    assert count(session) == counts[25] == 61
    session.undo_stack.redo()
    assert (session.run.step_count, count(session)) == (18, 60)


def test_a_run_that_went_on_from_a_stretch_of_drawn_points_can_itself_be_walked_back(drawn) -> None:
    session, seen, counts = drawn
    session.look_back(35)
    session.advance(30)
    assert session.run.step_count == 65
    for step in (36, 33, 22, 5):
        session.look_back(step)
        if step <= 40:
            np.testing.assert_array_equal(session.network.parameters, seen[step])
        assert count(session) == counts[step]


def test_drawing_while_looking_back_draws_among_the_points_of_then(drawn) -> None:
    session, seen, _ = drawn
    session.look_back(10)
    draw(session, -1.0, 0.5, stroke=7)
    assert not session.is_in_the_past
    assert (session.run.step_count, count(session)) == (10, 61)
    np.testing.assert_array_equal(session.network.parameters, seen[10])
    assert session.undo_stack.undoText() == "Draw"
    session.undo_stack.undo()
    assert (session.run.step_count, count(session)) == (10, 60)
    session.undo_stack.undo()
    assert (session.run.step_count, count(session)) == (60, 62)


def test_moving_within_a_stretch_is_a_move_and_not_another_design(drawn) -> None:
    session, _, _ = drawn
    said: list[str] = []
    session.experiment_replaced.connect(lambda: said.append("design"))
    session.parameters_moved.connect(lambda: said.append("move"))
    for step in (48, 47, 42, 38, 36, 25, 22):
        session.look_back(step)
    assert said == ["design", "move", "move", "design", "move", "design", "move"]


def test_picked_example_falls_where_its_row_may_be_another(drawn) -> None:
    session, _, _ = drawn
    session.select(Selection(layer=1, neuron=1, example=7))
    session.look_back(55)
    assert session.selection.example == 7
    session.look_back(45)
    assert session.selection == Selection(layer=1, neuron=1)
    session.select(Selection(example=3))
    session.look_back(41)
    session.go_on_from_here()
    assert session.selection.example == 3, "going on changes nothing that is shown"


def test_probe_is_run_through_the_network_of_then(drawn) -> None:
    session, seen, _ = drawn
    session.look_back(10)
    session.probe.move((0.5, -0.5))
    session.go_on_from_here()
    assert session.probe.place == (0.5, -0.5)
    twin = session.network.copy()
    twin.parameters[...] = seen[10]
    expected = twin.predict(session.prepared.transform(np.array([[0.5, -0.5]])))[0]
    np.testing.assert_array_equal(session.probe.values()[-1], expected)


def test_before_the_sheet_was_cleared_there_is_something_to_train_on(
    session: Session, complaints: list[str]
) -> None:
    session.advance(10)
    change_points(session, blank_sheet, "Clear")
    session.look_back(5)
    session.advance(1)
    assert (session.run.step_count, count(session)) == (6, 60)
    assert complaints == []


def test_reset_begins_with_the_present_examples_and_can_be_walked_back(drawn) -> None:
    session, _, _ = drawn
    session.reset()
    assert (session.run.step_count, count(session)) == (0, 62)
    session.advance(7)
    third = Trainer(session.experiment.make_network(), session.prepared.train, session.experiment.training)
    third.run(3)
    session.look_back(3)
    assert count(session) == 62
    np.testing.assert_array_equal(session.network.parameters, third.network.parameters)


def test_a_run_that_diverged_after_a_drawn_point_goes_on_from_before_it(
    application: QApplication, explosive: Experiment
) -> None:
    session = Session(explosive.with_hidden(()).with_learning_rate(0.001))
    session.advance(4)
    draw(session, 1.0, 1.0)
    session.edit(session.experiment.with_learning_rate(100.0), "Rate")
    session.advance(300)
    assert session.state is TrainingState.DIVERGED
    session.look_back(3)
    session.advance(2)
    assert session.run.step_count == 5
    assert session.state is TrainingState.PAUSED
    assert count(session) == 60


def test_a_weight_that_is_set_back_is_seen(session: Session) -> None:
    """Undo and redo of a weight change the end of the run; looking back, a person would see nothing of it."""
    session.advance(10)
    was = session.network.parameters[0]
    session.set_parameters(np.array([0]), np.array([0.5]), "Set a weight")
    session.edit(session.experiment.with_learning_rate(0.3), "Rate")
    for change, value in ((session.undo_stack.undo, 0.5), (session.undo_stack.undo, was)):
        session.look_back(4)
        assert session.is_in_the_past
        change()
        assert not session.is_in_the_past
        assert session.trainer is session.run
        assert session.network.parameters[0] == value
    session.look_back(4)
    session.undo_stack.redo()
    assert (session.trainer.step_count, session.network.parameters[0]) == (10, 0.5)
