"""The stages of an update: those that `explain` names, by hand, with arrows that are true to scale."""

import numpy as np
import pytest

from engine.descent import (
    SURFACES,
    RaceSpec,
    Window,
    sharpest,
    sharpness,
    stable_rate,
    surface_from_expression,
    surface_race,
)
from engine.descent.race_update import DIRECTIONS
from engine.training import OPTIMIZERS, OptimizerSpec


def race_of(key: str, rate: float = 0.1):
    spec = RaceSpec("bowl", (2.0, -1.0), (OptimizerSpec(key, rate),))
    return surface_race(spec, SURFACES["bowl"])


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_named_number_has_a_formula(key):
    optimizer = OptimizerSpec(key).make(2, np.float64)
    named = optimizer.explain(np.ones(2), np.ones(2))
    assert list(OPTIMIZERS[key].rules) == list(named)


def test_the_stages_of_adam_by_hand():
    by_key = {stage.key: stage for stage in race_of("adam").stages(0)}
    g = np.array([4.0, -2.0])
    assert list(by_key) == list(OPTIMIZERS["adam"].rules)
    assert by_key["gradient"].values == pytest.approx(g)
    assert by_key["gradient"].arrow == pytest.approx(-0.1 * g)
    assert by_key["first_moment"].values == pytest.approx(0.1 * g)
    assert by_key["second_moment"].values == pytest.approx(0.001 * g**2)
    assert by_key["second_moment"].arrow is None
    assert by_key["corrected_first_moment"].arrow == pytest.approx(-0.1 * g)
    assert by_key["step"].arrow == pytest.approx([-0.1, 0.1], rel=1e-6)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_the_last_arrow_leads_to_the_next_place(key):
    race = race_of(key)
    for _ in range(5):
        *before, last = race.stages(0)
        here = race.path(0)[-1].copy()
        race.advance()
        assert last.key == "step"
        np.testing.assert_allclose(here + last.arrow, race.path(0)[-1], rtol=1e-14)
        assert all((stage.arrow is not None) == (stage.key in DIRECTIONS) for stage in before)


# The edge of stability


def test_sharpness_of_known_curvatures():
    assert sharpness(SURFACES["ravine"], 1.3, -0.2) == pytest.approx(100.0, rel=1e-8)
    assert sharpness(SURFACES["bowl"], 5.0, 0.0) == pytest.approx(2.0, rel=1e-8)
    # At its minimum Rosenbrock's Hessian is ((802, −400), (−400, 200)).
    assert sharpness(SURFACES["rosenbrock"], 1.0, 1.0) == pytest.approx(
        np.linalg.eigvalsh([[802.0, -400.0], [-400.0, 200.0]])[-1], rel=1e-6
    )


def test_the_sharpest_place_of_a_way_in_the_window():
    """x⁴ has the curvature 12 x²: 12 at 1; what lies outside does not count, nor does a dome."""
    surface = surface_from_expression("x^4 - y^2")
    way = np.array([[0.5, 0.0], [1.0, 0.0], [0.2, 0.1], [5.0, 0.0]])
    assert sharpest(surface, way, Window(-2, 2, -2, 2)) == pytest.approx(12.0, rel=1e-6)
    assert sharpest(surface_from_expression("-x^2 - y^2"), way, Window(-2, 2, -2, 2)) == 0.0
    assert sharpest(surface, way, Window(7, 8, 7, 8)) == 0.0


def spectral_radius(key: str, mu: float, q: float) -> float:
    """Of one update in a bowl with η λ = q, as a matrix on (θ, v), written from the rule."""
    rules = {
        "sgd": [[1 - q, 0.0], [0.0, 0.0]],
        "momentum": [[1 - q, -q / 1.0 * mu], [1.0, mu]],
        # θ ← θ − η (g + μ (μ v + g)), with v in units of λ
        "nesterov": [[1 - q * (1 + mu), -q * mu * mu], [1.0, mu]],
    }
    return float(np.abs(np.linalg.eigvals(np.array(rules[key]))).max())


@pytest.mark.parametrize("key", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("mu", [0.5, 0.9])
def test_the_edge_is_where_the_update_begins_to_grow(key, mu):
    options = {} if key == "sgd" else {"momentum": mu}
    curvature = 40.0
    rate = stable_rate(OptimizerSpec(key, 0.1, options), curvature)
    assert spectral_radius(key, mu, rate * curvature * 0.999) < 1.0
    assert spectral_radius(key, mu, rate * curvature * 1.001) > 1.0


def test_no_edge_where_steps_stay_bounded():
    assert stable_rate(OptimizerSpec("adam"), 100.0) is None
    assert stable_rate(OptimizerSpec("sgd"), -1.0) is None
