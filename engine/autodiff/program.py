"""A typed expression after reading: a list of steps, each using the results of earlier ones.

There is no tree to walk: the graph of Values and the array function both run down the list once, and the
array gradient runs up again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.autodiff.operation import Operation


@dataclass(frozen=True, slots=True)
class Constant:
    """A number in the text; `name` is "pi" or "e" where it was written so."""

    value: float
    offset: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """The first use of a name that the text gives no value."""

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation on the results of earlier steps, given by their positions in the list."""

    operation: Operation
    operands: tuple[int, ...]
    offset: int


Step = Constant | Input | Apply


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """What a text says.

    Attributes:
        text: the text itself.
        steps: in the order of calculation.
        inputs: the names without a value, in the order of their first use, and the steps that stand for them.
        assigned: the names given a value by the text, in order, and the steps that make it.
        assigned_at: where in the text each of those is assigned.
        result: the step whose value is that of the last statement.
    """

    text: str
    steps: tuple[Step, ...]
    inputs: Mapping[str, int]
    assigned: Mapping[str, int]
    assigned_at: Mapping[str, int]
    result: int

    def depending_on(self, slots: set[int]) -> set[int]:
        """The steps in `slots` and all that use them, directly or through others."""
        found = set(slots)
        for slot, step in enumerate(self.steps):
            if isinstance(step, Apply) and not found.isdisjoint(step.operands):
                found.add(slot)
        return found
