"""What is lit: shown, put out, and gone with the network it was of."""

import pytest

from engine.network.long_link import LongLink
from gui.session import Session
from gui.session.layer_edits import layer_removed
from gui.session.spotlight import BACKWARD, NOTHING_LIT, Lit

LIT = Lit(neurons=frozenset({(2, 1)}), edges=frozenset({(2, 1, 3)}), flow=BACKWARD)


@pytest.fixture
def said(session: Session) -> list[Lit]:
    """What is lit, each time that is announced."""
    shown: list[Lit] = []
    session.spotlight.changed.connect(lambda: shown.append(session.spotlight.lit))
    return shown


def test_at_first_nothing_is_lit(session: Session) -> None:
    assert session.spotlight.lit == NOTHING_LIT


def test_the_same_light_is_announced_once(session: Session, said: list[Lit]) -> None:
    session.spotlight.show(LIT)
    session.spotlight.show(Lit(LIT.neurons, LIT.edges, LIT.flow))
    session.spotlight.clear()
    session.spotlight.clear()
    assert said == [LIT, NOTHING_LIT]


def test_light_stays_through_training(session: Session) -> None:
    session.spotlight.show(LIT)
    session.advance(3)
    assert session.spotlight.lit == LIT


def test_light_goes_out_with_the_neurons_it_was_on(session: Session) -> None:
    session.spotlight.show(LIT)
    session.attempt(lambda experiment: layer_removed(experiment, layer=2), "")
    assert session.spotlight.lit == NOTHING_LIT


def test_light_goes_out_with_the_long_link_it_was_on(session: Session) -> None:
    session.attempt(
        lambda design: design.with_long_links((LongLink(3, 0, 0, 1), LongLink(3, 0, 1, 2))), "Draw"
    )
    lit = Lit(edges=frozenset({(3, 0, 1, 0), (2, 1, 3)}))
    session.spotlight.show(lit)
    session.attempt(lambda design: design.with_long_links((LongLink(3, 0, 0, 1),)), "Remove")
    assert session.spotlight.lit == lit
    session.attempt(lambda design: design.with_long_links(()), "Remove")
    assert session.spotlight.lit == NOTHING_LIT


def test_what_a_long_link_touches_are_its_two_ends() -> None:
    assert Lit(edges=frozenset({(3, 0, 1, 0), (2, 1, 3)})).touched == {(3, 0), (0, 1), (2, 1), (1, 3)}


@pytest.mark.parametrize(
    ("lit", "is_in"),
    [
        (Lit(edges=frozenset({(1, 3, 1)})), True),
        (Lit(edges=frozenset({(1, 3, 2)})), False),
        (Lit(edges=frozenset({(3, 0, 1, 0)})), True),
        (Lit(edges=frozenset({(3, 0, 3, 0)})), False),
        (Lit(neurons=frozenset({(3, 0)})), True),
        (Lit(neurons=frozenset({(4, 0)})), False),
        (Lit(), True),
    ],
)
def test_what_a_network_has(lit: Lit, is_in: bool) -> None:
    assert lit.is_in((2, 4, 2, 1)) is is_in
