"""The waterfalls: bars on one logarithmic scale, read off by mouse and keys, whatever the numbers are."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest

from gui.app import create_application
from gui.plots.waterfall_plot import Waterfall, WaterfallPlot


def network(name: str, sizes: list[float], earlier: list[list[float]] | None = None) -> Waterfall:
    return Waterfall(
        name,
        "What there is to see.",
        ("one", "two"),
        False,
        np.array(sizes),
        tuple(map(np.array, earlier or [])),
    )


@pytest.fixture
def plot(qtbot) -> WaterfallPlot:
    create_application()
    plot = WaterfallPlot("cures.plot")
    plot.resize(640, 480)
    qtbot.addWidget(plot)
    plot.show_networks(
        [
            network("A", [1e-6, 1e-4, 1e-2], [[1e-7, 1e-5, 1e-3]]),
            network("B", [1e-2, 1e-2, 1e-2]),
            network("C", [0.0, 1e-3, 1.0]),
            network("D", [np.inf, 10.0, np.nan]),
        ]
    )
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def test_heights_are_decades_on_one_scale(plot: WaterfallPlot) -> None:
    low, high = plot.scale()
    assert (low, high) == (-7, 1)
    decade = plot.frames()[0].height() / (high - low)
    for index, shown in enumerate(plot.networks):
        for layer, size in enumerate(shown.now):
            if np.isfinite(size) and size > 0:
                expected = (np.log10(size) - low) * decade
                assert plot.bar(index, layer).height() == pytest.approx(expected, abs=1e-6)
    assert plot.bar(2, 0).height() == 0.0
    assert plot.bar(3, 0).height() == pytest.approx(plot.frames()[3].height())
    assert plot.bar(3, 2).height() == 0.0


def test_frames_are_of_one_size_and_apart(plot: WaterfallPlot) -> None:
    frames = plot.frames()
    assert len({(round(frame.width(), 6), round(frame.height(), 6)) for frame in frames}) == 1
    assert all(QRectF(plot.rect()).contains(frame) for frame in frames)
    for number, frame in enumerate(frames):
        assert not any(frame.intersects(other) for other in frames[number + 1 :])


def test_mouse_reads_off(plot: WaterfallPlot) -> None:
    plot.clearFocus()
    said: list[str] = []
    plot.pointed.connect(said.append)
    frame = plot.frames()[0]
    QTest.mouseMove(plot, QPoint(round(frame.left() + 5), round(frame.top() + 5)))
    assert said[-1] == "A, layer 1: mean |∂C/∂w| = 10⁻⁶"
    QTest.mouseMove(plot, QPoint(round(plot.frames()[1].right() - 5), round(frame.bottom() - 5)))
    assert said[-1] == "B, output: mean |∂C/∂w| = 0.01"
    QTest.mouseMove(plot, QPoint(2, 2))
    assert said[-1] == ""


def test_keys_read_off(plot: WaterfallPlot) -> None:
    plot.setFocus()
    seen = []
    for key in [Qt.Key.Key_Right] * 3 + [Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Down]:
        QTest.keyClick(plot, key)
        seen.append(plot.place)
    assert seen == [(0, 1), (0, 2), (1, 0), (1, 0), (0, 2), (0, 2), (3, 2)]


def test_all_of_it_is_said(plot: WaterfallPlot) -> None:
    assert plot.accessibleDescription().startswith("A: one, two. B: one, two.")


@pytest.mark.parametrize(
    "sizes", [[0.0, 0.0], [np.nan, np.nan], [np.inf, np.inf], [1e-300, 1e300], [1.0, 1.0]]
)
def test_numbers_without_end_are_drawn(qtbot, sizes: list[float]) -> None:
    create_application()
    plot = WaterfallPlot("cures.plot")
    qtbot.addWidget(plot)
    plot.resize(320, 260)
    plot.show_networks([network("A", sizes, [sizes])])
    plot.grab()
    low, high = plot.scale()
    assert -15 <= low < high <= 4
