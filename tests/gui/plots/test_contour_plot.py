"""The contour plot: what is drawn of a surface, and what a hand does on it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.appearance import appearance
from gui.plots.contour_arrows import fitting_scale
from gui.plots.contour_labels import labelled, place_labels
from gui.plots.contour_levels import Levels
from gui.plots.contour_plot import ContourPlot
from gui.plots.contour_stems import Stem
from gui.plots.contour_window import View
from gui.plots.cost_colors import ANCHORS, band_colors

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
AXIS = np.linspace(-2.0, 2.0, 41)
BOWL = AXIS**2 + 2.0 * AXIS[:, None] ** 2


@pytest.fixture
def plot(qtbot, application) -> ContourPlot:
    plot = ContourPlot()
    qtbot.addWidget(plot)
    plot.resize(560, 480)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_window(-1.5, 1.5, -1.5, 1.5)
    plot.show_surface(AXIS, AXIS, BOWL)
    return plot


def pixels(plot: ContourPlot) -> np.ndarray:
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].copy()


def colour_at(plot: ContourPlot, x: float, y: float) -> str:
    place = plot.pixel_of(x, y).toPoint()
    return "#{:02x}{:02x}{:02x}".format(*pixels(plot)[place.y(), place.x()])


def at(plot: ContourPlot, x: float, y: float) -> QPoint:
    return plot.pixel_of(x, y).toPoint()


def heard(signal) -> list[tuple]:
    said: list[tuple] = []
    signal.connect(lambda *values: said.append(values))
    return said


# The surface


def test_each_place_has_the_colour_of_its_band(plot: ContourPlot) -> None:
    colours = band_colors(len(plot.levels.values) + 1)
    for x, y in ((0.03, 0.03), (0.85, 0.3), (-1.1, 0.75), (1.2, -1.2)):
        band = sum(level < x**2 + 2.0 * y**2 for level in plot.levels.values)
        assert colour_at(plot, x, y) == colours[band]


def test_low_is_dark_and_high_is_bright_in_every_theme(plot: ContourPlot) -> None:
    assert band_colors(9)[0] == ANCHORS[0]
    assert band_colors(9)[-1] == ANCHORS[-1]
    before = pixels(plot).mean()
    try:
        appearance().set_theme("dark")
        assert colour_at(plot, 0.0, 0.0) == ANCHORS[0]
        assert pixels(plot).mean() < before
    finally:
        appearance().set_theme("light")


def test_lines_run_where_the_cost_is_that_of_their_level(plot: ContourPlot) -> None:
    x, y = plot.lines.getData()
    finite = np.isfinite(x)
    costs = x[finite] ** 2 + 2.0 * y[finite] ** 2
    distances = np.abs(costs[:, None] - np.array(plot.levels.values)).min(axis=1)
    assert distances.max() < 0.01  # the grid's own coarseness


def test_where_there_is_no_finite_cost_the_ground_is_hatched_and_the_key_says_so(plot: ContourPlot) -> None:
    assert "no finite cost" not in plot.key.texts()
    costs = BOWL.copy()
    costs[:20, :20] = np.inf
    plot.show_surface(AXIS, AXIS, costs)
    assert "no finite cost" in plot.key.texts()
    corner, end = at(plot, -1.4, -0.2), at(plot, -0.2, -1.4)
    patch = pixels(plot)[corner.y() : end.y(), corner.x() : end.x()].reshape(-1, 3)
    found = {tuple(colour) for colour in np.unique(patch, axis=0).tolist()}
    theme = appearance().theme
    assert tuple(int(theme.raised[at : at + 2], 16) for at in (1, 3, 5)) in found
    assert tuple(int(theme.muted[at : at + 2], 16) for at in (1, 3, 5)) in found


def test_a_surface_without_any_finite_cost_is_all_hatched(plot: ContourPlot) -> None:
    plot.show_surface(AXIS, AXIS, np.full_like(BOWL, np.nan))
    assert plot.levels == Levels()
    assert "no finite cost" in plot.key.texts()
    plot.grab()


def test_clearing_leaves_nothing(plot: ContourPlot) -> None:
    plot.clear_surface()
    assert len(plot.lines.getData()[0]) == 0
    assert plot.key.texts() == ()
    assert plot.labels.texts() == []


def test_second_surface_has_dashed_lines_at_levels_of_its_own(plot: ContourPlot) -> None:
    plot.show_second_surface(AXIS, AXIS, 2.0 * BOWL)
    x, y = plot.batch_lines.getData()
    finite = np.isfinite(x)
    costs = 2.0 * (x[finite] ** 2 + 2.0 * y[finite] ** 2)
    assert np.abs(costs[:, None] - np.array(plot.second_levels.values)).min(axis=1).max() < 0.02
    assert plot.batch_lines.opts["pen"].dashPattern()
    assert sum(text.startswith("batch ") for text in plot.key.texts()) == 1
    plot.show_second_surface(None)
    assert not any(text.startswith("batch ") for text in plot.key.texts())


# Labels


def test_labels_say_the_costs_of_their_lines(plot: ContourPlot) -> None:
    plot.grab()
    assert 3 <= len(plot.labels.texts()) <= 7
    assert {float(text) for text in plot.labels.texts()} <= set(plot.levels.values)


def test_few_levels_are_labelled() -> None:
    levels = Levels(tuple(float(value) for value in range(1, 20)))
    assert len(labelled(levels)) <= 7
    assert labelled(Levels((1.0, 2.0))) == (1.0, 2.0)
    assert labelled(Levels()) == ()


def test_labels_keep_apart_and_inside() -> None:
    turns = np.linspace(0.0, 2 * np.pi, 60)
    circle = np.column_stack((np.cos(turns), np.sin(turns)))
    lines = {float(radius): 200.0 + radius * circle for radius in (30, 60, 90, 120, 190)}
    sizes = dict.fromkeys(lines, (40.0, 14.0))
    places = place_labels(lines, sizes, (0.0, 0.0, 400.0, 400.0), {})
    assert len(places) == 5
    boxes = [(x - 20, y - 7, x + 20, y + 7) for x, y in places.values()]
    for index, (x0, y0, x1, y1) in enumerate(boxes):
        assert x0 >= 0
        assert y0 >= 0
        assert x1 <= 400
        assert y1 <= 400
        for other in boxes[:index]:
            assert x1 < other[0] or other[2] < x0 or y1 < other[1] or other[3] < y0


def test_labels_stay_near_where_they_were() -> None:
    line = np.column_stack((np.linspace(20.0, 380.0, 60), np.full(60, 100.0)))
    before = {1.0: (300.0, 98.0)}
    places = place_labels({1.0: line + 2.0}, {1.0: (30.0, 14.0)}, (0.0, 0.0, 400.0, 200.0), before)
    assert np.hypot(places[1.0][0] - 300.0, places[1.0][1] - 98.0) < 10.0


def test_labels_leave_what_stands_on_the_surface_free() -> None:
    line = np.column_stack((np.linspace(20.0, 380.0, 60), np.full(60, 100.0)))
    size, rims = (30.0, 14.0), (0.0, 0.0, 400.0, 200.0)
    wanted = place_labels({1.0: line}, {1.0: size}, rims, {})[1.0]
    moved = place_labels({1.0: line}, {1.0: size}, rims, {1.0: wanted}, [(*wanted, 18.0, 18.0)])[1.0]
    assert abs(moved[0] - wanted[0]) >= (30.0 + 18.0) / 2.0


def test_a_line_without_room_has_no_label() -> None:
    line = np.array([[1.0, 1.0], [3.0, 3.0]])
    assert place_labels({1.0: line}, {1.0: (30.0, 14.0)}, (0.0, 0.0, 400.0, 200.0), {}) == {}


# What is seen


def test_units_are_equal_and_what_more_is_seen_is_told(plot: ContourPlot) -> None:
    told = heard(plot.widened)
    plot.show_window(-1.0, 1.0, -1.0, 1.0)
    (window,) = told
    view = View(*window)
    assert view == plot.view
    assert view.x0 <= -1.0
    assert view.x1 >= 1.0
    across = plot.pixel_of(1.0, 0.0).x() - plot.pixel_of(0.0, 0.0).x()
    up = plot.pixel_of(0.0, 0.0).y() - plot.pixel_of(0.0, 1.0).y()
    assert across == pytest.approx(up, abs=1.5)
    plot.show_window(*window)  # what it asked for itself changes nothing
    assert len(told) == 1


def test_resizing_there_and_back_changes_nothing(plot: ContourPlot) -> None:
    before = plot.view
    for size in ((300, 480), (560, 300), (560, 480)):
        plot.resize(*size)
        QApplication.processEvents()
    assert plot.view == pytest.approx(before, rel=1e-6)


def test_zooming_by_hand_stays_within_the_numbers() -> None:
    view = View(-1.0, 1.0, -1.0, 1.0)
    for _ in range(200):
        view = view.zoomed(0.5, 0.3, 0.3)
    assert 1e-8 < view.width < 1e-6
    for _ in range(400):
        view = view.zoomed(2.0, 0.3, 0.3)
    assert view.width < 1e8


def test_wheel_zooms_about_the_mouse(plot: ContourPlot) -> None:
    told = heard(plot.looked_at)
    place = QPointF(at(plot, 0.5, 0.5))
    x, y = plot.place_of(place)
    where = plot.mapToGlobal(place.toPoint())
    for turn in (120, 120, -120):
        QApplication.sendEvent(
            plot.viewport(),
            QWheelEvent(
                place,
                QPointF(where),
                QPoint(),
                QPoint(0, turn),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )
    assert len(told) == 3
    assert View(*told[1]).width < View(*told[0]).width < View(*told[2]).width * 1.0001 + 10
    assert plot.place_of(place) == pytest.approx((x, y), abs=1e-9)


# The hand


def test_a_click_on_the_ground_says_where(plot: ContourPlot) -> None:
    plot.show_point(-1.0, -1.0)
    told = heard(plot.clicked)
    QTest.mouseClick(plot.viewport(), LEFT, pos=at(plot, 0.7, 0.4))
    assert told == [pytest.approx((0.7, 0.4), abs=0.02)]


def test_the_point_is_dragged_and_the_ground_stays(plot: ContourPlot) -> None:
    plot.show_point(0.2, 0.2)
    view = plot.view
    dragged, finished, clicked = heard(plot.dragged), heard(plot.drag_finished), heard(plot.clicked)
    QTest.mousePress(plot.viewport(), LEFT, pos=at(plot, 0.2, 0.2))
    QTest.mouseMove(plot.viewport(), at(plot, 0.4, 0.3))
    QTest.mouseMove(plot.viewport(), at(plot, 0.6, 0.5))
    QTest.mouseRelease(plot.viewport(), LEFT, pos=at(plot, 0.6, 0.5))
    assert dragged[-1] == pytest.approx((0.6, 0.5), abs=0.02)
    assert len(finished) == 1
    assert clicked == []
    assert plot.view == view


@pytest.mark.parametrize("button", [LEFT, MIDDLE, Qt.MouseButton.RightButton])
def test_dragging_the_ground_moves_the_window(plot: ContourPlot, button: Qt.MouseButton) -> None:
    plot.show_point(-1.2, -1.2)
    looked, clicked = heard(plot.looked_at), heard(plot.clicked)
    before, start, end = plot.view, at(plot, 0.0, 0.0), at(plot, 0.5, 0.25)
    QTest.mousePress(plot.viewport(), button, pos=start)
    for place in (start + (end - start) / 2, end):
        QTest.mouseMove(plot.viewport(), place)
    QTest.mouseRelease(plot.viewport(), button, pos=end)
    moved = View(*looked[-1])
    assert (before.x0 - moved.x0, before.y0 - moved.y0) == pytest.approx((0.5, 0.25), abs=0.03)
    assert clicked == []


def test_keys_move_the_point_the_window_and_zoom(plot: ContourPlot) -> None:
    plot.show_point(0.0, 0.0)
    dragged, looked, whole = heard(plot.dragged), heard(plot.looked_at), heard(plot.whole_wanted)
    finished = heard(plot.drag_finished)
    view = plot.view
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert dragged[0] == pytest.approx((view.width / 40, 0.0))
    assert dragged[1] == pytest.approx((0.0, view.height / 400))
    assert len(finished) == 0
    QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert View(*looked[-1]).x0 == pytest.approx(view.x0 - view.width / 8)
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.view.width < view.width
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert plot.view.width == pytest.approx(view.width)
    QTest.keyClick(plot, Qt.Key.Key_0)
    assert len(whole) == 1
    assert len(dragged) == 2


def test_a_walk_by_keys_is_over_when_the_keyboard_leaves_or_the_mouse_begins(plot: ContourPlot) -> None:
    plot.show_point(0.0, 0.0)
    finished = heard(plot.drag_finished)
    plot.setFocus()
    for _ in range(3):
        QTest.keyClick(plot, Qt.Key.Key_Right)
    assert len(finished) == 0
    plot.clearFocus()
    assert len(finished) == 1
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.mousePress(plot.viewport(), LEFT, pos=at(plot, 0.7, 0.4))
    assert len(finished) == 2
    QTest.mouseRelease(plot.viewport(), LEFT, pos=at(plot, 0.7, 0.4))


def test_without_a_point_arrow_keys_move_nothing(plot: ContourPlot) -> None:
    told = heard(plot.dragged)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    plot.show_point(float("nan"), 0.0)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert told == []


# Marks


def test_the_key_names_what_is_drawn(plot: ContourPlot) -> None:
    plot.show_path(np.array([[-1.0, -1.0], [0.0, 0.5]]))
    plot.show_arrow("gradient", (0.0, 0.0), (0.3, 0.3), "−∇C")
    plot.show_ghost((0.1, 0.1))
    plot.show_minima(np.zeros((1, 2)))
    plot.show_trial(np.array([[0.0, 0.0], [0.2, 0.2]]))
    plot.show_stems([Stem(0.0, 0.0, 0.25, 0.5, 3, 0.1)])
    texts = plot.key.texts()
    expected = {"path", "−∇C", "next step", "minimum", "trial", "stem to true cost, ≤ 0.25"}
    assert expected <= set(texts)
    plot.hide_arrow("gradient")
    plot.show_ghost(None)
    assert not {"−∇C", "next step"} & set(plot.key.texts())


def test_the_picture_stands_still_while_entries_of_the_key_come_and_go(plot: ContourPlot) -> None:
    plot.resize(470, 460)
    picture = plot.plotItem.vb.sceneBoundingRect()
    for name in ("−∇C × 100", "velocity × 100", "u"):
        plot.show_arrow(name, (0.0, 0.0), (0.3, 0.3), name)
    plot.show_path(np.array([[-1.0, -1.0], [0.0, 0.5]]))
    plot.show_ghost((0.1, 0.1))
    plot.show_trial(np.array([[0.0, 0.0], [0.2, 0.2]]))
    QApplication.processEvents()
    assert plot.key.height() > 1.5 * QFontMetricsF(plot.bottom.style["tickFont"]).height()
    assert plot.plotItem.vb.sceneBoundingRect() == picture


def test_arrows_of_one_plot_differ_by_more_than_colour(plot: ContourPlot) -> None:
    plot.show_arrow("one", (0.0, 0.0), (0.3, 0.3), "one", dash="solid")
    plot.show_arrow("two", (0.0, 0.0), (0.3, -0.3), "two", dash="dashed")
    dashes = {arrow.dash for arrow in plot.arrows.arrows.values()}
    assert dashes == {"solid", "dashed"}
    plot.show_arrow("lost", (0.0, 0.0), (float("nan"), 1e300), "lost")
    plot.grab()


@pytest.mark.parametrize("length", [1e-9, 0.003, 0.3, 7.0, 1e6])
def test_arrows_are_scaled_by_powers_of_ten_to_be_seen(length: float) -> None:
    scale = fitting_scale(length, 4.0)
    assert np.log10(scale) == pytest.approx(round(np.log10(scale)))
    assert 0.05 * 4.0 * 0.999 <= scale * length <= 0.5 * 4.0 * 1.001
    assert fitting_scale(0.0, 4.0) == 1.0


@pytest.mark.parametrize(("length", "seen"), [(5e-324, 4.0), (5e-324, 1e300), (1e300, 1e-300)])
def test_arrows_of_any_length_are_scaled_by_something_finite(length: float, seen: float) -> None:
    scale = fitting_scale(length, seen)
    assert np.isfinite(scale)
    assert 0.0 < scale * length < np.inf


def test_a_stem_is_found_under_the_mouse(plot: ContourPlot) -> None:
    stem = Stem(0.5, 0.5, 0.3, 0.6, 10, 0.1)
    plot.show_stems([stem, Stem(-1.0, 0.5, 0.3, 0.2, 20, 0.2)])
    top = plot.pixel_of(0.5, 0.5) - QPointF(0.0, 40.0)
    assert plot.stem_at(*plot.place_of(top)) is stem
    assert plot.stem_at(1.2, -1.2) is None


def test_a_path_with_gaps_and_no_path_are_drawn(plot: ContourPlot) -> None:
    plot.show_path(np.array([[0.0, 0.0], [np.nan, np.inf], [1.0, 1.0]]))
    plot.grab()
    plot.show_path(np.empty((0, 2)))
    plot.grab()
    assert "path" not in plot.key.texts()


@pytest.mark.parametrize("width", [140, 200, 240])
def test_the_picture_comes_to_rest_where_its_shape_decides_how_long_its_key_is(
    plot: ContourPlot, width: int
) -> None:
    """A higher picture sees where the cost is not finite; to say so takes a line, and with that it no longer does."""
    windows: list[View] = []

    def look(x0: float, x1: float, y0: float, y1: float) -> None:
        windows.append(View(x0, x1, y0, y1))
        if len(windows) < 60:  # or Python comes to an end before the picture does
            ys = np.linspace(y0, y1, 41)
            costs = np.where(np.abs(ys) < edge, ys**2, np.inf)[:, None] + np.linspace(x0, x1, 41) ** 2
            plot.show_surface(np.linspace(x0, x1, 41), ys, costs)

    edge = np.inf
    plot.resize(width, 300)
    plot.show_minima(np.zeros((1, 2)))
    plot.show_window(-2.0, 2.0, -0.5, 0.5)
    plot.show_surface(AXIS, AXIS, BOWL)
    high = plot.view.y1
    plot.show_surface(AXIS, AXIS, np.where(AXIS < 0, np.inf, AXIS**2 + AXIS[:, None] ** 2))
    edge = (high + plot.view.y1) / 2.0
    assert plot.view.y1 < high
    plot.widened.connect(look)
    look(*plot.view)
    plot.resize(width, 301)
    assert len(windows) < 10
