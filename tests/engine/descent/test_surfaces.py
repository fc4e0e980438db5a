"""The surfaces: heights, exact slopes, published minima, and the stories their runs tell."""

import math

import numpy as np
import pytest

from engine.autodiff import ExpressionError, compile_expression
from engine.descent import SURFACES, surface_from_expression
from engine.errors import SpecError

OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")

each_surface = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)

# Jamil and Yang (2013), A literature survey of benchmark functions for global optimisation problems; the
# second camel pair and Himmelblau's four as in Molga and Smutnicki (2005) and Himmelblau (1972).
PUBLISHED_GLOBAL_MINIMA = {
    "rosenbrock": ([(1, 1)], 0),
    "beale": ([(3, 0.5)], 0),
    "himmelblau": ([(3, 2), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)], 0),
    "six_hump_camel": ([(0.0898, -0.7126), (-0.0898, 0.7126)], -1.0316),
    "styblinski_tang": ([(-2.903534, -2.903534)], -78.332),
    "ackley": ([(0, 0)], 0),
    "rastrigin": ([(0, 0)], 0),
}


def random_points(surface, count=400):
    x0, x1, y0, y1 = surface.window
    rng = np.random.default_rng(7)
    return rng.uniform(x0, x1, count), rng.uniform(y0, y1, count)


@each_surface
def test_slopes_agree_with_central_differences(surface):
    xs, ys = random_points(surface)
    step = 1e-5
    across = (surface.value(xs + step, ys) - surface.value(xs - step, ys)) / (2 * step)
    up = (surface.value(xs, ys + step) - surface.value(xs, ys - step)) / (2 * step)
    np.testing.assert_allclose(surface.gradient(xs, ys), (across, up), rtol=1e-6, atol=2e-5)


@each_surface
def test_the_plain_formula_is_the_same_surface(surface):
    xs, ys = random_points(surface)
    plain = compile_expression(surface.plain)
    scale = np.abs(surface.value(xs, ys)).max()
    np.testing.assert_allclose(plain.value(xs, ys), surface.value(xs, ys), rtol=1e-11, atol=1e-13 * scale)
    slopes = surface.gradient(xs, ys)
    scale = np.abs(slopes).max()
    np.testing.assert_allclose(plain.gradient(xs, ys), slopes, rtol=1e-10, atol=1e-13 * scale)


@each_surface
def test_shapes_broadcast_and_results_are_the_callers_own(surface):
    xs, ys = np.linspace(-1, 1, 3), np.linspace(-1, 1, 4)[:, None]
    across, up = surface.gradient(xs, ys)
    assert surface.value(xs, ys).shape == across.shape == up.shape == (4, 3)
    across[:] = up[:] = 99
    np.testing.assert_array_equal(xs, [-1, 0, 1])
    assert math.isfinite(surface.value(1, 1))


@each_surface
def test_minima_are_minima(surface):
    assert surface.minima == tuple(sorted(surface.minima, key=lambda minimum: minimum.value))
    x0, x1, y0, y1 = surface.window
    angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    for x, y, value in surface.minima:
        assert x0 < x < x1
        assert y0 < y < y1
        assert surface.value(x, y) == pytest.approx(value, abs=1e-12)
        np.testing.assert_allclose(surface.gradient(x, y), 0, atol=1e-11)
        around = surface.value(x + 1e-3 * np.cos(angles), y + 1e-3 * np.sin(angles))
        assert around.min() > value


@each_surface
def test_nothing_in_the_window_is_lower_than_the_deepest_minimum(surface):
    x0, x1, y0, y1 = surface.window
    grid = surface.value(np.linspace(x0, x1, 801), np.linspace(y0, y1, 801)[:, None])
    assert np.isfinite(grid).all()
    assert grid.min() >= surface.minima[0].value - 1e-12


@pytest.mark.parametrize("key", PUBLISHED_GLOBAL_MINIMA)
def test_global_minima_are_the_published_ones(key):
    places, value = PUBLISHED_GLOBAL_MINIMA[key]
    deepest = [each for each in SURFACES[key].minima if each.value < SURFACES[key].minima[0].value + 1e-9]
    assert len(deepest) == len(places)
    for x, y in places:
        nearest = min(deepest, key=lambda each: math.hypot(each.x - x, each.y - y))
        assert (nearest.x, nearest.y) == pytest.approx((x, y), abs=1e-4)
        assert nearest.value == pytest.approx(value, abs=1e-3)


def test_local_minima_of_the_camel():
    # Molga and Smutnicki (2005): two global and four more local minima.
    assert [round(each.value, 4) for each in SURFACES["six_hump_camel"].minima] == [
        *[-1.0316] * 2,
        *[-0.2155] * 2,
        *[2.1043] * 2,
    ]


def test_the_saddle_has_a_saddle_and_a_floor():
    saddle = SURFACES["saddle"]
    np.testing.assert_array_equal(saddle.gradient(0, 0), 0)
    assert saddle.value(0.1, 0) > saddle.value(0, 0) > saddle.value(0, 0.1)
    assert saddle.value(0, 100) > 0


def test_ackley_rests_at_its_tip():
    ackley = SURFACES["ackley"]
    assert ackley.value(0, 0) == 0
    np.testing.assert_array_equal(ackley.gradient([0, 0], [0, 0]), 0)
    # Just beside it the cone is as steep as the formula says: 20 · 0.2 / √2 along an axis.
    assert ackley.gradient(1e-9, 0)[0] == pytest.approx(4 / math.sqrt(2), rel=1e-6)


# The update rules of PyTorch's optimizers with their defaults, written out once more.


def walk(surface, optimizer, steps):
    """The path of `steps` updates from the surface's own start, shape (steps + 1, 2)."""
    x, y, rate = surface.runs[optimizer]
    point, first, second = np.array([x, y], dtype=float), np.zeros(2), np.zeros(2)
    path = [point]
    for t in range(1, steps + 1):
        g = np.array(surface.gradient(*point))
        if optimizer == "sgd":
            point = point - rate * g
        elif optimizer == "momentum":
            first = 0.9 * first + g
            point = point - rate * first
        elif optimizer == "nesterov":
            first = 0.9 * first + g
            point = point - rate * (g + 0.9 * first)
        elif optimizer == "adagrad":
            second = second + g**2
            point = point - rate * g / (np.sqrt(second) + 1e-10)
        elif optimizer == "rmsprop":
            second = 0.99 * second + 0.01 * g**2
            point = point - rate * g / (np.sqrt(second) + 1e-8)
        else:
            decay = 0.01 if optimizer == "adamw" else 0.0
            first = 0.9 * first + 0.1 * g
            second = 0.999 * second + 0.001 * g**2
            corrected = np.sqrt(second / (1 - 0.999**t)) + 1e-8
            point = point * (1 - rate * decay) - rate * first / (1 - 0.9**t) / corrected
        path.append(point)
    return np.array(path)


def steps_to(surface, optimizer, target, within=0.1, limit=3000):
    """After how many updates the walk is within that distance of the target for the first time."""
    path = walk(surface, optimizer, limit)
    near = np.hypot(*(path - np.array(target)[:2]).T) < within
    assert near.any(), f"{optimizer} did not reach {target} in {limit} steps"
    return int(near.argmax())


def end(surface, optimizer, steps=500):
    """The known minimum next to the end of the walk."""
    last = walk(surface, optimizer, steps)[-1]
    return min(surface.minima, key=lambda each: math.hypot(each.x - last[0], each.y - last[1]))


@each_surface
def test_every_optimizer_has_a_run_that_stays_in_sight_and_goes_down(surface):
    assert tuple(surface.runs) == OPTIMIZERS
    x0, x1, y0, y1 = surface.window
    for optimizer in OPTIMIZERS:
        run = surface.runs[optimizer]
        assert x0 < run.x < x1
        assert y0 < run.y < y1
        path = walk(surface, optimizer, 300)
        assert (path >= [x0, y0]).all(), optimizer
        assert (path <= [x1, y1]).all(), optimizer
        assert surface.value(*path[-1]) < surface.value(*path[0])


def test_bowl_everyone_arrives():
    for optimizer in OPTIMIZERS:
        assert steps_to(SURFACES["bowl"], optimizer, (0, 0)) < 100


def test_ravine_momentum_needs_far_fewer_steps_than_sgd():
    ravine = SURFACES["ravine"]
    path = walk(ravine, "sgd", 10)
    assert (path[1:, 1] * path[:-1, 1] < 0).all()  # it zigzags across
    assert 2 * steps_to(ravine, "momentum", (0, 0)) < steps_to(ravine, "sgd", (0, 0))
    assert 2 * steps_to(ravine, "adagrad", (0, 0)) < steps_to(ravine, "sgd", (0, 0))


@pytest.mark.parametrize("optimizer", ["rmsprop", "adam", "adamw", "adagrad"])
def test_saddle_adaptive_methods_escape_before_sgd(optimizer):
    saddle = SURFACES["saddle"]
    target = saddle.minima[0] if saddle.minima[0].y > 0 else saddle.minima[1]
    waiting = np.hypot(*walk(saddle, "sgd", 400).T) < 0.2
    assert waiting.sum() > 50
    assert 2 * steps_to(saddle, optimizer, target) < steps_to(saddle, "sgd", target)


def test_plateau_rmsprop_crosses_where_sgd_crawls():
    plateau = SURFACES["plateau"]
    assert steps_to(plateau, "rmsprop", (0, 0)) < 50
    assert steps_to(plateau, "adam", (0, 0)) < 100
    assert steps_to(plateau, "sgd", (0, 0)) > 2000
    crawl = walk(plateau, "sgd", 500)
    assert np.hypot(*(crawl[-1] - crawl[0])) < 0.1


def test_two_wells_sgd_falls_into_the_near_one_and_momentum_rolls_into_the_deep_one():
    wells = SURFACES["two_wells"]
    deep, shallow = wells.minima
    assert {optimizer: end(wells, optimizer) for optimizer in OPTIMIZERS} == {
        "sgd": shallow,
        "momentum": deep,
        "nesterov": deep,
        "adagrad": shallow,
        "rmsprop": shallow,
        "adam": shallow,
        "adamw": shallow,
    }


def test_distill_momentum_arrives_within_the_articles_150_steps_and_sgd_does_not():
    distill = SURFACES["distill"]
    assert steps_to(distill, "momentum", distill.minima[0]) < 150
    assert steps_to(distill, "sgd", distill.minima[0]) > 300


def test_rosenbrock_the_valley_is_long_for_sgd():
    rosenbrock = SURFACES["rosenbrock"]
    assert 5 * steps_to(rosenbrock, "momentum", (1, 1)) < steps_to(rosenbrock, "sgd", (1, 1), limit=8000)


def test_beale_adam_overtakes_sgd_on_the_flat():
    beale = SURFACES["beale"]
    assert 2 * steps_to(beale, "adam", (3, 0.5)) < steps_to(beale, "sgd", (3, 0.5))


def test_himmelblau_one_start_and_two_ends():
    himmelblau = SURFACES["himmelblau"]
    assert end(himmelblau, "sgd")[:2] == pytest.approx((-3.779310, -3.283186), abs=1e-5)
    assert end(himmelblau, "adam")[:2] == pytest.approx((-2.805118, 3.131312), abs=1e-5)


def test_camel_and_styblinski_tang_momentum_leaves_the_highest_minimum():
    for key in ("six_hump_camel", "styblinski_tang"):
        surface = SURFACES[key]
        assert end(surface, "sgd").value == surface.minima[-1].value
        assert end(surface, "adam").value == surface.minima[-1].value
        assert end(surface, "momentum").value == surface.minima[0].value


def test_ackley_small_steps_are_caught_and_large_ones_reach_the_middle():
    ackley = SURFACES["ackley"]
    for optimizer in ("sgd", "nesterov"):
        assert np.hypot(*walk(ackley, optimizer, 500)[-1]) > 2
    for optimizer in ("momentum", "adagrad", "rmsprop", "adam", "adamw"):
        assert np.hypot(*walk(ackley, optimizer, 500)[-1]) < 0.3


def test_rastrigin_catches_everyone():
    for optimizer in OPTIMIZERS:
        assert np.hypot(*walk(SURFACES["rastrigin"], optimizer, 500)[-1]) > 2


# A person's own surface.


def test_a_typed_surface():
    surface = surface_from_expression("u = x - 1; u^2 + 10*(y + u)^2", window=(-2, 4, -3, 3))
    assert surface.key == "expression"
    assert surface.formula == r"u=x-1,\quad u^{2}+10\cdot \left(y+u\right)^{2}"
    assert surface.window == (-2, 4, -3, 3)
    assert surface.minima == ()
    assert surface.value(2, 1) == 41
    np.testing.assert_allclose(surface.gradient(2, 1), (42, 40))


@pytest.mark.parametrize(
    "text", ["x^2 + y^2", "sin(x)*cos(y)", "100*(y - x^2)^2 + (1 - x)^2", "x - log(x) + y^2", "x*y"]
)
def test_the_runs_of_a_typed_surface_go_down(text):
    surface = surface_from_expression(text)
    assert tuple(surface.runs) == OPTIMIZERS
    for optimizer in OPTIMIZERS:
        path = walk(surface, optimizer, 10)
        assert surface.value(*path[-1]) < surface.value(*path[0]), optimizer


@pytest.mark.parametrize("text", ["3", "log(-1) + x", "1/0*x", "exp(-(x^2 + y^2)*100)"])
def test_surfaces_without_a_slope_still_have_runs(text):
    for run in surface_from_expression(text).runs.values():
        assert all(math.isfinite(number) for number in run)
        assert 0 < run.learning_rate <= 1


def test_a_typed_surface_that_cannot_be():
    with pytest.raises(ExpressionError, match="“z”"):
        surface_from_expression("x + z")
    with pytest.raises(SpecError, match="window"):
        surface_from_expression("x + y", window=(1, 1, 0, 1))
