"""One point of the input plane, run through the network: what every neuron says of it."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.arrays import Array

if TYPE_CHECKING:
    from gui.session.session import Session


class Probe(QObject):
    """The point a person clicked in the output, until it is clicked again.

    Attributes:
        place: Its coordinates along the axes of the plane; None for no point.

    Signals:
        changed: Another point, or none.
    """

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.place: tuple[float, ...] | None = None

    def put(self, place: tuple[float, ...]) -> None:
        """Look at a point; the one that is looked at already is let go."""
        axes = len(self._session.field.plane.axes)
        chosen = place[:axes]
        self._set(None if chosen == self.place else chosen)

    def move(self, place: tuple[float, ...] | None) -> None:
        """Look at a point, or at none."""
        self._set(None if place is None else place[: len(self._session.field.plane.axes)])

    def clear(self) -> None:
        """Look at no point."""
        self._set(None)

    def values(self) -> tuple[Array, ...]:
        """a[l] (n_l,) of layers 0…L for the point, inputs off the plane at their mean; () without a point."""
        plane = self._session.field.plane
        if self.place is None or len(self.place) != len(plane.axes):
            return ()
        base = plane.inputs[:1].copy()  # off the plane every row is the mean
        base[0, list(plane.axes)] = self.place
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            record = self._session.network.forward(self._session.prepared.transform(base))
        return tuple(said[0] for said in record.a)

    def _set(self, place: tuple[float, ...] | None) -> None:
        if place != self.place:
            self.place = place
            self.changed.emit()
