"""The slope in one parameter: the curve C(w), its tangent, and the weight itself to drag along it."""

from dataclasses import dataclass
from math import floor, isfinite, log10

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.errors import BackpropLabError
from engine.network.address import address_of, index_of
from gui import numbers
from gui.panels.slope_direction import LEAST_ZOOM, MOST_ZOOM, POINTS
from gui.plots.cut_plot import Cut, CutPlot
from gui.session import Session
from gui.session.cuts import CutLine, line_of_parameter
from gui.session.landscape_frame import carried
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.widgets.gesture import on_gesture_end
from gui.widgets.readout import Readout
from gui.wording import parameter_name

REACH = 3.0
"""The curve goes so far to both sides at first."""

ROOM = 0.1
WIDEST_SLOPE = "∂C/∂w = −0.00012346"


@dataclass(frozen=True, eq=False)
class Hold:
    """Where a drag began: the parameters θ (P,) then, and the cost and its slope there."""

    parameters: np.ndarray
    cost: float
    slope: float


class SlopeParameter(QWidget):
    """Feeds the curve of one parameter: the picked one, or one of the two that span the landscape."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._place, self._spec = 0, session.network.spec
        self._middle, self._zoom = 0.0, 1.0
        self._hold: Hold | None = None
        self._parameter = Choice(
            "slope.parameter",
            tr(
                "The weight or bias along the axis: the one picked in the network, or one of the landscape's two"
            ),
        )
        self._parameter.setAccessibleName(tr("Parameter"))
        self._parameter.chosen.connect(self._on_chosen)
        self._slope = Readout("slope.partial", WIDEST_SLOPE)
        self.plot = CutPlot(
            "slope.curve",
            tr("The cost over one parameter"),
            tr(
                "Drag the point: the weight takes its value at once. What the cost truly does stands beside "
                "what the slope predicted where the drag began"
            ),
        )
        self.plot.begun.connect(self._on_begun)
        self.plot.moved.connect(self._on_moved)
        self.plot.zoomed.connect(self._on_zoomed)
        on_gesture_end(self.plot.hand, session.undo_stack.end_gesture)
        row = QHBoxLayout()
        row.setSpacing(8)
        label = QLabel(tr("Cost over"))
        label.setBuddy(self._parameter)
        for part in (label, self._parameter, self._slope):
            row.addWidget(part)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 6, 4)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.plot, 1)

    # Showing

    def show_design(self) -> None:
        """The parameters to choose from; what is picked in the network comes first."""
        landscape, spec = self._session.landscape, self._session.network.spec
        if spec != self._spec:  # the parameter is called as before, wherever it stands now
            self._turn_to(carried(self._place, self._spec, spec))
        picked = self._picked()
        offered = dict.fromkeys(
            place
            for place in (picked, landscape.choice.first, landscape.choice.second)
            if place is not None and place < spec.parameter_count
        )
        offered.setdefault(self._place)
        shown = self._place if picked is None else picked
        self._parameter.offer(map(str, offered), lambda key: parameter_name(address_of(spec, int(key))))
        self._parameter.show_key(str(shown))
        self._turn_to(shown)

    def show_numbers(self) -> None:
        """The curve at the present parameters."""
        line = self._line()
        if line is None:
            self._hold = None
            self.plot.show_cut(None)
            self._slope.setText("–")
            return
        hold = self._valid_hold() or self._held(line)
        at = float(hold.parameters[self._place])
        self._follow(line.at, self._hold is not None)
        places = self._middle + np.linspace(-1.0, 1.0, POINTS) * self._reach()
        self.plot.show_cut(Cut(places, line.costs(places), at, hold.cost, hold.slope))
        if line.at != at:
            self.plot.show_probe(line.at, line.cost)
        words = "∂C/∂b" if address_of(self._session.network.spec, self._place).source is None else "∂C/∂w"
        self._slope.setText(f"{words} = {numbers.significant(line.slope, 5)}")

    def _line(self) -> CutLine | None:
        try:
            line = line_of_parameter(self._session, self._place)
            return line if isfinite(line.cost) and isfinite(line.slope) else None
        except BackpropLabError:
            return None

    def _held(self, line: CutLine) -> Hold:
        return Hold(self._session.network.parameters.copy(), line.cost, line.slope)

    def _valid_hold(self) -> Hold | None:
        """Where the drag began, as long as nothing but this parameter has moved since."""
        if self._hold is not None:
            now, then = self._session.network.parameters, self._hold.parameters.copy()
            if now.shape == then.shape:
                then[self._place] = now[self._place]
            if not np.array_equal(now, then):
                self._hold = None
        return self._hold

    def _follow(self, value: float, is_held: bool) -> None:
        """Keep the present value in sight, but let the picture stand still under a hand."""
        rim = (1.0 if is_held else 1.0 - ROOM) * self._reach()
        if abs(value - self._middle) > rim * (1.0 + 1e-9):
            self._look_at(value)

    def _reach(self) -> float:
        return float(f"{REACH * self._zoom:.2g}")

    def _look_at(self, value: float) -> None:
        """A middle near the value whose digits are few, so that the ends are short to write."""
        self._middle = round(value, 1 - floor(log10(self._reach())))

    def _turn_to(self, place: int) -> None:
        self._spec = self._session.network.spec
        if place != self._place:
            self._place, self._hold = place, None
            self._look_at(float(self._session.network.parameters[place]))
        self.plot.name_place(parameter_name(address_of(self._session.network.spec, place)))

    def _picked(self) -> int | None:
        address = self._session.selection.address
        return None if address is None else index_of(self._session.network.spec, address)

    # By hand

    def _on_chosen(self, key: str) -> None:
        self._turn_to(int(key))
        self.show_numbers()

    def _on_begun(self) -> None:
        line = self._line()
        self._hold = None if line is None else self._held(line)
        self._session.undo_stack.end_gesture()
        self.show_numbers()

    def _on_moved(self, value: float) -> None:
        self._session.pause()  # a weight under the hand and under training would be nobody's
        self._session.set_parameter(self._place, value, "cut")

    def _on_zoomed(self, factor: float) -> None:
        self._zoom = min(max(self._zoom * factor, LEAST_ZOOM), MOST_ZOOM)
        self.show_numbers()
