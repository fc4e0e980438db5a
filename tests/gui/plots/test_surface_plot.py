"""The surface: where things stand, what hides what, what heights mean, and how it is turned."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.app import create_application
from gui.appearance import appearance
from gui.plots.contour_levels import choose_levels
from gui.plots.cost_colors import band_colors, cost_lut
from gui.plots.surface_heights import HeightScale
from gui.plots.surface_mesh import SurfaceMesh
from gui.plots.surface_plot import SurfacePlot
from gui.plots.surface_view import FARTHEST, HEIGHT, HIGHEST, LOWEST, NEAREST, SurfaceView
from gui.plots.turning_surface import MOST_LIVE

XS, YS = np.linspace(-2.0, 2.0, 33), np.linspace(0.0, 10.0, 31)


def bowl() -> np.ndarray:
    x, y = np.meshgrid(XS, YS)
    return 1.0 + x**2 + 0.1 * (y - 5.0) ** 2


@pytest.fixture
def plot(qtbot) -> SurfacePlot:
    create_application()
    widget = SurfacePlot("surface.plot")
    widget.resize(400, 340)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.show_surface(XS, YS, bowl())
    return widget


# Projection


@pytest.mark.parametrize(
    ("view", "point", "screen"),
    [
        (SurfaceView(-90.0, 90.0), (0.5, -0.25, 0.9), (0.5, -0.25)),  # from above: a map, whatever the height
        (SurfaceView(-90.0, 0.0), (0.5, -0.25, 0.9), (0.5, 0.9)),  # from the side of low y
        (SurfaceView(0.0, 0.0), (0.5, -0.25, 0.9), (-0.25, 0.9)),  # from the side of high x
        (SurfaceView(-90.0, 30.0), (0.0, 1.0, 0.0), (0.0, 0.5)),
        (SurfaceView(45.0, 0.0), (1.0, 0.0, 0.0), (-(0.5**0.5), 0.0)),
    ],
)
def test_points_stand_where_geometry_puts_them(view, point, screen) -> None:
    assert view.project(np.array(point)) == pytest.approx(screen, abs=1e-12)


def test_parallel_lines_stay_parallel_and_turning_keeps_lengths_of_the_floor_seen_from_above() -> None:
    view = SurfaceView(37.0, 90.0)
    ends = view.project(np.array([[0.0, 0.0, 0.0], [0.6, 0.8, 0.0]]))
    assert np.linalg.norm(ends[1] - ends[0]) == pytest.approx(1.0)
    tilted = SurfaceView(37.0, 20.0)
    first, second = (
        np.subtract(*tilted.project(np.array([[a, b, 0.4], [a, b, 0.0]]))) for a, b in ((0, 0), (1, -1))
    )
    assert first == pytest.approx(second)


def test_the_box_never_leaves_its_size() -> None:
    corners = np.array([[u, v, h] for u in (-1, 1) for v in (-1, 1) for h in (0.0, HEIGHT)], dtype=float)
    for azimuth in range(-180, 180, 15):
        for elevation in (5.0, 30.0, 60.0, 90.0):
            view = SurfaceView(azimuth, elevation)
            spread = np.ptp(view.project(corners), axis=0)
            assert (spread <= np.array(view.size()) + 1e-9).all()


def test_turning_and_zooming_have_ends() -> None:
    view = SurfaceView().turned(0.0, 500.0)
    assert view.elevation == HIGHEST
    assert view.turned(0.0, -500.0).elevation == LOWEST
    assert SurfaceView(170.0).turned(20.0, 0.0).azimuth == pytest.approx(-170.0)
    assert SurfaceView().zoomed(1e6).zoom == NEAREST
    assert SurfaceView().zoomed(1e-6).zoom == FARTHEST


# What hides what


@pytest.mark.parametrize("azimuth", [-170.0, -62.0, 10.0, 45.0, 135.0])
def test_cells_are_painted_from_the_farthest_to_the_nearest(azimuth) -> None:
    view = SurfaceView(azimuth, 25.0)
    quads = SurfaceMesh(XS, YS, HeightScale.of(bowl()).shares(bowl())).quads(view)
    order = {cell: place for place, cell in enumerate(quads.cells.tolist())}
    columns = len(XS) - 1
    assert sorted(order) == list(range(columns * (len(YS) - 1)))
    is_right_near, is_high_near = (side > 0 for side in view.near_sides())
    for cell in order:
        row, column = divmod(cell, columns)
        if column + 1 < columns:
            assert (order[cell] < order[cell + 1]) == is_right_near
        if row + 2 < len(YS):
            assert (order[cell] < order[cell + columns]) == is_high_near


def test_a_near_wall_hides_what_is_behind_it(plot: SurfacePlot) -> None:
    """The far end of a valley is seen along a ridge, and hidden by it from the other side."""
    heights = np.zeros((31, 33))
    heights[:, 20:23] = 1.0
    plot.show_surface(XS, YS, heights)
    hues = []
    for azimuth in (0.0, 180.0):
        plot.view = SurfaceView(azimuth, 40.0)
        image = plot.grab().toImage()
        place = plot._painter.at(np.array([-0.9, 0.0, 0.0]), plot.view)
        hues.append(image.pixelColor(place.toPoint()).hue())
    assert 50 < hues[0] < 200, "the yellow and green of the ridge"
    assert 270 < hues[1] < 310, "the purple of the valley"


# Heights


def test_heights_are_shares_of_the_range() -> None:
    scale = HeightScale.of(np.array([[2.0, 4.0], [3.0, 6.0]]))
    assert not scale.is_log
    assert scale.shares(np.array([2.0, 4.0, 6.0])) == pytest.approx([0.0, 0.5, 1.0])


def test_a_range_of_a_million_is_drawn_by_powers_of_ten() -> None:
    costs = 10.0 ** np.linspace(-3.0, 1.0, 200)
    scale = HeightScale.of(costs)
    assert scale.is_log
    assert scale.shares(np.array([1e-3, 1e-1, 10.0])) == pytest.approx([0.0, 0.5, 1.0])
    needle = np.full((40, 40), 0.5)
    needle[20, 20] = 1e6
    assert HeightScale.of(needle).shares(needle)[0, 0] == 0.0  # the lowest lies on the floor
    with_zero = HeightScale.of(np.append(costs, 0.0))
    assert with_zero.is_log
    assert with_zero.shares(np.zeros(1))[0] == 0.0, "it has no logarithm and lies on the floor"


def test_a_needle_among_negative_heights_is_cut_and_said_so(plot: SurfacePlot) -> None:
    heights = bowl() - 3.0
    heights[3, 3] = 1e6
    plot.show_surface(XS, YS, heights)
    assert plot.scale.is_cut
    assert plot.scale.high < 100.0
    assert any(note.startswith("Costs above") for note in plot.notes)


@pytest.mark.parametrize("costs", [bowl(), 10.0 ** np.linspace(-3.0, 1.0, 400)], ids=["linear", "log"])
def test_colours_are_those_of_the_contour_plot(costs) -> None:
    """Half-way between two levels stands the very colour of the band between them."""
    scale = HeightScale.of(costs)
    levels = choose_levels(costs)
    assert scale.is_log == levels.is_log
    heights = scale.shares(np.array(levels.values))
    tints = scale.tints((heights[1:] + heights[:-1]) / 2.0)
    lut = cost_lut(256)
    seen = lut[np.rint(tints * 255).astype(int)][:, :3].astype(int)
    wanted = np.array([QColor(name).getRgb()[:3] for name in band_colors(len(levels.values) + 1)[1:-1]])
    assert np.abs(seen - wanted).max() <= 4
    assert (np.diff(scale.tints(np.linspace(0.0, 1.0, 200))) >= 0.0).all()


def test_ticks_stand_at_the_heights_of_their_costs() -> None:
    for costs in (np.linspace(0.0, 3.0, 50), 10.0 ** np.linspace(-2.0, 2.0, 50)):
        scale = HeightScale.of(costs)
        ticks = scale.ticks(4)
        assert len(ticks) >= 2
        for height, words in ticks:
            assert scale.shares(np.array([float(words)]))[0] == pytest.approx(height, abs=1e-9)


@pytest.mark.parametrize("flat", [0.0, 2.5, -1.0])
def test_flat_ground_lies_in_the_middle_or_at_the_floor_without_complaint(plot: SurfacePlot, flat) -> None:
    plot.show_surface(XS, YS, np.full((31, 33), flat))
    shares = plot.scale.shares(np.array([flat]))
    assert shares[0] == pytest.approx(0.5)
    assert not plot.grab().isNull()


def test_costs_without_end_leave_a_hole_that_is_hatched_and_told(plot: SurfacePlot) -> None:
    costs = bowl()
    costs[:10, :10] = np.nan
    costs[0, -1] = np.inf
    plot.show_surface(XS, YS, costs)
    mesh, view = plot.mesh(), plot.view
    assert len(mesh.holes(view)) == 10 * 10 + 1
    assert len(mesh.quads(view).cells) + len(mesh.holes(view)) == 32 * 30
    assert any(note.startswith("Hatched") for note in plot.notes)
    assert "finite" in plot.accessibleDescription()
    plot.show_surface(XS, YS, np.full((31, 33), np.nan))
    assert not plot.grab().isNull()


# The path


def test_the_point_lies_on_the_surface(plot: SurfacePlot) -> None:
    mesh = plot.mesh()
    for row, column in ((0, 0), (7, 20), (30, 32)):
        found = mesh.point(XS[column], YS[row])
        assert found[2] / HEIGHT == pytest.approx(plot.scale.shares(bowl())[row, column])
    halfway = mesh.point((XS[4] + XS[5]) / 2, YS[9])
    assert halfway[2] / HEIGHT == pytest.approx(plot.scale.shares(bowl())[9, 4:6].mean())
    assert mesh.point(2.5, 5.0) is None


def test_the_point_has_its_place_before_anything_is_drawn(qtbot) -> None:
    create_application()
    widget = SurfacePlot("surface.plot")
    qtbot.addWidget(widget)
    widget.resize(400, 340)
    widget.show_surface(XS, YS, bowl())
    widget.show_path(np.empty((0, 2)), (0.5, 4.0))
    place = widget.point_place()
    assert widget.rect().contains(place.toPoint())
    appearance().set_theme("dark")
    assert widget.point_place() == place


def test_the_path_follows_the_ground_and_ends_at_the_point(plot: SurfacePlot) -> None:
    path = np.array([[-1.8, 1.0], [1.5, 8.0]])
    pieces = plot.mesh().path(path, plot.view)
    assert len(pieces.cells) > 20, "a long step goes over hill and dale"
    for (_, end), (start, _) in pairwise(pieces.ends):
        assert end == pytest.approx(start)
    last = plot.view.project(plot.mesh().point(1.5, 8.0))
    assert pieces.ends[-1, 1] == pytest.approx(last)


def test_what_leaves_the_surface_is_left_out(plot: SurfacePlot) -> None:
    assert len(plot.mesh().path(np.array([[5.0, 1.0], [9.0, 8.0]]), plot.view).cells) == 0
    assert len(plot.mesh().path(np.empty((0, 2)), plot.view).cells) == 0
    plot.show_path(np.array([[5.0, 1.0]]), (5.0, 1.0))
    assert plot.point_place() is None
    assert not plot.grab().isNull()


# By hand


@pytest.mark.parametrize("far", [1e9, 1e200, 1e308])
def test_a_path_from_far_away_comes_from_there(far: float) -> None:
    """From the right and in the middle, however far; squares of that are no numbers."""
    axis = np.linspace(-1.0, 1.0, 11)
    mesh = SurfaceMesh(axis, axis, np.full((11, 11), 0.5))
    pieces = mesh.path(np.array([[far, 0.0], [0.0, 0.0]]), SurfaceView(azimuth=0.0))
    assert np.isfinite(pieces.ends).all()
    assert not len(mesh.path(np.array([[far, far], [far, 0.0]]), SurfaceView()).ends)
    lifted = mesh.lifted(np.array([[0.5, 0.5], [far, -far]]))
    assert lifted[0].tolist() == pytest.approx([0.5, 0.5, 0.5 * HEIGHT])
    assert np.isnan(lifted[1, 2])


def test_dragging_turns_it(plot: SurfacePlot) -> None:
    before, picture = plot.view, plot.grab().toImage()
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    QTest.mouseMove(plot, QPoint(240, 170))
    assert plot.is_moving
    assert len(np.unique(plot.mesh().quads(plot.view).cells)) < 32 * 30
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(240, 170))
    assert plot.view.azimuth == pytest.approx(before.azimuth - 20.0)
    assert plot.view.elevation == pytest.approx(before.elevation + 10.0)
    assert plot.grab().toImage() != picture


def test_it_is_fine_again_when_it_rests(plot: SurfacePlot, qtbot) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.is_moving
    qtbot.waitUntil(lambda: not plot.is_moving)
    assert len(plot.mesh().quads(plot.view).cells) == 32 * 30


def test_while_the_network_trains_it_is_coarse(plot: SurfacePlot) -> None:
    plot.set_live(True)
    assert len(plot.mesh().quads(plot.view).cells) == (MOST_LIVE - 1) ** 2
    x0, x1, y0, y1 = plot.mesh().extent
    assert (x0, x1, y0, y1) == (-2.0, 2.0, 0.0, 10.0)


def test_keys_turn_zoom_and_go_back(plot: SurfacePlot) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Up)
    assert (plot.view.azimuth, plot.view.elevation) == pytest.approx((-67.0, 37.0))
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.view.zoom > 1.0
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert plot.view.zoom < 1.0
    QTest.keyClick(plot, Qt.Key.Key_0)
    assert plot.view == SurfaceView()


def test_the_wheel_zooms(plot: SurfacePlot) -> None:
    for delta, is_nearer in ((120, True), (-120, False)):
        before = plot.view.zoom
        place = QPointF(200, 150)
        event = QWheelEvent(
            *(place, plot.mapToGlobal(place), QPoint(), QPoint(0, delta)),
            *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
            *(Qt.ScrollPhase.NoScrollPhase, False),
        )
        QApplication.sendEvent(plot, event)
        assert (plot.view.zoom > before) == is_nearer


# The picture


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_the_picture_shows_the_surface_in_every_theme(plot: SurfacePlot, theme) -> None:
    appearance().set_theme(theme)
    plot.show_path(np.array([[-1.5, 1.0], [0.0, 5.0]]), (0.0, 5.0))
    image = plot.grab().toImage()
    ground = image.pixelColor(3, 3)
    strange = sum(image.pixelColor(x, y) != ground for x in range(0, 400, 4) for y in range(0, 340, 4)) / (
        100 * 85
    )
    assert 0.2 < strange < 0.8
    place = plot.point_place().toPoint()
    assert image.pixelColor(place).lightness() == pytest.approx(
        image.pixelColor(place + QPoint(1, 0)).lightness(), abs=60
    )
    assert plot.rect().contains(place)


def test_it_is_drawn_as_vectors_too(plot: SurfacePlot) -> None:
    written = QByteArray()
    buffer = QBuffer(written)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(400, 340))
    generator.setViewBox(QRectF(0, 0, 400, 340))
    generator.setResolution(plot.logicalDpiX())
    painter = QPainter(generator)
    plot.draw(painter, QRectF(0, 0, 400, 340))
    painter.end()
    text = bytes(written).decode()
    assert text.count("<path") + text.count("<polygon") > 32 * 30
    assert "<image" not in text
    image = QImage(400, 340, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    QSvgRenderer(written).render(painter)
    painter.end()
    middle = image.pixelColor(plot._painter.at(np.array([0.0, 0.0, 0.0]), plot.view).toPoint())
    assert middle.saturation() > 60


def test_without_a_surface_it_says_so(plot: SurfacePlot) -> None:
    plot.clear()
    assert plot.accessibleDescription() == "There is no surface yet."
    assert plot.mesh() is None
    assert not plot.grab().isNull()
