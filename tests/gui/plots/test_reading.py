"""The hair line reads off the very values of the nearest record, and stays there while the curves grow."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from engine.kept_run import MOST_RUNS
from gui.plots.kept_curves import DASHES, KeptCurve, kept_pen
from gui.plots.loss_plot import LossPlot
from gui.plots.loss_reading import nearest_record
from gui.themes import THEMES

EPOCHS = np.array([0, 1, 2, 3, 5, 8])
TRAIN = np.array([0.5, 0.4, 0.3, 0.25, 0.2, 0.1])
ABSENT = np.full(6, np.nan)


@pytest.fixture
def plot(qtbot) -> LossPlot:
    """Has a place beside it that can take the keyboard."""
    window = QWidget()
    window.resize(460, 330)
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.setFocus()
    widget = LossPlot(window)
    widget.resize(440, 320)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    widget.set_curves(EPOCHS, TRAIN, TRAIN + 0.1)
    widget.set_accuracy(EPOCHS, 1.0 - TRAIN, ABSENT)
    widget.refresh_range()
    QApplication.processEvents()
    widget.window_kept = window  # Python would let go of it
    return widget


def kept(name: str = "earlier", slot: int = 0, last: int = 4) -> KeptCurve:
    epoch = np.arange(last + 1)
    pairs = np.stack((1.0 / (epoch + 1), 1.0 / (epoch + 1)), axis=1)
    return KeptCurve(name, slot, epoch, pairs, np.full_like(pairs, 0.75))


def hover(plot: LossPlot, epoch: float, part: int = 0) -> None:
    place = plot.parts()[part].center().toPoint()
    QTest.mouseMove(plot.viewport(), QPoint(round(plot.x_of(epoch)), place.y()))


def texts(plot: LossPlot) -> dict[str, tuple[str, ...]]:
    reading = plot.hair_line.reading()
    return {line.name: line.values for line in reading.lines}


@pytest.mark.parametrize("part", [0, 1])
def test_hovering_reads_off_the_nearest_record(plot: LossPlot, part: int) -> None:
    hover(plot, 4.8, part)
    assert plot.hair_line.reading().place == "epoch 000\u2009005"
    assert texts(plot) == {"train": ("0.2000", "80\u2009%"), "test": ("0.3000", "–")}
    hover(plot, 2.2, part)
    assert texts(plot)["train"] == ("0.3000", "70\u2009%")


def test_leaving_ends_it(plot: LossPlot) -> None:
    hover(plot, 2)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert plot.hair_line.reading() is None
    hover(plot, 2)
    QTest.mouseMove(plot.viewport(), QPoint(3, 3))
    assert plot.hair_line.reading() is None


def test_line_stays_at_its_epoch_while_the_curves_grow(plot: LossPlot) -> None:
    hover(plot, 2)
    more = np.arange(200)
    plot.set_curves(more, np.linspace(0.9, 0.1, 200), np.full(200, np.nan))
    plot.refresh_range()
    assert plot.hair_line.reading().place == "epoch 000\u2009002"


def test_merged_records_show_smallest_and_largest(plot: LossPlot) -> None:
    pairs = np.stack((TRAIN - 0.05, TRAIN), axis=1)
    plot.set_curves(EPOCHS, pairs, ABSENT)
    hover(plot, 1)
    assert texts(plot)["train"][0] == "0.3500–0.4000"


def test_keys_go_from_record_to_record(plot: LossPlot) -> None:
    line = plot.hair_line
    line.setFocus(Qt.FocusReason.TabFocusReason)
    assert line.reading().place.endswith("008")
    places = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_End):
        QTest.keyClick(line, key)
        places.append(int(line.reading().place[-3:]))
    assert places == [5, 0, 0, 1, 8]
    assert "train 0.1000" in line.accessibleDescription()
    plot.parentWidget().setFocus()
    assert line.reading() is None


def test_beyond_the_end_of_the_present_run_earlier_ones_are_read_off(plot: LossPlot) -> None:
    plot.set_kept([kept(last=20), kept("other", 1, last=14)])
    hover(plot, 12)
    assert plot.hair_line.reading().place == "epoch 000\u2009012"
    assert texts(plot)["train"] == texts(plot)["test"] == ("–", "")
    assert texts(plot)["earlier"] == (f"{1 / 13:.4f}", "75\u2009%")
    hover(plot, 17)
    assert texts(plot)["earlier"][0] == f"{1 / 18:.4f}"
    assert texts(plot)["other"] == ("–", "")
    plot.set_curves(np.empty(0), np.empty((0, 2)), np.empty((0, 2)))
    hover(plot, 3)
    assert texts(plot)["earlier"][0] == "0.2500"


def test_kept_runs_are_read_off_until_they_end(plot: LossPlot) -> None:
    plot.set_kept([kept()])
    hover(plot, 3)
    assert texts(plot)["earlier"] == ("0.2500", "75\u2009%")
    hover(plot, 8)
    assert texts(plot)["earlier"] == ("–", "")


def test_nearest_record() -> None:
    assert nearest_record(np.array([0, 10, 20]), 14.0) == 1
    assert nearest_record(np.array([0, 10, 20]), 21.0) is None
    assert nearest_record(np.empty(0), 0.0) is None


def test_longest_run_and_highest_cost_fit_the_axes(plot: LossPlot) -> None:
    plot.set_kept([kept(last=40)])
    (left, right), (_, top) = plot.plotItem.vb.viewRange()
    assert (left, right) == (0, 40)
    assert top == 1.0
    assert plot.accuracy.vb.viewRange()[0] == [0, 40]
    plot.set_kept([])
    assert plot.plotItem.vb.viewRange()[0] == [0, 8]


def test_names_of_many_kept_runs_leave_the_picture_its_room(plot: LossPlot) -> None:
    plot.set_kept([kept(f"run {slot}", slot) for slot in range(MOST_RUNS)])
    QApplication.processEvents()
    assert plot.key.texts()[:3] == ("train", "test", "run 0")
    assert plot.key.texts()[-1].endswith(" more")
    assert plot.key.height() < 0.35 * plot.height()
    plot.set_log(True)
    plot.grab()


def test_no_two_kept_runs_look_alike() -> None:
    for theme in THEMES.values():
        pens = [kept_pen(theme, slot) for slot in range(MOST_RUNS)]
        assert len({pen.color().name() for pen in pens}) == MOST_RUNS
        assert len({tuple(pen.dashPattern()) for pen in pens}) == len(DASHES) == MOST_RUNS


def test_box_is_painted_at_both_ends_with_many_lines(plot: LossPlot) -> None:
    plot.set_kept(
        [kept("a name that is very much longer than there is room", slot) for slot in range(MOST_RUNS)]
    )
    for epoch in (0, 8):
        hover(plot, epoch)
        assert not plot.grab().isNull()
