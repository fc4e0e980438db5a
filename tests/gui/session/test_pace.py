"""How many steps are due at given times."""

import itertools

import pytest

from gui.session import SPEEDS
from gui.session.pace import FRAME_SECONDS, WITHOUT_LIMIT, Pace


def played(speed: str, seconds: float, frame: float = FRAME_SECONDS, steps_per_epoch: int = 25) -> list[int]:
    """The steps due in each frame of so many seconds of playing."""
    pace, rate = Pace(), SPEEDS[speed].steps_per_second(steps_per_epoch)
    pace.begin(100.0)
    return [pace.due(100.0 + frame * number, rate) for number in range(1, round(seconds / frame) + 1)]


@pytest.mark.parametrize(
    ("speed", "per_second"),
    [("step_1", 1), ("step_10", 10), ("epoch_1", 25), ("epoch_10", 250), ("epoch_60", 1500)],
)
def test_pace_is_kept_over_ten_seconds(speed: str, per_second: int) -> None:
    assert sum(played(speed, 10.0)) == pytest.approx(10 * per_second + 1, abs=per_second * FRAME_SECONDS + 1)


def test_first_step_is_due_at_once() -> None:
    assert played("step_1", 1.5)[:1] == [1]
    assert sum(played("step_1", 0.9)) == 1


def test_steps_come_evenly() -> None:
    frames = [number for number, due in enumerate(played("step_10", 2.0)) if due]
    gaps = [after - before for before, after in itertools.pairwise(frames)]
    assert max(gaps) - min(gaps) <= 1


def test_fast_pace_forgets_what_a_slow_frame_missed() -> None:
    frames = played("epoch_60", 3.0, frame=1.0)
    assert max(frames) <= 1500 * 2 * FRAME_SECONDS + 1


def test_slow_pace_is_kept_on_a_slow_machine() -> None:
    assert sum(played("step_10", 3.0, frame=0.25)) == pytest.approx(31, abs=1)


def test_fastest_has_no_limit_and_leaves_no_debt() -> None:
    pace = Pace()
    pace.begin(0.0)
    assert pace.due(1.0, float("inf")) == WITHOUT_LIMIT
    assert pace.due(1.016, 1.0) == 1
    assert pace.due(1.032, 1.0) == 0
