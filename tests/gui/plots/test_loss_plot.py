"""The loss plot holds what it was given, keeps every peak, and stands still while it grows."""

import itertools

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gui.appearance import THEMES, appearance
from gui.plots.axes import linear_ticks, log_ticks, nice_limit, number_text
from gui.plots.decimation import decimated, polyline
from gui.plots.loss_plot import RANGE_INTERVAL_MS, LossPlot

EPOCHS = np.arange(40.0)
FALLING = np.stack((np.exp(-EPOCHS / 10), np.exp(-EPOCHS / 10)), axis=1)
ABSENT = np.full((40, 2), np.nan)


@pytest.fixture
def plot(qtbot) -> LossPlot:
    widget = LossPlot()
    widget.resize(420, 320)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def picture(widget: pg.PlotWidget) -> np.ndarray:
    """(height, width, 3) of the widget as it is on the screen."""
    QApplication.processEvents()
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    return (
        np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()
    )


def near(shown: np.ndarray, colour: str, tolerance: int = 40) -> int:
    """How many pixels have about that colour."""
    wanted = pg.mkColor(colour).getRgb()[:3]
    return int((np.abs(shown.astype(int) - wanted).max(axis=2) <= tolerance).sum())


def test_empty_plot_has_axes_from_zero_to_one_and_a_word(plot: LossPlot) -> None:
    assert plot.plotItem.vb.viewRange() == [[0, 1], [0, 1]]
    assert plot.left.labelText == "cost"
    assert plot.bottom.labelText == "epoch"
    assert near(picture(plot), appearance().theme.muted) > 50
    plot.set_curves(np.empty(0), np.empty((0, 2)), np.empty((0, 2)))
    assert plot.plotItem.vb.viewRange() == [[0, 1], [0, 1]]


def test_curves_hold_what_was_given(plot: LossPlot) -> None:
    plot.set_curves(EPOCHS, FALLING, 1.5 * FALLING, 1.1 * FALLING)
    for curve, factor in ((plot.train_curve, 1), (plot.test_curve, 1.5), (plot.penalized_curve, 1.1)):
        x, y = curve.getData()
        assert np.array_equal(x, EPOCHS)
        assert np.array_equal(y, factor * FALLING[:, 0])
    assert plot.key.texts() == ("train", "test", "train with penalty")


def test_minimum_and_maximum_of_every_point_are_on_the_line(plot: LossPlot) -> None:
    band = np.stack((FALLING[:, 0] - 0.05, FALLING[:, 0] + 0.05), axis=1)
    plot.set_curves(EPOCHS, band, ABSENT)
    x, y = plot.train_curve.getData()
    assert set(zip(x, y, strict=True)) == {(e, v) for e, pair in zip(EPOCHS, band, strict=True) for v in pair}


def test_absent_test_has_no_curve_and_no_key(plot: LossPlot) -> None:
    plot.set_curves(EPOCHS, FALLING, ABSENT)
    assert not plot.test_curve.isVisible()
    assert plot.key.texts() == ("train",)


def test_not_finite_costs_leave_a_gap(plot: LossPlot) -> None:
    broken = FALLING.copy()
    broken[20:] = np.inf
    plot.set_curves(EPOCHS, broken, ABSENT)
    plot.refresh_range()
    assert np.isnan(plot.train_curve.getData()[1][20:]).all()
    assert plot.plotItem.vb.viewRange()[1] == [0, 1]


@pytest.mark.parametrize("logarithmic", [False, True])
@pytest.mark.parametrize("scale", [1e-300, 1e-30, 1e30, 1e99, 1e300])
def test_monstrous_costs_are_drawn_or_left_out(plot: LossPlot, scale: float, logarithmic: bool) -> None:
    plot.set_log(logarithmic)
    plot.set_curves(EPOCHS, scale * (FALLING + 1.0), ABSENT)
    low, high = plot.plotItem.vb.viewRange()[1]
    assert np.isfinite(high - low)
    assert high > low
    picture(plot)


def test_a_new_plot_has_no_key(qtbot) -> None:
    widget = LossPlot()
    qtbot.addWidget(widget)
    assert widget.key.texts() == ()


def test_test_is_told_from_train_by_dashes_too(plot: LossPlot) -> None:
    train, test = plot.train_curve.opts["pen"], plot.test_curve.opts["pen"]
    assert train.style() == Qt.PenStyle.SolidLine
    assert test.style() == Qt.PenStyle.CustomDashLine
    assert train.color() != test.color()


def test_live_curves_are_of_the_fast_kind(plot: LossPlot) -> None:
    for curve in (plot.train_curve, plot.test_curve, plot.penalized_curve):
        assert curve.opts["pen"].widthF() <= 1
        assert curve.opts["pen"].color().alpha() == 255


def test_decimation_keeps_minimum_and_maximum() -> None:
    rng = np.random.default_rng(0)
    x = np.arange(10_000.0)
    noise = rng.normal(size=10_000)
    pairs = np.stack((noise, noise), axis=1)
    pairs[4321] = (-50.0, 70.0)
    places, kept = decimated(x, pairs, columns=300)
    assert len(places) <= 300
    assert (np.diff(places) > 0).all()
    assert places[0] == x[0]
    assert places[-1] == x[-1]
    assert kept.min() == -50.0
    assert kept.max() == 70.0
    for column, (start, end) in enumerate(itertools.pairwise(places[:-1])):
        inside = noise[int(start) : int(end)]
        if int(start) <= 4321 < int(end):
            continue
        assert tuple(kept[column]) == (inside.min(), inside.max())


def test_decimation_looks_past_missing_values() -> None:
    x = np.arange(1000.0)
    pairs = np.full((1000, 2), np.nan)
    pairs[::50] = 1.0
    _, kept = decimated(x, pairs, columns=10)
    assert (kept == 1.0).all()


def test_decimation_copes_with_uneven_epochs() -> None:
    x = np.concatenate((np.linspace(0, 1, 500), [1000.0]))
    pairs = np.stack((x, x), axis=1)
    places, kept = decimated(x, pairs, columns=100)
    assert kept.min() == 0.0
    assert kept.max() == 1000.0
    assert places[-1] == 1000.0


def test_a_falling_band_is_drawn_from_above() -> None:
    x, y = polyline(np.array([0.0, 1.0, 2.0]), np.array([[4.0, 5.0], [2.0, 3.0], [0.0, 1.0]]))
    assert x.tolist() == [0, 0, 1, 1, 2, 2]
    assert y[:4].tolist() == [5, 4, 3, 2]


def test_logarithm_of_the_cost_and_words_of_the_cost(plot: LossPlot) -> None:
    costs = np.logspace(0, -3, 40)
    plot.set_curves(EPOCHS, np.stack((costs, costs), axis=1), ABSENT)
    plot.set_log(True)
    assert plot.train_curve.getData()[1] == pytest.approx(np.log10(costs))
    assert plot.plotItem.vb.viewRange()[1] == [-3, 0]
    ticks = plot.left.tick_positions()
    words = plot.left.tickStrings(ticks, 1.0, 1.0)
    assert [float(word) for word in words] == pytest.approx(10.0**ticks)
    plot.set_log(False)
    assert plot.train_curve.getData()[1] == pytest.approx(costs)
    assert plot.plotItem.vb.viewRange()[1] == [0, 1]


def test_a_cost_of_zero_is_a_gap_on_the_logarithmic_axis(plot: LossPlot) -> None:
    costs = FALLING.copy()
    costs[30:] = 0.0
    costs[29] = (0.0, 0.01)
    plot.set_log(True)
    plot.set_curves(EPOCHS, costs, ABSENT)
    y = plot.train_curve.getData()[1]
    assert np.isfinite(y[:30]).all()
    assert np.isnan(y[30:]).all()
    assert y[29] == pytest.approx(-2)
    assert near(picture(plot), appearance().theme.train) > 20


def test_cost_range_grows_in_round_steps(plot: LossPlot) -> None:
    tops = []
    for height in np.linspace(0.9, 1.4, 26):
        plot.set_curves(EPOCHS, height * FALLING, ABSENT)
        plot.refresh_range()
        tops.append(plot.plotItem.vb.viewRange()[1][1])
    assert set(tops) == {1.0, 1.2, 1.5}


def test_range_follows_at_once_first_and_then_in_its_own_time(plot: LossPlot, qtbot) -> None:
    plot.set_curves(EPOCHS[:10], FALLING[:10], ABSENT[:10])
    assert plot.plotItem.vb.viewRange()[0] == [0, 9]
    plot.set_curves(EPOCHS, FALLING, ABSENT)
    assert plot.plotItem.vb.viewRange()[0] == [0, 9]
    qtbot.waitUntil(lambda: plot.plotItem.vb.viewRange()[0] == [0, 39], timeout=20 * RANGE_INTERVAL_MS)
    plot.set_curves(EPOCHS[:5], FALLING[:5], ABSENT[:5])
    assert plot.plotItem.vb.viewRange()[0] == [0, 4]


def test_accuracy_is_there_only_when_there_is_one(plot: LossPlot) -> None:
    plot.set_curves(EPOCHS, FALLING, FALLING)
    QApplication.processEvents()
    tall = plot.plotItem.vb.height()
    assert not plot.accuracy.isVisible()
    plot.set_accuracy(EPOCHS, 1 - FALLING[:, 0], np.full(40, np.nan))
    QApplication.processEvents()
    assert plot.accuracy.isVisible()
    assert np.array_equal(plot.accuracy.train_curve.getData()[1], 1 - FALLING[:, 0])
    assert not plot.accuracy.test_curve.isVisible()
    assert plot.accuracy.vb.height() > 40
    assert plot.accuracy.left.width() == plot.left.width()
    assert plot.accuracy.bottom.label.isVisible()
    assert not plot.bottom.label.isVisible()
    plot.set_accuracy(EPOCHS, ABSENT, ABSENT)
    QApplication.processEvents()
    assert not plot.accuracy.isVisible()
    assert plot.bottom.label.isVisible()
    assert plot.plotItem.vb.height() == tall


def test_theme_recolours_a_live_plot(plot: LossPlot) -> None:
    plot.set_curves(EPOCHS, FALLING, 1.5 * FALLING)
    plot.set_accuracy(EPOCHS, FALLING, FALLING)
    for key in ("dark", "high_contrast", "light"):
        appearance().set_theme(key)
        theme = THEMES[key]
        for axis in (plot.left, plot.bottom, plot.accuracy.left, plot.accuracy.bottom):
            assert axis.pen().color().name() == theme.line
            assert axis.textPen().color().name() == theme.muted
            assert axis.labelStyle["color"] == theme.muted
        assert plot.train_curve.opts["pen"].color().name() == theme.train
        assert plot.test_curve.opts["pen"].color().name() == theme.test
        shown = picture(plot)
        assert near(shown, theme.surface, 2) > 0.6 * shown.shape[0] * shown.shape[1]
        assert near(shown, theme.train) > 100
        assert not plot.bottom.label.isVisible()


def test_plot_says_its_last_costs_to_those_who_listen(plot: LossPlot) -> None:
    assert plot.accessibleName() == "Cost while training"
    assert plot.accessibleDescription() == "No training yet"
    plot.set_curves(np.array([0.0, 1.0]), np.array([[1, 1], [0.25, 0.25]]), np.array([[1, 1], [0.5, 0.5]]))
    plot.refresh_range()
    assert plot.accessibleDescription() == "Epoch 1: train cost 0.25. Test cost 0.5."


def test_key_stands_above_the_picture(plot: LossPlot) -> None:
    plot.set_curves(EPOCHS, FALLING, FALLING)
    QApplication.processEvents()
    key = plot.key.mapRectToScene(plot.key.boundingRect())
    assert key.bottom() <= plot.plotItem.vb.sceneBoundingRect().top() + 1
    assert key.right() <= plot.width()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.5, "0.5"),
        (-2, "−2"),
        (250000, "250000"),
        (1e-4, "0.0001"),
        (1e-5, "10⁻⁵"),
        (3e7, "3·10⁷"),
    ],
)
def test_numbers_are_written_plainly(value: float, text: str) -> None:
    assert number_text(value) == text


def test_limits_are_round() -> None:
    assert [nice_limit(v) for v in (0.9, 1.0, 1.01, 0.031, 720.0)] == pytest.approx([1, 1, 1.2, 0.04, 800])


def test_ticks_are_round_and_inside() -> None:
    assert linear_ticks(-6, 6, 6) == pytest.approx([-6, -4, -2, 0, 2, 4, 6])
    assert 10 ** log_ticks(-4, 0, 5) == pytest.approx([1e-4, 1e-3, 1e-2, 1e-1, 1])
    assert 10 ** log_ticks(-1, 0, 5) == pytest.approx([0.1, 0.2, 0.5, 1])
    assert 10 ** log_ticks(np.log10(0.5), np.log10(0.6), 5) == pytest.approx(
        [0.5, 0.52, 0.54, 0.56, 0.58, 0.6]
    )
    assert 10 ** log_ticks(-12, 0, 4) == pytest.approx([1e-10, 1e-5, 1])
