"""The lines of a race: told apart without colours, cut at the rim, and drawn where the runners are."""

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QImage, QPixmap
from PySide6.QtWidgets import QApplication

from engine.descent import MOST_RUNNERS
from gui.plots.cost_colors import cost_lut
from gui.plots.race_lines import (
    COLOURS,
    DASHES,
    MARKERS,
    RunnerLine,
    pieces_within,
    runner_picture,
)
from gui.plots.race_plot import RacePlot

BOX = QRectF(0.0, 0.0, 100.0, 50.0)


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data = np.frombuffer(image.constBits(), np.uint8)
    return data.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)])


# How they look


def test_there_is_a_look_for_everyone() -> None:
    assert len(COLOURS) == len(DASHES) == len(MARKERS) == MOST_RUNNERS
    for looks in (COLOURS, DASHES, MARKERS):
        assert len(set(looks)) == len(looks)


# What cone-deficient eyes see, by the matrices of Viénot, Brettel and Mollon (1999) on linear RGB.
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]),
    "deuteranopia": np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]),
}


def lab(colour: np.ndarray, eyes: np.ndarray) -> np.ndarray:
    """CIE L*a*b* under D65 of an sRGB colour 0..255, as those eyes see it."""
    share = colour / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    linear = np.clip(eyes @ linear, 0.0, 1.0)
    xyz = (
        np.array(
            [
                [0.4124564, 0.3575761, 0.1804375],
                [0.2126729, 0.7151522, 0.072175],
                [0.0193339, 0.119192, 0.9503041],
            ]
        )
        @ linear
        / np.array([0.95047, 1.0, 1.08883])
    )
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eyes", EYES)
def test_colours_differ_for_every_eye(eyes: str) -> None:
    """A difference of 2.3 is just seen side by side; this is several times that."""
    seen = [lab(rgb(colour), EYES[eyes]) for colour in COLOURS]
    apart = min(np.linalg.norm(first - second) for first, second in itertools.combinations(seen, 2))
    assert apart > 10.0


def test_pictures_of_all_runners_differ(application) -> None:
    seen = [runner_picture(slot, QSize(32, 15), 1.0).toImage() for slot in range(MOST_RUNNERS)]
    for first, second in itertools.combinations(seen, 2):
        # Without their colours too: the shapes alone tell them apart.
        grey = [pixels(image).mean(axis=-1) > 90 for image in (first, second)]
        assert (grey[0] != grey[1]).sum() > 8


# Where they are


@pytest.fixture
def plot(qtbot, application) -> RacePlot:
    plot = RacePlot()
    plot.equal_units = False
    qtbot.addWidget(plot)
    plot.resize(500, 400)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_window(0.0, 10.0, 0.0, 10.0)
    return plot


def picture(plot: RacePlot) -> np.ndarray:
    pixmap: QPixmap = plot.grab()
    return pixels(pixmap.toImage())


@pytest.mark.parametrize("slot", range(MOST_RUNNERS))
def test_a_way_is_drawn_in_its_colour_where_it_goes(plot: RacePlot, slot: int) -> None:
    plot.show_runners([RunnerLine(slot, np.array([[1.0, 2.0], [9.0, 2.0], [9.0, 8.0]]))])
    seen = picture(plot)
    lit = np.abs(seen - rgb(COLOURS[slot])).max(axis=-1) < 30
    corner, end = plot.pixel_of(9.0, 2.0), plot.pixel_of(9.0, 8.0)
    row, column = round(corner.y()), round(corner.x())
    along = lit[row - 3 : row + 4, round(plot.pixel_of(1.5, 2.0).x()) : column - 8].any(axis=0)
    assert along.mean() > 0.25  # also the sparsest dash
    assert lit[round(end.y()) - 7 : round(end.y()) + 8, round(end.x()) - 7 : round(end.x()) + 8].sum() > 12


def test_a_way_out_of_the_picture_and_back(plot: RacePlot) -> None:
    """The way goes far beyond, where counting dashes would take for ever."""
    way = np.array([[1.0, 5.0], [1e7, 5.0], [5.0, -1e9], [5.0, 5.0]])
    plot.show_runners([RunnerLine(1, way)])
    seen = picture(plot)
    lit = np.abs(seen - rgb(COLOURS[1])).max(axis=-1) < 30
    right, below = plot.pixel_of(8.0, 5.0), plot.pixel_of(5.0, 2.0)
    row, column = round(right.y()), round(below.x())
    assert lit[row - 2 : row + 3, column + 10 :].any()
    assert lit[row + 10 :, column - 2 : column + 3].any()


def test_the_selected_one_lies_on_top(plot: RacePlot) -> None:
    way = np.array([[1.0, 5.0], [9.0, 5.0]])
    plot.show_runners([RunnerLine(0, way, is_selected=True), RunnerLine(5, way)])
    end = plot.pixel_of(9.0, 5.0)
    assert picture(plot)[round(end.y()), round(end.x())] == pytest.approx(rgb(COLOURS[0]), abs=12)


def test_the_colours_stand_out_from_the_dark_half_of_the_map() -> None:
    """On the bright half it is the dark casing that does."""
    dark = cost_lut(64)[:32, :3].astype(float)
    for colour in COLOURS:
        assert np.abs(dark - rgb(colour)).max(axis=1).min() > 60


# Cutting


def test_a_line_inside_is_left_as_it_is() -> None:
    line = np.array([[1.0, 1.0], [50.0, 20.0], [99.0, 49.0]])
    (piece,) = pieces_within(line, BOX)
    np.testing.assert_array_equal(piece, line)
    assert pieces_within(line[:1], BOX) == []


def test_a_line_is_cut_where_it_crosses_the_rim() -> None:
    """By hand: from (50, 25) to (150, 75) it leaves at (100, 50), the corner."""
    (piece,) = pieces_within(np.array([[0.0, 25.0], [50.0, 25.0], [250.0, 125.0]]), BOX)
    np.testing.assert_allclose(piece, [[0.0, 25.0], [50.0, 25.0], [100.0, 50.0]])


def test_out_and_in_again_are_two_pieces() -> None:
    first, second = pieces_within(np.array([[90.0, 10.0], [110.0, 10.0], [110.0, 20.0], [90.0, 20.0]]), BOX)
    np.testing.assert_allclose(first, [[90.0, 10.0], [100.0, 10.0]])
    np.testing.assert_allclose(second, [[100.0, 20.0], [90.0, 20.0]])


def test_a_step_across_the_whole_box_and_one_beside_it() -> None:
    (piece,) = pieces_within(np.array([[-50.0, 25.0], [150.0, 25.0], [150.0, 400.0]]), BOX)
    np.testing.assert_allclose(piece, [[0.0, 25.0], [100.0, 25.0]])
    assert pieces_within(np.array([[-5.0, -5.0], [-5.0, 90.0]]), BOX) == []


def test_the_name_of_the_left_axis_is_clear_of_its_numbers(plot: RacePlot) -> None:
    """As near as slow motion comes."""
    plot.set_axis_names("x", "w")
    plot.show_window(0.2354, 0.2364, -0.4766, -0.4758)
    QApplication.processEvents()
    metrics = QFontMetricsF(plot.left.style["tickFont"])
    ticks = plot.left.tickStrings(plot.left.tick_positions(), 1.0, 1.0)
    room = plot.left.width() - plot.left.label.boundingRect().height()
    assert max(metrics.horizontalAdvance(text) for text in ticks) < room
