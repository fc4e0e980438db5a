"""A rate looked at for a moment: its short run from the present θ, on the contour and in a word."""

import numpy as np
import pytest

from engine.training import Trainer
from engine.training.short_run import STEPS, ShortRun, reference_rates, short_run
from gui.session import Session


def look(session: Session, rate: float, qtbot) -> None:
    trial = session.rate_trial
    trial.look_at(rate, 1e-3, 1.0)
    qtbot.waitUntil(lambda: trial.run is not None and trial.run.learning_rate == rate and trial.verdict != "")


@pytest.mark.parametrize("rate", [0.001, 0.3, 5.0])
def test_it_is_the_engines_short_run_measured_by_the_best_of_the_others(
    session: Session, rate: float, qtbot
) -> None:
    session.advance(30)
    twin = Trainer.from_experiment(session.experiment)
    twin.run(30)

    def run_of(each: float) -> ShortRun:
        return ShortRun.of(each, list(short_run(twin, each)))

    best = max(run_of(each).fall for each in (*reference_rates(1e-3, 1.0).tolist(), rate))
    look(session, rate, qtbot)
    trial = session.rate_trial
    np.testing.assert_array_equal(trial.run.points, run_of(rate).points)
    assert trial.run.steps == STEPS
    assert trial.verdict == run_of(rate).verdict(best)
    np.testing.assert_array_equal(session.network.parameters, twin.network.parameters)


def test_it_is_shown_on_the_contour_while_it_is_looked_at(session: Session, qtbot) -> None:
    landscape = session.landscape
    landscape.watch("test")
    qtbot.waitUntil(lambda: landscape.surface is not None)
    look(session, 0.3, qtbot)
    i, j = landscape.choice.first, landscape.choice.second
    np.testing.assert_allclose(landscape.trial, session.rate_trial.run.points[:, [i, j]], atol=1e-9)
    np.testing.assert_allclose(landscape.trial[0], landscape.position, atol=1e-9)
    session.rate_trial.let_go()
    assert landscape.trial is None
    assert session.rate_trial.rate is None
    landscape.unwatch("test")


def test_only_the_last_of_the_rates_of_a_frame_is_run(session: Session, qtbot) -> None:
    seen = []
    session.rate_trial.changed.connect(lambda: seen.append(session.rate_trial.rate))
    for rate in (0.01, 0.02, 0.03):
        session.rate_trial.look_at(rate, 1e-3, 1.0)
    qtbot.waitUntil(lambda: session.rate_trial.verdict != "")
    assert set(seen) == {0.03}


def test_another_design_lets_it_go(session: Session, qtbot) -> None:
    look(session, 0.3, qtbot)
    session.edit(session.experiment.with_hidden_activation("relu"), "ReLU")
    assert session.rate_trial.rate is None
    assert session.rate_trial.verdict == ""


def test_it_follows_the_weights_that_are_set_by_hand(session: Session, qtbot) -> None:
    look(session, 0.3, qtbot)
    session.set_parameter(0, 2.5)
    qtbot.waitUntil(lambda: session.rate_trial.run.points[0, 0] == 2.5)
    np.testing.assert_array_equal(session.rate_trial.run.points[0], session.network.parameters)
    for value in (1.0, 1.5, 2.0):
        session.set_parameter(0, value)
    qtbot.waitUntil(lambda: session.rate_trial.run.points[0, 0] == 2.0)


def test_it_follows_the_training(session: Session, qtbot) -> None:
    look(session, 0.3, qtbot)
    first = session.rate_trial.run
    session.play()
    qtbot.waitUntil(lambda: session.rate_trial.run is not first)
    session.pause()
    qtbot.waitUntil(lambda: np.array_equal(session.rate_trial.run.points[0], session.network.parameters))


def test_after_further_training_it_is_measured_anew(session: Session, qtbot) -> None:
    look(session, 0.001, qtbot)
    first = session.rate_trial.run
    session.rate_trial.let_go()
    session.advance(300)
    look(session, 0.001, qtbot)
    assert session.rate_trial.run.costs[0] == pytest.approx(session.trainer.evaluate().train_cost)
    assert session.rate_trial.run.costs[0] != first.costs[0]
