"""The terrain of a race of networks: the plane of the landscape through the present weights, kept while it lasts."""

from typing import TYPE_CHECKING

import numpy as np

from engine.descent import Plane, Race, RaceSpec, Window, network_race
from gui.session.landscape_frame import PlaneChoice, held

if TYPE_CHECKING:
    from gui.session.session import Session


class NetworkTerrain:
    """Where the copies of the network race.

    Attributes:
        choice: Which plane it is.
        plane: It, through the weights as they were at the last `renew`; None before the first.
        window: The part of it worth drawing.
    """

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.choice: PlaneChoice | None = None
        self.plane: Plane | None = None
        self.window = Window(-1.0, 1.0, -1.0, 1.0)

    @property
    def is_out_of_date(self) -> bool:
        """Whether the landscape shows another plane by now."""
        return self.choice is not None and self.choice != self._session.landscape.choice

    @property
    def weights(self) -> tuple[float, float]:
        """Where the present weights stand."""
        x, y = self._session.landscape.frame.coordinates(self._session.network.parameters.astype(np.float64))
        return float(x), float(y)

    def forget(self) -> None:
        """Another network."""
        self.choice = self.plane = None

    def renew(self) -> bool:
        """Take the plane of now; whether its heights are others than before."""
        landscape, before = self._session.landscape, self.plane
        self.plane = landscape.frame.through(self._session.network.parameters.astype(np.float64))
        if landscape.choice != self.choice or before is None:
            self.choice = landscape.choice
            self.window = held(landscape.window, *self.weights, grows=True)
            return True
        return not np.array_equal(before.origin, self.plane.origin)

    def race(self, spec: RaceSpec, is_at_weights: bool) -> Race:
        """Everyone at the present weights, or at the start that was chosen on the plane."""
        assert self.plane is not None
        start = None if is_at_weights else spec.start
        return network_race(self._session.trainer, spec.entrants, self.plane, self.window, start)
