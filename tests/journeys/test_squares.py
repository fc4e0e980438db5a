"""One input and numbers: the squared errors as squares."""

import numpy as np
import pytest


def heights(lab) -> np.ndarray:
    return np.array([square.height() for square, _ in lab.output.plot.squares.squares()])


def test_squares_are_switched_on_and_shrink_as_the_network_learns(lab) -> None:
    assert not lab.output.has("squares")
    lab.data.choose("dataset", "Sine")
    assert not lab.output.plot.squares.isVisible()
    lab.output.tick("squares")
    first = heights(lab)
    session = lab.session
    residuals = session.network.predict(session.prepared.train.inputs) - session.prepared.train.targets
    assert np.sort(first) == pytest.approx(np.sort(np.abs(residuals[:, 0])))
    for _ in range(30):
        lab.training.step_epoch()
    assert np.square(heights(lab)).mean() < 0.5 * np.square(first).mean()
    lab.output.tick("squares")
    assert not lab.output.plot.squares.isVisible()


def test_squares_go_with_the_data_they_belong_to(lab) -> None:
    lab.data.choose("dataset", "Noisy line")
    lab.output.tick("squares")
    lab.data.choose("dataset", "Circle")
    assert not lab.output.plot.squares.isVisible()
    assert not lab.output.has("squares")
    lab.data.choose("dataset", "Noisy line")
    assert lab.output.plot.squares.isVisible()
