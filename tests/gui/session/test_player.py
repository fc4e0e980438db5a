"""The player: what is played beside the training goes on by itself, in small parts of a frame, until paused."""

import pytest
from PySide6.QtCore import QObject, QTimer

from engine.errors import SpecError
from gui.session import RACE_SPEEDS, Session
from gui.session.player import Player

FASTEST = "max"


@pytest.fixture
def owner(qapp) -> QObject:
    return QObject()


class Played:
    """Makes every step that is due while it may; notes what it made in each frame."""

    def __init__(self) -> None:
        self.frames: list[int] = []

    def advance(self, steps: int, proceed) -> None:
        made = 1
        while made < steps and proceed():
            made += 1
        self.frames.append(made)


def test_it_goes_on_until_paused(owner: QObject, qtbot) -> None:
    played, said = Played(), []
    player = Player(owner, played.advance, FASTEST, longest_slice=0.004)
    player.changed.connect(lambda: said.append(player.is_playing))
    player.toggle()
    qtbot.waitUntil(lambda: len(played.frames) > 3)
    player.toggle()
    assert not any(timer.isActive() for timer in owner.findChildren(QTimer))
    assert said == [True, False]


def test_playing_or_pausing_twice_is_said_once(owner: QObject) -> None:
    said: list[None] = []
    player = Player(owner, Played().advance, FASTEST, longest_slice=0.004)
    player.changed.connect(lambda: said.append(None))
    player.pause()
    assert said == []
    player.play()
    player.play()
    player.pause()
    player.pause()
    assert len(said) == 2


def test_it_begins_only_where_it_may(owner: QObject) -> None:
    player = Player(owner, Played().advance, FASTEST, longest_slice=0.004, may_begin=lambda: False)
    player.play()
    player.toggle()
    assert not player.is_playing


def test_a_slice_ends_when_its_time_is_over(owner: QObject, qtbot) -> None:
    """Without any time for more, each frame makes the one step that is always made; with some it makes many."""
    short, long = Played(), Played()
    players = [
        Player(owner, short.advance, FASTEST, longest_slice=0.0),
        Player(owner, long.advance, FASTEST, longest_slice=0.002),
    ]
    for player in players:
        player.play()
    qtbot.waitUntil(lambda: len(short.frames) > 3 and len(long.frames) > 3)
    for player in players:
        player.pause()
    assert set(short.frames) == {1}
    assert max(long.frames) > 1


def test_pace_is_chosen_by_its_key(owner: QObject) -> None:
    player = Player(owner, Played().advance, "step_10", longest_slice=0.004)
    assert player.speed is RACE_SPEEDS["step_10"]
    player.set_speed("step_1")
    assert player.speed is RACE_SPEEDS["step_1"]
    with pytest.raises(SpecError):
        player.set_speed("epoch_1")


def test_two_players_do_not_know_each_other(qapp, qtbot) -> None:
    session = Session()
    session.race.player.play()
    assert not session.cures.player.is_playing
    assert not session.is_running
    session.race.player.pause()
