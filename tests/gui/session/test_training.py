"""Play, pause, step, reset, and what happens when training diverges."""

from dataclasses import replace

import numpy as np
import pytest

from engine.errors import Diverged
from engine.experiment import Experiment
from engine.training import OptimizerSpec, Trainer
from gui.session import Session, TrainingState


def first_weights(experiment: Experiment) -> np.ndarray:
    return experiment.make_network().parameters.copy()


def test_playing_trains_until_paused(session: Session, qtbot) -> None:
    session.play()
    assert session.state is TrainingState.RUNNING
    qtbot.waitUntil(lambda: session.trainer.epoch >= 3)
    session.pause()
    assert session.state is TrainingState.PAUSED
    steps = session.trainer.step_count
    with qtbot.assertNotEmitted(session.parameters_moved, wait=60):
        pass
    assert session.trainer.step_count == steps


def test_toggle_plays_and_pauses(session: Session) -> None:
    session.toggle()
    assert session.is_running
    session.toggle()
    assert not session.is_running


def test_playing_is_the_trainers_own_run(session: Session, qtbot) -> None:
    session.play()
    qtbot.waitUntil(lambda: session.trainer.step_count >= 20)
    session.pause()
    twin = Trainer.from_experiment(session.experiment)
    twin.run(session.trainer.step_count)
    assert np.array_equal(session.network.parameters, twin.network.parameters)


def test_step_is_one_batch_and_pauses(session: Session, qtbot) -> None:
    session.play()
    with qtbot.waitSignal(session.parameters_moved):
        session.step()
    assert session.state is TrainingState.PAUSED
    done = session.trainer.step_count
    session.step()
    assert session.trainer.step_count == done + 1


def test_step_epoch_goes_to_the_end_of_the_present_one(session: Session) -> None:
    assert session.trainer.steps_per_epoch == 3
    session.step()
    session.step_epoch()
    assert (session.trainer.epoch, session.trainer.step_count) == (1, 3)
    session.step_epoch()
    assert (session.trainer.epoch, session.trainer.step_count) == (2, 6)


def test_reset_gives_the_very_same_first_weights_and_run(session: Session) -> None:
    start = first_weights(session.experiment)
    session.advance(40)
    after = session.network.parameters.copy()
    session.reset()
    assert np.array_equal(session.network.parameters, start)
    assert (session.trainer.step_count, session.trainer.epoch) == (0, 0)
    assert list(session.trainer.history.steps) == [0]
    session.advance(40)
    assert np.array_equal(session.network.parameters, after)


def test_reset_after_changes_on_the_way_still_finds_the_first_weights(session: Session) -> None:
    start = first_weights(session.experiment)
    session.advance(10)
    training = replace(session.experiment.training, optimizer=OptimizerSpec("adam"), batch_size=7)
    session.edit(replace(session.experiment, training=training), "Adam")
    session.advance(10)
    session.reset()
    assert np.array_equal(session.network.parameters, start)
    session.advance(10)
    fresh = Session(session.experiment)
    fresh.advance(10)
    assert np.array_equal(session.network.parameters, fresh.network.parameters)


def test_reset_while_playing_pauses(session: Session, qtbot) -> None:
    session.play()
    qtbot.waitUntil(lambda: session.trainer.step_count > 0)
    session.reset()
    assert session.state is TrainingState.PAUSED
    assert session.trainer.step_count == 0


@pytest.fixture
def exploding(application, explosive: Experiment) -> Session:
    return Session(explosive)


@pytest.fixture
def last_finite(explosive: Experiment) -> np.ndarray:
    """The weights before the step that diverges, by a trainer without a session."""
    trainer = Trainer.from_experiment(explosive)
    with pytest.raises(Diverged):
        trainer.run(10_000)
    return trainer.network.parameters


def test_divergence_is_a_state_and_one_message(exploding: Session, last_finite: np.ndarray, qtbot) -> None:
    said: list[str] = []
    exploding.complained.connect(said.append)
    exploding.play()
    qtbot.waitUntil(lambda: exploding.state is TrainingState.DIVERGED)
    assert len(said) == 1
    assert "diverged" in said[0]
    assert "learning rate" in said[0]
    assert np.isfinite(exploding.network.parameters).all()
    assert np.array_equal(exploding.network.parameters, last_finite)


def test_playing_after_divergence_says_it_again(exploding: Session, qtbot) -> None:
    exploding.advance(10_000)
    said: list[str] = []
    exploding.complained.connect(said.append)
    exploding.play()
    qtbot.waitUntil(lambda: bool(said))
    assert exploding.state is TrainingState.DIVERGED


def test_smaller_rate_leads_out_of_divergence(exploding: Session) -> None:
    exploding.advance(10_000)
    exploding.reset()
    assert exploding.state is TrainingState.PAUSED
    training = replace(exploding.experiment.training, optimizer=OptimizerSpec("sgd", 0.001))
    exploding.edit(replace(exploding.experiment, training=training), "Smaller")
    exploding.advance(200)
    assert exploding.state is TrainingState.PAUSED
    assert exploding.trainer.step_count == 200


def test_new_run_is_not_diverged(exploding: Session) -> None:
    exploding.advance(10_000)
    exploding.new_start()
    assert exploding.state is TrainingState.PAUSED
    exploding.undo_stack.undo()
    assert np.isfinite(exploding.network.parameters).all()


def test_design_may_change_while_playing(session: Session, qtbot) -> None:
    session.play()
    session.edit(session.experiment.with_hidden_activation("relu"), "ReLU")
    assert session.is_running
    qtbot.waitUntil(lambda: session.trainer.step_count > 0)
    session.undo_stack.undo()
    steps = session.trainer.step_count
    qtbot.waitUntil(lambda: session.trainer.step_count > steps)
    session.pause()


def test_nothing_trained_is_left_unshown_when_play_ends(session: Session, qtbot) -> None:
    """As fast as it goes the last steps of a frame are announced with the next one: also when there is none."""
    shown: list[int] = []
    session.parameters_moved.connect(lambda: shown.append(session.trainer.step_count))
    session.set_speed("max")
    for frames in range(1, 6):
        session.play()
        qtbot.waitUntil(lambda: session.trainer.step_count > shown[-1] if shown else False)
        session.pause()
        assert shown[-1] == session.trainer.step_count, frames


def test_stop_condition_met_between_two_frames_is_shown(session: Session, qtbot) -> None:
    stop = replace(session.experiment.training.stop, epoch=400)
    training = replace(session.experiment.training, stop=stop)
    session.edit(replace(session.experiment, training=training), "Stop")
    shown: list[int] = []
    session.parameters_moved.connect(lambda: shown.append(session.trainer.epoch))
    session.set_speed("max")
    session.play()
    qtbot.waitUntil(lambda: not session.is_running)
    assert shown[-1] == session.trainer.epoch == 400
