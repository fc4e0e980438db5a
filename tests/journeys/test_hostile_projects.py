"""Whatever one number of a project is changed to: it is refused in one sentence, or the work can be gone on with."""

from random import Random

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from engine.data import DataSpec
from engine.data.points import with_points
from engine.experiment import Experiment
from gui.session.own_points import change_points
from tests.engine.files.project_lies import OpenedArchive, some_lie

LIES = 40


def trained(lab) -> None:
    """A standardised circle, learned for a while."""
    lab.session.open_experiment(
        Experiment().with_data(DataSpec("circle", samples=60, standardize=True)).with_learning_rate(0.1)
    )
    lab.session.advance(100)


def drawn(lab) -> None:
    """A run into which points were drawn twice."""
    for place in (1.0, 2.0):
        lab.session.advance(30)
        change_points(
            lab.session, lambda own, x=place: with_points(own, np.array([[x, x]]), np.array([1.0])), "draw"
        )
    lab.session.advance(10)


def iris(lab) -> None:
    """Flowers: four inputs and three classes."""
    lab.session.open_experiment(Experiment().with_data(DataSpec.of("iris")))
    lab.session.advance(50)


@pytest.mark.parametrize("work", [trained, drawn, iris])
def test_a_lie_is_refused_or_does_no_harm(lab, tmp_path, work) -> None:
    path, session = tmp_path / "lie.backproplab", lab.session
    work(lab)
    session.runs.keep(session.experiment, session.run.history)
    assert lab.window.file.save(tmp_path / "honest.backproplab")
    honest = OpenedArchive.of(tmp_path / "honest.backproplab")
    rng, refusals = Random(7), 0
    for _ in range(LIES):
        opened = honest.copy()
        place = some_lie(rng, opened)
        opened.written(path)
        before, weights = session.work, session.network.parameters.copy()
        lab.window.message.hide()
        layout = lab.window.file.open(path)
        if layout is None:
            refusals += 1
            assert lab.message.count("\n") == 0, place
            assert len(lab.message) < len(str(path)) + 600, place
            assert session.work is before, place
            np.testing.assert_array_equal(session.network.parameters, weights)
            continue
        session.step()
        session.look_back(session.run.step_count // 2)
        QApplication.processEvents()
        lab.window.grab()
        assert np.isfinite(session.field.output()).all() or lab.message, place
    assert refusals > LIES // 2
