"""The curves are the history."""

import numpy as np
import pytest

from gui.panels.loss_panel import LossPanel
from gui.presets import load_preset
from gui.session import Session


@pytest.fixture
def panel(session: Session, qtbot) -> LossPanel:
    panel = LossPanel(session)
    panel.ensure_built()
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def assert_shows_history(panel: LossPanel) -> None:
    history = panel.session.trainer.history
    for curve, quantity in (
        (panel.plot.train_curve, "train_cost"),
        (panel.plot.test_curve, "test_cost"),
        (panel.plot.accuracy.train_curve, "train_accuracy"),
        (panel.plot.accuracy.test_curve, "test_accuracy"),
    ):
        x, y = curve.getData()
        if np.isnan(history.range_of(quantity)).all():
            assert y is None or np.isnan(y).all()
            continue
        assert set(x) == set(history.epochs)
        low, high = history.range_of(quantity).min(), history.range_of(quantity).max()
        assert (np.nanmin(y), np.nanmax(y)) == pytest.approx((low, high))
        assert y[-1] == pytest.approx(history.range_of(quantity)[-1, 1])


def test_curves_follow_training_and_reset(panel: LossPanel) -> None:
    for _ in range(20):
        panel.session.step_epoch()
    assert len(panel.session.trainer.history) == 21
    assert_shows_history(panel)
    panel.session.reset()
    assert len(panel.session.trainer.history) == 1
    assert_shows_history(panel)


def test_curves_follow_undo(panel: LossPanel) -> None:
    for _ in range(10):
        panel.session.step_epoch()
    panel.session.edit(panel.session.experiment.with_hidden(()), "No hidden layer")
    assert_shows_history(panel)
    panel.session.undo_stack.undo()
    assert len(panel.session.trainer.history) == 11
    assert_shows_history(panel)


def test_there_is_no_accuracy_of_numbers(panel: LossPanel) -> None:
    panel.session.open_experiment(load_preset("sine"))
    panel.session.advance(30)
    assert_shows_history(panel)
    assert not panel.plot.accuracy.isVisible()
    panel.session.open_experiment(load_preset("iris"))
    assert panel.plot.accuracy.isVisible()


def test_there_is_no_test_curve_without_test_data(panel: LossPanel) -> None:
    panel.session.open_experiment(load_preset("gate_xor"))
    panel.session.advance(30)
    assert_shows_history(panel)
