"""A cut: its tangent and secant, and the point that shows where the tangent stops being trustworthy."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gui.app import create_application
from gui.appearance import appearance
from gui.plots.cut_plot import Cut, CutPlot, calm_range

PLACES = np.linspace(-2.0, 2.0, 61)


def parabola(at: float = 1.0) -> Cut:
    """C(s) = s² + 1, whose slope is 2s."""
    return Cut(PLACES, PLACES**2 + 1.0, at, at**2 + 1.0, 2.0 * at)


@pytest.fixture
def plot(qtbot) -> CutPlot:
    create_application()
    window = QWidget()
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget = CutPlot("slope.cut", "A cut", "Drag the point")
    QVBoxLayout(window).addWidget(widget)
    window.resize(420, 320)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.setFocus()
    widget.show_cut(parabola())
    QApplication.processEvents()
    widget.window_kept = window
    return widget


def follow(plot: CutPlot) -> list[float]:
    """Answer every move as a panel does; the places, as a list that grows."""
    places: list[float] = []

    def moved(place: float) -> None:
        places.append(place)
        plot.show_probe(place, place**2 + 1.0)

    plot.moved.connect(moved)
    return places


def rows(plot: CutPlot) -> dict[str, float]:
    return {name: float(number.replace("−", "-")) for name, number in plot.hand.rows()}


def press(plot: CutPlot, place: float) -> QPoint:
    spot = plot.pixel_of(place, place**2 + 1.0).toPoint()
    QTest.mousePress(plot.hand, Qt.MouseButton.LeftButton, pos=spot)
    return spot


# The lines


def test_the_tangent_touches_with_the_slope(plot: CutPlot) -> None:
    x, y = plot.tangent.getData()
    assert np.diff(y)[0] / np.diff(x)[0] == pytest.approx(2.0)
    assert np.interp(1.0, x, y) == pytest.approx(2.0)
    assert parabola().predicted(-1.0) == pytest.approx(-2.0)


def test_the_secant_runs_through_its_two_points(plot: CutPlot) -> None:
    plot.show_secant((0.5, 1.5), (1.25, 3.25))
    x, y = plot.secant.getData()
    assert np.diff(y)[0] / np.diff(x)[0] == pytest.approx(2.0)
    assert np.interp([0.5, 1.5], x, y) == pytest.approx([1.25, 3.25])
    assert plot.key.texts() == ("tangent", "secant")
    plot.hide_secant()
    assert plot.key.texts() == ("tangent",)


def test_a_tangent_that_leads_past_all_numbers_is_left_out(plot: CutPlot) -> None:
    plot.show_cut(Cut(PLACES, np.full(61, 1e300), 0.0, 1e300, 1.5e308))
    assert plot.tangent.getData()[0] is None or not len(plot.tangent.getData()[0])


def test_a_secant_of_endless_costs_is_left_out(plot: CutPlot) -> None:
    plot.show_secant((0.5, 1.5), (1.25, float("nan")))
    assert plot.key.texts() == ("tangent",)


def test_the_lines_differ_by_more_than_colour(plot: CutPlot) -> None:
    patterns = {tuple(item.opts["pen"].dashPattern()) for item in (plot.curve, plot.tangent, plot.secant)}
    assert len(patterns) == 3


# By hand


def test_dragging_shows_true_change_beside_prediction(plot: CutPlot) -> None:
    places = follow(plot)
    start = press(plot, 1.0)
    assert places == [], "taken hold of, not moved"
    target = plot.pixel_of(-1.5, 0.0).toPoint()
    QTest.mouseMove(plot.hand, QPoint(target.x(), start.y()))
    place = places[-1]
    assert place == pytest.approx(-1.5, abs=0.03)
    assert rows(plot) == pytest.approx(
        {"step": place - 1.0, "true change": place**2 - 1.0, "predicted": 2.0 * (place - 1.0)}, rel=1e-3
    )
    assert plot.hand.has_overshot(), "it promised less, and there is more"
    assert "Overshot" in plot.hand.accessibleDescription()
    QTest.mouseRelease(plot.hand, Qt.MouseButton.LeftButton, pos=target)
    QTest.mouseMove(plot.hand, start)
    assert places[-1] == place, "released"


def test_a_short_step_does_not_overshoot(plot: CutPlot) -> None:
    follow(plot)
    press(plot, 1.0)
    QTest.mouseMove(plot.hand, plot.pixel_of(0.5, 1.0).toPoint())
    assert rows(plot)["true change"] < 0.0
    assert not plot.hand.has_overshot()
    QTest.mouseMove(plot.hand, plot.pixel_of(1.9, 1.0).toPoint())
    assert not plot.hand.has_overshot(), "uphill both are right"


def test_a_click_beside_the_point_brings_it_there_and_never_beyond_the_ends(plot: CutPlot) -> None:
    places = follow(plot)
    begun: list[None] = []
    plot.begun.connect(lambda: begun.append(None))
    press(plot, -1.0)
    assert places[-1] == pytest.approx(-1.0, abs=0.03)
    assert len(begun) == 1
    QTest.mouseMove(plot.hand, QPoint(4000, 10))
    assert places[-1] == 2.0


def test_keys_move_it_and_go_back(plot: CutPlot) -> None:
    places, begun = follow(plot), []
    plot.begun.connect(lambda: begun.append(None))
    plot.hand.setFocus(Qt.FocusReason.TabFocusReason)
    assert len(begun) == 1
    for key in (Qt.Key.Key_Left, Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_PageUp):
        QTest.keyClick(plot.hand, key)
    assert places == pytest.approx([0.96, 0.56, 0.60, 1.0])
    QTest.keyClick(plot.hand, Qt.Key.Key_Left)
    QTest.keyClick(plot.hand, Qt.Key.Key_Home)
    assert places[-1] == 1.0
    assert plot.hand.rows() == []
    QTest.keyClick(plot.hand, Qt.Key.Key_Return)
    assert len(begun) == 2


def test_without_a_cut_nothing_can_be_moved(plot: CutPlot) -> None:
    places = follow(plot)
    plot.show_cut(None)
    QTest.mouseClick(plot.hand, Qt.MouseButton.LeftButton, pos=plot.hand.rect().center())
    plot.hand.setFocus()
    QTest.keyClick(plot.hand, Qt.Key.Key_Left)
    assert places == []
    assert plot.key.texts() == ()


# The picture


def drawn(plot: CutPlot, colour: str, part) -> int:
    """How many pixels of a colour there are in a part of the picture."""
    image = plot.grab().toImage()
    box = part.toRect().intersected(image.rect())
    return sum(
        image.pixelColor(x, y).name() == colour
        for x in range(box.left(), box.right())
        for y in range(box.top(), box.bottom())
    )


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_two_verticals_are_as_long_as_the_two_changes(plot: CutPlot, theme) -> None:
    appearance().set_theme(theme)
    plot.show_probe(0.0, 1.0)
    image = plot.grab().toImage()
    foot, true = plot.pixel_of(0.0, 2.0), plot.pixel_of(0.0, 1.0)
    predicted = plot.pixel_of(0.0, 0.0)
    column = [
        image.pixelColor(round(foot.x() - 3.5), y).name() for y in range(round(foot.y()), round(true.y()) - 8)
    ]
    assert column.count(appearance().theme.train) > 0.8 * len(column)
    lower = [
        image.pixelColor(round(foot.x() + 3.5), y).name()
        for y in range(round(foot.y()), min(round(predicted.y()), round(plot.part().bottom())) - 4)
    ]
    dashes = lower.count(appearance().theme.test) / len(lower)
    assert 0.4 < dashes < 0.9, "dashed"


def test_endless_costs_are_hatched(plot: CutPlot) -> None:
    costs = PLACES**2 + 1.0
    costs[:15] = np.inf
    costs[15:20] = np.nan
    plot.show_cut(Cut(PLACES, costs, 1.0, 2.0, 2.0))
    y = plot.curve.getData()[1]
    assert np.isnan(y[:20]).all()
    assert np.isfinite(y[20:]).all()
    part = plot.part()
    hatched = part.adjusted(2, 2, -part.width() * 0.7, -2)
    assert drawn(plot, appearance().theme.muted, hatched) > 50
    plot.show_cut(parabola())
    assert drawn(plot, appearance().theme.muted, hatched) == 0


@pytest.mark.parametrize("costs", [np.full(61, 1e308), np.linspace(0.0, 1.7e308, 61)], ids=("flat", "rising"))
def test_costs_too_large_to_be_drawn_are_hatched(plot, costs: np.ndarray) -> None:
    plot.show_cut(Cut(PLACES, costs, 1.0, float(costs[20]), 1e308))
    plot.show_secant((0.0, 1.0), (float(costs[0]), float(costs[20])))
    plot.show_probe(1.5, float(costs[30]))
    part = plot.part()
    hatched = part.adjusted(part.width() * 0.7, 2, -2, -2)
    assert drawn(plot, appearance().theme.muted, hatched) > 50
    plot.show_cut(parabola())
    assert drawn(plot, appearance().theme.muted, hatched) == 0


def test_heights_stand_still_while_the_curve_fills_them() -> None:
    first = calm_range((0.0, 1.0), 3.0, 7.0)
    assert first[0] < 3.0
    assert first[1] > 7.0
    assert calm_range(first, 3.3, 6.4) == first
    assert calm_range(first, 4.9, 5.1) != first
    assert calm_range(first, 3.0, 17.0)[1] > 17.0
    flat = calm_range((0.0, 1.0), 5.0, 5.0)
    assert flat[0] < 5.0 < flat[1]
    level = calm_range((0.0, 1.0), 5.0, float(np.nextafter(5.0, 6.0)))  # a hair's breadth is rounding
    assert level == flat
    nought = calm_range((0.0, 1.0), 0.0, 0.0)
    assert nought[0] < 0.0 < nought[1]
