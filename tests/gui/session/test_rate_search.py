"""The search for a learning rate as a job of the session: the engine's own numbers, and never a stale answer."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data.points import blank_sheet
from engine.experiment import Experiment
from engine.training import OptimizerSpec, Trainer, find_learning_rate
from engine.training.sharpness import sharpness
from gui.session import Session
from gui.session.own_points import change_points


def searched(session: Session, qtbot) -> None:
    with qtbot.waitSignal(session.rate_search.finished):
        session.rate_search.start()


def test_the_numbers_are_those_of_the_engine_in_one_call(session: Session, small: Experiment, qtbot) -> None:
    session.advance(40)
    twin = Trainer.from_experiment(small)
    twin.run(40)
    expected = find_learning_rate(twin)
    searched(session, qtbot)
    result = session.rate_search.result
    np.testing.assert_array_equal(result.losses, expected.losses)
    np.testing.assert_array_equal(result.learning_rates, expected.learning_rates)
    np.testing.assert_allclose(
        session.rate_search.rates[: len(result.trials)], result.learning_rates, rtol=1e-12
    )
    assert result.suggestion == expected.suggestion
    assert result.band == expected.band
    assert session.rate_search.step == 40


def test_the_network_is_left_alone_also_while_it_trains(session: Session, small: Experiment, qtbot) -> None:
    session.rate_search.set_range(count=20_000)
    session.rate_search.start()
    session.play()
    qtbot.waitUntil(lambda: session.trainer.step_count > 20 and bool(session.rate_search.trials))
    session.pause()
    twin = Trainer.from_experiment(small)
    twin.run(session.trainer.step_count)
    np.testing.assert_array_equal(session.network.parameters, twin.network.parameters)
    session.rate_search.cancel()


def test_progress_is_told_and_a_search_can_be_left_off(session: Session, qtbot) -> None:
    search = session.rate_search
    searched(session, qtbot)
    before = search.result
    search.set_range(low=0.01, high=0.1, count=100_000)
    search.start()
    qtbot.waitUntil(lambda: search.progress > 0.0)
    assert search.is_running
    assert 0 < len(search.trials) < 100_000
    search.cancel()
    assert not search.is_running
    assert search.result is before
    assert search.trials == before.trials
    np.testing.assert_allclose(search.rates[[0, -1]], [1e-3, 1.0])


@pytest.mark.parametrize(("key", "times"), [("sgd", 2.0), ("momentum", 3.8)])
def test_the_edge_of_stability_follows_from_the_curvature(
    session: Session, key: str, times: float, qtbot
) -> None:
    training = replace(session.experiment.training, optimizer=OptimizerSpec(key, 0.01))
    session.edit(replace(session.experiment, training=training), key)
    session.advance(50)
    *_, curvature = sharpness(session.trainer)
    searched(session, qtbot)
    assert session.rate_search.edge == pytest.approx(times / curvature, rel=1e-12)


def test_adam_has_no_edge(session: Session, qtbot) -> None:
    training = replace(session.experiment.training, optimizer=OptimizerSpec("adam", 0.01))
    session.edit(replace(session.experiment, training=training), "Adam")
    searched(session, qtbot)
    assert session.rate_search.edge is None


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"low": 2.0}, "less than the largest, 1"),
        ({"high": 1e-4}, "0.001, but must be less"),
        ({"low": 0.0}, "smallest learning rate is 0, but takes a number above 0"),
        ({"low": float("nan")}, "is nan, but takes"),
        ({"high": -1.0}, "largest learning rate is -1"),
        ({"high": 1e7}, "up to 1e+06"),
        ({"count": 5}, "5 rates, but takes a whole number from 20 to 100000"),
    ],
)
def test_a_range_without_sense_is_refused_in_one_sentence(
    session: Session, complaints: list[str], is_one_sentence, asked: dict, words: str
) -> None:
    session.rate_search.set_range(**asked)
    assert len(complaints) == 1
    assert words in complaints[0]
    assert is_one_sentence(complaints[0])
    search = session.rate_search
    assert (search.low, search.high, search.count) == (1e-3, 1.0, 1000)


def test_a_result_is_out_of_date_as_soon_as_the_design_is_another(session: Session, qtbot) -> None:
    searched(session, qtbot)
    assert not session.rate_search.is_out_of_date
    session.edit(session.experiment.with_hidden_activation("relu"), "ReLU")
    assert session.rate_search.is_out_of_date
    session.undo_stack.undo()
    assert not session.rate_search.is_out_of_date
    searched(session, qtbot)
    session.new_start()
    assert session.rate_search.is_out_of_date


def test_taking_a_rate_is_one_edit_and_leaves_the_result_valid(session: Session, qtbot) -> None:
    searched(session, qtbot)
    count = session.undo_stack.count()
    session.rate_search.take(0.25)
    assert session.experiment.training.optimizer.rate == 0.25
    assert session.trainer.optimizer.learning_rate == 0.25
    assert session.undo_stack.count() == count + 1
    assert not session.rate_search.is_out_of_date
    session.undo_stack.undo()
    assert session.experiment.training.optimizer.rate == 0.03


def test_an_edit_on_the_way_begins_the_search_anew(session: Session, qtbot) -> None:
    search = session.rate_search
    search.set_range(count=5000)
    search.start()
    qtbot.waitUntil(lambda: bool(search.trials))
    changed = session.experiment.with_hidden_activation("relu")
    with qtbot.waitSignal(search.finished):
        session.edit(changed, "ReLU")
    qtbot.waitUntil(lambda: not search.is_running)
    expected = find_learning_rate(Trainer.from_experiment(changed), count=5000)
    np.testing.assert_array_equal(search.result.losses, expected.losses)
    assert not search.is_out_of_date


def test_a_blank_sheet_cannot_be_searched(session: Session, complaints: list[str]) -> None:
    change_points(session, blank_sheet, "Blank")
    session.rate_search.start()
    assert not session.rate_search.is_running
    assert "blank" in complaints[-1]
