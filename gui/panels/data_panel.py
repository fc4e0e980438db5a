"""The data: which set, how much of it, how noisy, and drawn by which seed."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.data import DATASETS, OWN, DataSpec
from engine.data.bounds import NOISE, SAMPLES
from gui.appearance import appearance
from gui.begins_anew import anew_sentence, begins_anew
from gui.icons import set_icon
from gui.numbers import THIN_SPACE
from gui.panels.dataset_icons import dataset_icon, examples_icon
from gui.panels.disclosure import Disclosure
from gui.panels.formula_row import FormulaRow
from gui.panels.panel import Panel
from gui.session import Session
from gui.session.document import goes_on_redrawn
from gui.settings import Setting
from gui.translation import tr
from gui.widgets.captioned_slider import CaptionedSlider
from gui.widgets.picture_choice import PictureChoice
from gui.widgets.scrollable import scrollable
from gui.widgets.whole_number import WholeNumber
from gui.wording import dataset_name, problem_name

WIDTH = 240

LARGEST_SEED = 2**31 - 1
"""The largest a spin box can hold."""

MORE = Setting("data/more", False)
"""Whether what is seldom needed is shown."""


class DataPanel(Panel):
    """Turns its controls into edits of the data design."""

    def __init__(self, session: Session) -> None:
        super().__init__("data", tr("Data"), session)

    def build(self) -> None:
        self._dataset = self._make_dataset()
        self._formula = FormulaRow(self.session)
        self._pictured = ""
        self._about = QLabel()
        self._about.setObjectName("data.about")
        self._about.setWordWrap(True)
        self._share = CaptionedSlider(
            tr("Training share"),
            "data.train_share",
            10,
            100,
            10,
            _percent,
            tr("How much of the data the network is trained on; the rest only tests it"),
        )
        self._noise = CaptionedSlider(
            tr("Noise"),
            "data.noise",
            0,
            round(NOISE[1] * 100),
            5,
            _percent,
            tr("How far examples or their labels are shaken when they are drawn"),
        )
        self._samples = WholeNumber(
            "data.samples",
            tr("Examples"),
            *SAMPLES,
            50,
            tr("How many examples are drawn, training and test together"),
        )
        self._seed = WholeNumber(
            "data.seed",
            tr("Seed"),
            0,
            LARGEST_SEED,
            1,
            tr("The number that the examples are drawn and split by: the same number, the same examples"),
        )
        self._standardize = QCheckBox(tr("Standardise inputs"))
        self._standardize.setObjectName("data.standardize")
        self._standardize.setToolTip(
            tr("Shift and scale every input to mean 0 and standard deviation 1 over the training part")
        )
        self._redraw = QPushButton(tr("New data"))
        self._redraw.setObjectName("data.redraw")
        set_icon(self._redraw, "dice")
        self._table = QPushButton(tr("Edit as a table"))
        self._table.setObjectName("data.table")
        self._table.setToolTip(tr("Show every example as a row of numbers that can be changed"))
        for control in (self._standardize, self._redraw, self._table):
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._connect()
        appearance().theme_changed.connect(self._paint_icons)
        self._paint_icons()
        self.follow(self._arranged())

    def show_design(self) -> None:
        data = self.session.experiment.data
        kind = data.kind
        self._offer_own(data)
        self._show_formula(data)
        self._dataset.show_key(data.dataset)
        self._about.setText(self._about_words(data))
        self._about.setToolTip(kind.source)
        self._share.show_value(round(data.train_fraction * 100))
        self._noise.show_value(round(data.noise * 100))
        self._noise.setEnabled(kind.takes_noise)
        self._samples.show_value(data.samples)
        self._samples.setEnabled(kind.takes_samples)
        self._seed.show_value(min(data.seed, LARGEST_SEED))
        for control in (self._redraw, self._seed):
            control.setEnabled(kind.takes_samples or data.train_fraction < 1.0)
        self._standardize.setChecked(data.standardize)
        self._show_what_redrawing_does(data)

    def _show_what_redrawing_does(self, data: DataSpec) -> None:
        goes_on = goes_on_redrawn(data)
        for control in (self._redraw, self._seed):
            control.setStatusTip("" if goes_on else anew_sentence())
        self._redraw.setToolTip(_redrawing(data.kind.takes_samples, goes_on))

    def _about_words(self, data: DataSpec) -> str:
        problem = problem_name(data.kind)
        if data.own is not None and data.own.is_blank:
            return tr("no examples yet, {problem}", problem=problem)
        count = len(self.session.prepared.raw_train) + len(self.session.prepared.raw_test)
        if count == 1:
            return tr("1 example, {problem}", problem=problem)
        return tr("{count} examples, {problem}", count=count, problem=problem)

    # Controls

    def _make_dataset(self) -> PictureChoice:
        choice = PictureChoice("data.dataset", tr("The examples to learn from"))
        choice.setAccessibleName(tr("Dataset"))
        choice.offer(DATASETS, dataset_name)
        return choice

    def _offer_own(self, data: DataSpec) -> None:
        """The last entry of the list: the person's own data, while they are in use."""
        row = self._dataset.findData(OWN)
        if data.own is None:
            if row >= 0:
                self._dataset.removeItem(row)
            return
        if row < 0:
            row = len(DATASETS)
            self._dataset.insertItem(row, data.own.name, OWN)
        self._dataset.setItemText(row, data.own.name)
        self._dataset.setItemIcon(row, self._icon_of(OWN))

    def _show_formula(self, data: DataSpec) -> None:
        """The picture of a typed formula is its own."""
        self._formula.show_data(data)
        if data.formula != self._pictured:
            self._pictured = data.formula
            self._dataset.draw_icons(self._icon_of)

    def _connect(self) -> None:
        self._dataset.chosen.connect(self._on_dataset)
        self._share.changed.connect(self._on_share)
        self._noise.changed.connect(self._on_noise)
        self._samples.chosen.connect(self._on_samples)
        self._standardize.clicked.connect(self._on_standardize)
        self._seed.chosen.connect(self._on_seed)
        self._redraw.clicked.connect(self._on_redraw)
        self._table.clicked.connect(lambda: self.panel_wanted.emit("data_table"))
        for number in (self._samples, self._seed):
            number.refused.connect(self.session.complained)
        for control in (self._share, self._noise, self._samples, self._seed):
            control.gesture_ended.connect(self.session.undo_stack.end_gesture)

    # Edits

    def _edit(self, label: str, merge_key: str = "", **changes: Any) -> None:
        self.session.attempt(
            lambda experiment: experiment.with_data(replace(experiment.data, **changes)), label, merge_key
        )

    def _on_dataset(self, key: str) -> None:
        if key in (
            OWN,
            self.session.experiment.data.dataset,
        ):  # own data are there only while they are chosen
            return
        seed = self.session.experiment.data.seed
        label = tr("Choose {name}", name=dataset_name(key))
        self.session.attempt(lambda experiment: experiment.with_data(DataSpec.of(key, seed=seed)), label)

    def _on_share(self, percent: int) -> None:
        self._edit(tr("Change the training share"), "data.train_share", train_fraction=percent / 100.0)

    def _on_noise(self, percent: int) -> None:
        self._edit(tr("Change the noise"), "data.noise", noise=percent / 100.0)

    def _on_samples(self, count: int) -> None:
        self._edit(tr("Change the number of examples"), "data.samples", samples=count)

    def _on_standardize(self, is_on: bool) -> None:
        self._edit(tr("Standardise inputs") if is_on else tr("Leave inputs as they are"), standardize=is_on)

    def _on_seed(self, seed: int) -> None:
        self._edit(tr("Change the seed of the data"), "data.seed", seed=seed)

    def _on_redraw(self) -> None:
        self._edit(tr("New data"), seed=self.session.experiment.data.seed + 1)

    # Looks

    def _paint_icons(self) -> None:
        self._dataset.draw_icons(self._icon_of)
        self._offer_own(self.session.experiment.data)

    def _icon_of(self, key: str) -> QIcon:
        theme, data = appearance().theme, self.session.experiment.data
        if data.own is not None and key == OWN:
            return examples_icon(data.own.dataset, theme)
        return dataset_icon(key, theme.key, data.formula if key == data.dataset else "")

    def _arranged(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(10, 4, 10, 10)
        column.setSpacing(9)
        for item in (self._dataset, self._formula, self._about, self._share, self._noise):
            column.addWidget(item)
        column.addWidget(self._redraw)
        column.addWidget(self._make_more())
        column.addStretch(1)
        begins_anew(self._dataset, self._share, self._noise, self._samples, self._standardize)
        area = scrollable(content)
        area.setMinimumWidth(WIDTH)
        return area

    def _make_more(self) -> Disclosure:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(9)
        column.addLayout(_captioned(self._samples))
        column.addLayout(_captioned(self._seed))
        column.addWidget(self._standardize)
        column.addWidget(self._table)
        tip = tr(
            "Show or hide how many examples there are, their seed, standardising, and the data as a table"
        )
        return Disclosure("data.more", tr("More"), tip, content, MORE)


def _captioned(field: WholeNumber) -> QHBoxLayout:
    row = QHBoxLayout()
    caption = QLabel(field.accessibleName())
    caption.setBuddy(field)
    row.addWidget(caption, 1)
    row.addWidget(field)
    return row


def _redrawing(takes_samples: bool, goes_on: bool) -> str:
    """What the button does: examples that are given once and for all are only dealt to other parts."""
    if takes_samples and goes_on:
        return tr("Draw other examples of the same kind, by the next seed; the network goes on with them")
    if takes_samples:
        return tr("Draw other examples of the same kind, by the next seed; what is standardised begins anew")
    if goes_on:
        return tr("Deal the same examples to other parts, by the next seed; the network goes on with them")
    return tr("Deal the same examples to other parts, by the next seed; what is standardised begins anew")


def _percent(value: int) -> str:
    return f"{value}{THIN_SPACE}%"
