"""Levels are round, in order, few, logarithmic where the range asks, and calm while the surface moves."""

import numpy as np
import pytest

from gui.plots.contour_levels import FEWEST, MOST, Levels, choose_levels


def bowl(low: float, steepness: float = 1.0) -> np.ndarray:
    x = np.linspace(-1.0, 1.0, 41)
    return low + steepness * (x**2 + x[:, None] ** 2)


def ravine(low: float) -> np.ndarray:
    x = np.linspace(-2.0, 2.0, 41)
    return low + (1 - x) ** 2 + 100 * (x[:, None] - x**2) ** 2


def is_round(value: float) -> bool:
    """Whether two digits write it."""
    return value == float(f"{value:.1e}")


@pytest.mark.parametrize("costs", [bowl(0.0), bowl(0.3), bowl(3e-7, 1e-6), bowl(2e5, 1e6), ravine(0.01)])
def test_levels_are_round_in_order_and_within(costs: np.ndarray) -> None:
    levels = choose_levels(costs).values
    assert FEWEST <= len(levels) <= MOST
    assert all(is_round(level) for level in levels)
    assert list(levels) == sorted(set(levels))
    assert costs.min() < levels[0]
    assert levels[-1] < costs.max()


def test_a_bowl_has_equal_distances_and_a_ravine_equal_factors() -> None:
    even, uneven = choose_levels(bowl(0.3)), choose_levels(ravine(0.01))
    assert not even.is_log
    assert np.allclose(np.diff(even.values), even.values[1] - even.values[0])
    assert uneven.is_log
    factors = np.array(uneven.values[1:]) / uneven.values[:-1]
    assert factors.max() < 4.0
    assert factors.min() > 1.1


def test_hand_calculated_levels() -> None:
    costs = np.linspace(0.0, 1.0, 101)
    assert choose_levels(costs).values == pytest.approx(np.arange(1, 10) / 10)


def test_a_few_peaks_do_not_use_up_the_levels() -> None:
    costs = bowl(0.3)
    costs[0, :3] = 1000.0
    assert sum(level < 2.0 for level in choose_levels(costs).values) >= FEWEST


def test_costs_below_zero_may_have_growing_distances_from_the_lowest() -> None:
    levels = choose_levels(ravine(-5.0))
    assert levels.is_log
    assert levels.values[0] > -5.0
    gaps = np.diff(levels.values)
    assert gaps[-1] > 20.0 * gaps[0]
    assert FEWEST <= len(levels.values) <= MOST


@pytest.mark.parametrize(
    "costs", [np.full((5, 5), np.nan), np.full((5, 5), 0.5), np.full((5, 5), np.inf), np.empty((0, 0))]
)
def test_no_range_has_no_levels(costs: np.ndarray) -> None:
    assert choose_levels(costs) == Levels()


def test_what_is_not_finite_does_not_count() -> None:
    costs = bowl(0.3)
    whole = choose_levels(costs)
    costs[:, 20] = np.inf
    costs[3, :] = np.nan
    assert choose_levels(costs) == whole


def test_levels_stay_while_the_surface_moves_a_little() -> None:
    before = choose_levels(bowl(0.30))
    assert choose_levels(bowl(0.33, 1.1), before) is before
    assert choose_levels(bowl(0.33, 30.0), before) != before
    steep = choose_levels(ravine(0.01))
    assert choose_levels(ravine(0.012), steep) is steep


def test_huge_and_tiny_ranges_are_survived() -> None:
    for scale in (1e-300, 1e300):
        levels = choose_levels(bowl(0.0) * scale).values
        assert len(levels) > 3
        assert np.isfinite(levels).all()


def test_levels_beside_others_are_of_their_kind() -> None:
    log, even = choose_levels(ravine(0.01)), choose_levels(bowl(0.3))
    assert choose_levels(bowl(0.3), beside=log).is_log
    assert not choose_levels(ravine(0.01), beside=even).is_log
