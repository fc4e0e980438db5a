"""The table of the data where the data may not change, and where an earlier step is shown."""

import pytest
from PySide6.QtWidgets import QApplication

from gui.panels.data_table_panel import DataTablePanel
from gui.session import Session


@pytest.fixture
def panel(open_panel, session: Session) -> DataTablePanel:
    panel = open_panel(DataTablePanel, session)
    panel.show_design()
    return panel


def test_a_hunted_fault_leaves_every_row_alone(panel: DataTablePanel, complaints: list[str]) -> None:
    table, session = panel.table, panel.session
    before = table.rows.values.copy()
    session.fault_hunt.start()
    table.typed.emit(3, 0, "1")
    table.deleted.emit([1, 2])
    table.added.emit(4)
    table.pasted.emit("1\t2\t+1")
    assert len(complaints) == 4
    assert set(complaints) == {
        "While a fault is planted only the way of training can change; leave the hunt for the rest."
    }
    assert table.rows.values.tolist() == before.tolist()
    table.choose([])
    assert table.chosen == []


def test_a_row_changed_at_an_earlier_step_goes_on_from_there(panel: DataTablePanel) -> None:
    table, session = panel.table, panel.session
    first = table.rows.values[3, 0]
    session.advance(20)
    table.typed.emit(3, 0, "1")
    session.advance(20)
    session.look_back(10)
    assert table.rows.values[3, 0] == first
    table.typed.emit(5, 1, "0.5")
    QApplication.processEvents()
    assert not session.is_in_the_past
    assert session.run.step_count == 10
    assert (table.rows.values[3, 0], table.rows.values[5, 1]) == (first, 0.5)
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
    assert session.experiment.data.own is None
    assert session.run.step_count == 40
