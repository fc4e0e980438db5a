"""The table of runs: the settings in which they differ are read whole, however long they are."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument

from engine.training import OptimizerSpec, Trainer
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


def test_looking_back_the_present_run_is_as_it_was_then(open_panel, network_session: Session) -> None:
    session = network_session
    first, per_epoch = session.experiment, session.run.steps_per_epoch
    session.advance(20 * per_epoch)
    slower = replace(first.training, optimizer=OptimizerSpec("sgd", 0.001))
    session.attempt(lambda experiment: replace(experiment, training=slower), "Slower")
    session.advance(20 * per_epoch)
    panel = open_panel(RunsPanel, session)
    end = session.span[1]
    at_end = panel.table.model_of_runs.runs[0]
    assert at_end.words.startswith("η 0.001")
    session.look_back(10 * per_epoch + 1)
    (then,) = panel.table.model_of_runs.runs
    assert then.words.startswith("η 0.05")
    assert 5 * per_epoch < then.standing.steps <= 10 * per_epoch
    twin = Trainer.from_experiment(first)
    twin.run(then.standing.steps)
    assert then.standing.train_cost == twin.evaluate().train_cost
    session.look_back(end)
    assert panel.table.model_of_runs.runs[0].standing == at_end.standing
