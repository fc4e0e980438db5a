"""Walking back over changes of the examples: every step is that of a fresh trainer led and taught the same way."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import Dataset, DataSpec, OwnData, PreparedData, prepare
from engine.data.points import drawable, with_points, without_points
from engine.network import LayerSpec, Network, NetworkSpec
from engine.training import OptimizerSpec, StopSpec, Trainer, TrainingSpec
from engine.training.packed_examples import Examples, PackedExamples, RowPool, packed
from engine.training.snapshots import Snapshots
from engine.training.stretches import Stretches

WINDOWS = ((-6.0, 6.0), (-6.0, 6.0))
FEATURES = ("x1", "x2", "x1_x2")


def own_design(points: int = 20, seed: int = 0, **changes) -> DataSpec:
    """Drawn points of two classes."""
    design = DataSpec("circle", samples=points, seed=seed, **changes)
    own = drawable(design, prepare(design), WINDOWS, "mine")
    return DataSpec.of_own(own, train_fraction=design.train_fraction, seed=seed, features=design.features)


def drawn(design: DataSpec, place: float, count: int = 1) -> DataSpec:
    """A few points more."""
    points = np.linspace([place, -place], [place + 0.1, 0.0], count)
    assert design.own is not None
    return replace(design, own=with_points(design.own, points, np.array([1.0])))


def erased(design: DataSpec, place: float) -> DataSpec:
    """The points around a place taken away."""
    assert design.own is not None
    return replace(design, own=without_points(design.own, (place, 0.0), (2.0, 2.0)))


def trainer_on(examples: Examples, optimizer: str = "adam", inputs: int = 2) -> Trainer:
    network = Network(NetworkSpec(inputs, (LayerSpec(3, "tanh"), LayerSpec(1, "tanh"))), seed=1)
    spec = TrainingSpec(optimizer=OptimizerSpec(optimizer, 0.05), batch_size=4)
    return Trainer(network, examples.train, spec, seed=3, test=examples.test)


def assert_same_moment(one: Trainer, other: Trainer) -> None:
    mine, theirs = one.state(), other.state()
    assert (mine.step, mine.epoch, mine.position) == (theirs.step, theirs.epoch, theirs.position)
    np.testing.assert_array_equal(mine.parameters, theirs.parameters)
    assert mine.optimizer_count == theirs.optimizer_count
    for name, vector in mine.optimizer_state.items():
        np.testing.assert_array_equal(vector, theirs.optimizer_state[name])
    assert (mine.spec, mine.frozen, mine.silenced) == (theirs.spec, theirs.frozen, theirs.silenced)
    for mine_part, their_part in ((one.data, other.data), (one.test, other.test)):
        np.testing.assert_array_equal(mine_part.inputs, their_part.inputs)
        np.testing.assert_array_equal(mine_part.targets, their_part.targets)


PLACES = st.floats(-5, 5).map(lambda place: round(place, 2))
EVENTS = st.one_of(
    st.tuples(st.just("draw"), PLACES),
    st.tuples(st.just("erase"), PLACES),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("rate"), st.sampled_from([0.01, 0.2])),
    st.tuples(st.just("batch"), st.sampled_from([3, 7, 100])),
    st.tuples(st.just("freeze"), st.integers(0, 8)),
    st.tuples(st.just("silence"), st.integers(0, 2)),
    st.tuples(st.just("by hand"), PLACES),
    st.tuples(st.just("again"), st.none()),
)
STEPS = st.one_of(st.just(0), st.integers(0, 25))


def designs_of(events: list) -> list[DataSpec]:
    """The design after each event."""
    designs = [own_design()]
    for _, (kind, place) in events:
        if kind == "draw":
            designs.append(drawn(designs[-1], place))
        elif kind == "erase":
            designs.append(erased(designs[-1], place))
        else:
            designs.append(designs[-2] if kind == "undo" and len(designs) > 1 else designs[-1])
    return designs[1:]


def lead(trainer: Trainer, event: tuple, examples: Examples) -> None:
    """Let an event happen to a trainer; `examples` are those after it."""
    kind, value = event
    if kind in ("draw", "erase", "undo"):
        trainer.change_examples(examples)
    elif kind == "rate":
        trainer.adopt(replace(trainer.spec, optimizer=replace(trainer.spec.optimizer, learning_rate=value)))
    elif kind == "batch":
        trainer.adopt(replace(trainer.spec, batch_size=value))
    elif kind == "freeze":
        trainer.freeze([value])
    elif kind == "silence":
        trainer.silence([(1, value)])
    elif kind == "by hand":
        trainer.change_parameter(2, value)
    else:
        trainer.restore(trainer.snapshots[0])


def list_of_seams(run: Trainer) -> list[int]:
    return [moment.step for moment in run.snapshots if moment.is_seam]


def fresh_at(step: int, led: list) -> Trainer:
    """A trainer that was never anywhere else: `led` are (steps before, event, examples) since its start."""
    trainer = trainer_on(led[0])
    for steps, event, examples in led[1]:
        if trainer.step_count + steps > step:
            break
        trainer.run(steps)
        lead(trainer, event, examples)
    trainer.run(step - trainer.step_count)
    return trainer


@settings(max_examples=60, deadline=None)
@given(
    events=st.lists(st.tuples(STEPS, EVENTS), max_size=40),
    last=st.integers(0, 30),
    most=st.sampled_from([3, 4096]),
    budget=st.sampled_from([0, 2**25]),
)
def test_every_step_is_that_of_a_fresh_trainer_led_the_same_way(events, last, most, budget):
    """Also where so few moments are kept that changes of the examples lie between two of them."""
    kept = [Examples.of(design, prepare(design)) for design in designs_of(events)]
    start = Examples.of(own_design(), prepare(own_design()))
    run = trainer_on(start)
    run.snapshots = Snapshots(Stretches(start, most=most), budget)
    run.snapshots.add(run.state())
    led: list = [start, []]
    for (steps, event), examples in zip(events, kept, strict=True):
        run.run(steps)
        lead(run, event, examples)
        if event[0] == "again":
            before = [one for one in led[1] if one[1][0] != "by hand"]
            led = [start, [(0, one, data) for _, one, data in before] + [(0, ("draw", 0), examples)]]
        else:
            led[1].append((steps, event, examples))
    run.run(last)
    assert len(run.snapshots.stretches) <= most
    if most > len(events) and len(list_of_seams(run)) < 8:
        assert run.snapshots.exact_from == 0
    here = run.state()
    for step in sorted({run.snapshots.exact_from, run.step_count, *range(0, run.step_count, 7)}):
        if step >= run.snapshots.exact_from:
            twin = run.at_step(step)
            assert_same_moment(twin, fresh_at(step, led))
            assert twin.snapshots.exact_from <= step
    np.testing.assert_array_equal(run.network.parameters, here.parameters)


@pytest.mark.parametrize("changes", [{}, {"features": FEATURES}, {"train_fraction": 0.8, "seed": 4}])
@pytest.mark.parametrize("standardize", [False, True])
def test_packed_examples_come_back_to_the_last_bit(changes, standardize):
    design, pool = replace(own_design(200, **changes), standardize=standardize), RowPool()
    kept = []
    for place in (0.5, -3.0, 0.5, 2.25):
        design = erased(drawn(design, place, 3), place + 1.5)
        prepared = prepare(design)
        examples = Examples.of(design, prepared)
        small = packed(examples, pool)
        assert isinstance(small, PackedExamples)
        assert small.nbytes < examples.nbytes / 2
        kept.append((design, prepared, small))
    for design, prepared, small in kept:
        back = small.unpacked(pool)
        assert back.origin is not None
        assert_same_prepared(back.origin.prepared, prepared)
        assert back.train is back.origin.prepared.train
        assert_same_own(back.origin.design.own, design.own)
        assert replace(back.origin.design, own=design.own) == design


def assert_same_own(one: OwnData, other: OwnData) -> None:
    assert one.dataset.inputs.tobytes() == other.dataset.inputs.tobytes()
    assert one.dataset.targets.tobytes() == other.dataset.targets.tobytes()
    np.testing.assert_array_equal(one.deal.is_test, other.deal.is_test)
    assert replace(one, dataset=other.dataset, deal=other.deal).__dict__ == other.__dict__


def assert_same_prepared(one: PreparedData, other: PreparedData) -> None:
    for part in ("train", "test", "raw_train", "raw_test"):
        mine, theirs = getattr(one, part), getattr(other, part)
        assert mine.inputs.tobytes() == theirs.inputs.tobytes()
        assert mine.targets.tobytes() == theirs.targets.tobytes()
        assert (mine.problem, mine.input_names, mine.class_names) == (
            theirs.problem,
            theirs.input_names,
            theirs.class_names,
        )
    assert (one.shift.tobytes(), one.scale.tobytes()) == (other.shift.tobytes(), other.scale.tobytes())


def test_examples_prepared_elsewhere_with_other_rounding_are_kept_as_they_are():
    design = own_design()
    prepared = prepare(design)
    rounded = replace(prepared.train, inputs=np.nextafter(prepared.train.inputs, 9.0))
    examples = Examples.of(design, replace(prepared, train=rounded))
    assert packed(examples, RowPool()) is examples


def test_changes_while_training_waits_replace_one_another():
    designs = [own_design()]
    for place in range(4):
        designs.append(drawn(designs[-1], float(place)))
    trainer = trainer_on(Examples.of(designs[0], prepare(designs[0])))
    trainer.run(6)
    for design in designs[1:]:
        trainer.change_examples(Examples.of(design, prepare(design)))
    assert trainer.snapshots.stretches.steps == [0, 6]
    trainer.run(1)
    assert len(trainer.at_step(5).data) + len(trainer.at_step(5).test) == 20
    assert len(trainer.at_step(6).data) + len(trainer.at_step(6).test) == 24


def test_a_stretch_asked_for_again_is_the_very_same_object():
    design = own_design()
    trainer = trainer_on(Examples.of(design, prepare(design)))
    trainer.change_examples(Examples.of(design, prepare(design)))  # says what it was made of
    trainer.run(9)
    more = drawn(design, 1.0)
    trainer.change_examples(Examples.of(more, prepare(more)))
    trainer.run(9)
    there = trainer.at_step(4).snapshots.stretches.present
    assert there is trainer.at_step(7).snapshots.stretches.present
    assert there.origin is not None
    assert len(there.origin.design.own.dataset) == 20


def test_drawing_for_long_while_training_takes_bounded_memory_and_says_from_where_it_is_exact():
    design = own_design(40)
    start = Examples.of(design, prepare(design))
    trainer = trainer_on(start)
    budget = 150_000
    trainer.resume(trainer.state(), trainer.history, [trainer.state()], 0, Stretches(start, budget))
    taken, led = [], [start, []]
    for stroke in range(400):
        design = drawn(erased(design, stroke % 9 - 4.0), stroke % 7 - 3.3, 3)
        examples = Examples.of(design, prepare(design))
        trainer.run(2)
        trainer.change_examples(examples)
        led[1].append((2, ("draw", 0), examples))
        taken.append(trainer.snapshots.stretches.nbytes)
    assert max(taken) < 1.1 * budget
    assert taken[-1] > budget / 4, "what fits is kept"
    exact_from = trainer.snapshots.exact_from
    assert 400 < exact_from < 800
    for step in (exact_from, exact_from + 1, 790, 800):
        assert_same_moment(trainer.at_step(step), fresh_at(step, led))
    assert len(trainer.snapshots.stretches.steps) < 200
    assert trainer.at_step(700).snapshots.exact_from == exact_from


def test_thousands_of_changes_of_a_small_drawing_all_come_back():
    design = own_design(10)
    start = Examples.of(design, prepare(design))
    trainer = trainer_on(start)
    led: list = [start, []]
    for stroke in range(1500):
        design = drawn(design, stroke % 9 - 4.4) if stroke % 2 else erased(design, stroke % 5 - 2.0)
        if len(design.own.dataset) > 60:
            design = own_design(10)
        examples = Examples.of(design, prepare(design))
        trainer.run(1)
        trainer.change_examples(examples)
        led[1].append((1, ("draw", 0), examples))
    assert trainer.snapshots.exact_from == 0
    assert len(trainer.snapshots) <= 513
    for step in (0, 1, 333, 1499):
        assert_same_moment(trainer.at_step(step), fresh_at(step, led))


def test_datasets_of_a_script_are_kept_whole():
    random = np.random.default_rng(0)
    parts = [Dataset(random.normal(size=(12, 2)), random.normal(size=(12, 1))) for _ in range(3)]
    trainer = trainer_on(Examples(parts[0], parts[0].take([])))
    for part in parts[1:]:
        trainer.run(5)
        trainer.change_data(part)
    trainer.run(5)
    assert [trainer.at_step(step).data for step in (0, 4, 5, 9, 10, 15)] == [
        parts[index] for index in (0, 0, 1, 1, 2, 2)
    ]


def test_a_run_that_goes_back_to_a_moment_with_other_examples_is_repeated_with_these():
    design = own_design()
    trainer = trainer_on(Examples.of(design, prepare(design)))
    trainer.run(5)
    moment = trainer.state()  # in the middle of an epoch
    trainer.run(5)
    more = drawn(design, 1.0, 8)
    trainer.change_examples(Examples.of(more, prepare(more)))
    trainer.run(5)
    trainer.restore(moment)
    trainer.run(7)
    there = trainer.state()
    np.testing.assert_array_equal(trainer.at_step(12).network.parameters, there.parameters)
    assert len(trainer.at_step(4).data) < len(trainer.at_step(5).data)
    trainer.run(1)
    np.testing.assert_array_equal(trainer.at_step(12).network.parameters, there.parameters)


def test_a_run_sent_on_each_time_it_stopped_by_itself_is_walked_back_all_the_way():
    trainer = trainer_on(Examples.of(own_design(), prepare(own_design())))
    trainer.adopt(replace(trainer.spec, stop=StopSpec(epoch=2)))
    seen = {}
    while trainer.step_count < 2500:  # so long that not every epoch's end is kept
        trainer.run(1)
        seen[trainer.step_count] = trainer.network.parameters.copy()
    assert np.median(np.diff(trainer.snapshots.steps)) > trainer.steps_per_epoch
    for step in (5, 8, *range(1230, 1240), 2499):
        twin = trainer.at_step(step)
        assert twin.step_count == step
        np.testing.assert_array_equal(twin.network.parameters, seen[step])


def test_a_weight_set_by_hand_before_the_first_step_is_forgotten_when_the_run_begins_again():
    trainer = trainer_on(Examples.of(own_design(), prepare(own_design())))
    first = trainer.network.parameters.copy()
    trainer.change_parameter(2, 1.0)
    trainer.run(5)
    trainer.restore(trainer.snapshots[0])
    trainer.run(1)
    np.testing.assert_array_equal(trainer.at_step(0).network.parameters, first)


def test_the_step_from_which_a_run_is_exact_is_never_thinned_away():
    design = own_design()
    start = Examples.of(design, prepare(design))
    trainer, led = trainer_on(start), [start, []]
    trainer.snapshots = Snapshots(Stretches(start, most=2), 0)
    trainer.snapshots.add(trainer.state())
    for place in (1.0, 2.0, 3.0):
        design = drawn(design, place)
        led[1].append((5, ("draw", 0), Examples.of(design, prepare(design))))
        trainer.run(5)
        lead(trainer, *led[1][-1][1:])
    exact_from = trainer.snapshots.exact_from
    for _ in range(60):  # epochs, far more than moments are kept
        trainer.run_epoch()
    assert trainer.snapshots.exact_from == exact_from > 0
    for step in (exact_from, exact_from + 1, 77):
        assert_same_moment(trainer.at_step(step), fresh_at(step, led))


def test_a_run_whose_first_stretches_were_forgotten_begins_again():
    design = own_design()
    start = Examples.of(design, prepare(design))
    trainer = trainer_on(start)
    trainer.resume(trainer.state(), trainer.history, [trainer.state()], 0, Stretches(start, most=2))
    for place in (1.0, 2.0, 3.0):
        trainer.run(4)
        design = drawn(design, place)
        trainer.change_examples(Examples.of(design, prepare(design)))
    assert trainer.snapshots.exact_from > 0
    trainer.restore(trainer.snapshots[0])
    trainer.run(2)
    design = drawn(design, 4.0)
    trainer.change_examples(Examples.of(design, prepare(design)))
    assert [len(trainer.at_step(step).snapshots.stretches) for step in (1, 2)] == [1, 2]
    assert len(trainer.at_step(1).data) + len(trainer.at_step(1).test) == 23


def test_a_run_that_begins_again_led_otherwise_is_repeated_so():
    trainer = trainer_on(Examples.of(own_design(), prepare(own_design())), "sgd")
    trainer.run(30)
    trainer.adopt(replace(trainer.spec, optimizer=OptimizerSpec("sgd", 0.5)))
    trainer.restore(trainer.snapshots[0])
    trainer.run(3)
    third = trainer.network.parameters.copy()
    trainer.run(9)
    np.testing.assert_array_equal(trainer.at_step(3).network.parameters, third)
