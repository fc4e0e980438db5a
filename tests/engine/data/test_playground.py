"""The playground's point clouds against its published numbers, worked out by hand."""

import numpy as np
import pytest

from engine.data import playground
from engine.data.playground import circle, cones, gauss, multi_gauss, plane, spiral, xor


def radii(data) -> np.ndarray:
    return np.hypot(*data.inputs.T)


def test_circle_is_a_disc_in_a_ring():
    data = circle(500, 0.0, seed=1)
    radius, inside = radii(data), data.targets[:, 0] == 1
    assert inside.sum() == 250
    assert radius[inside].max() < 2.5
    assert radius[~inside].min() >= 3.5
    assert radius[~inside].max() < 5
    # Uniform in radius, not in area: half of the disc's points lie within half its radius.
    assert abs((radius[inside] < 1.25).mean() - 0.5) < 0.1


def test_xor_keeps_off_the_axes_and_agrees_in_sign():
    data = xor(500, 0.0, seed=1)
    assert np.abs(data.inputs).min() >= 0.3
    assert np.abs(data.inputs).max() <= 5.3
    assert np.array_equal(data.targets[:, 0], np.sign(data.inputs.prod(axis=1)))


@pytest.mark.parametrize("draw", [circle, xor])
def test_noise_moves_the_label_but_not_the_point(draw):
    clean, noisy = draw(2000, 0.0, 3), draw(2000, 0.5, 3)
    assert np.array_equal(clean.inputs, noisy.inputs)
    changed = (clean.targets != noisy.targets).mean()
    assert 0.05 < changed < 0.5


def test_circle_noise_reaches_no_further_than_its_size():
    clean, noisy = circle(4000, 0.0, 3), circle(4000, 0.1, 3)
    changed = (clean.targets != noisy.targets)[:, 0]
    # A shift of up to 0.5 on each axis is at most 0.5·√2 long; the ring begins 1 beyond the boundary.
    assert changed.any()
    assert np.abs(radii(clean)[changed] - 2.5).max() <= 0.5 * np.sqrt(2)


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_gauss_variance_grows_from_a_half_to_four(noise, variance):
    data = gauss(20_000, noise, seed=5)
    for sign in (-1, 1):
        cloud = data.inputs[data.targets[:, 0] == sign]
        # Ten thousand points: the mean is known to sd/100, the variance to 1.4 % (one standard error).
        assert cloud.mean(axis=0) == pytest.approx([2 * sign, 2 * sign], abs=5 * np.sqrt(variance) / 100)
        assert cloud.var(axis=0) == pytest.approx([variance, variance], rel=0.07)


def test_spiral_points_by_hand():
    data = spiral(8, 0.0, seed=0)
    # Arms of four: radii 0, 1.25, 2.5, 3.75 and steps of 1.75·360°/4 = 157.5°.
    sine, cosine = np.sin(np.radians(157.5)), np.cos(np.radians(157.5))
    assert data.targets[:, 0].tolist() == [1, 1, 1, 1, -1, -1, -1, -1]
    assert data.inputs[1] == pytest.approx([1.25 * sine, 1.25 * cosine])
    # Twice 157.5° is 315°, three times 472.5° = 112.5°.
    assert data.inputs[2] == pytest.approx([-2.5 / np.sqrt(2), 2.5 / np.sqrt(2)])
    assert data.inputs[3] == pytest.approx(
        [3.75 * np.sin(np.radians(112.5)), 3.75 * np.cos(np.radians(112.5))]
    )
    assert data.inputs[4:] == pytest.approx(-data.inputs[:4])


def test_spiral_noise_moves_the_points_by_a_square():
    moved = spiral(1000, 0.4, 2).inputs - spiral(1000, 0.0, 2).inputs
    assert 0.39 < np.abs(moved).max() <= 0.4
    assert np.array_equal(spiral(1000, 0.4, 2).targets, spiral(1000, 0.0, 2).targets)


def test_plane_is_a_tenth_of_the_sum_not_clamped():
    data = plane(1200, 0.0, seed=0)
    assert data.targets[:, 0] == pytest.approx(data.inputs.sum(axis=1) / 10)
    assert 1.0 < np.abs(data.targets).max() <= 1.2
    assert np.abs(data.inputs).max() <= 6


def test_plane_noise_shifts_the_target_only():
    clean, noisy = plane(1200, 0.0, 0), plane(1200, 0.5, 0)
    assert np.array_equal(clean.inputs, noisy.inputs)
    # Two shifts of up to 6·0.5, a tenth of their sum.
    assert 0.4 < np.abs(noisy.targets - clean.targets).max() <= 0.6


@pytest.mark.parametrize(
    ("point", "height"),
    [
        ((-4, 2.5), 1),
        ((0, 2.5), -1),
        ((4, 2.5), 1),
        ((-4, -2.5), -1),
        ((0, -2.5), 1),
        ((4, -2.5), -1),
        ((4, 3.5), 0.5),  # one away from its centre, half of the radius
        ((-4 + 1.2, -2.5 + 1.6), 0),  # just at the foot: 3-4-5 triangle, d = 2
        ((0.3, -2.1), 0.75),  # d = 0.5
        ((0, 0), 0),
        ((6, 6), 0),
    ],
)
def test_cones_by_hand(point, height):
    assert cones(np.array([point], dtype=float)) == pytest.approx([height])


def test_multi_gauss_takes_its_targets_from_the_cones():
    data = multi_gauss(1200, 0.0, 4)
    assert data.targets[:, 0] == pytest.approx(cones(data.inputs))
    noisy = multi_gauss(1200, 0.3, 4)
    assert np.array_equal(noisy.inputs, data.inputs)
    assert not np.array_equal(noisy.targets, data.targets)


def test_odd_counts_give_the_first_half_one_more():
    assert playground.halves(7) == (4, 3)
    for draw in (circle, gauss, spiral):
        data = draw(7, 0.2, 0)
        assert len(data) == 7
