"""The panels: one dock each. The table says which there are and in what order the View menu names them."""

from collections.abc import Callable
from dataclasses import dataclass

from gui.panels.answers_panel import AnswersPanel
from gui.panels.contour_panel import ContourPanel
from gui.panels.cures_panel import CuresPanel
from gui.panels.data_panel import DataPanel
from gui.panels.fault_panel import FaultPanel
from gui.panels.finder_panel import FinderPanel
from gui.panels.inspector_panel import InspectorPanel
from gui.panels.layer_table_panel import LayerTablePanel
from gui.panels.layers_panel import LayersPanel
from gui.panels.loss_panel import LossPanel
from gui.panels.matrices_panel import MatricesPanel
from gui.panels.network_panel import NetworkPanel
from gui.panels.output_panel import OutputPanel
from gui.panels.panel import Panel
from gui.panels.parameters_panel import ParametersPanel
from gui.panels.race_panel import RacePanel
from gui.panels.settings_panel import SettingsPanel
from gui.panels.slope_panel import SlopePanel
from gui.panels.steps_panel import StepsPanel
from gui.panels.surface_panel import SurfacePanel
from gui.session import Session

__all__ = ["PANELS", "Panel", "PanelEntry"]


@dataclass(frozen=True)
class PanelEntry:
    """One panel of the program."""

    key: str
    make: Callable[[Session], Panel]


PANELS = (
    PanelEntry("data", DataPanel),
    PanelEntry("settings", SettingsPanel),
    PanelEntry("layer_table", LayerTablePanel),
    PanelEntry("network", NetworkPanel),
    PanelEntry("output", OutputPanel),
    PanelEntry("loss", LossPanel),
    PanelEntry("answers", AnswersPanel),
    PanelEntry("layers", LayersPanel),
    PanelEntry("contour", ContourPanel),
    PanelEntry("finder", FinderPanel),
    PanelEntry("fault", FaultPanel),
    PanelEntry("cures", CuresPanel),
    PanelEntry("slope", SlopePanel),
    PanelEntry("surface", SurfacePanel),
    PanelEntry("race", RacePanel),
    PanelEntry("steps", StepsPanel),
    PanelEntry("matrices", MatricesPanel),
    PanelEntry("inspector", InspectorPanel),
    PanelEntry("parameters", ParametersPanel),
)
