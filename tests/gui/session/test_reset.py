"""Reset is an edit: undo brings back the trained run, and it goes on as if nothing had happened."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from engine.descent import Window
from engine.experiment import Experiment
from engine.training import OptimizerSpec, Trainer
from gui.session import Session, TrainingState


@pytest.fixture
def adaptive(session: Session, small: Experiment) -> Session:
    """Trained by Adam, which remembers more than the weights."""
    training = replace(small.training, optimizer=OptimizerSpec("adam", 0.01))
    session.open_experiment(replace(small, training=training))
    session.advance(50)
    return session


def test_undo_brings_back_weights_history_and_the_optimizers_memory(adaptive: Session) -> None:
    weights, steps = adaptive.network.parameters.copy(), adaptive.run.history.steps.tolist()
    adaptive.reset()
    assert adaptive.undo_stack.undoText() == "Reset"
    assert adaptive.run.step_count == 0
    adaptive.advance(20)
    again = adaptive.network.parameters.copy()
    adaptive.undo_stack.undo()
    assert adaptive.run.step_count == 50
    np.testing.assert_array_equal(adaptive.network.parameters, weights)
    assert adaptive.run.history.steps.tolist() == steps
    adaptive.undo_stack.redo()
    np.testing.assert_array_equal(adaptive.network.parameters, again)
    adaptive.undo_stack.undo()
    adaptive.advance(7)
    twin = Trainer.from_experiment(adaptive.experiment)
    twin.run(57)
    np.testing.assert_array_equal(adaptive.network.parameters, twin.network.parameters)


def test_where_nothing_would_be_lost_nothing_is_to_be_undone(session: Session) -> None:
    session.reset()
    assert session.undo_stack.count() == 0
    session.advance(5)
    for _ in range(3):
        session.reset()
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.run.step_count == 5


def test_weight_set_by_hand_before_the_first_step_comes_back(session: Session) -> None:
    first = session.network.parameters.copy()
    session.set_parameter(0, 3.5)
    session.reset()
    np.testing.assert_array_equal(session.network.parameters, first)
    session.undo_stack.undo()
    assert session.network.parameters[0] == 3.5
    session.undo_stack.undo()
    np.testing.assert_array_equal(session.network.parameters, first)


def test_from_an_earlier_step_undo_comes_back_to_the_end_of_the_run(session: Session) -> None:
    session.advance(30)
    end = session.network.parameters.copy()
    session.look_back(12)
    session.reset()
    assert (session.run.step_count, session.is_in_the_past) == (0, False)
    session.undo_stack.undo()
    assert (session.run.step_count, session.is_in_the_past) == (30, False)
    np.testing.assert_array_equal(session.network.parameters, end)


def test_after_divergence_at_the_very_first_step_reset_is_quiet(
    application: QApplication, explosive: Experiment
) -> None:
    session = Session(explosive)
    session.set_parameters((0, 3, 6), np.full(3, 1e200), "Far off")
    session.advance(1)
    assert session.state is TrainingState.DIVERGED
    assert session.run.step_count == 0
    session.reset()
    assert session.state is TrainingState.PAUSED
    np.testing.assert_array_equal(session.network.parameters, session.experiment.make_network().parameters)


def test_frozen_and_silenced_stay_so(session: Session) -> None:
    session.set_frozen(1, True)
    session.set_silenced(1, 2, True)
    session.advance(9)
    session.reset()
    first = session.network.parameters[1]
    session.advance(9)
    assert session.network.parameters[1] == first
    assert session.run.frozen == (1,)
    assert session.network.silenced == {(1, 2)}


def test_what_is_looked_at_in_the_landscape_stays(session: Session) -> None:
    window = Window(-9.0, 9.0, -8.0, 8.0)
    session.landscape.watch("test")
    session.landscape.look(window)
    session.advance(5)
    session.reset()
    session.attempt(lambda present: present.with_learning_rate(0.1), "Rate")
    assert session.landscape.window == window
    session.landscape.unwatch("test")


def test_time_begins_anew_and_comes_back_and_a_fork_has_that_of_its_beginning(session: Session) -> None:
    session.advance(60)
    took = session.run.watch.seconds
    assert took > 0.0
    session.runs.keep(session.document.experiment, session.run.history)
    session.reset()
    assert session.run.watch.seconds == 0.0
    session.undo_stack.undo()
    assert session.run.watch.seconds == took
    session.look_back(30)
    session.go_on_from_here()
    assert 0.0 < session.run.watch.seconds < took
    session.undo_stack.undo()
    assert session.run.watch.seconds == took
    session.new_start()
    assert session.run.watch.seconds == 0.0
    assert 0.0 < session.runs.kept[0].seconds <= took
