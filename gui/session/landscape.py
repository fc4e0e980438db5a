"""The landscape: the cost of the network over a plane through its present parameters, kept up to date.

It computes only while a panel watches, in slices of a few milliseconds, coarse first, then fine.
"""

from dataclasses import replace
from math import isfinite, pi
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QObject, Signal

from engine.arrays import Array
from engine.descent import Plane, PlaneCost, Window
from engine.errors import BackpropLabError
from engine.network import NetworkSpec
from engine.training import Trainer
from gui.session.landscape_costs import sample_of, whole_cost
from gui.session.landscape_frame import HALF_WIDTHS, Frame, PlaneChoice, held, square_around
from gui.session.landscape_path import Path, Stems
from gui.session.landscape_survey import Grid
from gui.session.landscape_surveyor import Surveyor
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session

GROWTH = 1.5
"""How much longer a run must have become before its principal directions are taken anew while it goes on."""


class Landscape(QObject):
    """What is seen of the cost, and where the network stands on it.

    All of it is of the present run, also for those who hear of another run before the landscape does.

    Attributes:
        angle: Of the direction u of the dial, in radians from the x axis towards the y axis.
        is_aimed: Whether the dial is looked at, so that u is worth showing.
        trial: A short path that is shown for a moment, (n, 2), or None.

    Signals:
        plane_changed: Another plane, or another part of it.
        surface_changed: New costs are there.
        angle_changed: The dial was turned, or is looked at now, or no longer.
        trial_changed: Another trial path, or none.
    """

    plane_changed = Signal()
    surface_changed = Signal()
    angle_changed = Signal()
    trial_changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._choice = PlaneChoice()
        self._window = Window(-3.0, 3.0, -3.0, 3.0)
        self.angle = 0.0
        self.is_aimed = False
        self.trial: Array | None = None
        self._frame: Frame | None = None
        self._framed_step = 0
        self._trainer: Trainer | None = None
        self._suited: Trainer | None = None
        self._spec: NetworkSpec | None = None
        self._is_chosen_by_hand = False
        self._plane: Plane | None = None
        self._exact: PlaneCost | None = None
        self._gradient: Array | None = None
        self._update: dict[str, Array] | None = None
        self._path, self._stems = Path(), Stems()
        self._watchers: set[str] = set()
        self._surveyor = Surveyor(session, lambda: self.plane, lambda: self.window, self)
        self._surveyor.found.connect(self.surface_changed)
        session.experiment_replaced.connect(self._on_replaced)
        session.parameters_moved.connect(self._on_moved)
        session.training_state_changed.connect(self._on_state)

    # Watching

    def watch(self, name: str) -> None:
        """The panel of that name looks: keep the surface up to date."""
        is_first_look = self._frame is None
        self._watchers.add(name)
        if is_first_look:
            self.fit()
        else:
            self._follow()
        self._surveyor.start()

    def unwatch(self, name: str) -> None:
        """It no longer looks."""
        self._watchers.discard(name)
        if not self._watchers:
            self._surveyor.stop()

    def settle(self) -> None:
        """Finish the finest surface now, however long it takes; for pictures and files."""
        self._surveyor.settle()

    @property
    def surface(self) -> Grid | None:
        """The costs on the window, or None as long as there are none; it may be a moment old."""
        self._suit()
        return self._surveyor.surface

    @property
    def batch_surface(self) -> Grid | None:
        """The same of the coming mini-batch, while `is_breathing`."""
        self._suit()
        return self._surveyor.batch_surface

    @property
    def is_breathing(self) -> bool:
        """Whether the surface of the coming mini-batch is computed too."""
        return self._surveyor.is_breathing

    # The plane

    @property
    def choice(self) -> PlaneChoice:
        """Which plane."""
        self._suit()
        return self._choice

    @property
    def window(self) -> Window:
        """What is seen of it, in its coordinates: the two weights' values, else steps along the directions."""
        self._suit()
        return self._window

    def choose(self, choice: PlaneChoice) -> None:
        """Look at another plane; one that cannot be made is complained of, and the present one stays."""
        if choice == self.choice and choice.kind != "principal":
            return
        try:
            frame = Frame.of(choice, self._session.network, self._session.run.snapshots)
        except BackpropLabError as error:
            self._session.complained.emit(_refusal(choice, error))
            self.plane_changed.emit()  # the controls show again what is true
            return
        self._set_frame(choice, frame)
        self.fit()

    def other_directions(self) -> None:
        """The next two random directions."""
        self.choose(replace(self.choice, kind="random", seed=self.choice.seed + 1))

    def look(self, window: Window, is_by_hand: bool = True) -> None:
        """See another part of the plane; one chosen by hand is moved with the point, but no longer grown."""
        if not (np.isfinite(window).all() and window.x0 < window.x1 and window.y0 < window.y1):
            return
        self._is_chosen_by_hand = self._is_chosen_by_hand or is_by_hand
        if window != self.window:
            self._window = window
            self._surveyor.look_elsewhere()
            self.plane_changed.emit()

    def fit(self) -> None:
        """See the whole path and the present point."""
        self._is_chosen_by_hand = False
        least = HALF_WIDTHS[self.choice.kind]
        self.look(square_around(self.path, least), is_by_hand=False)

    @property
    def frame(self) -> Frame:
        """The axes."""
        self._suit()
        if self._frame is None:
            self._trainer = self._session.trainer
            return self._take(
                self._choice, Frame.of(self._choice, self._session.network, self._session.run.snapshots)
            )
        return self._frame

    @property
    def plane(self) -> Plane:
        """The plane along the axes through the present θ."""
        self._suit()
        if self._plane is None:
            self._plane = self.frame.through(self._session.network.parameters.astype(np.float64))
        return self._plane

    @property
    def explained(self) -> tuple[float, float] | None:
        """Shares of the run's variance along x and y, on the principal plane."""
        return self.frame.explained

    @property
    def sample(self) -> int | None:
        """How many examples the surface is drawn from, None for all; the numbers at the point are always of all."""
        return sample_of(self._session.trainer)

    # Where the network stands

    @property
    def position(self) -> tuple[float, float]:
        """(x, y) of the present θ."""
        x, y = self.frame.coordinates(self._session.network.parameters.astype(np.float64))
        return float(x), float(y)

    @property
    def cost(self) -> float:
        """C at the present θ on the whole training set, penalty included."""
        return float(self.exact.value(*self.position))

    @property
    def gradient(self) -> tuple[float, float]:
        """(∂C/∂x, ∂C/∂y) at the present θ on the whole training set, penalty included."""
        across, up = self.frame.pair @ self.whole_gradient
        return float(across), float(up)

    @property
    def whole_gradient(self) -> Array:
        """∂C/∂θ (P,) of the same."""
        self._suit()
        if self._gradient is None:
            self._gradient = self.exact.whole_gradient_at(*self.position)
        return self._gradient

    @property
    def descent(self) -> tuple[float, float]:
        """The shadow of −∂C/∂θ on the plane: the way down, in its coordinates."""
        return self.frame.vector(-self.whole_gradient)

    @property
    def exact(self) -> PlaneCost:
        """The cost over the plane through the present θ in double precision."""
        self._suit()
        if self._exact is None:
            self._exact = whole_cost(self.plane, self._session.trainer)
        return self._exact

    def cost_at(self, xs: ArrayLike, ys: ArrayLike) -> Array:
        """C on the plane through the present θ, at points of any shapes that broadcast together."""
        return self.exact.value(xs, ys)

    @property
    def update(self) -> dict[str, tuple[float, float]]:
        """The named numbers of the coming step, as `Trainer.explain` gives them, as shadows on the plane."""
        return {name: self.frame.vector(vector) for name, vector in self.whole_update.items()}

    @property
    def whole_update(self) -> dict[str, Array]:
        """The same before they are projected, (P,) each; frozen weights take no step."""
        self._suit()
        if self._update is None:
            trainer = self._session.trainer
            self._update = trainer.explain()
            self._update["step"][list(trainer.frozen)] = 0.0
        return self._update

    @property
    def path(self) -> Array:
        """(n, 2) the way of the run up to the present point."""
        return self._path.places(self.frame, self._session.run, self._session.trainer)

    @property
    def off_plane(self) -> Array:
        """(n,) how far the points of the path are off the plane that is shown."""
        points = self._path.points(self._session.run, self._session.trainer)
        return self.plane.project(points).distance

    @property
    def stems(self) -> Array:
        """Moments of the run on the principal plane, (n, 5); on other planes (0, 5).

        A row is x, y, the true cost, the step, and how far off the plane that is shown the moment is.
        """
        if self.choice.kind != "principal":
            return np.empty((0, 5))
        return self._stems.of(self.plane, self.frame, self._session.run)

    def move_to(self, x: float, y: float, merge_key: str = "") -> None:
        """Give the network the parameters of that point, undoable; moves of one `merge_key` become one edit."""
        if not (isfinite(x) and isfinite(y)):
            self._session.complained.emit(tr("A point of the plane takes two finite numbers."))
            return
        if self.choice.kind == "parameters":
            places: tuple[int, ...] = (self.choice.first, self.choice.second)
            values: Array = np.array([x, y])
        else:
            places = tuple(range(self._session.network.layout.size))
            values = self.plane.at(x, y)
        self._session.set_parameters(places, values, tr("Move over the landscape"), merge_key)

    # The dial

    def set_angle(self, angle: float) -> None:
        """Turn the direction u."""
        if isfinite(angle) and angle % (2.0 * pi) != self.angle:
            self.angle = angle % (2.0 * pi)
            self.angle_changed.emit()

    def aim(self, is_aimed: bool) -> None:
        """Somebody looks at the dial, or no longer."""
        if is_aimed != self.is_aimed:
            self.is_aimed = is_aimed
            self.angle_changed.emit()

    def directional_derivative(self) -> float:
        """∇C·u at the present θ, exact."""
        return self.exact.directional_derivative(*self.position, self.angle)

    def finite_difference(self, step: float) -> float:
        """The same by two costs: (C(θ + h u) − C(θ − h u)) / 2h."""
        x, y = self.position
        across, up = step * np.cos(self.angle), step * np.sin(self.angle)
        after, before = self.cost_at(np.array([x + across, x - across]), np.array([y + up, y - up]))
        return float((after - before) / (2.0 * step))

    # Beside the run

    def set_breathing(self, is_breathing: bool) -> None:
        """Compute the surface of the coming mini-batch too, or no longer."""
        if is_breathing != self.is_breathing:
            self._surveyor.breathe(is_breathing)
            self.surface_changed.emit()

    def show_trial(self, points: Array | None) -> None:
        """Show a short path (n, 2) for a moment; None for no longer."""
        if points is None and self.trial is None:
            return
        self.trial = None if points is None else np.asarray(points, dtype=np.float64)
        self.trial_changed.emit()

    # Inside

    def _set_frame(self, choice: PlaneChoice, frame: Frame) -> None:
        self._trainer = self._session.trainer
        self._take(choice, frame)
        self.plane_changed.emit()

    def _take(self, choice: PlaneChoice, frame: Frame) -> Frame:
        """Look along these axes from now on; nobody is told yet."""
        self._choice, self._frame = choice, frame
        self._suited, self._spec = self._session.trainer, self._session.network.spec
        self._framed_step = self._session.run.step_count
        self._plane = self._exact = self._gradient = None
        self._surveyor.forget()
        return frame

    def _suit(self) -> None:
        """Be of the present run, whoever asks; another one is told of by `_on_replaced`, which others may precede."""
        trainer = self._session.trainer
        if self._frame is None or trainer is self._suited:
            return
        self._forget_numbers()
        if trainer.network.spec != self._spec:
            self._take(*self._fitting())
            self._is_chosen_by_hand = False
            self._window = square_around(self.path, HALF_WIDTHS[self._choice.kind])
        self._suited = trainer

    def _on_replaced(self) -> None:
        """Another design or another run: the choice stays where it still means something."""
        trainer = self._session.trainer
        is_same_run = trainer is self._trainer
        self._suit()
        self._forget_numbers()
        self._stems.forget()
        self._surveyor.forget()
        self._path.note(trainer)
        self._trainer = trainer
        if not is_same_run:
            self.fit()
        self.plane_changed.emit()

    def _fitting(self) -> tuple[PlaneChoice, Frame]:
        """The present choice on another network; two of its parameters where that cannot be."""
        network, run = self._session.network, self._session.run
        choice = self._choice if self._spec is None else self._choice.carried(self._spec, network.spec)
        try:
            return choice, Frame.of(choice, network, run.snapshots)
        except BackpropLabError:
            choice = replace(choice, kind="parameters")
            return choice, Frame.of(choice, network, run.snapshots)

    def _on_moved(self) -> None:
        self._forget_numbers()
        self._trainer = self._session.trainer  # a reset has the same design: what is looked at stays
        self._path.note(self._trainer)
        self._surveyor.outdate()
        if self._watchers:
            self._follow()
        self._surveyor.work_in_frame()

    def _on_state(self) -> None:
        if not self._session.is_running:
            self._turn_to_run(least_growth=1.0)
        self._surveyor.outdate()

    def _forget_numbers(self) -> None:
        self._plane = self._exact = self._update = self._gradient = None

    def _follow(self) -> None:
        """Keep the present point in sight, and the principal plane with the run."""
        self._turn_to_run(GROWTH if self._session.is_running else 1.0)
        position = self.position
        if np.isfinite(position).all():
            self.look(held(self.window, *position, grows=not self._is_chosen_by_hand), is_by_hand=False)

    def _turn_to_run(self, least_growth: float) -> None:
        """Take the principal directions anew, once the run has grown enough."""
        step = self._session.run.step_count
        if self.choice.kind != "principal" or not step > least_growth * self._framed_step:
            return
        try:
            frame = Frame.of(self.choice, self._session.network, self._session.run.snapshots)
        except BackpropLabError:
            return  # it has gone nowhere yet
        self._set_frame(self.choice, frame)
        if not self._is_chosen_by_hand:
            self.fit()


def _refusal(choice: PlaneChoice, error: BackpropLabError) -> str:
    if choice.kind == "principal":
        return tr("There are no principal directions yet; train for a few epochs first.")
    return str(error)
