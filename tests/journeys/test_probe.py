"""A click in the output runs that point through the network and shows its numbers on it."""

import numpy as np
import pytest
from journey_hands import Keys
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
    session, diagram = probed.session, probed.network.diagram
    before, picture = diagram._values[-1].copy(), probed.picture(diagram)
    session.advance(100)
    assert diagram._values[-1] != before
    assert not np.array_equal(probed.picture(diagram), picture)
    picture = probed.picture(diagram)
    click_at(probed.output.plot, *session.probe.place)
    assert diagram._values == ()
    assert not np.array_equal(probed.picture(diagram), picture), "the numbers are gone"


def test_other_data_lets_the_point_go(probed):
    from engine.data import DataSpec

    probed.session.attempt(lambda experiment: experiment.with_data(DataSpec.of("iris")), "iris")
    assert probed.session.probe.place is None
    assert probed.window.panels["network"].diagram._values == ()


def test_a_point_of_one_input_is_run_too(lab):
    lab.data.choose("dataset", "Sine")
    click_at(lab.output.plot, 3.5, -1.2)
    assert len(lab.session.probe.place) == 1
    assert [len(said) for said in lab.session.probe.values()] == [1, 4, 2, 1]


def focused_plot(lab):
    return Keys(lab).go_to("output.plot")


def test_arrows_walk_over_the_output_and_run_every_point_they_come_to(lab):
    plot, probe, diagram = focused_plot(lab), lab.session.probe, lab.network.diagram
    before = lab.picture(diagram)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert probe.place == pytest.approx((0.6, 0.0))  # a twentieth of −6…6
    QTest.keyClick(plot, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert probe.place == pytest.approx((0.6, 0.12))
    expected = lab.session.network.forward(np.array([probe.place])).a[-1][0]
    np.testing.assert_array_equal(lab.window.panels["network"].diagram._values[-1], expected)
    assert lab.training.step == 0, "the right arrow is the plot's own while it has the keyboard"
    assert not np.array_equal(lab.picture(diagram), before), "its numbers stand on the network"
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert probe.place is None
    assert np.array_equal(lab.picture(diagram), before)
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert probe.place == pytest.approx((0.6, 0.12))
    for _ in range(30):
        QTest.keyClick(plot, Qt.Key.Key_Left)
    assert probe.place[0] == pytest.approx(-6.0), "not out of the picture"


def test_arrows_walk_along_one_input(lab):
    Keys(lab).menu("x", "Sine")
    plot = focused_plot(lab)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    first = lab.session.probe.place
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert len(first) == 1
    assert lab.session.probe.place[0] < first[0]


def test_arrows_in_the_network_enlarge_the_neuron_they_come_to(lab):
    output, keys = lab.window.panels["output"], Keys(lab)
    diagram = keys.go_to("network.diagram")
    for _ in range(3):  # to the first input, to a weight, to a neuron of layer 1
        QTest.keyClick(diagram, Qt.Key.Key_Right)
    assert (lab.session.peek.layer, lab.session.peek.neuron) == (1, 0)
    tile = lab.session.field.activation(1)[0]
    np.testing.assert_allclose(output.plot.field_image.image, tile, atol=1e-6)
    keys.go_to("output.plot")
    assert lab.session.peek is None
