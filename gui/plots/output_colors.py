"""The colours of the output, flat and in three dimensions: a ramp of signs, or a table of classes and their leads."""

import numpy as np

from gui.appearance import Theme, color_ramp, mix, sign_lut

# The field is paler than the points, so that a point on ground of its own sign still stands out.
FIELD_STRENGTH = 0.6


def field_ramp(theme: Theme, is_discrete: bool, shades: int) -> np.ndarray:
    """The colours of −1…+1, (shades, 4) uint8; discrete only the two ends."""
    ramp = sign_lut(theme, shades, FIELD_STRENGTH)
    if is_discrete:
        ramp[: shades // 2], ramp[shades // 2 :] = ramp[0].copy(), ramp[-1].copy()
    return ramp


def class_table(theme: Theme, is_discrete: bool, shades: int) -> np.ndarray:
    """The colours of every class by its lead, (classes, shades, 4) uint8."""
    full = [mix(theme.surface, colour, FIELD_STRENGTH) for colour in theme.classes]
    pale = full if is_discrete else [theme.surface] * len(full)
    return np.stack([color_ramp(ends, shades) for ends in zip(pale, full, strict=True)])


def class_shades(probabilities: np.ndarray, table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(…, K) to the row and the column of that table: the most probable class, and its lead over the second."""
    classes, shades = table.shape[:2]
    first_two = np.partition(probabilities, -2, axis=-1)[..., -2:]
    lead = np.nan_to_num(np.clip(first_two[..., 1] - first_two[..., 0], 0.0, 1.0))  # diverged: no lead
    return probabilities.argmax(axis=-1) % classes, np.rint(lead * (shades - 1)).astype(int)
