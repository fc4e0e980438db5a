"""All parameters as one table: what the picture of the network shows, in words and numbers."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from engine.network import NetworkSpec
from engine.network.address import Address, index_of
from engine.training.inspection import inspect_parameters
from gui import numbers
from gui.appearance import number_font
from gui.panels.inspector_moment import pick_parameter
from gui.panels.inspector_tables import parameter_columns, parameter_rows, parameter_values
from gui.panels.panel import Panel
from gui.session import Session
from gui.translation import tr
from gui.widgets.number_table import NumberTable


class ParametersPanel(Panel):
    """One row a parameter; a row that is picked is picked everywhere."""

    interval = 0.25

    def __init__(self, session: Session) -> None:
        super().__init__("parameters", tr("Parameters"), session)

    def build(self) -> None:
        self.table = NumberTable(
            "parameters.table",
            tr("All weights and biases"),
            tr(
                "Click a heading to sort, or press S; Ctrl+C copies; a row that is picked is picked everywhere"
            ),
            tr("name"),
        )
        self.table.picked.connect(self._on_row)
        self.filter = _Filter()
        self.filter.setObjectName("parameters.filter")
        self.filter.setAccessibleName(tr("Filter"))
        self.filter.setPlaceholderText(tr("Filter: w 2, layer 1, bias, >0.5"))
        self.filter.setToolTip(
            tr(
                "Show some of them: w 2 for the weights into neurons 2, layer 1, bias, long link, "
                ">0.5 for large values"
            )
        )
        self.filter.setClearButtonEnabled(True)
        self.filter.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.filter.setMinimumWidth(120)
        self.filter.textChanged.connect(self._on_filter)
        self.count = QLabel()
        self.count.setObjectName("parameters.count")
        self.count.setFont(number_font())
        self._shown: tuple[NetworkSpec, str] | None = None
        self._followed: Address | None = None
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.session.selection_changed.connect(self._follow_selection)
        self.session.example.changed.connect(self.show_numbers)
        self.follow(content, self.count, self.filter)

    def show_numbers(self) -> None:
        if not self.is_shown:
            return
        trainer = self.session.trainer
        spec = trainer.network.spec
        key = (spec, trainer.spec.optimizer.key)
        if key != self._shown:
            self._shown = key
            places = range(trainer.network.layout.size)
            self.table.show_rows(parameter_rows(spec, places), parameter_columns(trainer.spec.optimizer.key))
            self._follow_selection()
        elif self.session.selection.address != self._followed:  # picked while this panel was hidden
            self._follow_selection()
        given = inspect_parameters(trainer, self.session.example.index)
        self.table.show_numbers(parameter_values(given, slice(None)))
        self._count()

    def _follow_selection(self) -> None:
        address = self.session.selection.address
        if not self.is_shown or not self._is_up_to_date():
            return
        self._followed = address
        place = None if address is None else index_of(self.session.network.spec, address)
        self.table.show_picked(place)

    def _on_row(self, row: int) -> None:
        if self._is_up_to_date():
            pick_parameter(self.session, row)

    def _is_up_to_date(self) -> bool:
        """Whether the rows are those of the present network: the keyboard may come before the panel is told."""
        return self._shown is not None and self._shown[0] == self.session.network.spec

    def _on_filter(self, text: str) -> None:
        self.table.set_filter(text)
        self._follow_selection()
        self._count()

    def _count(self) -> None:
        shown, count = self.table.numbers.rowCount(), len(self.table.numbers.rows)
        self.count.setText(tr("{shown} of {count}", shown=numbers.plain(shown), count=numbers.plain(count)))


class _Filter(QLineEdit):
    """As wide as its words where there is room."""

    def sizeHint(self) -> QSize:
        return QSize(236, super().sizeHint().height())
