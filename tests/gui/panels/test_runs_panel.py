"""The table of runs: the settings in which they differ are read whole, however long they are."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument

from gui.panels.runs_model import WORDS
from gui.panels.runs_panel import RunsPanel
from gui.session import Session


def room_and_need(panel: RunsPanel) -> list[tuple[float, float]]:
    """Of every row its height, and what its words need in the width they have, as a text document lays them out."""
    table, pairs = panel.table, []
    for row in range(table.model().rowCount()):
        index = table.model().index(row, WORDS)
        document = QTextDocument(index.data())
        document.setDefaultFont(table.font())
        document.setDocumentMargin(0)
        document.setTextWidth(table.visualRect(index).width() - 6)
        pairs.append((table.visualRect(index).height(), document.size().height()))
    return pairs


def test_what_differs_is_read_whole_however_it_is_sorted(open_panel, network_session: Session) -> None:
    session = network_session
    session.runs.keep(session.experiment, session.run.history)
    changed = replace(session.experiment.training, dropout=0.3, clip_norm=2.0, batch_size=25, loss="huber")
    session.attempt(lambda experiment: replace(experiment, training=changed, precision="float32"), "Others")
    session.advance(3)
    session.runs.keep(session.experiment, session.run.history)
    panel = open_panel(RunsPanel, session)
    panel.table.setColumnWidth(WORDS, 400)
    narrow = room_and_need(panel)
    panel.table.setColumnWidth(WORDS, 110)
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        panel.table.model_of_runs.sort(WORDS, order)
        pairs = room_and_need(panel)
        assert all(room >= need for room, need in pairs), order
        assert max(need for _, need in pairs) > 2 * min(need for _, need in narrow), "some need several lines"
