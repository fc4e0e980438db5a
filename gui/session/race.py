"""The race: optimizers on one terrain, played, paused and stepped beside the training, on a clock of its own.

It changes nothing of the experiment, so there is nothing to undo; what was chosen for a terrain comes back with it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.autodiff import ExpressionError
from engine.descent import (
    EXPRESSION,
    MOST_RUNNERS,
    NETWORK,
    STORIES,
    SURFACES,
    RaceSpec,
    Stage,
    Surface,
    Window,
    entrant_on,
    sharpest,
    stable_rate,
    surface_from_expression,
    surface_race,
)
from engine.descent.race_spec import FARTHEST
from engine.errors import SpecError
from engine.training import OptimizerSpec
from gui.session.player import Player
from gui.session.race_ground import Ground
from gui.session.race_networks import NetworkTerrain
from gui.session.race_slots import free_slot, slots_of
from gui.session.refusals import sentence_of
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session

FIRST_EXPRESSION = "x^4/4 - x^2 + y^2 + x*y/2"

LONGEST_SLICE = 0.004
"""Seconds of a frame a race may take: training and painting have the rest."""


class Racing(QObject):
    """The one race, and everything that can be done to it.

    Attributes:
        player: Plays it, and sets the pace.
        spec: Terrain, start, entrants.
        slots: The place in the table of lines that each entrant keeps as long as it takes part.
        race: The runners.
        surface: What they run on; None where it is the network's cost.
        networks: The plane on which that cost is seen.
        ground: The heights over the window.
        window: What is seen.
        typed: The text in the field of the own expression, right or wrong.
        fault: What is wrong with it, else None.
        selected: The runner that slow motion and the fields are about; −1 for none.
        stage: The named number that slow motion shows, else None.

    Signals:
        changed: Another terrain, start or entrant; the race stands at its start.
        moved: The runners have moved.
        state_changed: Playing or not; another runner selected; another number of slow motion.
    """

    changed = Signal()
    moved = Signal()
    state_changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.spec = STORIES["ravine"].spec
        self.slots = slots_of(self.spec.entrants)
        self.surface: Surface | None = SURFACES[self.spec.terrain]
        self.window = self._whole = SURFACES[self.spec.terrain].window
        self.typed = FIRST_EXPRESSION
        self.fault: ExpressionError | None = None
        self.selected = 0
        self.stage: int | None = None
        self.ground = Ground(session, self)
        self._remembered: dict[str, tuple[RaceSpec, tuple[int, ...]]] = {}
        self.networks = NetworkTerrain(session)
        self._is_at_weights = True
        self._is_stale = False
        self.player = Player(self, self._on_slice, "step_10", LONGEST_SLICE, self._may_begin)
        self.player.changed.connect(self.state_changed)
        self.race = surface_race(self.spec, SURFACES[self.spec.terrain])
        session.experiment_replaced.connect(self._on_replaced)
        session.parameters_moved.connect(self._on_parameters_moved)
        session.landscape.plane_changed.connect(self._on_plane)

    # The terrain

    @property
    def story(self) -> str | None:
        """Key of the story that is told, if it is told as it ships."""
        return next((key for key, story in STORIES.items() if story.spec == self.spec), None)

    def tell(self, key: str) -> None:
        """Set up a story: its surface, its start, its entrants and their rates."""
        self._remember()
        self._take(STORIES.find(key).spec)

    def choose_terrain(self, terrain: str) -> None:
        """Run on another terrain; what was chosen for it before comes back."""
        if terrain == self.spec.terrain:
            return
        self._remember()
        known = self._remembered.get(terrain)
        if known is not None:
            self._take(*known)
            return
        spec = replace(self.spec, terrain=terrain, expression=self._last_right(terrain))
        if terrain == NETWORK:
            entrants = tuple(entrant_on(None, each.key) for each in spec.entrants)
            self._take(replace(spec, entrants=entrants), self.slots)
        else:
            self._take(spec.on(spec.surface()), self.slots)

    def type_expression(self, text: str) -> None:
        """Take what was typed as the surface; if it cannot be read, the old one stays and `fault` says why."""
        if text == self.typed and self.spec.terrain == EXPRESSION and self.fault is None:
            return
        self.typed = text
        try:
            surface = surface_from_expression(text)
        except ExpressionError as error:
            self.fault = error
            self.changed.emit()
            return
        self.fault = None
        spec = replace(self.spec, terrain=EXPRESSION, expression=text)
        self._take(spec.on(surface), self.slots)

    def look(self, window: Window) -> None:
        """See another part of the plane; the ground announces its new heights."""
        if np.isfinite(window).all() and window.x0 < window.x1 and window.y0 < window.y1:
            self.window = window
            self._survey()

    @property
    def whole(self) -> Window:
        """The part of the plane that is worth drawing."""
        return self._whole

    # Who takes part

    def set_start(self, x: float, y: float) -> None:
        """All begin there."""
        try:
            spec = replace(self.spec, start=(x, y))
        except SpecError as error:
            self._session.complained.emit(sentence_of(error))
            return
        self._is_at_weights = False
        self.spec = spec
        self.reset()

    def add(self, key: str) -> None:
        """One more entrant, with the rate that suits the surface."""
        if len(self.spec.entrants) == MOST_RUNNERS:
            self._session.complained.emit(
                tr("At most {count} can race; remove one to add another.", count=MOST_RUNNERS)
            )
            return
        entrants = (*self.spec.entrants, entrant_on(self.surface, key))
        self.selected = len(entrants) - 1
        self._change(entrants, (*self.slots, free_slot(key, self.slots)))

    def remove(self, index: int) -> None:
        """An entrant takes part no longer."""
        kept = [place for place in range(len(self.spec.entrants)) if place != index]
        self.selected = min(self.selected, len(kept) - 1)
        self._change(
            tuple(self.spec.entrants[place] for place in kept), tuple(self.slots[place] for place in kept)
        )

    def set_entrant(self, index: int, change: Callable[[OptimizerSpec], OptimizerSpec]) -> None:
        """Another rate or option of an entrant; the race begins anew. What makes no sense is refused."""
        try:
            changed = change(self.spec.entrants[index])
        except SpecError as error:
            self._session.complained.emit(sentence_of(error))
            self.changed.emit()  # the fields show again what is true
            return
        entrants = list(self.spec.entrants)
        entrants[index] = changed
        self._change(tuple(entrants), self.slots)

    def select(self, index: int) -> None:
        """Look at one of them more closely."""
        if index != self.selected and -1 <= index < len(self.spec.entrants):
            self.selected = index
            self.stage = None if self.stage is None or not self.stages else 0
            self.state_changed.emit()

    # Time

    def step(self) -> None:
        """One update of everyone."""
        self.player.pause()
        self.freshen()
        self._advance()
        self.moved.emit()

    def reset(self) -> None:
        """Everyone back to the start; a race of networks begins at the present weights."""
        is_slow = self.stage is not None
        self._begin()
        self.stage = 0 if is_slow and self.race.stages(self.selected) else None
        self.changed.emit()

    def back(self) -> None:
        """To before somebody left the picture."""
        self.player.pause()
        if self.race.can_go_back:
            self.race.back()
            self.stage = None
            self.moved.emit()
            self.state_changed.emit()

    def freshen(self) -> None:
        """Let a race of networks that has not begun start from the weights of now."""
        if self._is_stale and self.race.count == 0 and self.spec.terrain == NETWORK:
            self.reset()

    # Slow motion

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The named numbers of the selected runner's coming update; () if there is none."""
        return self.race.stages(self.selected) if 0 <= self.selected < len(self.race) else ()

    def set_slow(self, is_slow: bool) -> None:
        """Look at the coming update number by number, or no longer."""
        self.player.pause()
        self.stage = 0 if is_slow and self.stages else None
        self.state_changed.emit()

    def next_stage(self) -> None:
        """The next number; after the last one the update is made, and the first of the next one follows."""
        if self.stage is None:
            return
        if self.stage + 1 < len(self.stages):
            self.stage += 1
        else:
            self._advance()
            self.stage = 0 if self.stages else None
            self.moved.emit()
        self.state_changed.emit()

    def previous_stage(self) -> None:
        """The number before; at the first one nothing happens."""
        if self.stage:
            self.stage -= 1
            self.state_changed.emit()

    # What is to be said

    def stable_rate(self, index: int) -> float | None:
        """The largest η that a runner's way bears where it is most curved; None where any is borne."""
        if self.surface is None:
            return None
        curvature = sharpest(self.surface, self.race.path(index), self.race.window)
        return stable_rate(self.spec.entrants[index], curvature)

    # Inside

    def _may_begin(self) -> bool:
        """Whether anyone has a step to make; a race that is played is not in slow motion."""
        self.freshen()
        if self.race.is_over:
            return False
        self.stage = None
        return True

    def _on_slice(self, steps: int, proceed: Callable[[], bool]) -> None:
        for _ in range(steps):
            self._advance()
            if self.race.is_over or not proceed():
                break
        self.moved.emit()
        if self.race.is_over:
            self.player.pause()

    def _advance(self) -> None:
        if not self.race.is_over:
            self.race.advance()

    def _change(self, entrants: tuple[OptimizerSpec, ...], slots: tuple[int, ...]) -> None:
        self.spec, self.slots = replace(self.spec, entrants=entrants), slots
        self.reset()

    def _take(self, spec: RaceSpec, slots: tuple[int, ...] | None = None) -> None:
        """Run that race from its start."""
        self.player.pause()
        self.spec = spec
        self.slots = slots_of(spec.entrants) if slots is None else slots
        self.surface = None if spec.terrain == NETWORK else spec.surface()
        self._is_at_weights = True
        self.stage = None
        self.selected = min(max(self.selected, 0), len(spec.entrants) - 1)
        self._begin()
        self._whole = self.networks.window if self.surface is None else self.surface.window
        self.window = self._whole
        self._survey()
        self.changed.emit()

    def _begin(self) -> None:
        self._is_stale = False
        if self.surface is not None:
            self.race = surface_race(self.spec, self.surface)
        else:
            self._begin_networks()
        if self.race.is_over:
            self.player.pause()

    def _begin_networks(self) -> None:
        networks = self.networks
        is_other_plane = networks.is_out_of_date or networks.plane is None
        if networks.renew():
            if is_other_plane:
                self._is_at_weights = True
                self.window = self._whole = networks.window
            self._survey()
        if self._is_at_weights:
            x, y = np.clip(networks.weights, -FARTHEST, FARTHEST)  # it is only shown
            self.spec = replace(self.spec, start=(float(x), float(y)))
        self.race = networks.race(self.spec, self._is_at_weights)

    def _survey(self) -> None:
        if self.surface is not None:
            self.ground.show_surface(self.surface, self.window)
        elif self.networks.plane is not None:
            self.ground.show_network(self.networks.plane, self.window)

    def _remember(self) -> None:
        self._remembered[self.spec.terrain] = self.spec, self.slots

    def _last_right(self, terrain: str) -> str:
        """The expression to begin with: what is typed, if it can be read."""
        if terrain != EXPRESSION:
            return self.spec.expression
        try:
            surface_from_expression(self.typed)
        except ExpressionError:
            return FIRST_EXPRESSION
        return self.typed

    def _on_replaced(self) -> None:
        self._remembered.pop(NETWORK, None)
        self.networks.forget()
        if self.spec.terrain == NETWORK:
            self._take(self.spec, self.slots)

    def _on_parameters_moved(self) -> None:
        self._is_stale = self._is_at_weights

    def _on_plane(self) -> None:
        """A race that has not begun moves to the plane that is looked at."""
        is_waiting = self.spec.terrain == NETWORK and self.race.count == 0
        if is_waiting and self.networks.is_out_of_date:
            self.reset()
