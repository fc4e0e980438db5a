"""The copies train in lockstep on the same batches, each as its recipe says, beside the person's own work."""

import numpy as np
import pytest

from engine.training import Trainer
from engine.training.cures import CURES, gradient_sizes
from gui.session import Session


@pytest.fixture
def cures(session: Session):
    return session.cures


def test_every_copy_is_where_a_trainer_of_its_own_would_be(cures) -> None:
    cures.set_depth(4)
    cures.advance(30)
    assert [copy.key for copy in cures.copies] == list(CURES)
    for copy in cures.copies:
        alone = Trainer.from_experiment(CURES[copy.key].experiment(4))
        alone.run(30)
        np.testing.assert_array_equal(copy.trainer.network.parameters, alone.network.parameters)
        np.testing.assert_array_equal(copy.sizes, gradient_sizes(alone))


def test_all_meet_the_same_batches(cures) -> None:
    for _ in range(30):
        batches = [copy.trainer.next_batch() for copy in cures.copies if copy.diverged_at is None]
        for inputs, targets in batches[1:]:
            np.testing.assert_array_equal(inputs, batches[0][0])
            np.testing.assert_array_equal(targets, batches[0][1])
        cures.step()


def test_one_that_explodes_stands_still_and_the_others_go_on(cures) -> None:
    cures.set_depth(8)
    cures.advance(60)
    large = next(copy for copy in cures.copies if copy.key == "large")
    assert large.diverged_at is not None
    assert large.trainer.step_count == large.diverged_at
    assert (large.sizes > 1.0).all()
    assert all(copy.trainer.step_count == 60 for copy in cures.copies if copy is not large)


def test_earlier_moments_are_kept_ever_rarer(cures) -> None:
    first = [gradient_sizes(copy.trainer) for copy in cures.copies]
    cures.advance(200)
    for copy, sizes in zip(cures.copies, first, strict=True):
        np.testing.assert_array_equal(copy.earlier[0][1], sizes)
        steps = [step for step, _ in copy.earlier]
        assert steps == [step for step in (0, 1, 3, 10, 30, 100) if step <= (copy.diverged_at or 200)]


def test_another_depth_begins_anew(cures, qtbot) -> None:
    cures.advance(12)
    with qtbot.waitSignal(cures.changed):
        cures.set_depth(9)
    assert cures.step_count == 0
    assert {len(copy.sizes) for copy in cures.copies} == {10}
    assert all(copy.trainer.step_count == 0 for copy in cures.copies)


def test_reset_leads_to_the_very_same_first_weights(cures) -> None:
    first = [copy.trainer.network.parameters.copy() for copy in cures.copies]
    cures.advance(25)
    cures.reset()
    for copy, parameters in zip(cures.copies, first, strict=True):
        np.testing.assert_array_equal(copy.trainer.network.parameters, parameters)
        assert not copy.earlier


def test_playing_goes_on_frame_by_frame_until_paused(cures, qtbot) -> None:
    cures.player.toggle()
    assert cures.player.is_playing
    qtbot.waitUntil(lambda: cures.step_count > 5)
    cures.player.toggle()
    count = cures.step_count
    assert not cures.player.is_playing
    assert all(copy.trainer.step_count in (count, copy.diverged_at) for copy in cures.copies)


def test_own_work_is_left_alone(session: Session) -> None:
    before = session.network.parameters.copy()
    session.cures.advance(20)
    np.testing.assert_array_equal(session.network.parameters, before)
    assert session.run.step_count == 0
    assert session.undo_stack.count() == 0


def test_nothing_is_made_before_it_is_asked_for(session: Session) -> None:
    assert session.cures._copies == ()
