"""Ink on the 8×8 sheet, and which data are made of such sheets."""

import numpy as np
import pytest

from engine.data import DATASETS, Dataset, make_dataset
from engine.data.digit_pixels import FULL, SIDE, consists_of_digits, inked
from engine.data.kinds import own_kind
from engine.data.own import OwnData

BLANK = np.zeros((SIDE, SIDE))


def test_a_touch_in_the_middle_of_a_pixel_fills_it_and_shades_its_neighbours() -> None:
    touched = inked(BLANK, 3.5, 5.5)
    assert touched[3, 5] == FULL
    around = [touched[2, 5], touched[4, 5], touched[3, 4], touched[3, 6]]
    assert around == pytest.approx([around[0]] * 4)
    assert 0 < around[0] < FULL / 2
    assert np.count_nonzero(touched) == 5
    assert not BLANK.any()


def test_ink_never_leaves_its_range_and_more_does_not_pale() -> None:
    rng, pixels = np.random.default_rng(0), BLANK
    for row, column in rng.uniform(-1, 9, (5000, 2)):
        darker = inked(pixels, row, column)
        assert (darker >= pixels).all()
        pixels = darker
    assert (pixels.min(), pixels.max()) == (FULL, FULL)
    assert inked(pixels, 0.5, 0.5, erases=True)[0, 0] == 0


def test_digits_are_known_by_their_pixels() -> None:
    digits = make_dataset("digits")
    assert [key for key in DATASETS if consists_of_digits(DATASETS[key])] == ["digits"]
    assert consists_of_digits(own_kind(OwnData("my digits", digits)))
    as_numbers = Dataset(digits.inputs, digits.labels, "regression", digits.input_names)
    assert not consists_of_digits(own_kind(OwnData("numbers", as_numbers)))
