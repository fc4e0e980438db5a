"""A run of stages that are made one like the other, each when it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.training.staged_stage import Stage


@dataclass(frozen=True, eq=False)
class Run:
    """`count` stages in a row; ``make(index)`` gives one of them, index from 0."""

    count: int
    make: Callable[[int], Stage]
