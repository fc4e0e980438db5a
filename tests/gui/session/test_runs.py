"""Kept runs: copies that nothing of the present run touches, each with a place of its own."""

from dataclasses import replace

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.training import OptimizerSpec
from gui.run_labels import run_labels, run_words
from gui.session import Session
from gui.session.runs import MOST_BY_HAND


def keep(session: Session) -> None:
    session.runs.keep(session.experiment, session.trainer.history)


def with_rate(experiment: Experiment, rate: float) -> Experiment:
    training = replace(experiment.training, optimizer=OptimizerSpec("sgd", rate))
    return replace(experiment, training=training)


def test_kept_run_survives_reset_edit_undo_and_another_experiment(
    session: Session, small: Experiment
) -> None:
    session.advance(9)
    epochs = session.trainer.history.epochs.copy()
    costs = session.trainer.history.range_of("test_cost").copy()
    keep(session)
    session.advance(30)
    session.reset()
    session.edit(with_rate(small, 0.3), "Rate")
    session.new_start()
    session.undo_stack.undo()
    session.open_experiment(small)
    (run,) = session.runs.kept
    assert np.array_equal(run.history.epochs, epochs)
    assert np.array_equal(run.history.range_of("test_cost"), costs)
    assert run.experiment == small


def test_nothing_is_kept_by_itself(session: Session) -> None:
    session.advance(9)
    session.reset()
    session.new_start()
    assert session.runs.kept == ()


def test_there_is_room_for_a_few_and_a_removed_one_leaves_its_place(session: Session) -> None:
    heard: list[int] = []
    session.runs.changed.connect(lambda: heard.append(len(session.runs.kept)))
    for _ in range(MOST_BY_HAND + 2):
        keep(session)
    assert session.runs.is_full
    assert [run.slot for run in session.runs.kept] == list(range(MOST_BY_HAND))
    session.runs.remove(3)
    keep(session)
    assert [run.slot for run in session.runs.kept] == [0, 1, 2, 4, 5, 6, 7, 3]
    assert heard == [1, 2, 3, 4, 5, 6, 7, 8, 7, 8]


def test_run_takes_a_name(session: Session) -> None:
    keep(session)
    session.runs.rename(0, "the first")
    assert session.runs.kept[0].name == "the first"


def test_labels_say_what_differs(small: Experiment) -> None:
    other = with_rate(small, 0.3)
    assert run_labels([small, other], small) == ["η 0.03", "η 0.3"]
    wider = other.with_hidden_activation("relu")
    assert run_labels([small, wider], small) == ["η 0.03 · Tanh", "η 0.3 · ReLU"]
    assert run_labels([small], other) == ["η 0.03"]
    assert run_labels([], small) == []


def test_labels_of_equal_runs_say_what_they_are_and_are_numbered(small: Experiment) -> None:
    assert run_labels([small], small) == ["η 0.03 · Tanh · 4-2"]
    assert run_labels([small, small], small) == ["η 0.03 · Tanh · 4-2 · run 1", "η 0.03 · Tanh · 4-2 · run 2"]
    assert run_labels([small, with_rate(small, 0.3), small], small, (2, 3, 7)) == [
        "η 0.03 · run 2",
        "η 0.3",
        "η 0.03 · run 7",
    ]


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({"seed": 5}, "seed 5"),
        ({"initializer": "he_normal"}, "He normal"),
        ({"precision": "float32"}, "32 bit"),
    ],
)
def test_every_setting_can_tell(small: Experiment, change: dict, label: str) -> None:
    changed = replace(small, **change)
    assert run_labels([changed], small) == [label]


def test_penalty_that_only_the_other_has_leaves_a_number(small: Experiment) -> None:
    punished = replace(small, training=replace(small.training, penalty="l2", penalty_rate=0.01))
    assert run_labels([punished, small], small) == ["L2 0.01", "run 2"]


def test_dropout_is_told_in_percent(small: Experiment) -> None:
    thinned = replace(small, training=replace(small.training, dropout=0.07))
    assert run_labels([thinned, small], small) == ["dropout 7 %", "run 2"]


def test_dropout_is_not_told_where_there_is_no_hidden_neuron_to_drop(small: Experiment) -> None:
    thinned = replace(small, training=replace(small.training, dropout=0.5))
    assert run_labels([thinned.with_hidden(())], small) == ["no hidden layer"]


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({"frozen": (4,)}, "1 parameter frozen"),
        ({"frozen": (1, 2, 3), "cut": (3,)}, "2 parameters frozen · 1 link cut"),
        ({"frozen": (1, 3), "cut": (1, 3)}, "2 links cut"),
        ({"silenced": ((1, 0),)}, "1 neuron off"),
        ({"silenced": ((1, 0), (1, 3), (2, 1))}, "3 neurons off"),
    ],
)
def test_what_was_taken_from_the_network_by_hand_is_told(small: Experiment, change: dict, label: str) -> None:
    changed = replace(small, **change)
    assert run_labels([changed], small) == [label]
    assert run_labels([changed, changed], small) == [f"{label} · run 1", f"{label} · run 2"]
    assert run_words([changed, changed], small) == [label, label]


# The old run beside the one that went on from an earlier step of it


def fork(session: Session, step: int) -> None:
    session.look_back(step)
    session.go_on_from_here()


def seen(session: Session) -> list[tuple[int, int]]:
    """Slot and last step of every kept run."""
    return [(run.slot, int(run.history.steps[-1])) for run in session.runs.kept]


def test_undo_of_a_fork_takes_the_old_run_from_beside_it_and_redo_brings_it_back(session: Session) -> None:
    session.advance(9)
    keep(session)
    session.advance(9)
    for _ in range(3):
        fork(session, 6)
        assert seen(session) == [(0, 9), (1, 18)]
        session.undo_stack.undo()
        assert seen(session) == [(0, 9)]
    session.advance(3)
    session.undo_stack.redo()
    assert seen(session) == [(0, 9), (1, 21)], "as far as it has come"
    assert session.run.step_count == 6


def test_eight_that_a_person_kept_stay_and_the_old_run_is_beside_them(session: Session) -> None:
    session.advance(9)
    for _ in range(MOST_BY_HAND):
        keep(session)
    own = session.runs.kept
    session.advance(9)
    fork(session, 6)
    assert session.runs.kept[:-1] == own
    assert seen(session)[-1] == (MOST_BY_HAND, 18)
    session.advance(30)
    fork(session, 3)
    assert session.runs.kept[:-1] == own
    assert seen(session)[-1] == (MOST_BY_HAND, 36), "the next one takes the place that is only lent"
    session.undo_stack.undo()
    assert seen(session)[-1] == (MOST_BY_HAND, 18), "undo brings back what had given way"
    session.undo_stack.undo()
    assert session.runs.kept == own
    session.undo_stack.redo()
    session.undo_stack.redo()
    assert seen(session)[-1] == (MOST_BY_HAND, 36)


def test_without_room_the_oldest_run_that_nobody_kept_gives_way(session: Session) -> None:
    session.advance(9)
    keep(session)
    for step in range(1, MOST_BY_HAND):
        fork(session, 9 - step)
        session.advance(1)
    assert session.runs.is_full
    before = session.runs.kept
    session.advance(9)
    fork(session, 1)
    assert session.runs.kept[0] is before[0], "a person kept it"
    assert session.runs.kept[1:-1] == before[2:]
    assert session.runs.kept[-1].slot == before[1].slot
    session.undo_stack.undo()
    assert session.runs.kept == before


def test_what_a_person_named_is_theirs(session: Session) -> None:
    session.advance(9)
    fork(session, 6)
    session.runs.rename(0, "the first try")
    session.undo_stack.undo()
    assert [run.name for run in session.runs.kept] == ["the first try"]
    session.undo_stack.redo()
    assert [run.name for run in session.runs.kept] == ["the first try", ""]


def test_removed_by_hand_it_stays_away(session: Session) -> None:
    session.advance(9)
    fork(session, 6)
    session.runs.remove(0)
    session.undo_stack.undo()
    assert session.runs.kept == ()
