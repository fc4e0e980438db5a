"""The slope of the cost: in a direction of the plane, or in one parameter."""

from time import perf_counter

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStackedWidget

from gui.panels.panel import Panel
from gui.panels.picture_button import PictureButton
from gui.panels.slope_direction import SlopeDirection
from gui.panels.slope_parameter import SlopeParameter
from gui.session import Session
from gui.settings import Setting
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.wording import slope_mode_name

MODES = ("direction", "parameter")
MODE = Setting("slope/mode", MODES[0])
LEAST_REST = 6.0
"""A large network's curve waits so many times as long as it took, before it is drawn anew in training."""


class SlopePanel(Panel):
    """Shows one of the two."""

    interval = 1.0 / 15.0

    def __init__(self, session: Session) -> None:
        super().__init__("slope", tr("Slope"), session)

    def build(self) -> None:
        self.direction, self.parameter = SlopeDirection(self.session), SlopeParameter(self.session)
        self._views = QStackedWidget()
        self._views.addWidget(self.direction)
        self._views.addWidget(self.parameter)
        self._views.setBackgroundRole(QPalette.ColorRole.Base)  # one ground with the plots in it
        self._views.setAutoFillBackground(True)
        self._mode = Choice(
            "slope.mode", tr("The slope in a direction of the plane, or in one weight or bias alone")
        )
        self._mode.setAccessibleName(tr("Which slope is shown"))
        self._mode.offer(MODES, slope_mode_name)
        mode = str(MODE.read())
        self._mode.show_key(mode if mode in MODES else MODES[0])
        self._views.setCurrentIndex(MODES.index(self._mode.key or MODES[0]))
        self._mode.chosen.connect(self._on_mode)
        landscape = self.session.landscape
        landscape.angle_changed.connect(self.show_numbers)
        landscape.plane_changed.connect(self._on_plane)
        self.session.selection_changed.connect(self._on_selection)
        self.follow(
            self._views, self._mode, PictureButton("slope.export", self.session, self._views, "slope")
        )

    def show_design(self) -> None:
        self.direction.show_design()
        self.parameter.show_design()

    def show_numbers(self) -> None:
        if not self.is_shown:
            return
        began = perf_counter()
        if self._mode.key == "direction":
            self.direction.show_numbers()
        else:
            self.parameter.show_numbers()
        self.throttle.interval = max(self.interval, LEAST_REST * (perf_counter() - began))

    def _on_visible(self, is_visible: bool) -> None:
        super()._on_visible(is_visible)
        self._aim()

    def _aim(self) -> None:
        """The contours show u while the dial is in sight."""
        self.session.landscape.aim(self.is_shown and self._mode.key == "direction")

    def _on_plane(self) -> None:
        if not self.session.is_running:
            self.refresh()  # while training the next numbers bring it

    def _on_selection(self) -> None:
        self.parameter.show_design()
        self.show_numbers()

    def _on_mode(self, key: str) -> None:
        MODE.write(key)
        self._views.setCurrentIndex(MODES.index(key))
        self._aim()
        self.show_numbers()
