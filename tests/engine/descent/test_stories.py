"""Each story that ships tells what it says: checked by the walks themselves and the known minima."""

import numpy as np
import pytest

from engine.descent import STORIES, SURFACES, surface_race


@pytest.fixture
def told():
    """``told(key, rounds)``: the standings by optimizer after so many rounds."""

    def tell(key: str, rounds: int) -> dict:
        spec = STORIES[key].spec
        race = surface_race(spec, SURFACES[spec.terrain])
        for _ in range(rounds):
            race.advance()
        return {entrant.key: race.standing(index) for index, entrant in enumerate(spec.entrants)}

    return tell


def test_momentum_and_adam_are_through_the_ravine_in_less_than_half_of_the_steps(told):
    ends = told("ravine", 400)
    assert ends["momentum"].arrived < ends["sgd"].arrived / 2
    assert ends["adam"].arrived < ends["sgd"].arrived / 2


def test_sgd_zigzags_across_the_ravine(told):
    spec = STORIES["ravine"].spec
    race = surface_race(spec, SURFACES["ravine"])
    for _ in range(10):
        race.advance()
    y = race.path(0)[:, 1]
    assert (np.sign(y[1:]) == -np.sign(y[:-1])).all()


def test_sgd_waits_at_the_saddle_when_the_others_are_down(told):
    ends = told("saddle", 200)
    waiting = ends.pop("sgd")
    assert np.hypot(waiting.x, waiting.y) < 0.05
    assert waiting.cost == pytest.approx(0.0, abs=0.01)
    for standing in ends.values():
        assert standing.cost < -0.5  # on the way down, or there
    assert ends["rmsprop"].arrived is not None
    assert ends["adam"].arrived is not None
    assert told("saddle", 600)["sgd"].arrived is not None  # it does find the way in the end


def test_rmsprop_crosses_the_plateau_while_the_others_stand(told):
    ends = told("plateau", 60)
    assert ends["rmsprop"].arrived < 60
    for key in ("sgd", "momentum"):
        assert ends[key].cost > 0.999
        assert np.hypot(ends[key].x + 3.6, ends[key].y - 2.6) < 0.1


def test_momentum_rolls_into_the_deep_well_and_the_others_stay_in_the_shallow_one(told):
    ends = told("two_wells", 200)
    assert ends["momentum"].x == pytest.approx(-2.0, abs=0.05)
    assert ends["momentum"].cost == pytest.approx(-5.5, abs=0.01)
    for key in ("sgd", "adam"):
        assert ends[key].x == pytest.approx(1.5, abs=0.05)
        assert ends[key].arrived is not None


@pytest.mark.parametrize("key", STORIES)
def test_nobody_leaves_the_picture(told, key):
    assert all(standing.left is None for standing in told(key, 400).values())
