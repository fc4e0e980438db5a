"""The field: what every neuron says over the plane, against the network's own predictions."""

import numpy as np
import pytest

from gui.presets import load_preset
from gui.session import Session

DESIGNS = ("circle", "sine", "iris", "gate_xor", "digits")


@pytest.fixture(params=DESIGNS)
def presented(request, application) -> Session:
    session = Session(load_preset(request.param))
    session.advance(5)
    return session


def inputs_of(session: Session) -> np.ndarray:
    """What the network is given at every point of the plane."""
    return session.prepared.transform(session.field.plane.inputs)


def test_output_is_what_the_network_predicts(presented: Session) -> None:
    expected = presented.network.predict(inputs_of(presented))
    output = presented.field.output()
    assert output.shape == (presented.network.spec.outputs, *presented.field.plane.shape)
    assert np.allclose(output.reshape(len(output), -1).T, expected, atol=1e-12)


def test_every_neuron_is_the_networks_own(presented: Session) -> None:
    record = presented.network.forward(inputs_of(presented))
    for layer in range(len(presented.network.spec.layers) + 1):
        activation = presented.field.activation(layer)
        assert np.allclose(activation.reshape(len(activation), -1).T, record.a[layer], atol=1e-12)


def test_field_follows_training_undo_and_reset(session: Session) -> None:
    def is_true() -> bool:
        expected = session.network.predict(inputs_of(session))
        return np.allclose(session.field.output().reshape(1, -1).T, expected, atol=1e-12)

    first = session.field.output().copy()
    session.advance(20)
    assert is_true()
    assert not np.array_equal(session.field.output(), first)
    session.edit(session.experiment.with_hidden(()), "No hidden layer")
    assert is_true()
    session.undo_stack.undo()
    assert is_true()
    session.reset()
    assert is_true()
    assert np.array_equal(session.field.output(), first)


def test_other_axes_span_the_plane_and_the_rest_stays_at_its_mean(application, qtbot) -> None:
    session = Session(load_preset("iris"))
    with qtbot.waitSignal(session.parameters_moved):
        session.set_axes((0, 1))
    plane = session.field.plane
    assert plane.axes == (0, 1)
    assert np.ptp(plane.inputs[:, 0]) > 0
    assert np.ptp(plane.inputs[:, 1]) > 0
    means = session.prepared.raw_train.inputs.mean(axis=0)
    assert np.allclose(plane.inputs[:, 2:], means[2:])
    with qtbot.assertNotEmitted(session.parameters_moved):
        session.set_axes((0, 1))


@pytest.mark.parametrize("axes", [(1, 1), (0, 9), (-1, 0)])
def test_impossible_axes_are_refused(application, axes: tuple[int, int]) -> None:
    session = Session(load_preset("iris"))
    before, said = session.field.plane.axes, []
    session.complained.connect(said.append)
    session.set_axes(axes)
    assert len(said) == 1
    assert session.field.plane.axes == before


def test_axes_are_chosen_anew_with_the_data(session: Session) -> None:
    session.open_experiment(load_preset("iris"))
    session.set_axes((0, 1))
    session.open_experiment(load_preset("sine"))
    assert session.field.plane.axes == (0,)
    session.open_experiment(load_preset("iris"))
    assert len(session.field.plane.axes) == 2


def test_row_0_is_the_lowest_y(session: Session) -> None:
    plane = session.field.plane
    x2 = session.field.activation(0)[1]
    assert x2.shape == plane.shape
    assert (x2[0] == plane.extent[1][0]).all()
    assert (x2[-1] == plane.extent[1][1]).all()
