"""The race in the session: terrains and what they remember, time, slow motion, and the network's own race."""

from dataclasses import replace

import numpy as np
import pytest

from engine.descent import EXPRESSION, MOST_RUNNERS, NETWORK, STORIES, SURFACES
from engine.experiment import Experiment
from engine.network import LayerSpec, NetworkSpec
from engine.training import OptimizerSpec
from gui.session import Session
from gui.session.landscape_frame import PlaneChoice
from gui.session.race import FIRST_EXPRESSION, Racing


@pytest.fixture
def racing(session: Session) -> Racing:
    return session.race


def rounds(racing: Racing, count: int) -> None:
    for _ in range(count):
        racing.step()


# Terrains


def test_it_begins_with_a_story(racing: Racing) -> None:
    assert racing.story == "ravine"
    assert racing.race.count == 0
    assert racing.ground.grid is None  # nobody has looked yet


@pytest.mark.parametrize("key", STORIES)
def test_a_story_is_set_up_as_it_ships(racing: Racing, key: str) -> None:
    racing.set_start(1.0, 1.0)
    racing.tell(key)
    assert racing.story == key
    assert racing.spec == STORIES[key].spec
    assert racing.window == SURFACES[racing.spec.terrain].window
    assert len(set(racing.slots)) == len(racing.slots)


def test_the_contours_are_the_surface(racing: Racing) -> None:
    racing.tell("two_wells")
    grid = racing.ground.grid
    x, y = grid.xs[10], grid.ys[20]
    assert grid.costs[20, 10] == pytest.approx(x**4 / 4 - 13 / 8 * x**2 + 3 / 2 * x + y**2)
    assert (grid.xs[0], grid.xs[-1]) == (-3.2, 2.8)


def test_what_was_chosen_for_a_terrain_comes_back_with_it(racing: Racing) -> None:
    racing.set_entrant(0, lambda spec: replace(spec, learning_rate=0.007))
    racing.set_start(2.0, 0.5)
    chosen = racing.spec
    racing.choose_terrain("bowl")
    assert racing.spec.start == (-2.4, 1.6)
    racing.choose_terrain("ravine")
    assert racing.spec == chosen


def test_a_typed_surface(racing: Racing) -> None:
    racing.choose_terrain(EXPRESSION)
    assert racing.typed == racing.spec.expression == FIRST_EXPRESSION
    racing.type_expression("x^2 + 3*y^2")
    assert racing.fault is None
    assert float(racing.surface.value(1.0, 2.0)) == 13.0
    racing.step()
    assert racing.race.count == 1
    assert np.isnan(racing.race.standing(0).distance)


def test_a_fault_says_where_and_leaves_the_surface(racing: Racing) -> None:
    racing.choose_terrain(EXPRESSION)
    racing.type_expression("x^2 + 3*z")
    assert racing.typed == "x^2 + 3*z"
    assert racing.fault.column == 9
    assert racing.spec.expression == FIRST_EXPRESSION
    racing.choose_terrain("bowl")
    racing.choose_terrain(EXPRESSION)
    assert racing.typed == "x^2 + 3*z"  # nothing that was typed is lost
    racing.type_expression("x^2 + 3*y")
    assert racing.fault is None


# Who takes part


def test_an_entrant_keeps_its_line_when_another_leaves(racing: Racing) -> None:
    racing.add("sgd")
    lines = dict(zip(racing.slots, racing.spec.entrants, strict=True))
    racing.remove(0)
    assert dict(zip(racing.slots, racing.spec.entrants, strict=True)).items() <= lines.items()
    racing.add("nesterov")
    assert len(set(racing.slots)) == len(racing.slots) == 4
    assert racing.spec.entrants[-1].rate == SURFACES["ravine"].runs["nesterov"].learning_rate


def test_there_is_room_for_so_many(racing: Racing, complaints: list[str]) -> None:
    for _ in range(MOST_RUNNERS):
        racing.add("sgd")
    assert len(racing.spec.entrants) == MOST_RUNNERS
    assert len(complaints) == len(STORIES["ravine"].spec.entrants)


def test_a_rate_that_is_none_is_refused_in_one_sentence(racing: Racing, complaints: list[str]) -> None:
    before = racing.spec
    racing.set_entrant(0, lambda spec: replace(spec, learning_rate=-1.0))
    racing.set_start(float("nan"), 0.0)
    assert racing.spec == before
    assert len(complaints) == 2
    assert "learning rate" in complaints[0]


def test_all_may_leave(racing: Racing) -> None:
    for _ in range(3):
        racing.remove(0)
    assert racing.selected == -1
    assert racing.stages == ()
    racing.player.play()
    assert not racing.player.is_playing
    racing.add("adam")
    assert racing.selected == 0


# Time


def test_it_plays_and_stops_by_itself(even_time, racing: Racing) -> None:
    racing.tell("two_wells")
    racing.player.set_speed("max")
    racing.player.play()
    assert racing.player.is_playing
    even_time.until(lambda: not racing.player.is_playing, 20)
    assert racing.race.is_over
    assert racing.race.standing(1).x == pytest.approx(-2.0, abs=0.01)


def test_it_plays_beside_the_training(even_time, session: Session) -> None:
    racing = session.race
    session.play()
    racing.player.play()
    even_time.until(lambda: racing.race.count > 2 and session.trainer.step_count > 2, 5)
    racing.player.pause()
    assert session.is_running
    session.pause()


def test_reset_leads_to_the_start(racing: Racing) -> None:
    rounds(racing, 5)
    racing.reset()
    assert racing.race.count == 0
    assert racing.race.standing(0).x == -3.6


def test_divergence_and_the_way_back(racing: Racing) -> None:
    racing.set_entrant(0, lambda spec: OptimizerSpec("sgd", 0.03))
    while not racing.race.standing(0).diverged:
        racing.step()
    assert racing.stable_rate(0) == pytest.approx(0.02, rel=1e-6)  # 2 / 100
    assert racing.stable_rate(2) is None
    assert racing.race.standing(0).left == 1
    racing.back()
    assert racing.race.count == 0
    assert not racing.race.standing(0).diverged


def test_a_race_is_no_edit(session: Session) -> None:
    session.race.tell("saddle")
    rounds(session.race, 3)
    assert session.undo_stack.count() == 0
    assert session.trainer.step_count == 0


# Slow motion


def test_slow_motion_goes_from_number_to_number_and_then_on(racing: Racing) -> None:
    racing.select(1)
    racing.set_slow(True)
    seen = []
    for _ in range(3):
        seen.append(racing.stages[racing.stage].key)
        racing.next_stage()
    assert seen == ["gradient", "velocity", "step"]
    assert racing.stage == 0
    assert racing.race.count == 1
    racing.previous_stage()
    assert racing.stage == 0
    racing.next_stage()
    racing.previous_stage()
    assert racing.stage == 0
    racing.set_slow(False)
    assert racing.stage is None


def test_slow_motion_of_another_runner_begins_with_its_gradient(racing: Racing) -> None:
    racing.set_slow(True)
    racing.next_stage()
    racing.select(2)
    assert racing.stage == 0
    assert len(racing.stages) == 6


def test_playing_ends_slow_motion(racing: Racing) -> None:
    racing.set_slow(True)
    racing.player.play()
    assert racing.stage is None
    racing.player.pause()


# The network


def test_networks_race_from_the_present_weights(session: Session) -> None:
    racing = session.race
    session.advance(7)
    racing.choose_terrain(NETWORK)
    first, second = session.network.parameters[:2]
    assert racing.spec.start == pytest.approx((first, second))
    standing = racing.race.standing(0)
    assert standing.cost == pytest.approx(session.trainer.evaluate().train_cost)
    assert standing.off_plane == pytest.approx(0.0, abs=1e-12)
    before = session.network.parameters.copy()
    rounds(racing, 20)
    np.testing.assert_array_equal(session.network.parameters, before)
    assert racing.race.standing(0).cost < standing.cost


def test_its_contours_are_the_cost_of_the_network(session: Session) -> None:
    racing = session.race
    racing.choose_terrain(NETWORK)
    racing.ground.settle()
    grid = racing.ground.grid
    assert grid.costs.shape == (49, 49)
    twin = session.network.copy()
    twin.parameters[:2] = grid.xs[5], grid.ys[9]
    trainer = session.trainer
    value, _ = twin.loss_and_gradient(trainer.data.inputs, trainer.data.targets, trainer.spec.loss)
    assert grid.costs[9, 5] == pytest.approx(value, rel=1e-5)


def test_a_race_that_has_not_begun_follows_the_training(session: Session) -> None:
    racing = session.race
    racing.choose_terrain(NETWORK)
    session.advance(5)
    racing.freshen()
    assert racing.spec.start == pytest.approx(tuple(session.network.parameters[:2]))
    racing.step()
    begun = racing.race.path(0)[0].copy()
    session.advance(5)
    racing.freshen()
    np.testing.assert_array_equal(racing.race.path(0)[0], begun)
    racing.reset()
    assert racing.race.path(0)[0] == pytest.approx(session.network.parameters[:2])


def test_another_start_on_the_plane(session: Session) -> None:
    racing = session.race
    racing.choose_terrain(NETWORK)
    racing.set_start(0.25, -0.5)
    assert racing.race.path(0)[0] == pytest.approx([0.25, -0.5])
    racing.reset()
    assert racing.race.path(0)[0] == pytest.approx([0.25, -0.5])


def test_a_race_to_come_moves_to_the_plane_that_is_looked_at(session: Session) -> None:
    racing = session.race
    racing.choose_terrain(NETWORK)
    racing.set_start(0.5, 0.5)
    session.landscape.choose(PlaneChoice("parameters", 3, 7))
    assert racing.spec.start == pytest.approx(tuple(session.network.parameters[[3, 7]]))
    window = racing.whole
    assert window.x0 < racing.spec.start[0] < window.x1
    racing.step()
    session.landscape.choose(PlaneChoice("parameters", 0, 1))
    assert racing.race.path(0)[0] == pytest.approx(
        session.network.parameters[[3, 7]]
    )  # one that goes on stays
    racing.reset()
    assert racing.race.path(0)[0] == pytest.approx(session.network.parameters[:2])


def test_another_design_is_another_race(session: Session) -> None:
    racing = session.race
    racing.choose_terrain(NETWORK)
    rounds(racing, 3)
    session.new_start()
    assert racing.race.count == 0
    assert racing.spec.start == pytest.approx(tuple(session.network.parameters[:2]))


@pytest.mark.parametrize("size", [1e10, 1e60, 1e150, 1e300])
def test_weights_past_all_bounds_race_without_a_fault(application, size: float) -> None:
    """The race begins at them, however far; whoever's cost is not finite has diverged."""
    layers = (LayerSpec(4, "relu"), LayerSpec(4, "relu"), LayerSpec(1, "linear"))
    session = Session(Experiment(network=NetworkSpec(2, layers)))
    session.network.parameters[...] *= size
    racing = session.race
    racing.choose_terrain(NETWORK)
    assert racing.spec.terrain == NETWORK
    assert np.isfinite(racing.spec.start).all()
    racing.set_slow(True)
    for _ in range(3):
        racing.next_stage()
        assert racing.stages is not None
    rounds(racing, 2)
    racing.set_entrant(0, lambda spec: replace(spec, learning_rate=10.0))
    racing.set_slow(True)
    rounds(racing, 1)
    racing.reset()
    assert racing.race.count == 0


@pytest.mark.parametrize("neurons", [1, 7])
def test_a_race_that_was_there_before_the_landscape_follows_another_network(
    session: Session, neurons: int
) -> None:
    racing = session.race
    racing.choose_terrain(NETWORK)
    session.attempt(lambda experiment: experiment.with_hidden((LayerSpec(neurons),)), "Other layers")
    assert racing.spec.start == pytest.approx(tuple(session.network.parameters[:2]))
    racing.step()
    assert racing.race.count == 1
    session.undo_stack.undo()
    assert racing.spec.start == pytest.approx(tuple(session.network.parameters[:2]))
    np.testing.assert_allclose(racing.networks.plane.at(*racing.spec.start), session.network.parameters)
