"""The output as a surface: how high it and the examples stand, in which colours, and that its axis stands still."""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gui.app import create_application
from gui.appearance import appearance
from gui.plots.key import KeyEntry
from gui.plots.output_colors import class_table, field_ramp
from gui.plots.output_surface import LEAD_SHADES, Examples, OutputSurface, SignScale
from gui.plots.surface_view import HEIGHT, SurfaceView

EXTENT = (-2.0, 2.0, 0.0, 10.0)
NOBODY = Examples(np.empty((0, 2)), np.empty(0), np.empty(0, dtype=int))


def tilted() -> np.ndarray:
    """A plane: ŷ = x / 4 + (y − 5) / 10, from −1 to 1, on 41 × 41 points."""
    x, y = np.meshgrid(np.linspace(-2.0, 2.0, 41), np.linspace(0.0, 10.0, 41))
    return x / 4.0 + (y - 5.0) / 10.0


@pytest.fixture
def plot(qtbot) -> OutputSurface:
    create_application()
    widget = OutputSurface("output.surface", lambda: [KeyEntry("examples", lambda painter, box: None)])
    widget.resize(400, 340)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_examples_stand_at_what_is_wanted_and_their_hairs_reach_the_answer(plot: OutputSurface) -> None:
    places = np.array([[0.4, 5.0], [-1.3, 2.0], [5.0, 5.0]])
    train = Examples(places, np.array([1.0, -1.0, 1.0]), np.array([1, 0, 1]))
    plot.show_examples({"train": train, "test": NOBODY}, "binary")
    for is_live in (False, True):
        plot.set_live(is_live)
        plot.show_field(tilted(), EXTENT, 0.0, 1.0)
        marks = plot.scene_of(plot.mesh()).marks
        # The third lies beside the surface. ŷ of the others by hand: 0.1 and −0.625; −1…1 is the whole height.
        assert marks.tops[:, 2] / HEIGHT == pytest.approx([1.0, 0.0])
        assert marks.feet[:, 2] / HEIGHT == pytest.approx([(0.1 + 1) / 2, (-0.625 + 1) / 2])
        assert marks.tops[:, :2] == pytest.approx(np.array([[0.2, 0.0], [-0.65, -0.6]]))
        assert [marks.styles[kind].symbol for kind in marks.kinds] == ["s", "o"]


def test_it_is_painted_between_what_was_and_what_comes(plot: OutputSurface) -> None:
    """Something else is announced, and the window draws before it is there."""
    plot.show_field(tilted(), EXTENT, 0.0, 1.0)
    plot.forget_range()
    assert not plot.grab().isNull()
    plot.show_field(10.0 * tilted(), EXTENT, 0.0, 10.0)
    assert (plot.scale.low, plot.scale.high) == (-10.0, 10.0)


def test_test_examples_come_and_go(plot: OutputSurface) -> None:
    one = Examples(np.array([[0.0, 5.0]]), np.array([1.0]), np.array([1]))
    plot.show_examples({"train": one, "test": one}, "binary")
    plot.show_field(tilted(), EXTENT, 0.0, 1.0)
    for shows_test, count in ((True, 2), (False, 1)):
        plot.set_switches(shows_test, False)
        marks = plot.scene_of(plot.mesh()).marks
        assert len(marks.tops) == count
        assert {marks.styles[kind].fill for kind in marks.kinds} == (
            {appearance().theme.positive, appearance().theme.surface}
            if shows_test
            else {appearance().theme.positive}
        )
    plot.show_examples({}, "binary")
    assert plot.scene_of(plot.mesh()).marks is None
    assert plot.key_entries() == []


@pytest.mark.parametrize(
    ("middle", "half", "value", "tint"), [(0, 1, -1, 0), (0, 1, 0.5, 0.75), (0.5, 0.5, 1, 1)]
)
def test_colours_say_the_sign_wherever_the_axis_ends(middle, half, value, tint) -> None:
    scale = SignScale(-3.0, 2.0, middle=middle, half=half)
    assert scale.tints(scale.shares(np.array([value]))) == pytest.approx([tint])
    assert scale.tints(np.array([0.0, 1.0])) == pytest.approx([0.0, 1.0])


def test_the_axis_has_round_ends_and_stands_still_while_it_serves(plot: OutputSurface) -> None:
    plot.show_field(np.full((9, 9), 0.3), EXTENT, 0.5, 0.5)
    assert (plot.scale.low, plot.scale.high) == (0.0, 1.0), "between no and yes"
    plot.show_examples({}, "regression")
    plot.forget_range()

    def ends(low: float, high: float) -> tuple[float, float]:
        plot.show_field(np.linspace(low, high, 81).reshape(9, 9), EXTENT, 0.0, 1.0)
        return plot.scale.low, plot.scale.high

    assert ends(-1.0, 1.0) == (-1.0, 1.0)
    assert ends(0.0, 1.0) == (0.0, 1.0)
    plot.forget_range()
    first = ends(-0.93, 1.07)
    assert first == (-1.0, 1.5)
    assert ends(-0.9, 0.99) == first, "it need not move"
    assert ends(-0.9, 1.6) != first
    assert ends(-0.01, 0.02)[1] < 0.1, "nothing would be seen of it otherwise"
    assert ends(0.25, 0.25)[0] < 0.25 < plot.scale.high
    plot.show_field(np.array([[-1.7e308, 1.7e308], [0.0, 1.0]]), EXTENT, 0.0, 1.0)
    assert (plot.scale.low, plot.scale.high) == (-1e300, 1e300)
    plot.show_field(np.full((9, 9), np.nan), EXTENT, 0.0, 1.0)
    assert plot.notes == ("Hatched: the output is not finite.",)
    assert not plot.grab().isNull()


def hue_near(plot: OutputSurface, x: float, y: float) -> int:
    QApplication.processEvents()
    place = plot.place_of(x, y).toPoint()
    return plot.grab().toImage().pixelColor(place).hue()


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_it_has_the_colours_of_the_flat_picture(plot: OutputSurface, theme: str) -> None:
    appearance().set_theme(theme)
    plot.view = SurfaceView(-90.0, 80.0)
    plot.show_field(3.0 * tilted(), EXTENT, 0.0, 1.0)
    ramp = field_ramp(appearance().theme, False, 65)
    for x, end in ((-1.8, 0), (1.8, -1)):
        assert abs(hue_near(plot, x, 5.0) - QColor(*ramp[end].tolist()).hue()) < 12
    left, middle = np.zeros((41, 41)), np.zeros((41, 41))
    left[:, :20], middle[:, 20:] = 1.0, 1.0
    plot.show_class(np.stack([left, middle, 0.0 * left], axis=2), 1, EXTENT)
    table = class_table(appearance().theme, False, LEAD_SHADES)
    for x, winner in ((-1.0, 0), (1.0, 1)):
        assert abs(hue_near(plot, x, 5.0) - QColor(*table[winner, -1].tolist()).hue()) < 12
    assert (plot.mesh().point(-1.0, 5.0)[2], plot.mesh().point(1.0, 5.0)[2]) == (0.0, HEIGHT)
