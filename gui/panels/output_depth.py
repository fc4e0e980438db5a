"""The output as a surface over two inputs: feeds its plot, and lets a person choose whose output is the height."""

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.data import Dataset
from engine.training.targets import class_values
from gui.plots.output_plot import OutputPlot
from gui.plots.output_surface import Examples, OutputSurface
from gui.plots.point_layers import VALUE_SHADES, Part, Problem, class_indices
from gui.session import Session
from gui.translation import tr
from gui.widgets.choice import Choice
from gui.wording import class_name, seen_input_name


class OutputDepth(QWidget):
    """Shows what the flat picture beside it shows: the same grid, the same colours, the same examples."""

    def __init__(self, session: Session, flat: OutputPlot) -> None:
        super().__init__()
        self._session = session
        self._switches = (True, False)
        self.plot = OutputSurface("output.surface", flat.example_entries)
        self._height = Choice("output.height", tr("Whose output is the height of the surface"))
        self._height.setAccessibleName(tr("Height"))
        self._height.chosen.connect(self._on_chosen)
        self._classes = QWidget()
        line = QHBoxLayout(self._classes)
        line.setContentsMargins(10, 0, 10, 0)
        line.addWidget(QLabel(tr("height: ŷ of")))
        line.addWidget(self._height, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._classes)
        column.addWidget(self.plot, 1)

    def show_design(self) -> None:
        """Everything may be different."""
        names = [class_name(name) for name in self._session.experiment.data.kind.class_names]
        self._classes.setVisible(self._has_classes)
        if self._has_classes:
            before = self._height.key
            keys = [str(index) for index in range(len(names))]
            self._height.offer(keys, lambda key: names[int(key)])
            self._height.show_key(before if before in keys else "0")
        self.plot.forget_range()
        self._show_examples()

    def show_numbers(self, shows_test: bool, is_discrete: bool) -> None:
        """The parameters have moved, or something else is looked at."""
        session, self._switches = self._session, (shows_test, is_discrete)
        self.plot.set_switches(shows_test, is_discrete)
        self.plot.set_live(session.is_running)
        (x0, x1), (y0, y1) = session.field.plane.extent
        extent = (x0, x1, y0, y1)
        peek = session.peek
        if peek is not None:
            activation = session.field.activation(peek.layer or 0)[peek.neuron or 0]
            self._name(tr("activation"))
            self.plot.show_examples({}, "binary")
            self.plot.show_point(None)
            self.plot.show_field(activation, extent, 0.0, 1.0)
            return
        self._show_examples()
        self.plot.show_point(session.probe.place)
        values, (low, high) = session.field.output(), self._sides
        middle, half = (low + high) / 2.0, (high - low) / 2.0
        if self._has_classes:
            self.plot.show_class(np.moveaxis(values, 0, 2), self._chosen, extent, middle, half)
        else:
            self.plot.show_field(values[0], extent, middle, half)

    def _show_examples(self) -> None:
        prepared, kind = self._session.prepared, self._session.experiment.data.kind
        own = self._session.experiment.data.own
        train = prepared.raw_train.take(()) if own is not None and own.is_blank else prepared.raw_train
        parts: dict[Part, Examples] = {
            "train": self._examples(train, kind.problem),
            "test": self._examples(prepared.raw_test, kind.problem),
        }
        self.plot.show_examples(parts, kind.problem)
        self._name(tr("ŷ of {name}", name=self._height.currentText()) if self._has_classes else "ŷ")

    def _examples(self, part: Dataset, problem: Problem) -> Examples:
        """Where they stand, and how high: what the output should be there."""
        places = part.inputs[:, list(self._session.field.plane.axes)]
        if problem == "regression":
            values = part.targets[:, 0]
            shades = np.rint((np.clip(values, -1.0, 1.0) + 1.0) / 2.0 * (VALUE_SHADES - 1))
            return Examples(places, values, shades.astype(int))
        several = part.targets.shape[1] > 1
        kinds = class_indices(part.targets if several else part.targets[:, 0], problem)
        low, high = self._sides
        wanted = kinds == self._chosen if several else kinds > 0
        return Examples(places, np.where(wanted, high, low), kinds)

    @property
    def _sides(self) -> tuple[float, float]:
        """The outputs that mean "no" and "yes"; of a regression −1 and +1, where its colours end."""
        experiment = self._session.experiment
        if experiment.data.kind.problem == "regression":
            return -1.0, 1.0
        return class_values(experiment.network, experiment.training.loss)

    @property
    def _has_classes(self) -> bool:
        return self._session.experiment.network.outputs > 1

    @property
    def _chosen(self) -> int:
        return int(self._height.key or 0)

    def _name(self, height: str) -> None:
        experiment = self._session.experiment
        across, up = (seen_input_name(experiment, axis) for axis in self._session.field.plane.axes)
        self.plot.set_names(across, up, height)

    def _on_chosen(self) -> None:
        self.plot.forget_range()
        self.show_numbers(*self._switches)
