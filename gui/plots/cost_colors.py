"""The colours of a cost: one perceptual map, from dark and low to bright and high, told apart by every eye.

The anchors are those of viridis (Smith and van der Walt 2015), which stays even for colour-blind eyes and in grey.
What lies on it is white in a dark casing, or one of the warm colours the map has not.
"""

import numpy as np

from gui.themes import color_ramp

ANCHORS = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725")

INK, CASING = "#ffffff", "#101418"
WARM, PINK = "#ff9a3c", "#ff8fc4"


def band_colors(bands: int) -> list[str]:
    """One colour a band, the lowest first."""
    if bands == 1:
        return [ANCHORS[0]]
    return ["#{:02x}{:02x}{:02x}".format(*rgba[:3]) for rgba in color_ramp(ANCHORS, bands).tolist()]


def cost_lut(shades: int = 64) -> np.ndarray:
    """The whole map, (shades, 4) uint8 RGBA."""
    return color_ramp(ANCHORS, shades)
