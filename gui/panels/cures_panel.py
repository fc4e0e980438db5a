"""Vanishing and exploding gradients beside their cures: copies of one deep network, played in lockstep."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.training.cures import CURES, DEPTHS
from gui import numbers
from gui.cure_words import cure_name, cure_sentence
from gui.panels.panel import Panel
from gui.panels.player_controls import PlayerControls, PlayerWords
from gui.plots.axes import number_text
from gui.plots.waterfall_plot import Waterfall, WaterfallPlot
from gui.session import Session
from gui.session.cures import Copy
from gui.translation import tr
from gui.widgets.captioned_slider import CaptionedSlider
from gui.widgets.readout import Readout
from gui.widgets.yielding import Yielding

EARLIER = 4
"""How many earlier moments are drawn."""


class CuresPanel(Panel):
    """Feeds the waterfalls, plays and sets the depth."""

    def __init__(self, session: Session) -> None:
        super().__init__("cures", tr("Gradient cures"), session)

    def build(self) -> None:
        cures = self.session.cures
        self.plot = WaterfallPlot("cures.plot")
        words = PlayerWords(
            reset=tr("All copies back to their first weights"),
            play=tr("Train all copies in lockstep"),
            pause=tr("Stop the copies where they are"),
            step=tr("One update of every copy"),
            pace=tr("Pace of the copies"),
            pace_tip=tr("How fast the copies train"),
        )
        self._player = PlayerControls("cures", cures.player, words, cures.reset, cures.step)
        self._depth = CaptionedSlider(
            tr("Hidden layers"),
            "cures.depth",
            *DEPTHS,
            1,
            str,
            tr("How deep the networks are: the deeper, the less gradient is left at layer 1; begins anew"),
        )
        self._depth.setFixedWidth(150)
        self._depth.show_value(cures.depth)
        self._count = Readout("cures.step_count", tr("step {count}", count=numbers.count(0)))
        self._reading = QLabel()
        self._reading.setObjectName("cures.reading")
        self._reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._connect()
        self.follow(Yielding(self._arranged()))

    def _arranged(self) -> QWidget:
        content = QWidget()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._player)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._depth)
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        column.addWidget(self._reading)
        return content

    def _connect(self) -> None:
        cures = self.session.cures
        self._depth.changed.connect(cures.set_depth)
        self.plot.pointed.connect(self._on_pointed)
        cures.changed.connect(self._show_copies)
        cures.moved.connect(self._on_cures_moved)
        cures.player.changed.connect(self._show_copies)
        self._on_pointed("")

    # Showing

    def _on_visible(self, is_visible: bool) -> None:
        super()._on_visible(is_visible)
        if is_visible:
            self._show_copies()
        else:
            self.session.cures.player.pause()

    def _on_cures_moved(self) -> None:
        if not self.session.cures.player.is_playing or self.throttle.due():
            self._show_copies()

    def _show_copies(self) -> None:
        if self.is_shown:
            cures = self.session.cures
            self._depth.show_value(cures.depth)
            self._count.setText(tr("step {count}", count=numbers.count(cures.step_count)))
            self.plot.show_networks([_waterfall(copy) for copy in cures.copies])

    def _on_pointed(self, words: str) -> None:
        self._reading.setText(
            words
            or tr(
                "Mean |∂C/∂w| of each layer over all training examples. Same seed; hatched: without a cure."
            )
        )


def _waterfall(copy: Copy) -> Waterfall:
    return Waterfall(
        name=cure_name(copy.key),
        note=cure_sentence(copy.key),
        lines=(_reach_words(copy), _cost_words(copy)),
        is_ill=CURES[copy.key].ill is None,
        now=copy.sizes,
        earlier=tuple(sizes for _, sizes in copy.earlier[-EARLIER:]),
    )


def _reach_words(copy: Copy) -> str:
    if copy.diverged_at is not None:
        return tr("exploded at step {step}", step=copy.diverged_at + 1)
    share = copy.reach
    if share != share:
        return tr("no gradient at all")
    return tr("layer 1 : output = {share}", share=number_text(float(f"{share:.2g}")))


def _cost_words(copy: Copy) -> str:
    metrics = copy.trainer.evaluate()
    return tr(
        "test cost {cost} · {share} right",
        cost=numbers.cost(metrics.test_cost),
        share=numbers.percent(metrics.test_accuracy),
    )
