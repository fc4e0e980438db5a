"""Work in slices: all of it is done, in order, and a frame is given back in between."""

from time import perf_counter

import pytest
from PySide6.QtCore import QObject

from gui.session.slices import SLICE_MS, Slices


@pytest.fixture
def parent(qapp) -> QObject:
    return QObject()


def busy(done: list, count: int):
    """Work whose every piece lasts half a slice."""
    for number in range(count):
        start = perf_counter()
        while perf_counter() - start < SLICE_MS / 2000.0:
            pass
        done.append(number)
        yield


def test_everything_is_done_in_order_over_several_frames(qtbot, parent) -> None:
    slices, done, left = Slices(parent), [], []
    slices.sliced.connect(lambda: left.append(len(done)))
    with qtbot.waitSignal(slices.ended):
        slices.begin(busy(done, 12))
        assert done == [], "nothing is done before the next frame"
        assert slices.is_running
    assert done == list(range(12))
    assert len(left) >= 3
    assert not slices.is_running


def test_new_work_takes_the_place_of_the_old(qtbot, parent) -> None:
    slices, old, new = Slices(parent), [], []
    slices.begin(busy(old, 1000))
    qtbot.waitUntil(lambda: bool(old))
    with qtbot.waitSignal(slices.ended):
        slices.begin(busy(new, 3))
    assert new == [0, 1, 2]
    assert len(old) < 1000


def test_what_is_stopped_goes_no_further(qtbot, parent) -> None:
    slices, done, other = Slices(parent), [], []
    slices.begin(busy(done, 1000))
    qtbot.waitUntil(lambda: bool(done))
    slices.stop()
    count = len(done)
    with qtbot.waitSignal(slices.ended):
        slices.begin(busy(other, 3))
    assert len(done) == count
