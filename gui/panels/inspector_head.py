"""The head of the inspector: what is picked, in letters and in words, and for which example."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from engine.arrays import Array
from gui import numbers
from gui.appearance import heading_font, number_font
from gui.panels.inspector_letters import subject_letters, subject_words
from gui.panels.inspector_moment import Moment, pick
from gui.session import Selection, Session
from gui.translation import tr
from gui.widgets.whole_number import WholeNumber

MOST_TARGETS = 2


class Head(QWidget):
    """Two lines: the subject, and the example with its buttons."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.title = QLabel()
        self.title.setObjectName("explain.title")
        self.title.setFont(heading_font(1.12))
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.whole_layer = QToolButton()
        self.whole_layer.setObjectName("explain.whole_layer")
        self.whole_layer.setText(tr("Whole layer"))
        self.whole_layer.setToolTip(tr("Show all neurons of its layer in one table"))
        self.whole_layer.setProperty("chip", True)
        self.whole_layer.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.whole_layer.clicked.connect(self._on_layer)
        caption = QLabel(tr("Example"))
        self.number = WholeNumber(
            "explain.example",
            tr("Example"),
            1,
            1,
            1,
            tr("The training example whose numbers are shown"),
        )
        caption.setBuddy(self.number)
        self.number.setFixedWidth(92)
        self.number.chosen.connect(self._on_number)
        self.number.refused.connect(session.complained)
        self.back = _button("explain.example_back", Qt.ArrowType.LeftArrow, tr("The example before"))
        self.back.clicked.connect(self._on_back)
        self.next = _button("explain.example_next", Qt.ArrowType.RightArrow, tr("The next example"))
        self.next.clicked.connect(self._on_next)
        self.about = QLabel()
        self.about.setObjectName("explain.example_about")
        self.about.setFont(number_font())
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(4)
        for widget in (caption, self.back, self.number, self.next):
            row.addWidget(widget)
        row.addSpacing(6)
        row.addWidget(self.about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        line = QHBoxLayout()
        line.addWidget(self.title, 1)
        line.addWidget(self.whole_layer)
        column.addLayout(line)
        column.addLayout(row)

    def show_moment(self, moment: Moment) -> None:
        """The subject and the example."""
        example, subject = self._session.example, moment.subject
        self.title.setVisible(subject is not None)
        self.whole_layer.setVisible(subject is not None and subject.neuron is not None)
        if subject is not None:
            words = subject_words(subject, self._session.experiment)
            has_letters = subject.neuron is not None
            letters = subject_letters(subject)
            self.title.setText(f"{letters}   {words}" if has_letters else words)
            self.title.setToolTip(words)
        self.number.setMaximum(example.count)
        self.number.show_value(example.index + 1)
        self.back.setEnabled(example.index > 0)
        self.next.setEnabled(example.index < example.count - 1)
        predictions = moment.record.forward.predictions[0]
        self.about.setText(
            tr(
                "of {count} · y = {target} · ŷ = {prediction} · c = {cost}",
                count=example.count,
                target=_few(example.targets),
                prediction=_few(predictions),
                cost=numbers.cost(float(moment.record.cost[0])),
            )
        )
        self.about.setToolTip(self.about.text())

    def _on_layer(self) -> None:
        pick(self._session, Selection(self._session.selection.layer))

    def _on_number(self, number: int) -> None:
        self._session.example.set(number - 1)

    def _on_back(self) -> None:
        self._session.example.set(self._session.example.index - 1)

    def _on_next(self) -> None:
        self._session.example.set(self._session.example.index + 1)


def _few(values: Array) -> str:
    """The numbers of one example; of many outputs the largest one."""
    if len(values) <= MOST_TARGETS:
        return "  ".join(numbers.significant(float(value), 3) for value in values)
    largest = int(values.argmax())
    if values[largest] == 1.0:
        return tr("output {number}", number=largest + 1)
    value = numbers.significant(float(values[largest]), 3)
    return tr("output {number}, {value}", number=largest + 1, value=value)


def _button(name: str, arrow: Qt.ArrowType, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setArrowType(arrow)
    return button
