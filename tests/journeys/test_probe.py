"""A click in the output runs that point through the network and shows its numbers on it."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest


def click_at(plot, *place: float) -> None:
    """Click where the picture shows that place."""
    scene = plot.plotItem.vb.mapViewToScene(QPointF(*place))
    spot = plot.mapFromScene(scene)
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)


@pytest.fixture
def probed(lab):
    """A trained network and the point (5.5, −5.5), away from all examples."""
    lab.session.advance(200)
    plot = lab.window.panels["output"].plot
    click_at(plot, 5.5, -5.5)
    return lab


def test_every_neuron_shows_what_it_says_of_the_point(probed):
    session = probed.session
    x, y = session.probe.place
    assert (x, y) == pytest.approx((5.5, -5.5), abs=0.1)
    shown = probed.window.panels["network"].diagram._values
    expected = session.network.forward(np.array([[x, y]])).a
    assert len(shown) == 4
    for said, right in zip(shown, expected, strict=True):
        np.testing.assert_array_equal(said, right[0])


def test_the_numbers_follow_the_training_and_another_click_takes_them_away(probed):
    session, diagram = probed.session, probed.window.panels["network"].diagram
    before = diagram._values[-1].copy()
    session.advance(100)
    assert diagram._values[-1] != before
    session.probe.put(session.probe.place)
    assert diagram._values == ()


def test_other_data_lets_the_point_go(probed):
    from engine.data import DataSpec

    probed.session.attempt(lambda experiment: experiment.with_data(DataSpec.of("iris")), "iris")
    assert probed.session.probe.place is None
    assert probed.window.panels["network"].diagram._values == ()


def test_a_point_of_one_input_is_run_too(lab):
    from engine.data import DataSpec

    lab.session.attempt(lambda experiment: experiment.with_data(DataSpec.of("sine")), "sine")
    click_at(lab.window.panels["output"].plot, 3.5, -1.2)
    assert len(lab.session.probe.place) == 1
    assert [len(said) for said in lab.session.probe.values()] == [1, 4, 2, 1]
