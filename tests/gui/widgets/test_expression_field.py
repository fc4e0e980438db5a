"""A field for an expression: committed like any other, its fault underlined in the letters themselves."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from gui.appearance import appearance
from gui.widgets.expression_field import ExpressionField


@pytest.fixture
def field(show) -> ExpressionField:
    made = ExpressionField("race.expression", "Own expression", "A formula")
    made.kept = show(made, QPushButton("other"))
    made.show_text("x + y")
    return made


def error_columns(field: ExpressionField) -> np.ndarray:
    """Columns of the picture in which the colour of errors is seen."""
    image = field.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    seen = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)
    error = QColor(appearance().theme.error)
    wanted = np.array([error.red(), error.green(), error.blue()])
    return np.flatnonzero((np.abs(seen[..., :3] - wanted).max(axis=-1) < 40).any(axis=0))


def typed_into(field: ExpressionField, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def test_enter_commits_once(field: ExpressionField, heard) -> None:
    said = heard(field.typed)
    typed_into(field, "x*y")
    assert said == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said == ["x*y"]


def test_leaving_commits_too(field: ExpressionField, heard) -> None:
    said = heard(field.typed)
    typed_into(field, "x^2")
    field.kept.findChild(QPushButton).setFocus()
    assert said == ["x^2"]


def test_escape_takes_back(field: ExpressionField, heard) -> None:
    said = heard(field.typed)
    typed_into(field, "nonsense")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "x + y"
    assert said == []


def test_the_fault_is_underlined_where_it_is(field: ExpressionField) -> None:
    assert len(error_columns(field)) == 0
    field.show_text("x + yonder*3")
    field.show_fault(4)
    marked = error_columns(field)
    metrics = field.fontMetrics()
    start = metrics.horizontalAdvance("x + ")
    # The margins of the field are the same on the left of any text.
    assert marked[0] == pytest.approx(start + 8, abs=5)
    assert marked[-1] - marked[0] == pytest.approx(metrics.horizontalAdvance("yonder"), abs=5)
    field.show_fault(None)
    assert len(error_columns(field)) == 0


def test_the_text_itself_stays_as_typed(field: ExpressionField, heard) -> None:
    said = heard(field.typed)
    field.show_text("x + z")
    field.show_fault(4)
    assert field.text() == "x + z"
    assert said == []
    assert field.fault_offset == 4


def test_the_cursor_goes_to_the_fault_of_who_is_typing(field: ExpressionField) -> None:
    typed_into(field, "x + z + y")
    field.show_fault(4)
    assert field.cursorPosition() == 4


@pytest.mark.parametrize("offset", [5, 50])
def test_a_fault_at_the_end(field: ExpressionField, offset: int) -> None:
    field.show_text("x + (")
    field.show_fault(offset)
    assert len(error_columns(field)) > 0
