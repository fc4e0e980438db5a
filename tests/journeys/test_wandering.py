"""Whatever is pressed in whatever order: nothing breaks, and the window shows what is true."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from gui import numbers

EVENTS = 200


@pytest.mark.parametrize("seed", [1, 2])
def test_wandering_breaks_nothing(lab, wanderer, tmp_path, seed: int) -> None:
    lab.files.place = tmp_path / "file.npz"
    walker = wanderer(lab.window, seed)
    try:
        for number in range(EVENTS):
            walker.act()
            QApplication.processEvents()
            check_session(lab.session)
            if number % 10 == 0:
                check_window(lab)
            if number % 25 == 0:
                check_undo(lab.session)
    except AssertionError as error:
        raise AssertionError("\n".join([*walker.log, str(error)])) from error


def check_session(session) -> None:
    assert np.isfinite(session.network.parameters).all()
    assert session.network.spec == session.experiment.network
    assert session.run.spec == session.experiment.training  # an earlier step keeps the spec of then
    assert session.network.spec.inputs == session.prepared.train.inputs.shape[1]
    assert session.trainer.data is session.prepared.train


def check_window(lab) -> None:
    """Paused, every control shows the present design."""
    session = lab.session
    session.pause()
    experiment = session.experiment

    def control(name: str) -> QWidget:
        return lab.window.findChild(QWidget, name)

    assert control("data.dataset").key == experiment.data.dataset
    assert control("data.samples").value() == experiment.data.samples
    assert control("training.optimizer").key == experiment.training.optimizer.key
    assert control("training.batch_size").value() == experiment.training.batch_size
    rate = control("training.learning_rate")
    if not rate.lineEdit().isModified():  # what is being typed may stay
        assert rate.currentText() == numbers.plain(experiment.training.optimizer.rate)
    assert control("training.step_count").text() == numbers.count(session.trainer.step_count)
    assert lab.network.sizes == experiment.network.sizes if control("network.diagram").isVisible() else True
    metrics = session.trainer.evaluate()
    assert control("training.train_loss").text() == numbers.cost(metrics.train_cost)


def check_undo(session) -> None:
    """Back and forth again is where we were, weights and all."""
    session.pause()
    stack = session.undo_stack
    if not stack.canUndo():
        return
    # Looking back at an earlier step ends with any edit, so it is the run that must come back.
    before, weights = session.experiment, session.run.network.parameters.copy()
    stack.undo()
    assert session.experiment != before or not np.array_equal(session.run.network.parameters, weights)
    stack.redo()
    assert session.experiment == before
    assert np.array_equal(session.run.network.parameters, weights)
