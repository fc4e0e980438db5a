"""How a run diverged, in one sentence, and the way back to a step at which it was well."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.training import Trainer
from gui.session import Session, TrainingState


@pytest.fixture
def thrown_out(application, explosive: Experiment) -> Session:
    """A run led well for 300 steps, then thrown out by a rate of 1000."""
    session = Session(explosive.with_learning_rate(0.001))
    session.advance(300)
    session.rate_search.take(1000.0)
    session.advance(100_000)
    assert session.state is TrainingState.DIVERGED
    return session


def test_it_says_at_which_step_and_why(thrown_out: Session, is_one_sentence) -> None:
    divergence = thrown_out.divergence
    assert divergence.step == thrown_out.run.step_count
    for sentence in (divergence.sentence, divergence.short_sentence):
        assert is_one_sentence(sentence)
        assert f"step {divergence.step}:" in sentence
        assert "1000" in sentence
        assert "overshoot" in sentence


def test_the_way_back_leads_before_the_reckless_rate_and_forth_again(thrown_out: Session) -> None:
    last = thrown_out.network.parameters.copy()
    assert np.isfinite(last).all()
    back = thrown_out.divergence.step_before
    assert 290 <= back < 300
    thrown_out.look_back(back)
    calm = Trainer.from_experiment(thrown_out.experiment.with_learning_rate(0.001))
    calm.run(back)
    np.testing.assert_array_equal(thrown_out.network.parameters, calm.network.parameters)
    thrown_out.look_back(thrown_out.run.step_count)
    np.testing.assert_array_equal(thrown_out.network.parameters, last)
    assert thrown_out.divergence is not None


def test_going_on_from_there_is_a_new_run_and_undo_brings_the_old_one_back(thrown_out: Session) -> None:
    last, back = thrown_out.network.parameters.copy(), thrown_out.divergence.step_before
    thrown_out.look_back(back)
    thrown_out.advance(50)
    assert thrown_out.run.step_count == back + 50
    assert thrown_out.experiment.training.optimizer.rate == 0.001
    assert thrown_out.state is TrainingState.PAUSED
    assert thrown_out.divergence is None
    thrown_out.undo_stack.undo()
    np.testing.assert_array_equal(thrown_out.network.parameters, last)


def test_a_run_that_never_was_well_has_no_way_back(
    application, explosive: Experiment, is_one_sentence
) -> None:
    session = Session(explosive)
    session.set_parameter(0, 1e300)
    session.advance(10)
    divergence = session.divergence
    assert not divergence.has_way_back
    assert is_one_sentence(divergence.sentence)
    assert "too large" in divergence.sentence
