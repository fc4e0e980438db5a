"""The slope in a direction: a dial turns u, and ∇C·u is seen as a number, as a tangent, and beside the secant."""

from math import isfinite, pi

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.errors import BackpropLabError
from gui import numbers
from gui.panels.plane_names import plane_names
from gui.plots.cut_plot import Cut, CutPlot
from gui.session import Session
from gui.session.cuts import CutLine, line_along, relative_difference
from gui.settings import Setting
from gui.translation import tr
from gui.widgets.captioned import Captioned
from gui.widgets.choice import Choice
from gui.widgets.dial import Dial
from gui.widgets.readout import Readout

STEPS = ("1", "0.3", "0.1", "0.03", "0.01", "0.001", "0.0001", "1e-06", "1e-08", "1e-10", "1e-12")
STEP = Setting("slope/step", "0.1")
POINTS = 61
DIGITS = 5
WIDEST_SLOPE, WIDEST_SHARE = "−0.00012346", "1.2e-05"
WIDEST_DIAL = 210
STEP_WIDTH = 72
LEAST_ZOOM, MOST_ZOOM = 1e-3, 30.0


class SlopeDirection(QWidget):
    """Feeds the dial and the cut along its direction."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._probe, self._zoom = 0.0, 1.0
        self.dial = Dial(
            "slope.dial",
            tr("Direction u"),
            tr(
                "The direction u: drag the needle, or turn it by the arrow keys, with Shift by single degrees. "
                "▼ and ▲ are steepest descent and ascent, ▬ the flat directions"
            ),
        )
        self._steepest = _button(
            "slope.steepest",
            tr("▼ Steepest"),
            tr("Turn u to where the cost falls fastest: against the gradient"),
        )
        self._flat = _button(
            "slope.flat",
            tr("▬ Flat"),
            tr("Turn u to where the cost neither falls nor rises: across the gradient"),
        )
        self.plot = CutPlot(
            "slope.cut",
            tr("The cost along the direction u"),
            tr("Drag the point along the cut: what the cost truly does, beside what the slope predicts"),
        )
        self.plot.name_place(tr("step along u"))
        self._slope, self._secant = (
            _readout("slope.slope", WIDEST_SLOPE),
            _readout("slope.secant", WIDEST_SLOPE),
        )
        self._apart = _readout("slope.apart", WIDEST_SHARE)
        self._step = Choice("slope.step", tr("h, half of the way from one end of the secant to the other"))
        self._step.offer(STEPS, lambda key: numbers.plain(float(key)))
        self._step.setFixedWidth(STEP_WIDTH)
        self._step.show_key(str(STEP.read()) if STEP.read() in STEPS else "0.1")
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        narrow_side = QWidget()
        narrow_side.setMaximumWidth(WIDEST_DIAL)
        left = QVBoxLayout(narrow_side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(3)
        left.addWidget(self.dial, 1)
        left.addWidget(self._steepest)
        left.addWidget(self._flat)
        upper = QHBoxLayout()
        upper.setSpacing(2)
        upper.addWidget(narrow_side, 3)
        upper.addWidget(self.plot, 5)
        lower = QHBoxLayout()
        lower.setSpacing(4)
        for caption, control in (
            (tr("Slope ∇C·u"), self._slope),
            (tr("Secant"), self._secant),
            (tr("over ± h"), self._step),
            (tr("Apart by"), self._apart),
        ):
            lower.addWidget(Captioned(caption, control))
        lower.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 6, 4)
        column.setSpacing(2)
        column.addLayout(upper, 1)
        column.addLayout(lower)

    def _connect(self) -> None:
        self.dial.turned.connect(self._session.landscape.set_angle)
        self._steepest.clicked.connect(self._on_steepest)
        self._flat.clicked.connect(self._on_flat)
        self._step.chosen.connect(self._on_step)
        self.plot.moved.connect(self._on_moved)
        self.plot.zoomed.connect(self._on_zoomed)

    # Showing

    def show_design(self) -> None:
        """The plane may be another."""
        self.dial.set_names(*plane_names(self._session, is_short=True))

    def show_numbers(self) -> None:
        """The cut and its numbers at the present parameters."""
        landscape = self._session.landscape
        self.dial.show_angle(landscape.angle)
        line = self._line()
        if line is None:
            self._show_nothing()
            return
        self.dial.show_gradient(*line.gradient)
        places = np.linspace(-1.0, 1.0, POINTS) * self._reach()
        self.plot.show_cut(Cut(places, line.costs(places), line.at, line.cost, line.slope))
        self._show_secant(line)
        if self._probe != 0.0:
            self._show_probe(line)

    def _line(self) -> CutLine | None:
        """None where the cost has no number, or there is nothing to take it of."""
        try:
            line = line_along(self._session)
            return line if isfinite(line.cost) and isfinite(line.slope) else None
        except BackpropLabError:
            return None

    def _reach(self) -> float:
        """Half of what is seen of the landscape."""
        window = self._session.landscape.window
        half = 0.5 * min(window.x1 - window.x0, window.y1 - window.y0) * self._zoom
        return float(f"{half:.2g}")  # ends that are short to write leave room for more ticks

    def _show_secant(self, line: CutLine) -> None:
        step = float(self._step.key or STEPS[0])
        before, after = line.beside(step)
        secant = (after - before) / (2.0 * step)
        self._slope.setText(numbers.significant(line.slope, DIGITS))
        self._secant.setText(numbers.significant(secant, DIGITS))
        apart = relative_difference(line.slope, secant)
        self._apart.setText(numbers.plain(float(f"{apart:.2g}")))
        self.plot.show_secant((-step, step), (before, after))

    def _show_probe(self, line: CutLine) -> None:
        reach = self._reach()
        self._probe = min(max(self._probe, -reach), reach)
        self.plot.show_probe(self._probe, float(line.costs(np.array([self._probe]))[0]))

    def _show_nothing(self) -> None:
        self.dial.show_gradient(0.0, 0.0)
        self.plot.show_cut(None)
        self.plot.hide_secant()
        for readout in (self._slope, self._secant, self._apart):
            readout.setText("–")

    # By hand

    def _on_steepest(self) -> None:
        if self.dial.descent is not None:
            self._session.landscape.set_angle(self.dial.descent)

    def _on_flat(self) -> None:
        """The one flat direction, and when it is there already, the other."""
        descent = self.dial.descent
        if descent is None:
            return
        flat = (descent + pi / 2.0) % (2.0 * pi)
        is_there = abs((self._session.landscape.angle - flat + pi) % (2.0 * pi) - pi) < 1e-6
        self._session.landscape.set_angle(flat + pi if is_there else flat)

    def _on_step(self, key: str) -> None:
        STEP.write(key)
        self.show_numbers()

    def _on_moved(self, place: float) -> None:
        self._probe = place
        self.show_numbers()

    def _on_zoomed(self, factor: float) -> None:
        self._zoom = min(max(self._zoom * factor, LEAST_ZOOM), MOST_ZOOM)
        self.show_numbers()


def _button(name: str, words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _readout(name: str, widest: str) -> Readout:
    readout = Readout(name, widest, scale=1.0)
    readout.setText("–")
    return readout
