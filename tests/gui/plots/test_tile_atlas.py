"""The tiles of a layer: the right values, the right way up, at the size they are drawn."""

import numpy as np
import pytest

from gui.appearance import THEMES, sign_lut
from gui.plots.tile_atlas import atlas, tile_frame, tile_side

LUT = sign_lut(THEMES["light"])
LOWEST, HIGHEST = (tuple(LUT[place, :3].tolist()) for place in (0, -1))


def colour(image, x: int, y: int) -> tuple[int, ...]:
    return image.pixelColor(x, y).getRgb()[:3]


def test_tiles_stand_below_one_another_with_the_highest_y_on_top() -> None:
    rising = np.repeat(np.linspace(-1, 1, 100)[:, None], 100, axis=1)
    image = atlas(np.stack([rising, -rising]), LUT, 50)
    assert (image.width(), image.height()) == (50, 100)
    assert colour(image, 25, 49)[0] > colour(image, 25, 0)[0]  # orange below, blue on top
    assert colour(image, 25, 50)[0] > colour(image, 25, 99)[0]  # the other way round


def test_pixel_shows_the_value_in_its_middle() -> None:
    values = np.random.default_rng(0).uniform(-1, 1, (1, 100, 100))
    image = atlas(values, LUT, 20)
    for x, y in ((0, 0), (7, 3), (19, 19)):
        value = values[0, 99 - (5 * y + 2), 5 * x + 2]
        red, green, blue, _ = LUT[int((value + 1.0) * 128)].tolist()
        assert colour(image, x, y) == pytest.approx((red, green, blue))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.nan, LOWEST),
        (-np.inf, LOWEST),
        (-1e308, LOWEST),
        (np.inf, HIGHEST),
        (1e308, HIGHEST),
        (7.0, HIGHEST),
    ],
)
def test_what_lies_outside_takes_the_colour_of_the_end(value: float, shown: tuple[int, ...]) -> None:
    assert colour(atlas(np.full((1, 4, 4), value), LUT, 4), 0, 0) == shown


def test_no_pixel_is_made_that_has_no_value() -> None:
    image = atlas(np.zeros((3, 24, 24)), LUT, 60)
    assert (image.width(), image.height()) == (24, 72)
    line = atlas(np.zeros((2, 1, 100)), LUT, 40)  # one input: a line of values
    assert (line.width(), line.height()) == (40, 2)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_frame_lies_on_whole_pixels_and_has_the_side_of_its_tile(ratio: float) -> None:
    frame = tile_frame(100.3, 57.8, 47.6, ratio)
    for edge in (frame.left(), frame.top(), frame.right(), frame.bottom()):
        assert edge * ratio == pytest.approx(round(edge * ratio))
    assert frame.width() * ratio == pytest.approx(tile_side(47.6, ratio))
    assert abs(frame.center().x() - 100.3) <= 1.0
