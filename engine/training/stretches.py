"""The stretches of a run: which examples it learned from, from which step on.

The present examples are at hand as they are, those of the past packed small; when there are too many, the earliest are
forgotten.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from engine.training.packed_examples import Examples, PackedExamples, RowPool, packed, repacked

BUDGET = 32 * 2**20
"""Bytes for the examples of all stretches of the past together."""

MOST = 4096
"""Stretches at most: two minutes of drawing without a pause while training runs."""


class Stretches:
    """Stretches in the order of their first steps, of which no two are the same; the last one is the present.

    Attributes:
        present: The examples of the last stretch.
    """

    def __init__(self, examples: Examples, budget: int = BUDGET, most: int = MOST) -> None:
        self._budget, self._most = budget, most
        self._steps = [0]
        self._past: list[Examples | PackedExamples] = []  # of all stretches but the last
        self._pool, self._nbytes = RowPool(), 0
        self._shown: tuple[Examples | PackedExamples | None, Examples] = (None, examples)
        self.present = examples

    @classmethod
    def resumed(
        cls,
        steps: Sequence[int],
        past: Sequence[Examples | PackedExamples],
        pool: RowPool,
        present: Examples,
    ) -> "Stretches":
        """What the properties of those names gave, again."""
        stretches = cls(present)
        stretches._pool = pool
        stretches._set(list(steps), list(past))
        return stretches

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def steps(self) -> list[int]:
        """The first step of each stretch."""
        return self._steps.copy()

    @property
    def past(self) -> tuple[Examples | PackedExamples, ...]:
        """The examples of every stretch but the last, as they are kept."""
        return tuple(self._past)

    @property
    def pool(self) -> RowPool:
        """The rows of those that are packed."""
        return self._pool

    @property
    def is_full(self) -> bool:
        """Whether more is kept than should be."""
        return len(self) > self._most or self.nbytes > self._budget

    @property
    def nbytes(self) -> int:
        """Memory the examples of the past take, about."""
        return self._nbytes + self._pool.nbytes

    def begin(self, step: int, examples: Examples) -> None:
        """From that step on, the last one so far or a later one, learn from these; a stretch of no step is replaced."""
        if step > self._steps[-1]:
            self._keep(packed(self.present, self._pool))
            self._steps.append(step)
        self.present = examples

    def at(self, step: int) -> Examples:
        """The examples the update after that step was made on; asked again, the very same object."""
        place = max(bisect_right(self._steps, step) - 1, 0)
        if place == len(self._past):
            return self.present
        kept = self._past[place]
        if isinstance(kept, Examples):
            return kept
        if self._shown[0] is not kept:
            self._shown = kept, kept.unpacked(self._pool)
        return self._shown[1]

    def between(self, after: int, until: int) -> Iterator[tuple[int, Examples]]:
        """The stretches that begin after one step and not after the other: (first step, examples) each."""
        for step in self._steps[bisect_right(self._steps, after) : bisect_right(self._steps, until)]:
            yield step, self.at(step)

    def until(self, step: int) -> "Stretches":
        """The stretches that begin up to that step, as an object of its own."""
        twin = Stretches(self.at(step), self._budget, self._most)
        count = max(bisect_right(self._steps, step), 1)
        twin._pool = self._pool  # rows are only ever added to it
        twin._set(self._steps[:count], self._past[: count - 1])
        twin._steps[0] = min(self._steps[0], step)
        return twin

    def truncate(self, step: int) -> None:
        """Forget the stretches that begin after that step."""
        count = max(bisect_right(self._steps, step), 1)
        self.present = self.at(step)
        self._leave_only(self._steps[:count], self._past[: count - 1])
        self._steps[0] = min(self._steps[0], step)  # what was before the first of them is forgotten

    def forget_before(self, step: int) -> None:
        """Forget the stretches that end before that step, and the rows that only they had."""
        first = max(bisect_right(self._steps, step) - 1, 0)
        self._leave_only(self._steps[first:], self._past[first:])

    def _leave_only(self, steps: list[int], past: list[Examples | PackedExamples]) -> None:
        if len(steps) < len(self):
            self._pool, kept = repacked(past, self._pool)
            self._set(steps, kept)

    def _keep(self, examples: Examples | PackedExamples) -> None:
        self._past.append(examples)
        self._nbytes += examples.nbytes

    def _set(self, steps: list[int], past: list[Examples | PackedExamples]) -> None:
        self._steps, self._past, self._nbytes = steps, [], 0
        for examples in past:
            self._keep(examples)
