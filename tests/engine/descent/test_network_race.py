"""Networks racing: the same batches as trainers of their own, and what is said of them."""

from dataclasses import replace

import numpy as np
import pytest

from engine.data import DataSpec
from engine.descent import Plane, Window, network_race
from engine.experiment import Experiment
from engine.training import OPTIMIZERS, OptimizerSpec, Trainer, TrainingSpec

WINDOW = Window(-50.0, 50.0, -50.0, 50.0)


@pytest.fixture
def trainer() -> Trainer:
    """One in the middle of an epoch, with a penalty and a frozen weight."""
    training = TrainingSpec("mse", penalty="l2", penalty_rate=0.01, batch_size=7)
    made = Trainer.from_experiment(
        Experiment(data=DataSpec("circle", samples=60), training=training, seed=4, frozen=(2,))
    )
    made.run(5)
    return made


def entrants() -> list[OptimizerSpec]:
    return [OptimizerSpec(key, 0.02) for key in OPTIMIZERS]


@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_all_meet_the_batches_that_the_trainer_itself_would_meet(trainer: Trainer, dropout: float):
    """Beside each a trainer made from scratch, brought to the same moment, with an optimizer without memory."""
    trainer.adopt(replace(trainer.spec, dropout=dropout))
    plane = Plane.through_parameters(trainer.network, 0, 5)
    race = network_race(trainer, entrants(), plane, WINDOW)
    for _ in range(20):  # past the end of the epoch
        race.advance()
    for index, spec in enumerate(entrants()):
        alone = Trainer(trainer.network.copy(), trainer.data, trainer.spec, trainer.seed)
        alone.freeze((2,))
        alone.restore(trainer.state())
        if spec.key == trainer.spec.optimizer.key:
            alone.optimizer.restore(0, spec.make(trainer.network.layout.size, np.float64).state)
        alone.adopt(replace(trainer.spec, optimizer=spec))
        alone.run(20)
        np.testing.assert_allclose(
            race.path(index)[-1], [alone.network.parameters[0], alone.network.parameters[5]] - origin(plane)
        )
        assert alone.network.parameters[2] == trainer.network.parameters[2]


def origin(plane: Plane) -> np.ndarray:
    return np.array([plane.origin[0], plane.origin[5]])


def test_sgd_by_hand(trainer: Trainer):
    """θ ← θ − η (∂C/∂θ + λ θ on weights), the batch taken from the trainer."""
    plane = Plane.random(trainer.network, 1)
    race = network_race(trainer, [OptimizerSpec("sgd", 0.1)], plane, WINDOW)
    inputs, targets = trainer.next_batch()
    theta = trainer.network.parameters.copy()
    _, gradient = trainer.network.loss_and_gradient(inputs, targets, "mse")
    gradient = gradient + 0.01 * theta * trainer.network.layout.is_weight()
    moved = theta - 0.1 * gradient
    moved[2] = theta[2]
    race.advance()
    seen = plane.project(moved)
    standing = race.standing(0)
    assert (standing.x, standing.y) == pytest.approx((float(seen.x), float(seen.y)))
    assert standing.off_plane == pytest.approx(float(seen.distance))
    twin = trainer.network.copy()
    twin.parameters[...] = moved
    cost, slope = twin.loss_and_gradient(trainer.data.inputs, trainer.data.targets, "mse")
    weights = moved * twin.layout.is_weight()
    assert standing.cost == pytest.approx(cost + 0.005 * float(weights @ weights))
    assert standing.slope == pytest.approx(float(np.linalg.norm(slope + 0.01 * weights)))
    assert np.isnan(standing.distance)


def test_the_trainer_is_left_as_it_is(trainer: Trainer):
    before, step = trainer.network.parameters.copy(), trainer.step_count
    race = network_race(trainer, entrants(), Plane.random(trainer.network), WINDOW)
    for _ in range(3):
        race.advance()
    race.stages(0)
    np.testing.assert_array_equal(trainer.network.parameters, before)
    assert trainer.step_count == step


def test_the_arrow_of_the_step_leads_to_the_next_place(trainer: Trainer):
    trainer.freeze(())
    race = network_race(trainer, entrants(), Plane.random(trainer.network), WINDOW)
    for _ in range(3):
        aims = [race.path(index)[-1] + race.stages(index)[-1].arrow for index in range(len(race))]
        race.advance()
        for index, aim in enumerate(aims):
            np.testing.assert_allclose(race.path(index)[-1], aim, atol=1e-12)


def test_squares_have_parts_only_along_parameters(trainer: Trainer):
    adam = [OptimizerSpec("adam")]
    along = network_race(trainer, adam, Plane.through_parameters(trainer.network, 0, 5), WINDOW)
    across = network_race(trainer, adam, Plane.random(trainer.network), WINDOW)
    square = {stage.key: stage.values for stage in along.stages(0)}["second_moment"]
    slope = trainer.explain()["gradient"]
    assert square == pytest.approx(0.001 * slope[[0, 5]] ** 2)
    assert {stage.key: stage.values for stage in across.stages(0)}["second_moment"] is None


def test_a_network_that_diverges_is_brought_back(trainer: Trainer):
    entrant = [OptimizerSpec("sgd", 1000.0), OptimizerSpec("sgd", 0.01)]
    race = network_race(
        trainer, entrant, Plane.through_parameters(trainer.network, 0, 5), Window(-1, 1, -1, 1)
    )
    for _ in range(300):
        race.advance()
    assert race.standing(0).left is not None
    assert race.can_go_back
    race.back()
    assert race.standing(0).left is None
    np.testing.assert_allclose(race.path(0)[-1], [race.standing(0).x, race.standing(0).y])
    assert race.count < 300


@pytest.mark.parametrize("key", OPTIMIZERS)
@pytest.mark.parametrize("is_seen", [True, False])
def test_an_update_too_large_to_be_written_has_no_stages(key: str, is_seen: bool):
    """Two weights w of the output make δ of the order of w, and what comes back over them of w²."""
    trainer = Trainer.from_experiment(Experiment().with_data(DataSpec.of("sine")))
    size = trainer.network.layout.size
    trainer.network.parameters[[-2, -3]] = 1e200
    plane = Plane.through_parameters(trainer.network, 0, size - 2 if is_seen else 1)
    race = network_race(trainer, [OptimizerSpec(key, 0.02)], plane, WINDOW)
    assert not race.standing(0).diverged
    assert race.stages(0) == ()
    race.advance()
    assert race.standing(0).diverged


def test_a_start_elsewhere_on_the_plane(trainer: Trainer):
    plane = Plane.through_parameters(trainer.network, 0, 5)
    race = network_race(trainer, [OptimizerSpec("sgd", 0.0)], plane, WINDOW, (0.5, -0.25))
    race.advance()
    standing = race.standing(0)
    assert (standing.x, standing.y, standing.off_plane) == pytest.approx((0.5, -0.25, 0.0))
    cost = plane.over(trainer.network, trainer.data, "mse", penalty="l2", penalty_rate=0.01)
    assert standing.cost == pytest.approx(float(cost.value(0.5, -0.25)))
    assert trainer.network.parameters[0] != standing.x + plane.origin[0]


def test_in_single_precision_it_is_the_same_race_to_rounding():
    ends = []
    for precision in ("float64", "float32"):
        training = TrainingSpec("mse", penalty="l2", penalty_rate=0.01, batch_size=7)
        made = Trainer.from_experiment(
            Experiment(data=DataSpec("circle", samples=60), training=training, precision=precision)
        )
        race = network_race(made, entrants(), Plane.through_parameters(made.network, 0, 5), WINDOW)
        for _ in range(12):
            race.advance()
        assert len(race.stages(0)) == 2
        standings = [race.standing(index) for index in range(len(race))]
        ends.append([(each.x, each.y, each.cost, each.slope) for each in standings])
    np.testing.assert_allclose(ends[1], ends[0], rtol=1e-3, atol=1e-4)


def test_neurons_that_are_switched_off_stay_so():
    experiment = Experiment(data=DataSpec("circle", samples=60), silenced=((1, 0),))
    trainer = Trainer.from_experiment(experiment)
    race = network_race(
        trainer, [OptimizerSpec("sgd", 0.1)], Plane.through_parameters(trainer.network, 0, 3), WINDOW
    )
    race.advance()
    # θ[0] leads into the neuron that is off and gets no gradient; θ[3] into the next one.
    moved = race.path(0)[-1] - race.path(0)[0]
    assert moved[0] == 0.0
    assert moved[1] != 0.0
