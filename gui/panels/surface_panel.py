"""The landscape of the cost in three dimensions, with the way of the run on it."""

from gui.panels.panel import Panel
from gui.panels.picture_button import PictureButton
from gui.panels.plane_names import plane_names
from gui.plots.surface_plot import SurfacePlot
from gui.session import Session
from gui.translation import tr


class SurfacePanel(Panel):
    """Feeds the surface from the landscape: some five times a second while the network trains."""

    interval = 1.0 / 5.0

    def __init__(self, session: Session) -> None:
        super().__init__("surface", tr("Cost in 3-D"), session)

    def build(self) -> None:
        self.plot = SurfacePlot("surface.plot")
        landscape = self.session.landscape
        landscape.surface_changed.connect(self._on_surface)
        landscape.plane_changed.connect(self._on_plane)
        self._drawn: object = None
        self.follow(self.plot, PictureButton("surface.export", self.session, self.plot, "surface"))

    def show_design(self) -> None:
        self._drawn = None
        self.plot.set_names(*plane_names(self.session))

    def show_numbers(self) -> None:
        if not self.is_shown:
            return
        landscape = self.session.landscape
        self.plot.set_live(self.session.is_running)
        surface = landscape.surface
        if surface is None:
            self._drawn = None
            self.plot.clear()
            return
        if surface is not self._drawn:
            self._drawn = surface
            self.plot.show_surface(surface.xs, surface.ys, surface.costs)
        self.plot.show_path(landscape.path, landscape.position)

    def _on_plane(self) -> None:
        self.plot.set_names(*plane_names(self.session))
        self._on_surface()

    def _on_surface(self) -> None:
        if not self.session.is_running:
            self.show_numbers()  # while it trains the next numbers bring the surface too

    def _on_visible(self, is_visible: bool) -> None:
        super()._on_visible(is_visible)
        if is_visible:
            self.session.landscape.watch(self.objectName())
        else:
            self.session.landscape.unwatch(self.objectName())
