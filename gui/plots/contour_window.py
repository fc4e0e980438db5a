"""The part of a plane that is seen: made to fit a picture with equal units, zoomed and moved. Pure arithmetic."""

from typing import NamedTuple

SMALLEST, LARGEST = 1e-7, 1e7
"""Sides of a window: smaller ones are below the grain of the numbers, larger ones show nothing."""


class View(NamedTuple):
    """x from `x0` to `x1`, y from `y0` to `y1`."""

    x0: float
    x1: float
    y0: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2.0, (self.y0 + self.y1) / 2.0

    def is_like(self, other: "View") -> bool:
        """Whether no eye would see a difference."""
        grain = 1e-6 * min(self.width, self.height)
        return all(abs(mine - theirs) <= grain for mine, theirs in zip(self, other, strict=True))

    def holding(self, aspect: float) -> "View":
        """The smallest view of that width to height that holds this one."""
        width, height = max(self.width, self.height * aspect), max(self.height, self.width / aspect)
        return _around(self.middle, width, height)

    def reshaped(self, aspect: float) -> "View":
        """A view of that width to height and of the same area, so that resizing back and forth changes nothing."""
        side = (self.width * self.height) ** 0.5
        return _around(self.middle, side * aspect**0.5, side / aspect**0.5)

    def zoomed(self, factor: float, x: float, y: float) -> "View":
        """Larger by `factor` (below 1: nearer), the point (x, y) staying where it is seen; self at the limits."""
        zoomed = View(
            x + factor * (self.x0 - x),
            x + factor * (self.x1 - x),
            y + factor * (self.y0 - y),
            y + factor * (self.y1 - y),
        )
        return zoomed if all(SMALLEST <= side <= LARGEST for side in (zoomed.width, zoomed.height)) else self

    def moved(self, across: float, up: float) -> "View":
        """By distances of the plane."""
        return View(self.x0 + across, self.x1 + across, self.y0 + up, self.y1 + up)


def _around(middle: tuple[float, float], width: float, height: float) -> View:
    x, y = middle
    return View(x - width / 2.0, x + width / 2.0, y - height / 2.0, y + height / 2.0)
