"""The plane of two inputs that the heatmaps show, and what every neuron says over it."""

from typing import TYPE_CHECKING

from engine.data import PreparedData, telling_axes
from engine.errors import BackpropLabError
from gui.session.field import Field
from gui.session.refusals import sentence_of

if TYPE_CHECKING:
    from gui.session.session import Session


class HeatmapPlane:
    """Keeps the chosen inputs, and the field as long as data and network stay what they are."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._axes = telling_axes(session.prepared)
        self._field: Field | None = None

    @property
    def field(self) -> Field:
        """Every neuron's activation over the plane, at the present parameters."""
        if self._field is None:
            self._field = self._made(self._axes)
        return self._field

    def choose(self, axes: tuple[int, ...]) -> None:
        """Span the plane by other inputs; what makes no sense is complained of."""
        if axes == self._axes:
            return
        try:
            self._field = self._made(axes)
        except BackpropLabError as error:
            self._session.complained.emit(sentence_of(error))
            return
        self._axes = axes
        self._session.parameters_moved.emit()

    def suit(self, prepared: PreparedData) -> None:
        """Span it by the inputs that tell most of other data, which is about to be shown."""
        self._axes = telling_axes(prepared)

    def forget(self) -> None:
        """The network is another, or the same at another step."""
        self._field = None

    def on_moved(self) -> None:
        """θ has moved."""
        if self._field is not None:
            self._field.invalidate()

    def _made(self, axes: tuple[int, ...]) -> Field:
        session = self._session
        return Field(session.experiment.data, session.prepared, session.network, axes)
