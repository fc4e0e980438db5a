"""The output: what the network answers over two of its inputs, under the examples."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.data import Dataset
from engine.data.digit_pixels import consists_of_digits
from engine.training.targets import class_values
from gui.icons import set_icon
from gui.panels.digit_view import DigitView
from gui.panels.panel import Panel
from gui.panels.point_drawing import PointDrawing
from gui.plots.output_plot import OutputPlot
from gui.plots.probe_keys import ProbeKeys
from gui.session import Selection, Session
from gui.settings import Setting
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.widgets.dock_title import DockTitle
from gui.wording import class_name, input_name, network_input_names, seen_input_name

if TYPE_CHECKING:
    from gui.panels.output_depth import OutputDepth

MORE_SHOWN = Setting("output/more_shown", False)
IN_3D = Setting("output/in_3d", False)


class OutputPanel(Panel):
    """Feeds the output plot; chooses the plane where there are more than two inputs."""

    interval = 1.0 / 20.0

    def __init__(self, session: Session) -> None:
        super().__init__("output", tr("Output"), session)

    def build(self) -> None:
        self.plot = OutputPlot()
        self.plot.setObjectName("output.plot")
        self._axes_row, self._across, self._up = self._make_axes_row()
        self._note = QLabel()
        self._note.setObjectName("output.note")
        self._note.setWordWrap(True)
        self._note.setContentsMargins(12, 0, 12, 6)
        self._test = _check_box(
            "output.show_test",
            tr("Test points"),
            tr("Show the examples that the network is not trained on, as hollow points"),
        )
        self._test.setChecked(True)
        self._test.toggled.connect(self.plot.set_test_visible)
        self._discrete = _check_box(
            "output.discrete",
            tr("Discretise output"),
            tr("Show only which side or class wins, not by how much"),
        )
        self._discrete.toggled.connect(self.plot.set_discrete)
        self._squares = _check_box(
            "output.squares",
            tr("Squares"),
            tr("Show each training error as a square: its side is the error, its area the squared error"),
        )
        self._squares.toggled.connect(self._on_squares)
        self._options = self._make_options_row()
        self._more = _title_button(
            "output.more", "more", tr("Show or hide more ways of looking at the output")
        )
        self._more.setChecked(bool(MORE_SHOWN.read()))
        self._more.clicked.connect(self._on_more)
        self._solid = _title_button(
            "output.in_3d", "", tr("Show the output as a surface in three dimensions, or flat again")
        )
        self._solid.setText(tr("3-D"))
        self._solid.setFixedWidth(36)
        self._solid.setChecked(bool(IN_3D.read()))
        self._solid.clicked.connect(self._on_solid)
        self._depth: OutputDepth | None = None
        for switch in (self._test, self._discrete):
            switch.toggled.connect(self._show_depth)
        self.drawing = PointDrawing(self.session, self.plot)
        self.session.peek_changed.connect(self.show_numbers)
        self.session.probe.changed.connect(self._show_probe)
        self.plot.point_clicked.connect(self._on_clicked)
        probe = self.session.probe
        self._probe_keys = ProbeKeys(self.plot, lambda: probe.place, probe.move)
        self.digit = DigitView(self.session)
        self._draw = _title_button("output.draw", "pencil", "")
        self._draw.toggled.connect(self._on_draw)
        quiet = (self._solid, self._draw, self._more)
        self.follow(self._arranged(), self._squares, self._test, quiet=quiet)

    def show_design(self) -> None:
        self._offer_axes()
        self._show_points()
        self._offer_options()
        self._offer_drawing()
        self._place_depth()
        self._show_note()

    def show_numbers(self) -> None:
        if self._is_drawing_digits:
            self.digit.show_numbers()
            return
        field = self.session.field
        plane, values = field.plane, field.output()
        self._say_title()
        if self._is_solid:
            self._show_depth()
            return
        if self.session.peek is not None:
            self._show_neuron(self.session.peek)
            return
        if len(plane.axes) == 1:
            x = plane.inputs[:, plane.axes[0]]
            if len(values) > 1 and self.session.experiment.data.kind.problem == "classes":
                self.plot.show_class_curves(x, values[:, 0].astype(np.float64))
            else:
                self.plot.show_curve(x, values[0, 0].astype(np.float64))
            self._show_squares()
            return
        self.plot.hide_errors()
        (x0, x1), (y0, y1) = plane.extent
        if len(values) > 1:
            self.plot.show_classes(np.moveaxis(values, 0, 2), (x0, x1, y0, y1))
        else:
            self.plot.show_field(self._as_signed(values[0]), (x0, x1, y0, y1))

    def _on_clicked(self, x: float, y: float) -> None:
        """Run the point that was clicked through the network; while drawing a click is a point of the data."""
        if not self._draw.isChecked():
            self.session.probe.put((x, y))

    def _show_probe(self) -> None:
        self.plot.mark(self.session.probe.place)
        self._show_depth()

    def _show_squares(self) -> None:
        if not (self._squares.isChecked() and self._has_squares):
            self.plot.hide_errors()
            return
        prepared = self.session.prepared
        with np.errstate(over="ignore", invalid="ignore"):
            predictions = self.session.network.predict(prepared.train.inputs)
        raw = prepared.raw_train
        self.plot.show_errors(raw.inputs[:, 0], raw.targets[:, 0], predictions[:, 0].astype(np.float64))

    def _show_neuron(self, peek: Selection) -> None:
        """The activation of one neuron instead of the output, as on its tile in the network."""
        field, plane = self.session.field, self.session.field.plane
        values = field.activation(peek.layer or 0)[peek.neuron or 0].astype(np.float64)
        self.plot.hide_errors()
        if len(plane.axes) == 1:
            self.plot.show_curve(plane.inputs[:, plane.axes[0]], values[0], tr("activation"))
        else:
            (x0, x1), (y0, y1) = plane.extent
            self.plot.show_field(values, (x0, x1, y0, y1))

    def _say_title(self) -> None:
        peek, title = self.session.peek, self.titleBarWidget()
        if not isinstance(title, DockTitle):  # while it is being built
            return
        if peek is None:
            title.say("")
        elif peek.layer == 0:
            title.say(network_input_names(self.session.experiment)[peek.neuron or 0])
        else:
            title.say(tr("Neuron {neuron}, layer {layer}", neuron=(peek.neuron or 0) + 1, layer=peek.layer))

    def _as_signed(self, values: np.ndarray) -> np.ndarray:
        """Predictions between "no" and "yes" on the scale −1…+1; numbers of a regression as they are."""
        experiment = self.session.experiment
        if experiment.data.kind.problem == "regression":
            return values
        low, high = class_values(experiment.network, experiment.training.loss)
        return (values - low) * (2.0 / (high - low)) - 1.0

    def _show_points(self) -> None:
        prepared, plane = self.session.prepared, self.session.field.plane
        axes = list(plane.axes)
        kind = self.session.experiment.data.kind
        train, test = prepared.raw_train, prepared.raw_test
        if self._is_blank:
            train = train.take(())
        self.plot.set_class_names(tuple(map(class_name, kind.class_names)))
        self.plot.show_points(
            train.inputs[:, axes], _values(train), test.inputs[:, axes], _values(test), kind.problem
        )
        names = [seen_input_name(self.session.experiment, axis) for axis in axes]
        height = tr("probability") if kind.problem == "classes" else "y, ŷ"
        self.plot.set_axis_names(names[0], names[1] if len(names) > 1 else height)
        self._test.setEnabled(len(test) > 0)

    def _show_note(self) -> None:
        notes = [] if self._is_drawing_digits else self._notes()
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))

    def _notes(self) -> list[str]:
        count = len(self.session.experiment.data.kind.input_names)
        notes = []
        if self._is_blank:
            notes.append(tr("The sheet is blank; draw at least one point to train on."))
        elif self.drawing.isVisibleTo(self):
            notes.append(tr("Drag to draw; right-drag or Shift-drag to erase."))
        if count > 2:
            held = (
                tr("The other input is held at its mean.")
                if count == 3
                else tr("The other {count} inputs are held at their mean.", count=count - 2)
            )
            notes.append(held)
            if self._is_solid:
                notes.append(tr("Hairs are not the whole errors."))
        if self.session.experiment.data.standardize:
            notes.append(
                tr("Inputs are standardised anew with every point; the axes show original units.")
                if self.drawing.isVisibleTo(self)
                else tr("Inputs are standardised for the network; the axes show original units.")
            )
        return notes

    # Switches

    @property
    def _is_blank(self) -> bool:
        own = self.session.experiment.data.own
        return own is not None and own.is_blank

    @property
    def _has_squares(self) -> bool:
        """Whether errors are heights in the picture: numbers over one input."""
        kind = self.session.experiment.data.kind
        return kind.problem == "regression" and len(kind.input_names) == 1

    def _make_options_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 0, 10, 0)
        line.addWidget(self._discrete)
        line.addStretch(1)
        return row

    def _offer_options(self) -> None:
        """One input gives a curve; there is nothing to look at otherwise."""
        has_options = len(self.session.field.plane.axes) == 2
        self._more.setVisible(has_options)
        self._options.setVisible(has_options and self._more.isChecked())
        self._squares.setVisible(self._has_squares)

    def _offer_drawing(self) -> None:
        """The pencil draws examples into a plane, or a digit on a sheet that takes the plane's place."""
        kind = self.session.experiment.data.kind
        has_plane, has_digits = len(kind.input_names) == 2, consists_of_digits(kind)
        self._draw.setVisible(has_plane or has_digits)
        words = tr("Draw examples of your own into the picture")
        if has_digits:
            words = tr("Draw a digit and see what the network takes it for")
            self.digit.show_design()
        self._draw.setToolTip(words)
        self._draw.setAccessibleName(words)
        if has_plane:
            self.drawing.show_design()
        is_drawing = has_plane and self._draw.isChecked()
        self.drawing.set_active(is_drawing)
        self._probe_keys.is_active = not is_drawing
        self._place_digits()

    @property
    def _is_drawing_digits(self) -> bool:
        return self._draw.isChecked() and consists_of_digits(self.session.experiment.data.kind)

    def _place_digits(self) -> None:
        is_sheet = self._is_drawing_digits
        going, coming = (self.plot, self.digit) if is_sheet else (self.digit, self.plot)
        going.hide()  # first: both at once would push what is below, and it does not come back
        coming.show()
        if is_sheet:
            for beside in (self._axes_row, self._options, self._more):
                beside.hide()
        self._test.setVisible(not is_sheet)

    def _on_more(self, is_shown: bool) -> None:
        MORE_SHOWN.write(is_shown)
        self._offer_options()

    def _on_squares(self) -> None:
        self.show_numbers()

    def _on_draw(self) -> None:
        self.refresh()

    # In three dimensions

    @property
    def _is_solid(self) -> bool:
        """Whether the surface is shown: over two inputs, and while nothing is drawn into the flat picture."""
        return self._solid.isChecked() and self._may_be_solid and not self._draw.isChecked()

    @property
    def _may_be_solid(self) -> bool:
        has_plane = len(self.session.field.plane.axes) == 2
        return has_plane and not consists_of_digits(self.session.experiment.data.kind)

    def _place_depth(self) -> None:
        self._solid.setVisible(self._may_be_solid and not self._draw.isChecked())
        if self._is_solid and self._depth is None:
            self._depth = self._make_depth()
        if self._depth is not None:
            self._depth.setVisible(self._is_solid)
            if self._is_solid:
                self.plot.hide()
                self._depth.show_design()

    def _make_depth(self) -> "OutputDepth":
        """Loaded and made when it is first asked for."""
        from gui.panels.output_depth import OutputDepth

        depth = OutputDepth(self.session, self.plot)
        column = self.plot.parentWidget().layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self.plot), depth, 1)
        return depth

    def _show_depth(self) -> None:
        if self._is_solid and self._depth is not None:
            self._depth.show_numbers(self._test.isChecked(), self._discrete.isChecked())

    def _on_solid(self, is_solid: bool) -> None:
        IN_3D.write(is_solid)
        self.refresh()

    # The plane

    def _make_axes_row(self) -> tuple[QWidget, Choice, Choice]:
        across = Choice("output.x_axis", tr("The input along the horizontal axis"))
        up = Choice("output.y_axis", tr("The input along the vertical axis"))
        across.setAccessibleName(tr("Horizontal input"))
        up.setAccessibleName(tr("Vertical input"))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 0, 10, 0)
        for choice, caption in ((across, tr("across")), (up, tr("up"))):
            choice.setMinimumContentsLength(8)
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.chosen.connect(self._on_axes_chosen)
            line.addWidget(QLabel(caption))
            line.addWidget(choice, 1)
        return row, across, up

    def _offer_axes(self) -> None:
        names = self.session.experiment.data.kind.input_names
        self._axes_row.setVisible(len(names) > 2)
        if len(names) <= 2:
            return
        for choice, axis in zip((self._across, self._up), self.session.field.plane.axes, strict=True):
            choice.offer([str(index) for index in range(len(names))], lambda key: input_name(names[int(key)]))
            choice.show_key(str(axis))

    def _on_axes_chosen(self) -> None:
        across, up = self._across.key, self._up.key
        if across is None or up is None:
            return
        if across == up:
            self.session.complained.emit(
                tr("Both axes show {name}; choose two different inputs.", name=self._up.currentText())
            )
            self._offer_axes()
            return
        self.session.set_axes((int(across), int(up)))
        self._show_points()
        self._place_depth()

    def _arranged(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for row in (self._options, self._axes_row, self.drawing):
            column.addWidget(row)
        column.addWidget(self.digit, 1)
        column.addWidget(self.plot, 1)
        column.addWidget(self._note)
        return content


def _values(part: Dataset) -> np.ndarray:
    """Targets (N,), or one-hot (N, K) for several classes."""
    return part.targets if part.targets.shape[1] > 1 else part.targets[:, 0]


def _check_box(name: str, words: str, tip: str) -> QCheckBox:
    box = QCheckBox(words)
    box.setObjectName(name)
    box.setToolTip(tip)
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return box


def _title_button(name: str, icon_name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setCheckable(True)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFixedSize(24, 24)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if icon_name:
        set_icon(button, icon_name)
    return button
