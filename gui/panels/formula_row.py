"""The formula of a data set that is drawn by one: typed, or taken from a few to begin with."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from engine.data import DataSpec
from engine.data.kinds import checked_formula
from engine.errors import SpecError
from gui.begins_anew import begins_anew
from gui.icons import set_icon
from gui.session import Session
from gui.session.refusals import sentence_of
from gui.translation import tr
from gui.widgets.expression_field import ExpressionField


class FormulaRow(QWidget):
    """There while the data have a formula. What cannot be read stays in the field, underlined where the fault is."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown = ""
        self._field = ExpressionField(
            "data.formula",
            tr("Formula of the curve"),
            tr(
                "The curve as a formula in x, such as 2*sin(x) or x^3/9 - x; "
                "Enter takes it, in an empty field the first curve"
            ),
        )
        self._field.typed.connect(self._on_typed)
        self._menu = QMenu(self)
        self._menu.setObjectName("data.formulas_menu")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        caption = QLabel(tr("f(x) ="))
        caption.setBuddy(self._field)
        row.addWidget(caption)
        row.addWidget(self._field, 1)
        row.addWidget(self._make_button())
        begins_anew(self._field)

    def show_data(self, data: DataSpec) -> None:
        """The formula of these data, if they have one; what is being typed stays while that is the same."""
        self.setVisible(bool(data.kind.formulas))
        if data.formula != self._shown:
            self._shown = data.formula
            self._field.show_fault(None)
            self._field.show_text(data.formula)

    def _on_typed(self, text: str) -> None:
        from engine.autodiff import ExpressionError  # not loaded before a formula is typed

        try:
            formula = checked_formula(text, self._session.experiment.data.kind)
        except ExpressionError as error:
            self._field.show_fault(error.offset)
            said = tr("Formula, column {column}: {problem}", column=error.column, problem=error.problem)
            self._session.complained.emit(said)
        except SpecError as error:
            self._session.complained.emit(sentence_of(error))
        else:
            self._field.show_fault(None)
            self._take(formula)

    def _take(self, formula: str) -> None:
        self._session.attempt(
            lambda experiment: experiment.with_data(replace(experiment.data, formula=formula)),
            tr("Change the formula"),
        )
        if self._session.experiment.data.formula == formula:
            self._field.show_text(formula)  # spelt as it is kept
            self._field.clearFocus()  # or Undo would only take letters back

    def _make_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("data.formulas")
        button.setAccessibleName(tr("Curves to begin with"))
        button.setToolTip(tr("Take one of a few curves; it can be changed in the field"))
        set_icon(button, "more")
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        self._menu.aboutToShow.connect(self._offer)
        begins_anew(button)
        return button

    def _offer(self) -> None:
        self._menu.clear()
        for formula in self._session.experiment.data.kind.formulas:
            self._menu.addAction(formula).triggered.connect(
                lambda _=False, formula=formula: self._take(formula)
            )
        begins_anew(self._menu)
