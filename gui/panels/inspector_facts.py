"""The key facts of what is picked: z, a, f'(z), δ, the numbers of a parameter, and whether the neuron still learns."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.network import ACTIVATIONS
from engine.network.slopes import curve
from engine.training.inspection_health import Health, flat_bands
from engine.training.inspection_neuron import NeuronNumbers
from gui import numbers
from gui.appearance import Theme, appearance, heading_font, number_font
from gui.panels.inspector_moment import Moment
from gui.plots.activation_plot import ActivationPlot
from gui.plots.axes import nice_limit
from gui.translation import tr
from gui.widgets.formula import Formula
from gui.widgets.number_table import WIDEST

POINTS = 241
LEAST_REACH = 4.0
"""The curve is drawn at least this far to either side of 0."""


class Fact(QWidget):
    """A caption over a number that never changes its width."""

    def __init__(self, name: str, caption: str, words: str) -> None:
        super().__init__()
        self.caption = QLabel(caption)
        self.caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.value = QLabel()
        self.value.setObjectName(name)
        self.value.setFont(number_font(1.06))
        self.value.setMinimumWidth(QFontMetrics(self.value.font()).horizontalAdvance(WIDEST) + 2)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.value.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.value.setAccessibleName(words)
        self.setToolTip(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addWidget(self.value)

    def show_value(self, value: float) -> None:
        """Another number; NaN is a dash."""
        self.value.setText(numbers.significant(value))


class Facts(QWidget):
    """Numbers at the left, the activation with its tangent at the right, and a flag below."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = {
            "z": Fact("explain.z", "z", tr("The weighted sum")),
            "a": Fact("explain.a", "a", tr("What the neuron says")),
            "slope": Fact("explain.slope", "f′(z)", tr("The slope of the activation at z")),
            "delta": Fact("explain.delta", "δ = ∂c/∂z", tr("The error that reaches the neuron")),
            "value": Fact("explain.value", tr("value"), tr("The present value")),
            "example_gradient": Fact(
                "explain.example_gradient", "∂c/∂w", tr("The derivative for the chosen example")
            ),
            "batch_gradient": Fact(
                "explain.batch_gradient", "∂C/∂w", tr("The derivative for the coming batch")
            ),
            "step": Fact("explain.step", "Δw", tr("The coming update")),
            "next_value": Fact("explain.next_value", tr("next"), tr("The value after the coming step")),
        }
        self.plot = ActivationPlot()
        self.plot.setObjectName("explain.activation")
        self.plot.setFixedHeight(158)
        self.plot.setToolTip(tr("The activation, its derivative, and the slope where the neuron stands"))
        self.formula = Formula("explain.activation_formula", 0.86)
        self.flag = QLabel()
        self.flag.setObjectName("explain.flag")
        self.flag.setWordWrap(True)
        self.flag.setFont(heading_font(0.96))
        self._drawn: tuple[object, ...] = ()
        self._reach = LEAST_REACH
        appearance().theme_changed.connect(self._wear)
        self._wear(appearance().theme)
        self._arrange()

    def show_moment(self, moment: Moment) -> None:
        """The facts of the neuron, and of the parameter if one is picked."""
        own, subject = moment.neuron, moment.subject
        assert subject is not None
        is_one = subject.address is not None
        for name, fact in self.facts.items():
            fact.setVisible(is_one or name in ("z", "a", "slope", "delta"))
        for name in ("z", "a", "slope", "delta"):
            self.facts[name].show_value(getattr(own, name))
        if moment.is_hunted:
            self.facts["delta"].show_value(float("nan"))
        if subject.address is not None:
            letter, place = "w" if subject.address.source is not None else "b", subject.place
            for name, before in (("example_gradient", "∂c/∂"), ("batch_gradient", "∂C/∂"), ("step", "Δ")):
                self.facts[name].caption.setText(f"{before}{letter}")
            for name in ("value", "example_gradient", "batch_gradient", "step", "next_value"):
                self.facts[name].show_value(float(getattr(moment.parameters, name)[place]))
        is_input = own.origin == "input"
        self.plot.setVisible(not is_input)
        self.formula.setVisible(not is_input)
        self.facts["z"].setVisible(not is_input)
        self.facts["slope"].setVisible(not is_input)
        if not is_input:
            self._draw(own.activation, own.z, _shift(own))
            self.plot.show_point(own.z, own.curve, own.slope)
        may_be_flat = own.origin in ("hidden", "output") and bool(moment.health)
        self.flag.setText(flag_words(moment.health[own.neuron]) if may_be_flat else "")
        self.flag.setVisible(bool(self.flag.text()))

    def _draw(self, key: str, z: float, shift: float) -> None:
        """The curve, as far as it takes to show z; it grows at once and is not drawn anew while it suffices."""
        wanted = max(LEAST_REACH, nice_limit(1.1 * abs(z))) if np.isfinite(z) and z else LEAST_REACH
        if self._drawn[:1] != (key,) or wanted > self._reach:
            self._reach = wanted
        if self._drawn == (key, self._reach, shift):
            return
        self._drawn = (key, self._reach, shift)
        points = np.linspace(-self._reach, self._reach, POINTS)
        # Softmax as one neuron sees it, the others standing still, is a sigmoid moved along.
        drawn = "sigmoid" if key == "softmax" else key
        f, slope = curve(drawn, points[np.newaxis] - shift)
        bands = () if key == "softmax" else flat_bands(drawn, -self._reach, self._reach)
        self.plot.show_curve(points, f[0], slope[0], bands)
        entry = ACTIVATIONS[key]
        formula = rf"f(z) = {entry.formula},\quad f'(z) = {entry.derivative_formula}"
        self.formula.show_formula(formula, tr("The formulas of the activation and its derivative"))

    def _wear(self, theme: Theme) -> None:
        palette = self.flag.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.warning)
        self.flag.setPalette(palette)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        for at, fact in enumerate(self.facts.values()):
            row, column = (at // 2, at % 2) if at < 4 else (2 + (at - 4) // 2, (at - 4) % 2)
            grid.addWidget(fact, row, column)
        left = QVBoxLayout()
        left.addLayout(grid)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.plot)
        right.addWidget(self.formula)
        row_of_both = QHBoxLayout()
        row_of_both.setSpacing(10)
        row_of_both.addLayout(left)
        row_of_both.addLayout(right, 1)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(4)
        column_of_all.addLayout(row_of_both)
        column_of_all.addWidget(self.flag)


def _shift(own: NeuronNumbers) -> float:
    """ln Σ e^z of the other neurons of a softmax, from z and a: a = σ(z − shift); 0 for other activations."""
    if own.activation != "softmax" or not 0.0 < own.curve < 1.0:
        return 0.0
    return own.z - float(np.log(own.curve / (1.0 - own.curve)))


def flag_words(health: Health) -> str:
    """What is wrong with a neuron and why; nothing for one that is well."""
    if health.condition == "dead":
        return tr(
            "⚠ Dead: f′(z) = 0 for all {examples} training examples, so no error reaches its weights"
            " (largest z: {z}).",
            examples=health.examples,
            z=numbers.significant(health.largest_z),
        )
    if health.condition == "saturated":
        return tr(
            "⚠ Saturated: |f′(z)| is below {threshold} for {flat} of {examples} training examples,"
            " so next to no error reaches its weights.",
            threshold=numbers.plain(health.threshold),
            flat=health.flat_examples,
            examples=health.examples,
        )
    if health.condition == "stepped":
        return tr("⚠ A step: its slope is 0 at every z, so no error goes back and its weights never learn.")
    if health.condition == "silenced":
        return tr("⚠ Switched off: it says 0, and no error goes back through it.")
    return ""


def condition_words(health: Sequence[Health], neuron: int) -> str:
    """The same in a word."""
    words = {
        "dead": tr("dead"),
        "saturated": tr("saturated"),
        "stepped": tr("slope 0"),
        "silenced": tr("switched off"),
    }
    return words.get(health[neuron].condition, "") if health else ""
