"""A run kept for comparison: the design it was made with, and what it went through."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import SpecError
from engine.experiment import Experiment
from engine.limits import whole_number
from engine.training import History

MOST_RUNS = 9
"""More curves than this cannot be told apart."""

LENT_SLOT = MOST_RUNS - 1
"""Never for a run that a person kept: only for the old run beside the one that went on from an earlier step of it."""

LONGEST_NAME = 40
"""Letters of a name: about what fits into a line beside a picture."""

BREAKS = frozenset(("Cc", "Cs", "Zl", "Zp"))
"""Kinds of characters (Unicode) that have no place in a line of text: controls, halves of pairs, line breaks."""


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run as it was when it was kept.

    Attributes:
        slot: 0 … `MOST_RUNS` − 1, its own as long as it is kept: what its colour follows from.
        experiment: The design it was made with.
        history: What it went through; a copy.
        name: What a person calls it, "" for none; one line of at most `LONGEST_NAME` letters.
        gives_way: It was kept by itself, because another run went on from an earlier step of it: the next such run
            may take its place. One in the `LENT_SLOT` always does.

    `SpecError` for another slot or name.
    """

    slot: int
    experiment: Experiment
    history: History
    name: str = ""
    gives_way: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "slot", whole_number("slot of a kept run", self.slot, (0, MOST_RUNS - 1)))
        object.__setattr__(self, "gives_way", self.gives_way or self.slot == LENT_SLOT)
        if len(self.name) > LONGEST_NAME or any(map(_breaks, self.name)):
            got = self.name if len(self.name) <= LONGEST_NAME else f"{self.name[:LONGEST_NAME]}…"
            raise SpecError("name of a kept run", got, f"one line of at most {LONGEST_NAME} letters")

    @property
    def seconds(self) -> float:
        """What its updates took up to its last record; NaN where nobody measured it."""
        return float(self.history.seconds[-1]) if len(self.history) else 0.0


def as_name(text: str) -> str:
    """The nearest name a kept run can have: in one line, without blanks around it, cut where it is too long."""
    line = "".join(" " if _breaks(letter) else letter for letter in text)
    return line.strip()[:LONGEST_NAME].rstrip()


def check_together(runs: Sequence[KeptRun]) -> None:
    """`SpecError` unless these can be kept side by side: not too many, each in a slot of its own."""
    if len(runs) > MOST_RUNS:
        raise SpecError("kept runs", f"{len(runs)} of them", f"at most {MOST_RUNS}")
    slots = [run.slot for run in runs]
    if len(set(slots)) < len(slots):
        raise SpecError("slots of the kept runs", slots, "each a slot of its own")


def _breaks(letter: str) -> bool:
    return unicodedata.category(letter) in BREAKS
