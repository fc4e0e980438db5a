"""A run of stages that are made one like the other, each when it is asked for."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from engine.training.staged_stage import Stage


@dataclass(frozen=True, eq=False)
class Run:
    """`count` stages in a row; ``make(index)`` gives one of them, index from 0."""

    count: int
    make: Callable[[int], Stage]

    @classmethod
    def in_parts(cls, counts: Sequence[int], make: Callable[[int, int], Stage]) -> "Run":
        """Parts of so many stages each; ``make(part, step)`` gives one of them, both from 0."""
        ends = list(accumulate(counts, initial=0))

        def made(index: int) -> Stage:
            part = bisect_right(ends, index) - 1
            return make(part, index - ends[part])

        return cls(ends[-1], made)
