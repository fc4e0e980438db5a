"""The output plot: every value in its place and colour, shapes as well as colours, filled and hollow."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gui.appearance import THEMES, appearance, mix, sign_lut
from gui.plots.output_colors import FIELD_STRENGTH
from gui.plots.output_plot import OutputPlot
from gui.plots.point_layers import SYMBOLS, class_indices

EXTENT = (-6.0, 6.0, -6.0, 6.0)
SQUARE = np.array([[-3.0, -3.0], [3.0, 3.0], [-3.0, 3.0], [3.0, -3.0]])
SIGNS = np.array([-1.0, 1.0, -1.0, 1.0])
NOTHING = np.empty((0, 2)), np.empty(0)


@pytest.fixture
def plot(qtbot) -> OutputPlot:
    widget = OutputPlot()
    widget.resize(400, 420)
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


def place(plot: OutputPlot, x: float, y: float) -> QPoint:
    """Where a point of the plot is on the widget."""
    QApplication.processEvents()
    return plot.mapFromScene(plot.plotItem.vb.mapViewToScene(QPointF(x, y)))


def colour_at(plot: OutputPlot, x: float, y: float) -> list[int]:
    spot = place(plot, x, y)
    return picture(plot)[spot.y(), spot.x()].tolist()


def rgb(colour: str) -> list[int]:
    return list(pg.mkColor(colour).getRgb()[:3])


def field_colour(value: float) -> list[int]:
    table = sign_lut(appearance().theme, 3, FIELD_STRENGTH)
    return table[round(value) + 1][:3].tolist()


def test_plot_without_anything_is_a_quiet_square(plot: OutputPlot) -> None:
    assert plot.plotItem.vb.viewRange() == [[0, 1], [0, 1]]
    assert plot.key.texts() == ()
    shown = picture(plot)
    assert (shown == rgb(appearance().theme.surface)).all(axis=2).mean() > 0.9


def test_field_holds_its_values_and_colours_its_corners(plot: OutputPlot) -> None:
    values = np.array([[-1.0, 0.0], [0.0, 1.0]])
    plot.show_field(values, EXTENT)
    assert np.array_equal(plot.field_image.image, values)
    assert colour_at(plot, -5.9, -5.9) == pytest.approx(field_colour(-1), abs=6)
    assert colour_at(plot, 5.9, 5.9) == pytest.approx(field_colour(1), abs=6)
    assert colour_at(plot, -5.9, 5.9) == pytest.approx(field_colour(0), abs=6)


def test_samples_are_the_centres_of_their_pixels(plot: OutputPlot) -> None:
    plot.show_field(np.zeros((5, 13)), (0.0, 12.0, 0.0, 4.0))
    rect = plot.field_image.mapRectToView(plot.field_image.boundingRect())
    assert (rect.left(), rect.right(), rect.top(), rect.bottom()) == pytest.approx((-0.5, 12.5, -0.5, 4.5))
    assert plot.plotItem.vb.viewRange() == [[0, 12], [0, 4]]


def test_levels_do_not_follow_the_values(plot: OutputPlot) -> None:
    plot.show_field(np.full((4, 4), 1e-3), EXTENT)
    assert colour_at(plot, 0, 0) == pytest.approx(field_colour(0), abs=4)
    plot.show_field(np.full((4, 4), 50.0), EXTENT)
    assert colour_at(plot, 0, 0) == pytest.approx(field_colour(1), abs=2)


def test_frames_reuse_their_items(plot: OutputPlot) -> None:
    plot.show_points(SQUARE, SIGNS, SQUARE, SIGNS, "binary")
    plot.show_field(np.zeros((9, 9)), EXTENT)
    before = list(plot.scene().items())
    for _ in range(5):
        plot.show_field(np.ones((9, 9)), EXTENT)
        plot.show_points(SQUARE, SIGNS, SQUARE, SIGNS, "binary")
    assert len(plot.scene().items()) == len(before)


@pytest.mark.parametrize("size", [(400, 420), (300, 600), (700, 300)])
def test_equal_units_make_a_square_and_the_key_stays_off_it(plot: OutputPlot, size: tuple[int, int]) -> None:
    plot.resize(*size)
    plot.show_points(SQUARE, SIGNS, SQUARE, SIGNS, "binary")
    plot.show_field(np.zeros((5, 5)), EXTENT)
    QApplication.processEvents()
    box = plot.plotItem.vb.sceneBoundingRect()
    assert box.width() == pytest.approx(box.height(), abs=2)
    assert box.width() > 150
    key = plot.key.mapRectToScene(plot.key.boundingRect())
    assert key.top() >= plot.bottom.sceneBoundingRect().bottom() - 3
    assert key.bottom() <= plot.height()
    assert key.right() <= plot.width()


def test_unequal_units_fill_the_room(plot: OutputPlot) -> None:
    plot.resize(700, 300)
    plot.show_field(np.zeros((5, 5)), (0.0, 1.0, 0.0, 100.0))
    QApplication.processEvents()
    box = plot.plotItem.vb.sceneBoundingRect()
    assert box.width() > 2 * box.height()


def test_discrete_field_shows_only_the_side(plot: OutputPlot) -> None:
    plot.show_field(np.repeat([[-0.1, 0.1]], 10, axis=1).repeat(20, axis=0), EXTENT)
    plot.set_discrete(True)
    assert colour_at(plot, -5, 0) == pytest.approx(field_colour(-1), abs=2)
    assert colour_at(plot, 5, 0) == pytest.approx(field_colour(1), abs=2)
    plot.set_discrete(False)
    assert colour_at(plot, -5, 0) != pytest.approx(field_colour(-1), abs=20)


def test_most_probable_class_pales_with_its_lead(plot: OutputPlot) -> None:
    sure, torn = [0.0, 0.0, 1.0], [0.5, 0.5, 0.0]
    plot.show_classes(np.repeat([[sure, torn]], 10, axis=1).repeat(20, axis=0), EXTENT)
    theme = appearance().theme
    assert colour_at(plot, -5, 0) == pytest.approx(
        rgb(mix(theme.surface, theme.classes[2], FIELD_STRENGTH)), abs=2
    )
    assert colour_at(plot, 5, 0) == pytest.approx(rgb(theme.surface), abs=2)
    plot.set_discrete(True)
    assert colour_at(plot, 5, 0) == pytest.approx(
        rgb(mix(theme.surface, theme.classes[0], FIELD_STRENGTH)), abs=2
    )


def test_curve_holds_its_points_and_the_axis_stands_still(plot: OutputPlot) -> None:
    x = np.linspace(-3, 3, 50)
    targets = np.sin(x)
    plot.show_points(x[:, None], targets, np.empty((0, 1)), np.empty(0), "regression")
    ranges = []
    for factor in (0.0, 0.5, 1.0, 40.0):
        plot.show_curve(x, factor * targets)
        held_x, held_y = plot.curve.getData()
        assert np.array_equal(held_x, x)
        assert np.array_equal(held_y, factor * targets)
        ranges.append(plot.plotItem.vb.viewRange())
    assert all(limits == ranges[0] for limits in ranges)
    low, high = ranges[0][1]
    assert low < targets.min() < targets.max() < high
    assert np.array_equal(plot.points.layers["train", 0].getData(), (x, targets))


def test_curve_without_points_makes_its_own_room(plot: OutputPlot) -> None:
    plot.show_curve(np.array([0.0, 1.0]), np.array([5.0, 5.0]))
    low, high = plot.plotItem.vb.viewRange()[1]
    assert low < 5 < high


def test_points_hold_what_was_given_by_part_and_class(plot: OutputPlot) -> None:
    rng = np.random.default_rng(0)
    train, test = rng.normal(size=(30, 2)), rng.normal(size=(20, 2))
    train_classes, test_classes = rng.integers(0, 4, 30), rng.integers(0, 4, 20)
    plot.show_points(train, train_classes, test, test_classes, "classes")
    for part, xy, classes in (("train", train, train_classes), ("test", test, test_classes)):
        for index in range(4):
            assert np.array_equal(
                np.transpose(plot.points.layers[part, index].getData()), xy[classes == index]
            )


def test_train_is_filled_and_test_is_hollow(plot: OutputPlot) -> None:
    plot.show_points(SQUARE, SIGNS, SQUARE + 1, SIGNS, "binary")
    theme = appearance().theme
    for index, colour in ((0, theme.negative), (1, theme.positive)):
        filled = plot.points.layers["train", index].opts
        hollow = plot.points.layers["test", index].opts
        assert filled["brush"].color().name() == colour
        assert filled["pen"].color().name() == theme.surface
        assert hollow["brush"].color().name() == theme.surface
        assert hollow["pen"].color().name() == colour
        assert hollow["pen"].widthF() > 1
    plot.show_field(np.full((3, 3), -1.0), EXTENT)
    assert colour_at(plot, -3, -3) == pytest.approx(rgb(theme.negative), abs=3)
    assert colour_at(plot, -2, -2) == pytest.approx(rgb(theme.surface), abs=3)


def test_classes_have_shapes_of_their_own(plot: OutputPlot) -> None:
    classes = np.arange(10)
    plot.show_points(np.random.default_rng(0).normal(size=(10, 2)), classes, *NOTHING, "classes")
    shapes = [plot.points.layers["train", index].opts["symbol"] for index in classes]
    assert len(set(shapes)) == 10
    assert tuple(shapes) == SYMBOLS


def test_fewer_classes_than_before_leave_no_points_behind(plot: OutputPlot) -> None:
    plot.show_points(SQUARE, np.arange(4), *NOTHING, "classes")
    plot.show_points(SQUARE, np.zeros(4), *NOTHING, "classes")
    assert [len(layer.data) for layer in plot.points.layers.values()] == [4, 0, 0, 0]
    assert plot.key.texts() == ("class 1", "train")


def test_value_colours_a_regression_of_two_inputs(plot: OutputPlot) -> None:
    plot.show_points(SQUARE, np.array([-1.0, 1.0, 0.0, 9.0]), *NOTHING, "regression")
    theme = appearance().theme
    spots = plot.points.layers["train", 0].data
    named = [brush.color().name() for brush in spots["brush"]]
    assert named == [theme.negative, theme.positive, theme.zero, theme.positive]


@pytest.mark.parametrize(
    ("values", "problem", "wanted"),
    [
        ([-1.0, 1.0], "binary", [0, 1]),
        ([0.0, 1.0], "binary", [0, 1]),
        ([[0.0], [1.0]], "binary", [0, 1]),
        ([[1, 0, 0], [0, 0, 1]], "classes", [0, 2]),
        ([[2], [1]], "classes", [2, 1]),
    ],
)
def test_targets_name_their_class_in_every_notation(values: list, problem: str, wanted: list[int]) -> None:
    assert class_indices(np.array(values), problem).tolist() == wanted


def test_test_points_can_be_put_away(plot: OutputPlot) -> None:
    plot.show_points(SQUARE, SIGNS, SQUARE + 1, SIGNS, "binary")
    assert "test" in plot.key.texts()
    plot.set_test_visible(False)
    assert not plot.points.layers["test", 0].isVisible()
    assert plot.points.layers["train", 0].isVisible()
    assert "test" not in plot.key.texts()
    plot.show_points(SQUARE, np.arange(4), SQUARE, np.arange(4), "classes")
    assert not any(layer.isVisible() for (part, _), layer in plot.points.layers.items() if part == "test")


def test_key_says_what_shapes_and_colours_mean(plot: OutputPlot) -> None:
    plot.set_class_names(("no", "yes"))
    plot.show_points(SQUARE, SIGNS, SQUARE, SIGNS, "binary")
    plot.show_field(np.zeros((3, 3)), EXTENT)
    assert plot.key.texts() == ("", "no", "yes", "train", "test")  # the first is the bar of colours
    plot.show_curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    assert plot.key.texts()[0] == "prediction"


def test_what_is_not_a_number_is_left_out(plot: OutputPlot) -> None:
    plot.show_points(np.vstack((SQUARE, [[np.nan, 1.0]])), np.append(SIGNS, 1.0), *NOTHING, "binary")
    assert len(plot.points.positions["train"]) == 4
    plot.show_field(np.array([[np.nan, np.inf], [1e300, 0.0]]), EXTENT)
    picture(plot)
    plot.show_classes(np.full((3, 3, 2), np.nan), EXTENT)
    assert colour_at(plot, 0, 0) == rgb(appearance().theme.surface)
    plot.show_curve(np.array([0.0, 1.0]), np.array([np.nan, np.inf]))
    picture(plot)


def test_axis_names_are_shown_as_they_are(plot: OutputPlot) -> None:
    plot.set_axis_names("width <b>", "height & more")
    assert plot.bottom.label.toPlainText().strip() == "width <b>"
    assert plot.left.label.toPlainText().strip() == "height & more"
    assert "width <b>" in plot.accessibleDescription()


def test_click_tells_its_place_or_the_point_it_hit(plot: OutputPlot, qtbot) -> None:
    plot.show_points(SQUARE, SIGNS, *NOTHING, "binary")
    plot.show_field(np.zeros((3, 3)), EXTENT)
    with qtbot.waitSignal(plot.point_clicked) as hit:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place(plot, 3, 3) + QPoint(3, -2))
    assert hit.args == [3.0, 3.0]
    with qtbot.waitSignal(plot.point_clicked) as ground:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place(plot, 0, -1))
    assert ground.args == pytest.approx([0, -1], abs=0.1)
    with qtbot.assertNotEmitted(plot.point_clicked):
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def test_theme_recolours_a_live_plot(plot: OutputPlot) -> None:
    plot.show_points(SQUARE, SIGNS, SQUARE + 1, SIGNS, "binary")
    plot.show_field(np.full((3, 3), -1.0), EXTENT)
    for key in ("dark", "high_contrast", "light"):
        appearance().set_theme(key)
        theme = THEMES[key]
        for axis in (plot.left, plot.bottom):
            assert axis.textPen().color().name() == theme.muted
        assert plot.points.layers["train", 1].opts["brush"].color().name() == theme.positive
        assert colour_at(plot, 0, -5) == pytest.approx(field_colour(-1), abs=2)
        assert picture(plot)[1, 1].tolist() == rgb(theme.surface)


def test_class_map_follows_the_theme(plot: OutputPlot) -> None:
    plot.show_classes(np.full((3, 3, 2), (1.0, 0.0)), EXTENT)
    appearance().set_theme("dark")
    theme = THEMES["dark"]
    assert colour_at(plot, 0, 0) == pytest.approx(
        rgb(mix(theme.surface, theme.classes[0], FIELD_STRENGTH)), abs=2
    )


def test_picture_shrinks_with_the_widget(plot: OutputPlot) -> None:
    plot.show_field(np.zeros((5, 5)), EXTENT)
    plot.resize(900, 320)
    QApplication.processEvents()
    plot.resize(383, 320)
    QApplication.processEvents()
    box = plot.plotItem.vb.sceneBoundingRect()
    assert box.right() < 383
    assert box.width() == pytest.approx(box.height(), abs=2)
