"""Vanishing and exploding gradients beside their cures: copies of one deep network, played in lockstep."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from engine.training.cures import CURES, DEPTHS
from gui import numbers
from gui.cure_words import cure_name, cure_sentence
from gui.icons import set_icon
from gui.panels.panel import Panel
from gui.plots.axes import number_text
from gui.plots.waterfall_plot import Waterfall, WaterfallPlot
from gui.session import RACE_SPEEDS, Session
from gui.session.cures import Copy
from gui.translation import tr
from gui.widgets.captioned_slider import CaptionedSlider
from gui.widgets.choice import Choice
from gui.widgets.readout import Readout
from gui.wording import speed_name

EARLIER = 4
"""How many earlier moments are drawn."""


class CuresPanel(Panel):
    """Feeds the waterfalls, plays and sets the depth."""

    def __init__(self, session: Session) -> None:
        super().__init__("cures", tr("Gradient cures"), session)

    def build(self) -> None:
        cures = self.session.cures
        self.plot = WaterfallPlot("cures.plot")
        self._reset = _button(
            "cures.reset", "reset", tr("Reset"), tr("All copies back to their first weights")
        )
        self._play = _button("cures.play", "play", tr("Play"), tr("Train all copies in lockstep"))
        self._step = _button("cures.step", "step", tr("Step"), tr("One update of every copy"))
        self._speed = Choice("cures.speed", tr("How fast the copies train"))
        self._speed.setAccessibleName(tr("Speed"))
        self._speed.offer(RACE_SPEEDS, speed_name)
        self._speed.show_key(cures.speed.key)
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
        self.follow(self._arranged())

    def _arranged(self) -> QWidget:
        content = QWidget()
        row = QHBoxLayout()
        row.setSpacing(6)
        for widget in (self._reset, self._play, self._step, self._speed, self._count):
            row.addWidget(widget)
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
        self._reset.clicked.connect(cures.reset)
        self._play.clicked.connect(cures.toggle)
        self._step.clicked.connect(cures.step)
        self._speed.chosen.connect(cures.set_speed)
        self._depth.changed.connect(cures.set_depth)
        self.plot.pointed.connect(self._on_pointed)
        cures.changed.connect(self._show_copies)
        cures.moved.connect(self._on_cures_moved)
        cures.state_changed.connect(self._show_state)
        self._on_pointed("")

    # Showing

    def _on_visible(self, is_visible: bool) -> None:
        super()._on_visible(is_visible)
        if is_visible:
            self._show_copies()
        else:
            self.session.cures.pause()

    def _on_cures_moved(self) -> None:
        if not self.session.cures.is_playing or self.throttle.due():
            self._show_copies()

    def _show_state(self) -> None:
        is_playing = self.session.cures.is_playing
        set_icon(self._play, "pause" if is_playing else "play")
        self._play.setAccessibleName(tr("Pause") if is_playing else tr("Play"))
        self._play.setToolTip(
            tr("Stop the copies where they are") if is_playing else tr("Train all copies in lockstep")
        )
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


def _button(name: str, icon: str, words: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setIconSize(QSize(20, 20))
    button.setAccessibleName(words)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_icon(button, icon)
    return button
