"""The Data panel shows the session's data and turns its controls into edits of them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSpinBox, QWidget

from engine.data import DATASETS, DataSpec
from gui.panels.data_panel import LARGEST_SEED, DataPanel
from gui.session import Session
from gui.widgets.expression_field import ExpressionField
from gui.widgets.picture_choice import PictureChoice
from gui.wording import dataset_name

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(session: Session, qtbot) -> DataPanel:
    panel = DataPanel(session)
    panel.ensure_built()
    qtbot.addWidget(panel)
    panel.resize(250, 600)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def control(panel: DataPanel, name: str, kind: type = QWidget):
    return panel.findChild(kind, f"data.{name}")


def pick(panel: DataPanel, key: str) -> None:
    """Open the gallery and click a picture in it."""
    sets = control(panel, "dataset", PictureChoice)
    QTest.mouseClick(sets, LEFT)
    place = sets.view().visualRect(sets.model().index(list(DATASETS).index(key), 0)).center()
    assert sets.view().viewport().rect().contains(place)
    QTest.mouseMove(sets.view().viewport(), place + QPoint(12, 12))
    QTest.mouseMove(sets.view().viewport(), place)  # Qt believes a click that follows a move
    QTest.mouseClick(sets.view().viewport(), LEFT, pos=place)
    assert not sets.view().isVisible()


def click(panel: DataPanel, name: str) -> None:
    QTest.mouseClick(control(panel, name, QAbstractButton), LEFT)


def test_every_set_has_a_picture_with_its_name(panel: DataPanel, qtbot) -> None:
    sets = control(panel, "dataset", PictureChoice)
    assert [sets.itemText(row) for row in range(sets.count())] == [dataset_name(key) for key in DATASETS]
    sets.showPopup()
    qtbot.waitUntil(lambda: not any(sets.itemIcon(row).isNull() for row in range(sets.count())))
    sets.hidePopup()


@pytest.mark.parametrize("key", list(DATASETS))
def test_every_set_can_be_chosen_by_its_picture(panel: DataPanel, key: str) -> None:
    panel.session.edit(panel.session.experiment.with_data(DataSpec("moons")), "Moons")
    pick(panel, key)
    assert panel.session.experiment.data == DataSpec.of(key) or key == "moons"
    assert control(panel, "dataset", PictureChoice).key == key


def test_choosing_what_is_chosen_changes_nothing(panel: DataPanel) -> None:
    pick(panel, "circle")
    assert panel.session.undo_stack.count() == 0
    assert panel.session.experiment.data.samples == 60


def test_seed_is_an_edit_and_new_data_are_the_next(panel: DataPanel) -> None:
    click(panel, "more")
    seed = control(panel, "seed", QSpinBox)
    seed.setValue(41)
    assert panel.session.experiment.data.seed == 41
    assert panel.session.undo_stack.undoText() == "Change the seed of the data"
    click(panel, "redraw")
    assert panel.session.experiment.data.seed == seed.value() == 42


def test_what_is_given_is_dealt_anew_and_not_drawn(panel: DataPanel) -> None:
    session = panel.session
    assert control(panel, "redraw").toolTip().startswith("Draw other examples")
    session.attempt(lambda experiment: experiment.with_data(DataSpec.of("iris")), "iris")
    assert control(panel, "redraw").toolTip().startswith("Deal the same examples to other parts")

    def all_rows() -> list[list[float]]:
        return sorted(session.prepared.raw.inputs.tolist())

    before, train = all_rows(), session.prepared.raw_train.inputs.copy()
    click(panel, "redraw")
    assert all_rows() == before
    assert not np.array_equal(session.prepared.raw_train.inputs, train)


def test_seed_larger_than_the_field_is_left_alone(panel: DataPanel) -> None:
    panel.session.edit(panel.session.experiment.with_data(DataSpec(seed=2**32 - 1)), "Large")
    assert control(panel, "seed", QSpinBox).value() == LARGEST_SEED
    assert panel.session.experiment.data.seed == 2**32 - 1


def test_seed_waits_where_nothing_is_drawn(panel: DataPanel) -> None:
    panel.session.edit(panel.session.experiment.with_data(DataSpec.of("gate_and")), "AND")
    assert not control(panel, "seed").isEnabled()
    assert not control(panel, "redraw").isEnabled()
    panel.session.edit(panel.session.experiment.with_data(DataSpec.of("iris")), "Iris")
    assert control(panel, "seed").isEnabled()  # it deals the examples


def test_typed_formula_draws_the_data_and_is_undone(panel: DataPanel) -> None:
    pick(panel, "curve")
    field = control(panel, "formula", ExpressionField)
    assert field.text() == "2*sin(x)"
    type_formula(field, "x^2/4 - 3")
    across, up = panel.session.prepared.raw.inputs.T
    assert np.array_equal(panel.session.prepared.raw.targets[:, 0] > 0, up > across**2 / 4 - 3)
    assert panel.session.undo_stack.undoText() == "Change the formula"
    panel.session.undo_stack.undo()
    assert field.text() == "2*sin(x)"
    panel.session.undo_stack.undo()
    assert not field.isVisible()


def test_formula_has_its_own_picture(panel: DataPanel) -> None:
    pick(panel, "curve")
    sets = control(panel, "dataset", PictureChoice)

    def picture():
        return sets.itemIcon(sets.currentIndex()).pixmap(60).toImage()

    before = picture()
    type_formula(control(panel, "formula", ExpressionField), "0 - 2*sin(x)")
    assert picture() != before
    panel.session.undo_stack.undo()
    assert picture() == before


@pytest.mark.parametrize(
    ("typed", "said", "offset"),
    [
        ("2x", "Formula, column 2: expected an operator (2*x, not 2x), but found “x”.", 1),
        ("log(-1 - x^2)", "formula is 'log(-1 - x^2)', but takes one that has values, ", None),
        ("x+" * 150 + "x", "length of the formula is 301, but takes at most 200 characters.", None),
    ],
)
def test_bad_formula_is_complained_of_and_stays_to_be_mended(
    panel: DataPanel, complaints: list[str], is_one_sentence, typed: str, said: str, offset: int | None
) -> None:
    pick(panel, "curve")
    field, before = control(panel, "formula", ExpressionField), panel.session.experiment
    type_formula(field, typed)
    assert len(complaints) == 1
    assert complaints[0].startswith(said)
    assert field.text() == typed
    assert field.fault_offset == offset
    assert panel.session.experiment is before
    type_formula(field, "x")
    assert panel.session.experiment.data.formula == "x"
    assert field.fault_offset is None
    assert len(complaints) == 1


def type_formula(field: ExpressionField, text: str) -> None:
    QTest.mouseClick(field, LEFT)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
