"""The history against a plain list of everything it was told: bounded, and no extreme is ever lost."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import make_dataset
from engine.training.history import CAPACITY, QUANTITIES, History, Metrics
from engine.training.packed_examples import Examples
from engine.training.snapshots import Snapshots, TrainerState
from engine.training.spec import TrainingSpec
from engine.training.stretches import Stretches

VALUES = st.floats(-100, 100)
METRICS = st.builds(Metrics, VALUES, VALUES, VALUES, VALUES, st.sampled_from([0.0, 0.5, math.nan]))


def fill(history, told, first_epoch=0):
    """Append one record an epoch; every epoch takes three steps."""
    for epoch, metrics in enumerate(told, start=first_epoch):
        history.append(epoch, 3 * epoch, metrics)


def assert_is_summary(history, told):
    """Each row holds the extremes of its epochs, and the rows cover all epochs without gap or overlap."""
    assert history.epochs[-1] == len(told) - 1
    assert history.steps.tolist() == (3 * history.epochs).tolist()
    starts = [0, *(int(epoch) + 1 for epoch in history.epochs[:-1])]
    for row, (start, end) in enumerate(zip(starts, history.epochs, strict=True)):
        assert end >= start
        for quantity in QUANTITIES:
            values = [getattr(metrics, quantity) for metrics in told[start : end + 1]]
            known = [value for value in values if not math.isnan(value)]
            expected = [min(known), max(known)] if known else [math.nan, math.nan]
            np.testing.assert_array_equal(history.range_of(quantity)[row], expected)


@settings(max_examples=150, deadline=None)
@given(told=st.lists(METRICS, min_size=1, max_size=120), capacity=st.integers(1, 12))
def test_every_extreme_is_kept_in_bounded_memory(told, capacity):
    history = History(capacity)
    fill(history, told)
    assert len(history) <= capacity + 1
    assert_is_summary(history, told)
    assert history.last is told[-1]


@settings(max_examples=100, deadline=None)
@given(
    told=st.lists(METRICS, min_size=1, max_size=60),
    back_to=st.integers(0, 60),
    again=st.lists(METRICS, max_size=60),
)
def test_forgetting_and_going_on(told, back_to, again):
    history = History(8)
    fill(history, told)
    history.truncate(3 * back_to)
    assert all(history.steps <= 3 * back_to)
    kept = int(history.epochs[-1]) + 1 if len(history) else 0
    # No more is lost than the row that the moment lies in.
    assert min(back_to + 1, len(told)) - kept < history.epochs_per_row
    continued = [*told[:kept], *again]
    fill(history, again, first_epoch=kept)
    if continued:
        assert_is_summary(history, continued)


def test_a_copy_goes_its_own_way():
    history = History(4)
    fill(history, [Metrics(1, 2, 0, 0, 0)] * 5)
    twin = history.copy()
    fill(twin, [Metrics(9, 9, 9, 1, 1)] * 3, first_epoch=5)
    assert (history.epochs[-1], twin.epochs[-1]) == (4, 7)
    assert history.range_of("train_cost").max() == 1
    assert twin.range_of("train_cost").max() == 18


def test_a_million_epochs_take_no_more_memory_than_its_capacity():
    history = History()
    metrics = Metrics(1.0, 1.0, 0.0, 1.0, 1.0)
    for epoch in range(3 * CAPACITY):
        spike = epoch == 5000
        history.append(epoch, epoch, Metrics(99.0, 1.0, 0.0, 1.0, 1.0) if spike else metrics)
    assert len(history) <= CAPACITY
    assert history.range_of("train_cost").max() == 99.0


def test_penalties_are_part_of_the_cost():
    metrics = Metrics(1.0, 2.0, 0.5, 0.0, 0.0)
    assert (metrics.train_cost, metrics.test_cost) == (1.5, 2.5)


def stretches():
    """Those of a run that always learns from the same examples."""
    data = make_dataset("xor", 20)
    return Stretches(Examples(data, data))


def moment(step, numbers=1):
    """A moment at that step of a network of that many parameters, under an optimizer without memory."""
    return TrainerState(step, step, 0, np.zeros(numbers), step, {}, TrainingSpec())


@settings(max_examples=60, deadline=None)
@given(offers=st.integers(1, 3000), numbers=st.sampled_from([1, 20, 1000]))
def test_snapshots_fit_their_budget_and_keep_the_first(offers, numbers):
    budget = 100_000
    snapshots = Snapshots(stretches(), budget)
    for step in range(offers):
        if snapshots.wants_next() or step == 0:
            snapshots.add(moment(step, numbers))
    assert snapshots.steps[0] == 0
    assert snapshots.steps == sorted(set(snapshots.steps))
    assert len(snapshots) <= max(16, min(512, budget // (8 * numbers)))
    # Evenly spread: no gap is more than twice and a bit the space that the number kept would allow.
    gaps = np.diff([*snapshots.steps, offers])
    assert gaps.max() <= 4 * max(1, offers / len(snapshots))


@pytest.mark.parametrize(("step", "found"), [(0, 0), (4, 0), (5, 5), (12, 10), (99, 15)])
def test_the_moment_before_a_step(step, found):
    snapshots = Snapshots(stretches())
    for known in (0, 5, 10, 15):
        snapshots.add(moment(known))
    assert snapshots.before(step).step == found


def test_snapshots_after_a_step_are_forgotten_but_never_the_first():
    snapshots = Snapshots(stretches())
    for known in (3, 5, 10):
        snapshots.add(moment(known))
    snapshots.truncate(7)
    assert snapshots.steps == [3, 5]
    snapshots.truncate(0)
    assert snapshots.steps == [3]
