"""Other examples are drawn under the run: it goes on with them, unless its inputs are scaled to them."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import DataSpec, prepare
from engine.experiment import Experiment
from engine.training import Trainer
from gui.session import Session


def redraw(session: Session, seed: int, merge_key: str = "") -> None:
    data = replace(session.experiment.data, seed=seed)
    session.attempt(lambda experiment: experiment.with_data(data), "Redraw", merge_key)


def assert_examples_of_seed(session: Session, seed: int) -> None:
    assert session.experiment.data.seed == seed
    expected = prepare(session.experiment.data)
    assert session.trainer.data is session.prepared.train
    assert session.trainer.test is session.prepared.test
    np.testing.assert_array_equal(session.prepared.train.inputs, expected.train.inputs)
    np.testing.assert_array_equal(session.prepared.test.inputs, expected.test.inputs)


def test_run_goes_on_with_the_new_examples(session: Session) -> None:
    session.advance(50)
    trainer, weights = session.trainer, session.network.parameters.copy()
    redraw(session, 7)
    assert session.trainer is trainer
    assert trainer.step_count == 50
    np.testing.assert_array_equal(session.network.parameters, weights)
    assert_examples_of_seed(session, 7)
    inputs, targets = session.prepared.train.inputs, session.prepared.train.targets
    record = session.network.predict(inputs)
    assert trainer.history.last.train_loss == pytest.approx(0.5 * ((record - targets) ** 2).mean())


def test_every_update_is_made_on_the_examples_of_its_time(session: Session, small: Experiment) -> None:
    """By hand: one network, and two trainers one after the other on the two draws."""
    session.advance(6)
    redraw(session, 3)
    session.advance(6)
    network = small.make_network()
    first = prepare(small.data)
    Trainer(network, first.train, small.training, small.seed).run(6)
    second = prepare(replace(small.data, seed=3))
    later = Trainer(network, second.train, small.training, small.seed)
    later.epoch = 2  # the order of the examples follows from the number of the epoch
    later.run(6)
    np.testing.assert_array_equal(session.network.parameters, network.parameters)


def test_undo_gives_the_running_network_its_old_examples(session: Session) -> None:
    redraw(session, 3)
    session.advance(5)
    trainer, weights = session.trainer, session.network.parameters.copy()
    session.undo_stack.undo()
    assert session.trainer is trainer
    np.testing.assert_array_equal(session.network.parameters, weights)
    assert_examples_of_seed(session, 0)
    session.advance(5)
    session.undo_stack.redo()
    assert trainer.step_count == 10
    assert_examples_of_seed(session, 3)


def test_seeds_passed_in_one_turn_of_the_field_are_one_step_back(session: Session) -> None:
    session.advance(4)
    for seed in (1, 2, 3):
        redraw(session, seed, "data.seed")
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert_examples_of_seed(session, 0)
    assert session.trainer.step_count == 4


def test_looking_back_shows_the_examples_of_then_and_training_goes_on_with_them(session: Session) -> None:
    seen = {}

    def go(steps: int) -> None:
        for _ in range(steps):
            session.advance(1)
            seen[session.run.step_count] = session.network.parameters.copy()

    go(10)
    redraw(session, 1)
    go(10)
    redraw(session, 2)
    go(10)
    assert session.span == (0, 30)
    for step, seed in ((29, 2), (20, 2), (19, 1), (11, 1), (10, 1), (9, 0), (1, 0), (25, 2), (15, 1)):
        session.look_back(step)
        np.testing.assert_array_equal(session.network.parameters, seen[step])
        assert_examples_of_seed(session, seed)
    session.advance(3)
    assert session.run.step_count == 18
    np.testing.assert_array_equal(session.network.parameters, seen[18])
    assert_examples_of_seed(session, 1)
    session.undo_stack.undo()
    assert session.run.step_count == 30
    assert_examples_of_seed(session, 2)


def test_playing_goes_on_while_examples_are_drawn(session: Session, qtbot) -> None:
    session.play()
    qtbot.waitUntil(lambda: session.run.step_count > 5)
    redraw(session, 1)
    assert session.is_running
    reached = session.run.step_count
    qtbot.waitUntil(lambda: session.run.step_count > reached)
    session.pause()


def iris(**changes) -> Experiment:
    return Experiment().with_data(DataSpec.of("iris", **changes))


def test_real_set_is_dealt_anew_under_the_run(application) -> None:
    session = Session(iris(standardize=False))
    session.advance(20)
    trainer, weights = session.trainer, session.network.parameters.copy()
    redraw(session, 5)
    assert session.trainer is trainer
    np.testing.assert_array_equal(session.network.parameters, weights)
    assert_examples_of_seed(session, 5)


@pytest.mark.parametrize(
    "experiment", [iris(), Experiment(data=DataSpec(standardize=True))], ids=["iris", "circle"]
)
def test_scaled_inputs_begin_anew_because_the_scale_follows_them(application, experiment: Experiment) -> None:
    """Else the same point would come to the same weights as other numbers, without a word."""
    session = Session(experiment)
    session.advance(20)
    trained, old = session.network.parameters.copy(), session.prepared
    redraw(session, 5)
    assert session.trainer.step_count == 0
    np.testing.assert_array_equal(session.network.parameters, experiment.make_network().parameters)
    inputs = session.prepared.train.inputs
    np.testing.assert_allclose(inputs.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(inputs.std(axis=0), 1.0)
    assert not np.array_equal(session.prepared.shift, old.shift)
    session.undo_stack.undo()
    np.testing.assert_array_equal(session.network.parameters, trained)


def test_together_with_other_first_weights_it_begins_anew(session: Session) -> None:
    session.advance(5)
    both = replace(session.experiment, data=replace(session.experiment.data, seed=3), seed=9)
    session.edit(both, "Both")
    assert session.trainer.step_count == 0


def test_in_a_fault_hunt_the_examples_stay(session: Session, complaints: list[str]) -> None:
    session.advance(3)
    session.fault_hunt.start(seed=1)
    before = session.prepared
    redraw(session, 3)
    assert session.prepared is before
    assert len(complaints) == 1
