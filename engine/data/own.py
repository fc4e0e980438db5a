"""Examples a person brought or drew, as part of a design."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data import bounds
from engine.data.dataset import Dataset, Floats
from engine.errors import SpecError
from engine.limits import number, whole_number

OWN = "own"
"""The dataset key of a design that carries its own examples."""


def check_values(field: str, values: Floats) -> None:
    """`SpecError` unless examples from outside are within `bounds.VALUE`."""
    low, high = bounds.VALUE
    outside = values[~((values >= low) & (values <= high))]
    if outside.size:
        raise SpecError(field, outside[0].item(), f"numbers from {low:g} to {high:g}")


@dataclass(frozen=True, eq=False)
class Deal:
    """Which rows only test, (N,), dealt for that share and seed; another share or seed deals anew."""

    is_test: NDArray[np.bool_]
    train_fraction: float
    seed: int

    def __post_init__(self) -> None:
        number("train_fraction of the deal", self.train_fraction, bounds.TRAIN_FRACTION)
        whole_number("seed of the deal", self.seed, bounds.SEED)


@dataclass(frozen=True, eq=False)
class OwnData:
    """A dataset with a name.

    Two are equal only if they are the same object: every change makes a new one.

    Attributes:
        windows: (low, high) of each input, where drawn points are plotted; () is wherever the examples are.
        deal: The side of every row, kept while points come and go; None leaves it to the design's split.
        is_blank: The sheet is blank: the one row only keeps its shape and is nothing to train on.

    Every number is within `bounds.VALUE`. `SpecError` names what does not fit.
    """

    name: str
    dataset: Dataset
    windows: tuple[tuple[float, float], ...] = ()
    deal: Deal | None = None
    is_blank: bool = False

    def __post_init__(self) -> None:
        count = self.dataset.inputs.shape[1]
        if len(self.dataset) == 0 or (self.is_blank and len(self.dataset) > 1):
            takes = "a single one on a blank sheet, else one or more"
            raise SpecError("rows of own examples", len(self.dataset), takes)
        check_values("inputs of own examples", self.dataset.inputs)
        check_values("targets of own examples", self.dataset.targets)
        check_values("windows", np.array(self.windows))
        if self.windows and (len(self.windows) != count or not all(low < high for low, high in self.windows)):
            raise SpecError(
                "windows", self.windows, f"(low, high) with low < high for each of {count} inputs"
            )
        if self.deal is not None:
            self._check_deal(self.deal)

    def _check_deal(self, deal: Deal) -> None:
        if deal.is_test.dtype != np.bool_ or deal.is_test.shape != (len(self.dataset),):
            raise SpecError("deal", deal.is_test.shape, f"a side for each of {len(self.dataset)} examples")
        if deal.is_test.all():
            raise SpecError("deal", "no training example", "at least one example to train on")
