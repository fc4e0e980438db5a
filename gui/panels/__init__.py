"""The panels: one dock each. The table says which there are and in what order the menu Panels names them."""

from dataclasses import dataclass
from importlib import import_module

from gui.panels.panel import Panel
from gui.session import Session
from gui.translation import tr

__all__ = ["Panel", "PanelEntry", "all_panels"]


@dataclass(frozen=True)
class PanelEntry:
    """One panel of the program: `layer_table` is `LayerTablePanel` in layer_table_panel.py.

    Attributes:
        key: Its id; the dock's objectName is ``dock.<key>``.
        title: What stands on its tab.
    """

    key: str
    title: str

    def make(self, session: Session) -> Panel:
        """The dock. Its file is loaded only now, for the window opens with few of them."""
        module = import_module(f"gui.panels.{self.key}_panel")
        kind = getattr(module, "".join(word.capitalize() for word in self.key.split("_")) + "Panel")
        panel = kind(session)
        assert isinstance(panel, Panel)
        return panel


def all_panels() -> tuple[PanelEntry, ...]:
    """Those of Play, of Descend, of Explain."""
    return (
        PanelEntry("data", tr("Data")),
        PanelEntry("data_table", tr("Data table")),
        PanelEntry("settings", tr("Settings")),
        PanelEntry("layer_table", tr("Layer table")),
        PanelEntry("network", tr("Network")),
        PanelEntry("output", tr("Output")),
        PanelEntry("loss", tr("Cost and accuracy")),
        PanelEntry("runs", tr("Runs")),
        PanelEntry("answers", tr("Answers")),
        PanelEntry("layers", tr("Layers")),
        PanelEntry("contour", tr("Contours of the cost")),
        PanelEntry("race", tr("Race")),
        PanelEntry("slope", tr("Slope")),
        PanelEntry("surface", tr("Cost in 3-D")),
        PanelEntry("finder", tr("Learning-rate finder")),
        PanelEntry("steps", tr("One step at a time")),
        PanelEntry("parameters", tr("Parameters")),
        PanelEntry("inspector", tr("Inspector")),
        PanelEntry("matrices", tr("Matrices and code")),
        PanelEntry("fault", tr("Find the fault")),
        PanelEntry("cures", tr("Gradient cures")),
    )
