"""What all panels share: a dock with a name, fed by the session, drawing at its own pace."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDockWidget, QWidget

from gui.session import Session
from gui.widgets.dock_title import DockTitle
from gui.widgets.floating_edge import FloatingEdge
from gui.widgets.throttle import Throttle


class Panel(QDockWidget):
    """A dock that follows the session; what is in it is built when it is first needed.

    `show_design` is called when everything may be different, `show_numbers` when the parameters moved: at
    once while paused; while training runs at most every `interval` seconds, one panel a frame, none while hidden.

    Signals:
        panel_wanted: Another panel, by its key, is to be shown.
    """

    panel_wanted = Signal(str)
    interval = 1.0 / 20.0
    is_shown = False
    """Whether it is on the screen now: neither closed nor behind another in its row of tabs."""

    def __init__(self, name: str, title: str, session: Session) -> None:
        super().__init__(title)
        self.setObjectName(f"dock.{name}")
        self.session = session
        self.throttle = Throttle(self.interval)
        self._is_built = False
        self._edge = FloatingEdge(self)
        self.visibilityChanged.connect(self._on_visible)

    def ensure_built(self) -> None:
        """Build the content unless that is done: a panel nobody has opened costs nothing."""
        if not self._is_built:
            self._is_built = True
            self.build()

    def build(self) -> None:
        """Make the controls, and end with `follow`. Each kind of panel has its own."""
        raise NotImplementedError

    def follow(self, content: QWidget, *extras: QWidget, quiet: tuple[QWidget, ...] = ()) -> None:
        """Show `content` and begin to listen; `extras` stand in the title, the `quiet` ones seen when near."""
        self.setWidget(content)
        self.setTitleBarWidget(DockTitle(self, extras, quiet))
        self.session.experiment_replaced.connect(self.refresh)
        self.session.parameters_moved.connect(self._on_moved)
        self.session.training_state_changed.connect(self._on_moved)
        self.refresh()

    def refresh(self) -> None:
        """Show everything anew."""
        self.show_design()
        self.show_numbers()

    def show_design(self) -> None:
        """The experiment may be another."""

    def show_numbers(self) -> None:
        """The parameters have moved."""

    def _on_moved(self) -> None:
        if type(self).show_numbers is Panel.show_numbers:
            return  # nothing here moves with the parameters, so no frame is claimed for it
        if not self.session.is_running:
            self.show_numbers()
        elif self.is_shown and self.throttle.is_ready() and self.session.claim_frame(self.objectName()):
            self.throttle.due()
            self.show_numbers()

    def _on_visible(self, is_visible: bool) -> None:
        self.is_shown = is_visible
        if is_visible:
            self.ensure_built()
            self.show_numbers()
