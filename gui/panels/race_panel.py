"""The race: optimizers side by side on one terrain, as contours above and as numbers below."""

from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.descent import NETWORK, Window
from engine.errors import FileError
from engine.files.tables import write_grid
from engine.network.address import address_of
from gui.panels.panel import Panel
from gui.panels.picture_button import PictureButton
from gui.panels.race_controls import RaceControls
from gui.panels.race_entrant import EntrantRow
from gui.panels.race_slow import SlowMotion
from gui.panels.race_table import RaceTable
from gui.panels.race_terrain import TerrainRow
from gui.plot_files import Export
from gui.plots.contour_window import View
from gui.plots.cost_colors import INK, PINK, WARM
from gui.plots.race_lines import COLOURS, RunnerLine
from gui.plots.race_plot import RacePlot
from gui.session import Session
from gui.session.landscape_survey import Grid
from gui.translation import tr
from gui.widgets.throttle import Throttle
from gui.widgets.yielding import Yielding
from gui.wording import parameter_name, stage_sign

NARROWEST = 420

DRAWN_EVERY = 1.0 / 30.0
"""Seconds between two pictures while it plays."""

ROOM = 1.3
"""How much more than the longest arrow is seen to each side in slow motion."""

LEAST = 1e-6
"""Share of what is worth drawing that is seen at least."""

AFTERWARDS = 12
"""Steps that are drawn of one who has left: a zigzag without end would paint the picture over."""

LOOKS = {
    "gradient": (INK, "dotted"),
    "velocity": (WARM, "dashed"),
    "first_moment": (WARM, "dashed"),
    "corrected_first_moment": (PINK, "dotted"),
}
"""Colour and dash of the arrows that lead to the step; the step itself has those of its runner."""

LEAST_RULING = 9
"""Points along an axis that are enough to choose levels by."""


class RacePanel(Panel):
    """Feeds plot and table from `session.race`."""

    def __init__(self, session: Session) -> None:
        super().__init__("race", tr("Race"), session)
        self._race = session.race
        self._pace = Throttle(DRAWN_EVERY)
        self._arrows: list[str] = []
        self._is_whole = True  # everything is seen, not what a person zoomed to
        self._near: tuple[int, int] | None = None  # the update that slow motion has come close to

    def build(self) -> None:
        race = self._race
        self.terrain, self.controls = TerrainRow(self.session), RaceControls(self.session)
        self.entrant, self.slow = EntrantRow(self.session), SlowMotion(self.session)
        self.table = RaceTable()
        self.table.picked.connect(race.select)
        self.table.removed.connect(race.remove)
        self.plot = RacePlot()
        self.plot.setObjectName("race.plot")
        self.plot.clicked.connect(race.set_start)
        self.plot.dragged.connect(race.set_start)
        self.plot.looked_at.connect(self._on_looked)
        self.plot.widened.connect(self._on_widened)
        self.plot.whole_wanted.connect(self._see_everything)
        race.changed.connect(self._on_changed)
        race.moved.connect(self._on_runners_moved)
        race.state_changed.connect(self._on_state)
        race.ground.changed.connect(self._show_ground)
        costs = Export(tr("Save the costs…"), tr("Table (*.csv)"), "race.csv", self._write_costs)
        self.save = PictureButton("race.save", self.session, self.plot, "race", (costs,))
        self.plot.menu_wanted.connect(self.save.open_at)
        self.follow(Yielding(self._arranged()), self.save)
        self._on_changed()

    def show_numbers(self) -> None:
        """The weights have moved: a race of networks that has not begun starts from the new ones."""
        if self.is_shown and not self.session.is_running:
            self._race.freshen()
        if self.is_shown and self._is_built:
            self._show_all()

    def _arranged(self) -> QWidget:
        content = QWidget()
        content.setMinimumWidth(NARROWEST)  # the rows below have fields that shrink
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.terrain)
        column.addWidget(self.plot, 1)
        column.addWidget(self.slow)
        column.addWidget(self.controls)
        column.addWidget(self.table)
        column.addWidget(self.entrant)
        return content

    # What the race says

    def _on_changed(self) -> None:
        race = self._race
        self.terrain.show_terrain()
        self.table.show_entrants(
            [each.key for each in race.spec.entrants],
            race.slots,
            (tr("off plane"), tr("How far the weights are off the plane that is drawn"))
            if race.spec.terrain == NETWORK
            else (tr("distance"), tr("Distance to the nearest minimum")),
        )
        self.plot.set_axis_names(*self._axis_names())
        if race.window != tuple(self.plot.view):
            self._see_everything()
        self._show_all()

    def _axis_names(self) -> tuple[str, str]:
        race, spec = self._race, self.session.network.spec
        choice = race.networks.choice
        if race.spec.terrain != NETWORK or choice is None:
            return "x", "y"
        if choice.kind != "parameters":
            return tr("along the first direction"), tr("along the second direction")
        across, up = (parameter_name(address_of(spec, place)) for place in (choice.first, choice.second))
        return across, up

    def _on_runners_moved(self) -> None:
        if self.is_shown and (not self._race.player.is_playing or self._pace.due()):
            self._show_runners()

    def _on_state(self) -> None:
        if self.is_shown:
            self._show_all()

    def _show_all(self) -> None:
        self.entrant.show_entrant()
        self.table.show_selected(self._race.selected)
        self._show_runners()

    def _show_runners(self) -> None:
        race = self._race
        is_network = race.spec.terrain == NETWORK
        lines = []
        for row, slot in enumerate(race.slots):
            standing, is_selected = race.race.standing(row), row == race.selected
            self.table.show_standing(row, standing, standing.off_plane if is_network else standing.distance)
            until = None if standing.left is None else standing.left + AFTERWARDS
            is_slow = is_selected and race.stage is not None
            lines.append(RunnerLine(slot, race.race.path(row, until), is_selected, is_slow))
        self.plot.show_runners(lines)
        self.plot.show_point(*race.spec.start)
        self.terrain.show_note()
        self.controls.show_state()
        self.slow.show_stage()
        self._come_close()
        # What slow motion needs, the settings and the sentence give.
        for widget in (self.entrant, self.terrain.note):
            widget.setVisible(race.stage is None)
        self._show_arrows()

    def _come_close(self) -> None:
        """See an update from so near that its arrows can be told apart, and everything when that is over."""
        race = self._race
        near = None if race.stage is None else (race.race.count, race.selected)
        if near == self._near:
            return
        self._near = near
        if near is None:
            self._see_everything()
            return
        reach = max(float(np.abs(stage.arrow).max()) for stage in race.stages if stage.arrow is not None)
        x, y = race.race.path(race.selected)[-1]
        x0, x1, y0, y1 = race.whole
        half = min(max(ROOM * reach, LEAST * (x1 - x0)), max(x1 - x0, y1 - y0) / 2.0)
        seen = View(float(x - half), float(x + half), float(y - half), float(y + half))
        self.plot.see(seen.holding(self.plot.view.width / self.plot.view.height))

    def _show_arrows(self) -> None:
        """The numbers up to the present one: what it would do alone, true to scale."""
        race = self._race
        for key in self._arrows:
            self.plot.hide_arrow(key)
        self._arrows = []
        if race.stage is None or race.selected < 0:
            self.plot.show_ghost(None)
            return
        x, y = race.race.path(race.selected)[-1]
        seen = race.stages[: race.stage + 1]
        own = COLOURS[race.slots[race.selected]], "solid"
        for stage in seen:
            if stage.arrow is not None:
                sign = stage_sign(stage.key)
                text = sign if stage.key == "step" else f"−η {sign}"
                colour, dash = LOOKS.get(stage.key, own)
                across, up = (float(part) for part in stage.arrow)
                self.plot.show_arrow(stage.key, (float(x), float(y)), (across, up), text, colour, dash)
                self._arrows.append(stage.key)
        last = seen[-1]
        aim = last.arrow if last.key == "step" else None
        self.plot.show_ghost(None if aim is None else (float(x + aim[0]), float(y + aim[1])))

    def _show_ground(self) -> None:
        grid = self._race.ground.grid
        if grid is not None:
            self.plot.show_surface(grid.xs, grid.ys, grid.costs, _ruling(grid, self._race.whole))
            minima = [(minimum.x, minimum.y) for minimum in self._race.race.minima]
            self.plot.show_minima(np.array(minima).reshape(-1, 2))

    def _write_costs(self, path: Path) -> None:
        self._race.ground.settle()
        grid = self._race.ground.grid
        if grid is None:
            raise FileError(tr("There are no costs to save yet."))
        write_grid((*self._axis_names(), tr("cost")), grid.xs, grid.ys, grid.costs, path)

    # What a person does

    def _see_everything(self) -> None:
        self._is_whole = True
        self._race.look(self._race.whole)
        self.plot.show_window(*self._race.whole)

    def _on_looked(self, x0: float, x1: float, y0: float, y1: float) -> None:
        self._is_whole = False
        self._race.look(Window(x0, x1, y0, y1))

    def _on_widened(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """The picture has another shape: what is worth drawing fills it anew."""
        seen = View(x0, x1, y0, y1)
        fitted = View(*self._race.whole).holding(seen.width / seen.height)
        if self._is_whole and not np.allclose(fitted, seen, rtol=1e-6):
            self.plot.show_window(*self._race.whole)
        else:
            self._race.look(Window(*seen))


def _ruling(grid: Grid, whole: Window) -> np.ndarray | None:
    """The heights that are worth drawing: what a picture of another shape shows beside them decides no level."""
    columns = (grid.xs >= whole.x0) & (grid.xs <= whole.x1)
    rows = (grid.ys >= whole.y0) & (grid.ys <= whole.y1)
    if min(columns.sum(), rows.sum()) < LEAST_RULING:
        return None
    return grid.costs[np.ix_(rows, columns)]
