"""One draws in a frame, in turn."""

from collections import Counter

from gui.session.turns import Turns


def drawn(turns: Turns, asking: str) -> str:
    """Who draws in a frame in which these ask, in this order."""
    turns.begin_frame()
    return "".join(name for name in asking if turns.claim(name))


def test_one_draws_in_a_frame() -> None:
    turns = Turns()
    assert [len(drawn(turns, "abc")) for _ in range(9)] == [1] * 9


def test_all_who_always_ask_draw_equally_often() -> None:
    """On a slow machine everybody's time has come in every frame."""
    turns = Turns()
    counts = Counter(drawn(turns, "abcd") for _ in range(400))
    assert counts == {"a": 100, "b": 100, "c": 100, "d": 100}


def test_who_asks_alone_draws_at_once() -> None:
    turns = Turns()
    assert [drawn(turns, asking) for asking in ("a", "b", "", "b", "a")] == ["a", "b", "", "b", "a"]


def test_who_has_waited_goes_first() -> None:
    turns = Turns()
    assert [drawn(turns, "abc"), drawn(turns, "abc"), drawn(turns, "abc")] == ["a", "b", "c"]


def test_who_stops_asking_holds_nobody_up_for_long() -> None:
    """A panel that is closed while it waits."""
    turns = Turns()
    assert drawn(turns, "ab") == "a"
    assert [drawn(turns, "a") for _ in range(4)] == ["", "a", "a", "a"]
