"""The Data panel shows the session's data and turns its controls into edits of them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSpinBox, QWidget

from engine.data import DATASETS, DataSpec
from gui.panels.data_panel import LARGEST_SEED, DataPanel
from gui.session import Session
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
