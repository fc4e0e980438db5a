"""The contours: the network's own cost over a plane through its weights, and gradient descent on it."""

from math import cos, sin
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from engine.descent import Window
from engine.errors import FileError
from engine.files import write_grid
from engine.network.address import address_of
from gui import numbers
from gui.icons import set_icon
from gui.panels.contour_axes import ContourAxes
from gui.panels.contour_numbers import ContourNumbers, short
from gui.panels.panel import Panel
from gui.panels.picture_button import PictureButton
from gui.plot_files import Export
from gui.plots.axes import number_text
from gui.plots.contour_arrows import fitting_scale
from gui.plots.contour_plot import ContourPlot
from gui.plots.contour_stems import Stem
from gui.plots.cost_colors import INK, PINK, WARM
from gui.session import Session
from gui.translation import tr
from gui.wording import parameter_name

MEMORIES = ("velocity", "first_moment")
"""What an optimizer may carry from step to step that is a direction."""

DIRECTION = 0.22
"""The arrow of the dial's direction, in sides of the picture."""


class ContourPanel(Panel):
    """Feeds the contour plot from the landscape, and gives the network the weights a person points at."""

    interval = 1.0 / 16.0

    def __init__(self, session: Session) -> None:
        super().__init__("contour", tr("Contours of the cost"), session)

    def build(self) -> None:
        self.plot = ContourPlot()
        self.plot.setObjectName("descend.contour")
        self.axes = ContourAxes(self.session)
        self.numbers = ContourNumbers(self.session)
        self._reading = QLabel()
        self._reading.setObjectName("descend.reading")
        self._reading.setContentsMargins(12, 0, 12, 4)
        self._reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit = QToolButton()
        self._fit.setObjectName("descend.fit")
        set_icon(self._fit, "fit")
        self._fit.setToolTip(tr("Show the whole path and the present point (key 0 in the plot)"))
        self._fit.setAccessibleName(tr("Show the whole path"))
        self._fit.setFixedSize(24, 24)
        self._fit.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        costs = Export(tr("Save the costs…"), tr("Table (*.csv)"), "contours.csv", self._write_costs)
        self.save = PictureButton("descend.save", self.session, self.plot, "contours", (costs,))
        self._is_surface_due = True
        self._connect()
        self.follow(self._arranged(), self.axes.breathing, self._fit, self.save)

    def _arranged(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.axes)
        column.addWidget(self.numbers)
        column.addWidget(self.plot, 1)
        column.addWidget(self._reading)
        return content

    def _connect(self) -> None:
        landscape, plot = self.session.landscape, self.plot
        plot.clicked.connect(self._on_clicked)
        plot.dragged.connect(self._on_dragged)
        plot.drag_finished.connect(self.session.undo_stack.end_gesture)
        plot.looked_at.connect(lambda *window: landscape.look(Window(*window)))
        plot.widened.connect(lambda *window: landscape.look(Window(*window), is_by_hand=False))
        plot.whole_wanted.connect(landscape.fit)
        plot.pointed.connect(self._on_pointed)
        plot.pointer_left.connect(self._say_plane)
        plot.menu_wanted.connect(self.save.open_at)
        self._fit.clicked.connect(landscape.fit)
        landscape.plane_changed.connect(self._show_plane)
        landscape.surface_changed.connect(self._on_surface)
        landscape.trial_changed.connect(self._show_trial)
        landscape.angle_changed.connect(self._show_direction)

    # Showing

    def show_design(self) -> None:
        if self.is_shown:
            self._show_plane()

    def show_numbers(self) -> None:
        if not self.is_shown:
            return
        if self._is_surface_due:
            self._show_surface()
        self._show_place()
        self.numbers.show_numbers()

    def _on_visible(self, is_visible: bool) -> None:
        landscape = self.session.landscape
        if is_visible:
            self.is_shown = True
            self.ensure_built()
            landscape.watch("contour")
            self._show_plane()
        else:
            landscape.unwatch("contour")
        super()._on_visible(is_visible)

    def _show_plane(self) -> None:
        if not self.is_shown:
            return
        landscape = self.session.landscape
        self.plot.show_window(*landscape.window)
        self.plot.set_axis_names(*self._axis_names())
        self.axes.show_choice()
        self._say_plane()
        if landscape.surface is None:
            self.plot.clear_surface()
        self.show_numbers()

    def _axis_names(self) -> tuple[str, str]:
        choice, spec = self.session.landscape.choice, self.session.network.spec
        if choice.kind == "parameters":
            first, second = (
                parameter_name(address_of(spec, place)) for place in (choice.first, choice.second)
            )
            return first, second
        explained = self.session.landscape.explained
        if explained is None:
            return tr("first random direction"), tr("second random direction")
        first, second = (numbers.percent(share) for share in explained)
        return (
            tr("first principal direction, {share}", share=first),
            tr("second principal direction, {share}", share=second),
        )

    def _on_surface(self) -> None:
        self._is_surface_due = True
        if not self.session.is_running and self.is_shown:
            self._show_surface()

    def _show_surface(self) -> None:
        self._is_surface_due = False
        landscape = self.session.landscape
        grid, batch = landscape.surface, landscape.batch_surface
        if grid is None:
            return
        self.plot.show_surface(grid.xs, grid.ys, grid.costs)
        if batch is None:
            self.plot.show_second_surface(None)
        else:
            self.plot.show_second_surface(batch.xs, batch.ys, batch.costs)
        if not self.session.is_running or landscape.sample is None:  # each new stem measures all examples
            self._show_stems()

    def _show_place(self) -> None:
        """Where the network is, whence it came and where it will go."""
        landscape, plot = self.session.landscape, self.plot
        x, y = landscape.position
        plot.show_point(x, y)
        plot.show_path(landscape.path)
        update, down = landscape.update, landscape.descent
        across, up = update["step"]
        plot.show_ghost((x + across, y + up))
        memory = next((name for name in MEMORIES if name in update), None)
        carried = (0.0, 0.0) if memory is None else (-update[memory][0], -update[memory][1])
        longest = max(np.hypot(*down), np.hypot(*carried))
        scale = fitting_scale(float(longest), min(plot.view.width, plot.view.height))
        times = "" if scale == 1.0 else f" × {number_text(scale)}"
        plot.show_arrow("gradient", (x, y), (scale * down[0], scale * down[1]), f"−∇C{times}", WARM)
        if memory is None:
            plot.hide_arrow("memory")
        else:
            vector = scale * carried[0], scale * carried[1]
            plot.show_arrow("memory", (x, y), vector, f"{_memory_name(memory)}{times}", PINK, "dashed")
        self._show_direction()
        with np.errstate(over="ignore", invalid="ignore"):  # squares of what is still finite
            slope = float(np.linalg.norm(down @ landscape.frame.pair))
        plot.setAccessibleDescription(
            tr(
                "Cost {cost} at {x}, {y}; steepness on the plane {slope}.",
                cost=numbers.cost(landscape.cost),
                x=short(x),
                y=short(y),
                slope=short(slope),
            )
        )

    def _show_direction(self) -> None:
        """The direction of the dial, as long as somebody looks at it."""
        landscape, view = self.session.landscape, self.plot.view
        if not landscape.is_aimed:
            self.plot.hide_arrow("direction")
            return
        reach = DIRECTION * min(view.width, view.height)
        vector = reach * cos(landscape.angle), reach * sin(landscape.angle)
        self.plot.show_arrow("direction", landscape.position, vector, tr("u"), INK, "dotted")

    def _show_stems(self) -> None:
        landscape = self.session.landscape
        stems = landscape.stems
        plane = landscape.cost_at(stems[:, 0], stems[:, 1])
        self.plot.show_stems(
            [
                Stem(x, y, shadow, true, int(step), distance)
                for (x, y, true, step, distance), shadow in zip(stems.tolist(), plane.tolist(), strict=True)
            ]
        )

    def _show_trial(self) -> None:
        self.plot.show_trial(self.session.landscape.trial)

    # Reading

    def _on_pointed(self, x: float, y: float) -> None:
        stem = self.plot.stem_at(x, y)
        if stem is not None:
            words = tr(
                "Step {step}: the plane says {plane}, truly it cost {true}, {distance} off the plane.",
                step=numbers.plain(stem.step),
                plane=numbers.cost(stem.plane),
                true=numbers.cost(stem.true),
                distance=short(stem.distance),
            )
        else:
            cost = float(self.session.landscape.cost_at(x, y))
            words = tr("C = {cost} at {x}, {y}", cost=numbers.cost(cost), x=short(x), y=short(y))
        self._reading.setText(words)

    def _say_plane(self) -> None:
        """What the picture is, as long as the mouse reads nothing off."""
        landscape, trainer = self.session.landscape, self.session.trainer
        words = {
            "parameters": tr(
                "All other weights stay what they are. Drag the point, or click, to set these two."
            ),
            "random": tr(
                "Through the present weights, along random directions {seed}.", seed=landscape.choice.seed
            ),
            "principal": tr("The path is a shadow on this plane; stems lead to the true cost. Point at one."),
        }[landscape.choice.kind]
        if landscape.sample is not None:
            words = tr(
                "Drawn from {count} of {total} examples.", count=landscape.sample, total=len(trainer.data)
            )
        self._reading.setText(words)

    # The hand

    def _on_clicked(self, x: float, y: float) -> None:
        self.session.landscape.move_to(x, y)

    def _on_dragged(self, x: float, y: float) -> None:
        self.session.landscape.move_to(x, y, merge_key="contour")

    # Files

    def _write_costs(self, path: Path) -> None:
        landscape = self.session.landscape
        landscape.settle()
        grid = landscape.surface
        if grid is None:
            raise FileError(tr("There are no costs to save yet."))
        first, second = self._axis_names()
        write_grid((first, second, tr("cost")), grid.xs, grid.ys, grid.costs, path)


def _memory_name(key: str) -> str:
    return {"velocity": tr("velocity"), "first_moment": tr("mean m")}[key]
