"""Every edit is one step back and one step forth, trained weights and all."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import DataSpec
from engine.experiment import Experiment
from engine.network import LayerSpec
from engine.training import OptimizerSpec
from gui.session import NOTHING, Selection, Session


def with_rate(experiment: Experiment, rate: float) -> Experiment:
    optimizer = OptimizerSpec(experiment.training.optimizer.key, rate)
    return replace(experiment, training=replace(experiment.training, optimizer=optimizer))


def with_noise(experiment: Experiment, noise: float) -> Experiment:
    return experiment.with_data(replace(experiment.data, noise=noise))


def drag_noise(session: Session, *stops: float) -> None:
    for noise in stops:
        session.edit(with_noise(session.experiment, noise), "Change the noise", "noise")


@pytest.fixture
def trained(session: Session) -> np.ndarray:
    """The weights of a session that has trained for a while."""
    session.advance(50)
    return session.network.parameters.copy()


def test_undo_brings_back_trained_weights_history_and_design(session: Session, trained: np.ndarray) -> None:
    before, trainer = session.experiment, session.trainer
    session.edit(before.with_hidden((LayerSpec(3, "relu"),)), "Shape")
    assert session.network.spec.sizes == (2, 3, 1)
    assert session.trainer.step_count == 0
    session.undo_stack.undo()
    assert session.experiment == before
    assert session.trainer is trainer
    assert session.trainer.step_count == 50
    assert np.array_equal(session.network.parameters, trained)


def test_redo_brings_back_what_was_trained_after_the_edit(session: Session, trained: np.ndarray) -> None:
    session.edit(session.experiment.with_hidden(()), "No hidden layer")
    session.advance(7)
    after = session.network.parameters.copy()
    session.undo_stack.undo()
    session.undo_stack.redo()
    assert np.array_equal(session.network.parameters, after)
    assert session.trainer.step_count == 7


@pytest.mark.parametrize(
    "change",
    [
        lambda e: with_rate(e, 0.1),
        lambda e: replace(e, training=replace(e.training, batch_size=5)),
        lambda e: replace(e, training=replace(e.training, optimizer=OptimizerSpec("adam"))),
        lambda e: replace(e, training=replace(e.training, penalty="l2", penalty_rate=0.01)),
    ],
    ids=["rate", "batch", "optimizer", "penalty"],
)
def test_way_of_training_is_adopted_on_the_way(session: Session, trained: np.ndarray, change) -> None:
    trainer, old = session.trainer, session.experiment.training
    session.edit(change(session.experiment), "Change")
    assert session.trainer is trainer
    assert np.array_equal(session.network.parameters, trained)
    assert trainer.spec == session.experiment.training != old
    session.undo_stack.undo()
    assert trainer.spec == old
    assert np.array_equal(session.network.parameters, trained)


@pytest.mark.parametrize(
    "change",
    [
        lambda e: with_noise(e, 0.2),
        lambda e: e.with_hidden_activation("relu"),
        lambda e: replace(e, initializer="he_normal"),
        lambda e: replace(e, seed=7),
        lambda e: replace(e, precision="float32"),
        lambda e: e.with_data(DataSpec.of("iris")),
        lambda e: e.with_data(replace(e.data, features=("x1", "x2", "x1_x2"))),
    ],
    ids=["noise", "activation", "initializer", "seed", "precision", "dataset", "features"],
)
def test_what_the_first_weights_depend_on_starts_anew(session: Session, trained: np.ndarray, change) -> None:
    session.edit(change(session.experiment), "Change")
    assert session.trainer.step_count == 0
    fresh = Session(session.experiment)
    assert np.array_equal(session.network.parameters, fresh.network.parameters)
    session.undo_stack.undo()
    assert np.array_equal(session.network.parameters, trained)


def test_drag_is_one_step_back(session: Session, trained: np.ndarray) -> None:
    drag_noise(session, 0.1, 0.2, 0.3)
    assert session.undo_stack.count() == 1
    assert session.experiment.data.noise == 0.3
    session.undo_stack.undo()
    assert session.experiment.data.noise == 0.0
    assert np.array_equal(session.network.parameters, trained)
    session.undo_stack.redo()
    assert session.experiment.data.noise == 0.3


def test_two_drags_are_two_steps_back(session: Session) -> None:
    drag_noise(session, 0.1, 0.2)
    session.undo_stack.end_gesture()
    drag_noise(session, 0.3, 0.4)
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    assert session.experiment.data.noise == 0.2
    session.undo_stack.undo()
    assert session.experiment.data.noise == 0.0


def test_a_gesture_that_is_over_stays_so_after_redo(session: Session) -> None:
    drag_noise(session, 0.1)
    session.undo_stack.undo()
    session.undo_stack.end_gesture()
    session.undo_stack.redo()
    drag_noise(session, 0.2)
    assert session.undo_stack.count() == 2


def test_two_drags_of_a_weight_are_two_steps_back(session: Session) -> None:
    before = session.network.parameters[3]
    for stops in ((0.1, 0.2), (0.3, 0.4)):
        for value in stops:
            session.set_parameter(3, value, "drag")
        session.undo_stack.end_gesture()
    session.undo_stack.undo()
    assert session.network.parameters[3] == 0.2
    session.undo_stack.undo()
    assert session.network.parameters[3] == before


def test_another_edit_ends_a_drag(session: Session) -> None:
    drag_noise(session, 0.1)
    session.edit(with_rate(session.experiment, 0.1), "Rate", "rate")
    drag_noise(session, 0.2)
    assert session.undo_stack.count() == 3


def test_edits_without_a_merge_key_never_merge(session: Session) -> None:
    for rate in (0.1, 0.2):
        session.edit(with_rate(session.experiment, rate), "Rate")
    assert session.undo_stack.count() == 2


def test_edit_that_changes_nothing_is_none(session: Session) -> None:
    session.edit(replace(session.experiment), "Nothing")
    assert session.undo_stack.count() == 0


def test_refused_change_complains_and_leaves_everything(
    session: Session, complaints: list[str], qtbot
) -> None:
    before, trainer = session.experiment, session.trainer
    # The controls must show again what is true.
    with qtbot.waitSignal(session.experiment_replaced):
        session.attempt(lambda experiment: with_rate(experiment, -1.0), "Rate")
    assert len(complaints) == 1
    assert "learning rate" in complaints[0].replace("_", " ")
    assert session.experiment is before
    assert session.trainer is trainer
    assert session.undo_stack.count() == 0


def test_undo_stack_is_bounded(session: Session) -> None:
    for step in range(70):
        session.edit(with_rate(session.experiment, 0.01 * (step + 1)), "Rate")
    assert session.undo_stack.count() == session.undo_stack.undoLimit() < 70


def test_opening_an_experiment_begins_anew(session: Session, explosive: Experiment) -> None:
    drag_noise(session, 0.1)
    session.play()
    session.open_experiment(explosive)
    assert session.experiment == explosive
    assert not session.is_running
    assert session.undo_stack.count() == 0


def test_new_start_draws_other_weights_and_can_be_undone(session: Session) -> None:
    first = session.network.parameters.copy()
    session.new_start()
    assert not np.array_equal(session.network.parameters, first)
    session.undo_stack.undo()
    assert np.array_equal(session.network.parameters, first)


def test_new_start_after_the_last_seed_complains(session: Session, complaints: list[str]) -> None:
    session.edit(replace(session.experiment, seed=2**32 - 1), "Last seed")
    session.new_start()
    assert len(complaints) == 1
    assert "seed" in complaints[0]


def test_selection_falls_with_the_design_it_belonged_to(session: Session, qtbot) -> None:
    with qtbot.waitSignal(session.selection_changed):
        session.select(Selection(layer=1, neuron=3))
    with qtbot.assertNotEmitted(session.selection_changed):
        session.select(Selection(layer=1, neuron=3))
    session.edit(session.experiment.with_hidden((LayerSpec(2),)), "Shape")
    assert session.selection == NOTHING


def test_weight_set_by_hand_and_trained_since_comes_back_as_it_was_trained(session: Session) -> None:
    first = session.network.parameters[0]
    session.set_parameter(0, 0.75)
    session.advance(20)
    trained = session.network.parameters.copy()
    assert trained[0] != 0.75
    session.undo_stack.undo()
    assert session.network.parameters[0] == first
    session.undo_stack.redo()
    np.testing.assert_array_equal(session.network.parameters, trained)
