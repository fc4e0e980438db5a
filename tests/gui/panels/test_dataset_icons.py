"""The thumbnails of the datasets."""

import numpy as np
import pytest

from engine.data import make_dataset
from gui.appearance import THEMES
from gui.panels.dataset_icons import dataset_icon


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_the_digits_show_one_of_them_in_ink(application, theme: str) -> None:
    digits = make_dataset("digits")
    ink = digits.inputs[np.flatnonzero(digits.targets[:, 3])[0]].reshape(8, 8)
    image = dataset_icon("digits", theme).pixmap(112, 112).toImage()
    size, surface = image.width() / 56, THEMES[theme].surface
    ground = np.array([int(surface[at : at + 2], 16) for at in (1, 3, 5)])
    shown = np.zeros((8, 8))
    for row, column in np.ndindex(8, 8):
        middle = [round(size * (7 + 5.25 * (at + 0.5))) for at in (column, row)]
        shown[row, column] = np.abs(np.array(image.pixelColor(*middle).getRgb()[:3]) - ground).sum()
    assert np.corrcoef(shown.ravel(), ink.ravel())[0, 1] > 0.999
