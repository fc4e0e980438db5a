"""A race on a surface: the same walks as alone, what is said of them, and the way back."""

import numpy as np
import pytest

from engine.autodiff import ExpressionError
from engine.descent import (
    EXPRESSION,
    MOST_RUNNERS,
    NETWORK,
    SURFACES,
    RaceSpec,
    Window,
    entrant_on,
    surface_race,
    walk,
)
from engine.descent.race import MOST_POINTS, SETTLED, Track
from engine.errors import SpecError
from engine.training import OPTIMIZERS, OptimizerSpec

ALL = tuple(OptimizerSpec(key, 0.02) for key in OPTIMIZERS)


def race_on(terrain: str, start: tuple[float, float], *entrants: OptimizerSpec):
    return surface_race(RaceSpec(terrain, start, entrants), SURFACES[terrain])


def run(race, rounds: int) -> None:
    for _ in range(rounds):
        race.advance()


def test_every_runner_goes_as_if_it_were_alone():
    race = race_on("bowl", (-1.2, 1.0), *ALL)
    run(race, 60)
    for index, spec in enumerate(ALL):
        alone = np.array([stop.position for stop in walk(SURFACES["bowl"], spec, (-1.2, 1.0), 60)])
        np.testing.assert_array_equal(race.path(index), alone)


def test_standings_on_a_bowl_by_hand():
    """θ ← 0.8 θ on x² + y² with η = 0.1."""
    race = race_on("bowl", (2.0, -1.0), OptimizerSpec("sgd", 0.1))
    run(race, 3)
    standing = race.standing(0)
    x, y = 2.0 * 0.512, -0.512
    assert standing.count == race.count == 3
    assert (standing.x, standing.y) == pytest.approx((x, y))
    assert standing.cost == pytest.approx(x * x + y * y)
    assert standing.slope == pytest.approx(2 * np.hypot(x, y))
    assert standing.distance == pytest.approx(np.hypot(x, y))
    assert (standing.arrived, standing.left, standing.diverged) == (None, None, False)


def test_arrival_is_counted_from_the_round_after_which_it_stays():
    """0.8ⁿ √5 ≤ 0.06, a hundredth of the window's side: n = 17 by logarithms."""
    race = race_on("bowl", (2.0, -1.0), OptimizerSpec("sgd", 0.1))
    run(race, 40)
    assert race.standing(0).arrived == int(np.ceil(np.log(0.06 / np.sqrt(5)) / np.log(0.8))) == 17
    assert not race.is_over
    run(race, SETTLED)
    assert race.is_over


def test_who_only_passes_a_minimum_has_not_arrived():
    """Without friction, started at the rim, momentum swings through the bottom for a long time."""
    race = race_on("bowl", (-2.9, 0.0), OptimizerSpec("momentum", 0.001, {"momentum": 0.999}))
    passed = set()
    for _ in range(400):
        race.advance()
        passed.add(race.standing(0).arrived)
    assert len(passed) > 2  # arrived and gone again, more than once
    assert None in passed


def test_the_distance_is_to_the_nearest_minimum():
    race = race_on("two_wells", (1.0, 0.3), OptimizerSpec("sgd", 0.01))
    assert race.standing(0).distance == pytest.approx(np.hypot(0.5, 0.3))


def test_past_the_edge_of_stability_it_diverges_and_back_leads_to_before():
    """On the ravine y ← (1 − 100 η) y: with η = 0.021 it grows by 1.1 a step and leaves 1.2 at step 4."""
    calm, wild = OptimizerSpec("adam", 0.1), OptimizerSpec("sgd", 0.021)
    race = race_on("ravine", (-3.6, 0.9), wild, calm)
    run(race, 3)
    before = race.standing(0), race.standing(1)
    assert not race.can_go_back
    assert race.path(0, until=2).shape == (3, 2)
    run(race, 1)
    assert race.standing(0).left == 4
    assert race.can_go_back
    while not race.standing(0).diverged:
        race.advance()
    fallen = race.standing(0)
    # 0.9 · 1.1ⁿ − 1.2 > 1000 · 8 for the first time
    assert fallen.count == int(np.ceil(np.log(8001.2 / 0.9) / np.log(1.1)))
    run(race, 5)
    assert race.standing(0).count == fallen.count  # it has stopped
    assert race.standing(1).count == fallen.count + 5
    race.back()
    assert race.count == 3
    assert (race.standing(0), race.standing(1)) == before
    assert not race.can_go_back
    assert len(race.path(0)) == len(race.path(1)) == 4


def test_after_going_back_it_goes_on_with_the_same_memory():
    wild, calm = OptimizerSpec("sgd", 0.021), OptimizerSpec("adam", 0.1)
    race = race_on("ravine", (-3.6, 0.9), wild, calm)
    run(race, 50)
    way = race.path(1).copy()
    race.back()
    run(race, 47)
    np.testing.assert_array_equal(race.path(1), way)


def test_a_hole_in_the_surface_stops_a_runner_where_it_last_was():
    spec = RaceSpec(EXPRESSION, (0.5, 0.0), (OptimizerSpec("sgd", 1.0),), "log(x) + y^2")
    race = surface_race(spec, spec.surface())
    race.advance()
    standing = race.standing(0)
    assert standing.diverged
    assert (standing.x, standing.y, standing.count) == (0.5, 0.0, 1)
    assert np.isnan(standing.cost)
    assert race.stages(0) == ()
    assert race.is_over


def test_a_race_without_runners_is_over():
    assert surface_race(RaceSpec(), SURFACES["ravine"]).is_over


def test_what_lies_outside_the_window_that_is_looked_at_is_out_of_the_picture():
    spec = RaceSpec("bowl", (2.0, 2.0), (OptimizerSpec("sgd", 0.1),))
    assert surface_race(spec, SURFACES["bowl"], Window(-1, 1, -1, 1)).standing(0).left == 0


# The way that is kept


def test_a_track_keeps_its_ends_and_stays_bounded():
    track = Track(0.0, 0.0)
    for count in range(1, 3 * MOST_POINTS):
        track.add(count, float(count), 0.0)
        assert len(track.places) <= MOST_POINTS
    counts = track.counts
    assert counts[0] == 0
    assert counts[-1] == 3 * MOST_POINTS - 1
    assert (np.diff(counts) > 0).all()
    np.testing.assert_array_equal(track.places[:, 0], counts)


def test_a_track_can_be_cut():
    track = Track(0.0, 0.0)
    for count in range(1, 10):
        track.add(count, float(count), 0.0)
    track.cut(4, 4.0, 0.0)
    assert track.counts.tolist() == [0, 1, 2, 3, 4]
    track.add(5, 7.0, 0.0)
    assert track.places[-1].tolist() == [7.0, 0.0]


# The design


def test_the_start_and_the_rates_of_a_surface():
    spec = RaceSpec("bowl", (0.0, 1.0), (OptimizerSpec("adam", 3.0), OptimizerSpec("sgd")))
    moved = spec.on(SURFACES["saddle"])
    assert moved.start == (-1.5, 0.001)
    assert [each.rate for each in moved.entrants] == [0.05, 0.02]
    assert entrant_on(SURFACES["saddle"], "momentum").rate == 0.01
    assert entrant_on(None, "adam").rate == OPTIMIZERS["adam"].learning_rate


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"terrain": "hill"}, "surface"),
        ({"start": (np.nan, 0.0)}, "start x"),
        ({"start": (0.0, 1e300)}, "start y"),
        ({"entrants": (OptimizerSpec(),) * (MOST_RUNNERS + 1)}, "entrants"),
    ],
)
def test_a_race_that_makes_no_sense_is_refused(change, field):
    with pytest.raises(SpecError) as refused:
        RaceSpec(**change)
    assert refused.value.field == field


def test_a_typed_surface_and_its_fault():
    assert RaceSpec(EXPRESSION, (0, 0), (), "x^2 + 3*y^2").surface().value(1.0, 2.0) == 13.0
    with pytest.raises(ExpressionError) as refused:
        RaceSpec(EXPRESSION, (0, 0), (), "x^2 + (y").surface()
    assert refused.value.column > 1
    with pytest.raises(SpecError):
        RaceSpec(NETWORK).surface()
