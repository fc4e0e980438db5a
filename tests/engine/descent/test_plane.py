"""Planes through θ: their directions against the definitions, their coordinates against least squares."""

import numpy as np
import pytest

from engine.data import make_dataset
from engine.descent import Plane
from engine.errors import SpecError
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import Trainer

SPEC = NetworkSpec(2, (LayerSpec(4, "tanh"), LayerSpec(2, "tanh"), LayerSpec(1, "tanh")))


def network(seed=0, initializer="glorot_uniform"):
    return Network(SPEC, initializer, seed)


def neurons(net, vector):
    """The weights and the bias of each neuron as one vector."""
    for weights, biases in net.split(vector):
        for row, bias in zip(weights, biases, strict=True):
            yield np.append(row, bias)


def test_random_directions_are_as_long_as_each_neuron():
    net = network(initializer="uniform")
    plane = Plane.random(net, seed=3)
    for direction in plane.directions:
        for drawn, own in zip(neurons(net, direction), neurons(net, net.parameters), strict=True):
            assert np.linalg.norm(drawn) == pytest.approx(np.linalg.norm(own), rel=1e-12)
            assert abs(drawn @ own) < 0.999 * (own @ own)


def test_a_neuron_of_zeros_stays_where_it_is():
    net = network()
    net.weights[1][0], net.biases[1][0] = 0.0, 0.0
    for direction in Plane.random(net).directions:
        weights, biases = net.split(direction)[1]
        assert not weights[0].any()
        assert biases[0] == 0.0
        assert weights[1].all()


def test_random_directions_follow_the_seed():
    net = network()
    first, again, other = Plane.random(net, seed=1), Plane.random(net, seed=1), Plane.random(net, seed=2)
    np.testing.assert_array_equal(first.directions, again.directions)
    assert not np.allclose(first.directions, other.directions)


def test_two_parameters():
    net = network()
    plane = Plane.through_parameters(net, 3, 7)
    expected = net.parameters.copy()
    expected[3] += 0.5
    expected[7] -= 2.0
    np.testing.assert_allclose(plane.at(0.5, -2.0), expected, rtol=0, atol=1e-15)


def test_the_plane_stays_when_the_network_moves_on():
    net = network()
    plane = Plane.random(net)
    start = net.parameters.copy()
    net.parameters += 1.0
    np.testing.assert_array_equal(plane.origin, start)


def test_principal_directions_are_those_of_the_singular_values():
    generator = np.random.default_rng(5)
    points = generator.normal(size=(9, 23)) * np.linspace(3.0, 0.1, 23)
    plane = Plane.principal(points)
    centred = points - points.mean(axis=0)
    _, sizes, axes = np.linalg.svd(centred, full_matrices=False)
    np.testing.assert_allclose(plane.explained, (sizes**2 / (sizes**2).sum())[:2], rtol=1e-12)
    for ours, theirs in zip(plane.directions, axes, strict=False):
        assert abs(ours @ theirs) == pytest.approx(1.0, abs=1e-12)
        assert ours @ (points[-1] - points.mean(axis=0)) > 0
    np.testing.assert_array_equal(plane.origin, points[-1])


def test_principal_directions_of_a_run():
    trainer = Trainer(network(), make_dataset("circle", samples=60))
    for _ in range(6):
        trainer.run_epoch()
    plane = Plane.principal(trainer.snapshots)
    states = [trainer.snapshots[index].parameters for index in range(len(trainer.snapshots))]
    twin = Plane.principal(states)
    np.testing.assert_array_equal(plane.directions, twin.directions)
    pair = np.array(plane.directions)
    np.testing.assert_allclose(pair @ pair.T, np.eye(2), atol=1e-12)
    assert 0.5 < sum(plane.explained) <= 1.0 + 1e-12


def test_project_is_least_squares():
    net = network()
    plane = Plane.random(net, seed=4)
    points = np.random.default_rng(0).normal(size=(5, SPEC.parameter_count))
    found = plane.project(points)
    pair = np.array(plane.directions).T
    for index, point in enumerate(points):
        solution, residual, *_ = np.linalg.lstsq(pair, point - net.parameters, rcond=None)
        assert (found.x[index], found.y[index]) == pytest.approx(tuple(solution), rel=1e-10)
        assert found.distance[index] ** 2 == pytest.approx(residual[0], rel=1e-10)


def test_project_returns_the_coordinates_of_a_point_on_the_plane():
    plane = Plane.random(network(), seed=4)
    x, y, distance = plane.project(plane.at(-1.5, 0.25))
    assert (float(x), float(y)) == pytest.approx((-1.5, 0.25), rel=1e-12)
    assert float(distance) == pytest.approx(0.0, abs=1e-12)


def grown(times: float) -> Network:
    large = network()
    large.parameters[...] *= times
    return large


def test_principal_directions_know_no_size():
    """Of a run a power of two as large they are the same to the last bit, also where squares overflow."""
    points = np.random.default_rng(1).normal(size=(6, 5))
    plane = Plane.principal(points)
    for power in (600, -600):
        other = Plane.principal(np.ldexp(points, power))
        np.testing.assert_array_equal(other.directions, plane.directions)
        assert other.explained == plane.explained


def test_a_distance_whose_square_is_too_large_is_told_right():
    """By hand: 3 and 4 off the plane of the first two axes make 5; so do 3e200 and 4e200, without a warning."""
    plane = Plane(np.zeros(4), (np.eye(4)[0], np.eye(4)[1]))
    points = np.array([[7.0, -8.0, 3.0, 4.0], [7e200, -8e200, 3e200, -4e200], [1e200, 2.0, 0.0, 0.0]])
    x, y, distance = plane.project(points)
    np.testing.assert_array_equal(x, points[:, 0])
    np.testing.assert_array_equal(y, points[:, 1])
    np.testing.assert_allclose(distance, [5.0, 5e200, 0.0], rtol=1e-15)
    assert float(plane.project(points[1]).distance) == pytest.approx(5e200)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Plane.through_parameters(network(), 1, 1), "other than i = 1"),
        (lambda: Plane.through_parameters(network(), 0, 99), "whole number from 0 to 24"),
        (lambda: Plane.through_parameters(network(), -1, 2), "whole number from 0 to 24"),
        (lambda: Plane.random(network(initializer="zeros")), "differ from 0"),
        (lambda: Plane.random(network(), seed=-1), "seed"),
        (lambda: Plane.principal(np.zeros((2, 3))), "at least three"),
        (lambda: Plane.principal(np.outer(np.arange(4.0), [1, 2, 3])), "span a plane"),
        (lambda: Plane.principal(np.ones((4, 3))), "span a plane"),
        (lambda: Plane.principal([np.zeros(3), np.zeros(3), np.zeros(2)]), "one length"),
        (lambda: Plane.principal([np.zeros(2), np.ones(2), np.full(2, np.nan)]), "finite"),
        (lambda: Plane(np.zeros(3), (np.ones(3), np.ones(3))), "span a plane"),
        (lambda: Plane(np.zeros(3), (np.ones(3), np.zeros(3))), "span a plane"),
        (lambda: Plane(np.zeros(3), (np.ones(3), np.ones(2))), "shape"),
        (lambda: Plane.random(network()).project(np.zeros(4)), "shape"),
        (lambda: Plane.random(grown(1e200)), "too long"),
        (lambda: Plane(np.zeros(2), (np.array([1e200, 0.0]), np.array([0.0, 1.0]))), "too long"),
        (lambda: Plane.principal(1e308 * np.vander(np.linspace(-1.0, 1.0, 4), 3)), "too far apart"),
    ],
)
def test_what_makes_no_plane_is_said_in_one_sentence(make, words):
    with pytest.raises(SpecError, match=words) as error:
        make()
    assert str(error.value).count(". ") == 0
