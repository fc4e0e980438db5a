"""Examples a person brought or drew, as part of a design."""

from dataclasses import dataclass

from engine.data.dataset import Dataset

OWN = "own"
"""The dataset key of a design that carries its own examples."""


@dataclass(frozen=True, eq=False)
class OwnData:
    """A dataset with a name and, for drawn points, the window (low, high) they are drawn in.

    Two are equal only if they are the same object: every change makes a new one.
    """

    name: str
    dataset: Dataset
    window: tuple[float, float] | None = None
