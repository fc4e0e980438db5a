"""Dropout by mouse and by keys: 30 is typed into its field while training runs, and the run goes on with it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

FIELD = "settings.dropout"


def test_typed_on_the_way_obeyed_by_the_next_update_and_taken_back_at_once(lab, hand) -> None:
    hand.push("training.more")
    for _ in range(3):
        hand.push("training.step")
    trainer, before = lab.session.trainer, lab.session.network.parameters.copy()
    hand.write(FIELD, "30")
    assert hand.shown(FIELD) == "30"
    assert lab.session.trainer is trainer
    assert (trainer.spec.dropout, lab.training.step) == (0.3, 3)
    np.testing.assert_array_equal(lab.session.network.parameters, before)

    factors = trainer.next_network().factors
    np.testing.assert_allclose(np.unique(factors), [0.0, 1.0 / 0.7], rtol=1e-12)
    thinned, (inputs, targets) = trainer.next_network(), trainer.next_batch()
    slope = np.empty_like(before)
    for place in range(len(before)):
        costs = []
        for nudge in (1e-5, -1e-5):
            trainer.network.parameters[place] = before[place] + nudge
            costs.append(float((np.square(thinned.predict(inputs) - targets) / 2.0).mean()))
        trainer.network.parameters[place] = before[place]
        slope[place] = (costs[0] - costs[1]) / 2e-5
    lab.session.advance(1)
    np.testing.assert_allclose(lab.session.network.parameters - before, -0.03 * slope, rtol=1e-5, atol=1e-9)

    hand.push("training.step")
    whole = np.square(trainer.network.predict(trainer.data.inputs) - trainer.data.targets).mean() / 2.0
    assert lab.training.train_cost == pytest.approx(
        whole, abs=5.1e-5
    )  # nobody sits out where the cost is measured


def test_one_undo_takes_it_back_and_one_redo_brings_it_again(lab, hand) -> None:
    hand.push("training.more")
    hand.push("training.step")
    trained = lab.session.network.parameters.copy()
    hand.write(FIELD, "30")
    lab.press_with("ctrl", Qt.Key.Key_Z)
    assert hand.shown(FIELD) == ""
    assert lab.session.trainer.spec.dropout == 0.0
    np.testing.assert_array_equal(lab.session.network.parameters, trained)
    lab.press_with("ctrl+shift", Qt.Key.Key_Z)
    assert hand.shown(FIELD) == "30"
    assert lab.session.trainer.spec.dropout == 0.3
    np.testing.assert_array_equal(lab.session.network.parameters, trained)


def test_a_share_too_large_is_refused_and_nothing_is_lost(lab, hand) -> None:
    hand.push("training.more")
    hand.write(FIELD, "30")
    edits = lab.session.undo_stack.count()
    hand.write(FIELD, "95")
    assert lab.message == "Dropout is 95 %, but takes a share from 0 to 90 %."
    assert hand.shown(FIELD) == "30"
    assert lab.session.undo_stack.count() == edits
    hand.write(FIELD, "0")
    assert hand.shown(FIELD) == ""
    assert lab.session.trainer.spec.dropout == 0.0
