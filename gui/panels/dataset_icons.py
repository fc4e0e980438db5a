"""The thumbnail of each dataset, drawn from its own examples."""

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor, QIcon

from engine.data import DATASETS, Dataset, make_dataset
from engine.data.digit_pixels import FULL
from gui.appearance import THEMES, Theme, sign_color
from gui.plots.thumbnails import picture_thumbnail, thumbnail

POINTS = 160
SHOWN_DIGIT = 3


@lru_cache(maxsize=100)
def dataset_icon(key: str, theme_key: str, formula: str = "") -> QIcon:
    """The dataset of that key in the colours of that theme, by that formula where it has one."""
    return examples_icon(make_dataset(key, samples=POINTS, seed=0, formula=formula), THEMES[theme_key])


def examples_icon(data: Dataset, theme: Theme) -> QIcon:
    """These examples, or as many of them as there is room for; of pictures of digits one."""
    if data.problem == "classes" and data.input_names == DATASETS["digits"].input_names:
        shown = data.inputs[int((data.labels == SHOWN_DIGIT).argmax())]
        return picture_thumbnail((shown / FULL).clip(0.0, 1.0).reshape(8, 8), theme)
    data = data.take(np.linspace(0, len(data) - 1, min(POINTS, len(data))).astype(int))
    return thumbnail(_points(data), _colours(data, theme), theme)


def _points(data: Dataset) -> np.ndarray:
    """(n, 2): two inputs, or the input and its target (the number of its class) where there is one."""
    if data.inputs.shape[1] == 1:
        targets = data.labels if data.problem == "classes" else data.targets[:, 0]
        return np.stack([data.inputs[:, 0], targets], axis=1)
    # Neighbouring columns of a real table often say the same; the first and the last that vary differ more.
    varied = np.flatnonzero(np.ptp(data.inputs, axis=0) > 0)
    if data.inputs.shape[1] == 2 or len(varied) == 0:
        varied = np.arange(data.inputs.shape[1])
    return data.inputs[:, [varied[0], varied[-1]]]


def _colours(data: Dataset, theme: Theme) -> list[QColor]:
    if data.problem == "classes":
        return [QColor(theme.classes[label % len(theme.classes)]) for label in data.labels]
    return [sign_color(theme, float(value)) for value in data.targets[:, 0]]
