"""Layer by layer: how large the gradients are over time, and how weights and activations are spread now."""

from PySide6.QtWidgets import QStackedWidget

from engine.training.histograms import Histogram, activation_histograms, weight_histograms
from gui.panels.panel import Panel
from gui.plots.gradient_plot import GradientPlot, LayerCurve
from gui.plots.histogram_grid import HistogramCell, HistogramGrid
from gui.session import Session
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.wording import layer_view_name

VIEWS = ("gradients", "weights", "activations")
ALL = "all"


class LayersPanel(Panel):
    """Feeds one of three pictures, of all layers or of a chosen one."""

    interval = 1.0 / 4.0

    def __init__(self, session: Session) -> None:
        super().__init__("layers", tr("Layers"), session)

    def build(self) -> None:
        self.gradients = GradientPlot()
        self.gradients.setObjectName("layers.gradients")
        self.histograms = HistogramGrid()
        self.histograms.setObjectName("layers.histograms")
        self.histograms.setAccessibleName(tr("Spread of the values of each layer"))
        self._pictures = QStackedWidget()
        self._pictures.addWidget(self.gradients)
        self._pictures.addWidget(self.histograms)
        self._view = Choice(
            "layers.view",
            tr("The gradient of the last batch over time, or how weights or activations are spread now"),
        )
        self._view.setAccessibleName(tr("What is shown of the layers"))
        self._view.offer(VIEWS, layer_view_name)
        self._view.show_key(VIEWS[0])
        self._view.chosen.connect(self._on_view)
        self._layer = Choice("layers.layer", tr("All layers, or one of them alone"))
        self._layer.setAccessibleName(tr("Layer"))
        self._layer.chosen.connect(self._on_layer)
        self.follow(self._pictures, self._view, self._layer)

    def show_design(self) -> None:
        chosen, count = self._layer.key, len(self.session.network.spec.layers)
        keys = [ALL, *(str(layer) for layer in range(1, count + 1))]
        self._layer.offer(keys, self._words)
        self._layer.show_key(chosen if chosen in keys else ALL)

    def show_numbers(self) -> None:
        if not self.is_shown:
            return
        if self._view.key == "gradients":
            self._show_gradients()
        elif self._view.key == "weights":
            self._show_histograms(weight_histograms(self.session.network), tr("weight"))
        else:
            inputs = self.session.trainer.data.inputs
            self._show_histograms(activation_histograms(self.session.network, inputs), tr("activation"))

    def _show_gradients(self) -> None:
        history = self.session.run.history
        curves = [
            LayerCurve(
                self._words(str(layer)),
                layer - 1,
                (layer - 1) / max(history.layers - 1, 1),
                history.gradient_of(layer),
            )
            for layer in self._shown(history.layers)
        ]
        self.gradients.mark.show_at(self.session.past_epoch)
        self.gradients.show_layers(history.epochs, curves)

    def _show_histograms(self, histograms: list[Histogram], axis: str) -> None:
        cells = [
            HistogramCell(self._words(str(layer)), histograms[layer - 1].edges, histograms[layer - 1].shares)
            for layer in self._shown(len(histograms))
        ]
        self.histograms.show_cells(cells, axis)

    def _shown(self, count: int) -> list[int]:
        """The layers to show, of 1 … `count`."""
        key = self._layer.key
        return [int(key)] if key is not None and key != ALL else list(range(1, count + 1))

    def _words(self, key: str) -> str:
        if key == ALL:
            return tr("All layers")
        if int(key) == len(self.session.network.spec.layers):
            return tr("output")
        return tr("layer {number}", number=key)

    def _on_view(self, key: str) -> None:
        self._pictures.setCurrentIndex(0 if key == "gradients" else 1)
        self.show_numbers()

    def _on_layer(self, key: str) -> None:
        self.show_numbers()
