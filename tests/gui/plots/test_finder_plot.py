"""The plot of the finder: true places, names that stay in the picture, and reading off by mouse and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.appearance import appearance
from gui.plots.finder_plot import FinderPlot, whole_grid

RATES = 10.0 ** np.linspace(-3, 0, 301)
LOSSES = np.linspace(1.0, 0.4, 201)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def plot(qtbot) -> FinderPlot:
    window = QWidget()
    window.resize(420, 300)
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.setFocus()
    widget = FinderPlot(window)
    widget.resize(400, 280)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    widget.window_kept = window  # Python would let go of it
    losses = whole_grid(LOSSES, RATES)
    widget.set_trials(RATES, losses, losses + 0.1, diverged_at=0.1)
    widget.set_present(0.03)
    QApplication.processEvents()
    return widget


def at(plot: FinderPlot, rate: float) -> QPoint:
    return QPoint(round(plot.x_of(np.log10(rate))), round(plot.parts()[0].center().y()))


def test_the_curve_stands_at_the_logarithm_of_its_rates(plot: FinderPlot) -> None:
    x, y = plot.raw_curve.getData()
    np.testing.assert_allclose(x, np.linspace(-3, 0, 301), atol=1e-12)
    np.testing.assert_array_equal(y[:201], LOSSES)
    assert np.isnan(y[201:]).all()
    part = plot.plotItem.vb.sceneBoundingRect()
    assert plot.x_of(-3.0) == pytest.approx(part.left(), abs=1.0)
    assert plot.x_of(0.0) == pytest.approx(part.right(), abs=1.0)


def test_what_is_past_all_drawing_is_marked_and_not_drawn(plot: FinderPlot) -> None:
    losses = np.array([1.0, 0.5, 1e200, np.inf])
    plot.set_trials(RATES[:4], losses, losses, diverged_at=float(RATES[3]))
    assert np.isfinite(plot.raw_curve.getData()[1]).tolist() == [True, True, False, False]
    assert plot.plotItem.vb.viewRange()[1][1] < 3.0
    assert plot.marks.blown_region.isVisible()
    assert plot.marks.blown_name.toPlainText() == "diverges"


def test_marks_stand_at_their_rates_and_their_names_stay_inside(plot: FinderPlot) -> None:
    plot.set_band((0.002, 0.02))
    plot.set_edge(0.5)
    assert plot.marks.band_region.getRegion() == pytest.approx((np.log10(0.002), np.log10(0.02)))
    assert plot.marks.present_line.value() == pytest.approx(np.log10(0.03))
    assert plot.marks.edge_line.value() == pytest.approx(np.log10(0.5))
    assert plot.marks.present_name.toPlainText() == "η = 0.03"
    assert plot.marks.edge_name.toPlainText() == "edge of stability ≈ 0.5"
    part = plot.plotItem.vb.sceneBoundingRect().adjusted(-2, -2, 2, 2)
    for rate in (0.0001, 0.0011, 0.03, 0.95, 40.0):
        plot.set_present(rate)
        for name in (
            plot.marks.present_name,
            plot.marks.band_name,
            plot.marks.edge_name,
            plot.marks.blown_name,
        ):
            assert part.contains(name.mapRectToScene(name.boundingRect())), (rate, name.toPlainText())


def test_a_rate_off_the_picture_is_named_at_its_side(plot: FinderPlot) -> None:
    plot.set_present(10.0)
    assert not plot.marks.present_line.isVisible()
    assert plot.marks.present_name.toPlainText() == "η = 10 →"
    plot.set_present(0.0001)
    assert plot.marks.present_name.toPlainText() == "← η = 0.0001"


def test_hovering_reads_off_and_a_click_chooses(plot: FinderPlot, qtbot) -> None:
    hovered, chosen = [], []
    plot.hovered.connect(hovered.append)
    plot.chosen.connect(chosen.append)
    QTest.mouseMove(plot.viewport(), at(plot, 0.01))
    reading = plot.hair_line.reading()
    assert reading.place == "η = 0.01"
    values = {line.name: line.values[0] for line in reading.lines}
    index = int(np.abs(np.log10(RATES) - plot.place_at(at(plot, 0.01).x())).argmin())
    assert values == {"cost": f"{LOSSES[index]:.4f}", "smoothed": f"{LOSSES[index] + 0.1:.4f}"}
    assert hovered == [pytest.approx(0.01, rel=0.02)]
    QTest.mouseClick(plot.viewport(), LEFT, pos=at(plot, 0.2))
    assert chosen == [pytest.approx(0.2, rel=0.03)]
    QTest.mouseMove(plot.viewport(), QPoint(3, 3))
    assert hovered[-1] is None


def test_keys_go_from_rate_to_rate_and_enter_chooses(plot: FinderPlot) -> None:
    hovered, chosen = [], []
    plot.hovered.connect(hovered.append)
    plot.chosen.connect(chosen.append)
    line = plot.hair_line
    line.setFocus()
    assert hovered == [0.03], "it begins at the present rate"
    for _ in range(10):
        QTest.keyClick(line, Qt.Key.Key_Right)
    assert hovered == sorted(hovered)
    assert hovered[-1] == pytest.approx(0.03 * 10**0.2, rel=0.02)
    QTest.keyClick(line, Qt.Key.Key_Home)
    assert hovered[-1] == 0.001
    QTest.keyClick(line, Qt.Key.Key_Left)
    assert hovered[-1] == 0.001
    QTest.keyClick(line, Qt.Key.Key_End)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert chosen == [1.0]
    assert "η = 1" in line.accessibleDescription()


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_it_is_drawn_in_every_theme(plot: FinderPlot, theme: str) -> None:
    before = appearance().theme.key
    appearance().set_theme(theme)
    plot.set_band((0.002, 0.02))
    image = plot.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, 400, 3) for y in range(0, 280, 3)}
    assert appearance().theme.surface in colours
    assert len(colours) > 6
    appearance().set_theme(before)
