"""A kept run is what can be shown beside others: its slot and name have bounds, and no two share a place."""

from dataclasses import replace

import pytest

from engine.errors import SpecError
from engine.experiment import Experiment
from engine.kept_run import LENT_SLOT, LONGEST_NAME, MOST_RUNS, KeptRun, as_name, check_together
from engine.training import History


def kept(slot: int = 0, name: str = "") -> KeptRun:
    return KeptRun(slot, Experiment(), History(), name)


@pytest.mark.parametrize("slot", [-1, MOST_RUNS, 1.5, True])
def test_a_slot_there_is_not_is_refused(slot) -> None:
    with pytest.raises(SpecError, match="slot of a kept run"):
        kept(slot)


@pytest.mark.parametrize(
    "name", ["x" * (LONGEST_NAME + 1), "two\nlines", "tab\t", "bell\a", "\ud83d", "a\u2028b"]
)
def test_a_name_is_one_line_that_can_be_read(name: str) -> None:
    with pytest.raises(SpecError, match="name of a kept run") as caught:
        kept(name=name)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200
    kept(name=as_name(name))


@pytest.mark.parametrize("name", ["", "the first", "η = 0,3 · größer", "第一", "👩‍🏫 teacher's", "a\u00a0b"])
def test_a_name_in_any_script_is_left_as_it_is(name: str) -> None:
    assert as_name(name) == name
    assert kept(name=name).name == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  the first ", "the first"),
        ("two\nlines", "two lines"),
        ("\t", ""),
        ("x" * (LONGEST_NAME - 1) + " y", "x" * (LONGEST_NAME - 1)),
        ("half \ud83d", "half"),
    ],
)
def test_the_nearest_name_of_what_was_typed(typed: str, name: str) -> None:
    assert as_name(typed) == name


def test_two_in_one_slot_and_too_many_are_refused() -> None:
    check_together([kept(slot) for slot in range(MOST_RUNS)])
    with pytest.raises(SpecError, match="slots of the kept runs"):
        check_together([kept(3), kept(4), kept(3)])
    with pytest.raises(SpecError, match="kept runs is '10 of them'"):
        check_together([kept(slot % MOST_RUNS) for slot in range(MOST_RUNS + 1)])


def test_a_run_in_the_lent_slot_gives_way_always() -> None:
    assert not kept(LENT_SLOT - 1).gives_way
    assert kept(LENT_SLOT).gives_way
    assert replace(kept(LENT_SLOT), gives_way=False).gives_way
