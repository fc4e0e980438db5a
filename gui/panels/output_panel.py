"""The output: what the network answers over two of its inputs, under the examples."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.data import Dataset
from engine.training.targets import class_values
from gui.panels.panel import Panel
from gui.plots.output_plot import OutputPlot
from gui.session import Session
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.wording import class_name, input_name, seen_input_name


class OutputPanel(Panel):
    """Feeds the output plot; chooses the plane where there are more than two inputs."""

    interval = 1.0 / 24.0

    def __init__(self, session: Session) -> None:
        super().__init__("output", tr("Output"), session)
        self.plot = OutputPlot()
        self.plot.setObjectName("output.plot")
        self._axes_row, self._across, self._up = self._make_axes_row()
        self._note = QLabel()
        self._note.setObjectName("output.note")
        self._note.setWordWrap(True)
        self._note.setContentsMargins(12, 0, 12, 6)
        self._test = QCheckBox(tr("Test points"))
        self._test.setObjectName("output.show_test")
        self._test.setToolTip(tr("Show the examples that the network is not trained on, as hollow points"))
        self._test.setChecked(True)
        self._test.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._test.toggled.connect(self.plot.set_test_visible)
        self.follow(self._arranged(), self._test)

    def show_design(self) -> None:
        self._offer_axes()
        self._show_points()
        self._show_note()

    def show_numbers(self) -> None:
        field = self.session.field
        plane, values = field.plane, field.output()
        if len(plane.axes) == 1:
            x = plane.inputs[:, plane.axes[0]]
            self.plot.show_curve(x, values[0, 0].astype(np.float64))
            return
        (x0, x1), (y0, y1) = plane.extent
        if len(values) > 1:
            self.plot.show_classes(np.moveaxis(values, 0, 2), (x0, x1, y0, y1))
        else:
            self.plot.show_field(self._as_signed(values[0]), (x0, x1, y0, y1))

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
        self.plot.set_class_names(tuple(map(class_name, kind.class_names)))
        self.plot.show_points(
            train.inputs[:, axes], _values(train), test.inputs[:, axes], _values(test), kind.problem
        )
        names = [seen_input_name(self.session.experiment, axis) for axis in axes]
        self.plot.set_axis_names(names[0], names[1] if len(names) > 1 else "y, ŷ")
        self._test.setEnabled(len(test) > 0)

    def _show_note(self) -> None:
        count = len(self.session.experiment.data.kind.input_names)
        notes = []
        if count > 2:
            notes.append(tr("The other {count} inputs are held at their mean.", count=count - 2))
        if self.session.experiment.data.standardize:
            notes.append(tr("Inputs are standardised for the network; the axes show original units."))
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))

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

    def _arranged(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._axes_row)
        column.addWidget(self.plot, 1)
        column.addWidget(self._note)
        return content


def _values(part: Dataset) -> np.ndarray:
    """Targets (N,), or one-hot (N, K) for several classes."""
    return part.targets if part.targets.shape[1] > 1 else part.targets[:, 0]
