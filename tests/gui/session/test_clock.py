"""The clock: frames while it runs, and nothing at all when it does not."""

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer

from gui.session import SPEEDS
from gui.session.clock import MOST_MS, Clock


@pytest.fixture
def owner(qapp) -> QObject:
    return QObject()


def active_timers(owner: QObject) -> list[QTimer]:
    return [timer for timer in owner.findChildren(QTimer) if timer.isActive()]


def test_frames_come_until_it_is_stopped(owner: QObject, qtbot) -> None:
    frames: list[int] = []
    clock = Clock(lambda steps, proceed: frames.append(steps), lambda: 10, owner)
    clock.speed = SPEEDS["max"]
    clock.start()
    qtbot.waitUntil(lambda: len(frames) > 5)
    clock.stop()
    assert not clock.is_running
    assert active_timers(owner) == []


def test_training_that_stops_the_clock_leaves_no_timer(owner: QObject, qtbot) -> None:
    clocks: list[Clock] = []
    clocks.append(Clock(lambda steps, proceed: clocks[0].stop(), lambda: 10, owner))
    paint_ms = clocks[0].paint_ms
    clocks[0].start()
    qtbot.waitUntil(lambda: not clocks[0].is_running)
    QCoreApplication.processEvents()
    assert active_timers(owner) == []
    assert clocks[0].paint_ms == paint_ms  # no timer was started that would have measured the painting


def test_frame_is_cut_at_its_deadline(owner: QObject, qtbot) -> None:
    """A trainer that always has more to do is told to stop, and the next frame still comes."""
    frames: list[int] = []

    def busy(steps: int, proceed) -> None:
        done = 0
        while done < steps and proceed():
            done += 1
        frames.append(done)

    clock = Clock(busy, lambda: 10, owner)
    clock.speed = SPEEDS["max"]
    clock.start()
    qtbot.waitUntil(lambda: len(frames) > 3)
    clock.stop()
    assert all(0 < done < 1_000_000 for done in frames)


def test_much_painting_leaves_training_less(owner: QObject) -> None:
    clock = Clock(lambda steps, proceed: None, lambda: 10, owner)
    clock.paint_ms = 0.0
    assert clock.budget_ms == MOST_MS
    clock.paint_ms = 9.0
    assert clock.budget_ms == 5.0
    clock.paint_ms = 100.0
    assert clock.budget_ms > 0.0


class Trainee:
    """Notes how many steps it was made to take, in which part of a frame."""

    def __init__(self) -> None:
        self.shown: list[int] = []
        self.filled: list[int] = []

    def advance(self, steps: int, proceed) -> None:
        self.shown.append(self._run(steps, proceed))

    def fill(self, steps: int, proceed) -> None:
        self.filled.append(self._run(steps, proceed))

    def _run(self, steps: int, proceed) -> int:
        done = 0
        while done < steps and proceed():
            done += 1
        return done


def test_what_is_left_of_a_frame_is_filled_when_there_is_no_limit(owner: QObject, qtbot) -> None:
    trainee = Trainee()
    clock = Clock(trainee.advance, lambda: 10, owner, fill=trainee.fill)
    clock.speed = SPEEDS["max"]
    clock.start()
    qtbot.waitUntil(lambda: len(trainee.filled) > 5)
    clock.stop()
    assert sum(trainee.filled) > sum(trainee.shown) > 0  # nothing is painted here: most of a frame is left
    assert active_timers(owner) == []


def test_nothing_is_filled_at_a_limited_speed(owner: QObject, qtbot) -> None:
    trainee = Trainee()
    clock = Clock(trainee.advance, lambda: 10, owner, fill=trainee.fill)
    clock.speed = SPEEDS["epoch_60"]
    clock.start()
    qtbot.waitUntil(lambda: len(trainee.shown) > 5)
    clock.stop()
    assert trainee.filled == []
    assert max(trainee.shown) <= 20


def test_a_frame_says_when_it_begins_and_when_its_painting_is_done(owner: QObject, qtbot) -> None:
    said: list[str] = []
    clock = Clock(lambda steps, proceed: said.append("trained"), lambda: 10, owner)
    clock.speed = SPEEDS["max"]
    clock.ticked.connect(lambda: said.append("began"))
    clock.painted.connect(lambda: said.append("painted"))
    clock.start()
    qtbot.waitUntil(lambda: said.count("painted") > 2)
    clock.stop()
    told = " ".join(said)
    assert said.count("began") == said.count("trained") == told.count("began trained")
    assert said.count("painted") == told.count("trained painted")
