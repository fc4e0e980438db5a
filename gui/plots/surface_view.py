"""From where a surface is looked at: a parallel projection of a box, so that equal lengths stay equal.

World units: x and y of the plane span −1…1, the height 0…`HEIGHT`.
"""

from dataclasses import dataclass, replace
from math import cos, radians, sin

import numpy as np

HEIGHT = 1.15
"""The height of the box beside its sides of 2."""

LOWEST, HIGHEST = 5.0, 90.0
NEAREST, FARTHEST = 3.0, 0.5


@dataclass(frozen=True)
class SurfaceView:
    """The viewer's place.

    Attributes:
        azimuth: Degrees from the x axis towards the y axis to where the viewer stands.
        elevation: Degrees above the floor.
        zoom: 1 fits the box into the picture.
    """

    azimuth: float = -62.0
    elevation: float = 32.0
    zoom: float = 1.0

    def turned(self, azimuth: float, elevation: float) -> "SurfaceView":
        """Gone round and up by so many degrees; never below the floor nor over the top."""
        up = min(max(self.elevation + elevation, LOWEST), HIGHEST)
        return replace(self, azimuth=(self.azimuth + azimuth + 180.0) % 360.0 - 180.0, elevation=up)

    def zoomed(self, factor: float) -> "SurfaceView":
        """Nearer or farther."""
        return replace(self, zoom=min(max(self.zoom * factor, FARTHEST), NEAREST))

    def project(self, points: np.ndarray) -> np.ndarray:
        """World points (…, 3) on the screen, (…, 2): to the right and upwards, in world units."""
        right, towards = self._right(), self._towards()
        tilt = radians(self.elevation)
        across = points[..., :2] @ right
        up = points[..., 2] * cos(tilt) - (points[..., :2] @ towards) * sin(tilt)
        return np.stack((across, up), axis=-1)

    def nearness(self, points: np.ndarray) -> np.ndarray:
        """How far towards the viewer places of the floor (…, 2) lie, measured along the floor.

        Cells of one grid painted in this order hide one another rightly, whatever their heights.
        """
        near: np.ndarray = points @ self._towards()
        return near

    def near_sides(self) -> tuple[float, float]:
        """(u, v): the side x = u and the side y = v of the box, each −1 or 1, that face the viewer."""
        u, v = self._towards()
        return (1.0 if u >= 0 else -1.0), (1.0 if v >= 0 else -1.0)

    def size(self) -> tuple[float, float]:
        """Width and height of the box on the screen at its widest, in world units."""
        tilt = radians(self.elevation)
        diagonal = 2.0 * 2.0**0.5
        return diagonal, diagonal * sin(tilt) + HEIGHT * cos(tilt)

    def _towards(self) -> np.ndarray:
        turn = radians(self.azimuth)
        return np.array((cos(turn), sin(turn)))

    def _right(self) -> np.ndarray:
        turn = radians(self.azimuth)
        return np.array((-sin(turn), cos(turn)))
