"""The colours of the program, as data: three themes, their palettes and the colours of a sign.

A colour is a "#rrggbb" text, which Qt and pyqtgraph both read. Sign is orange for minus, grey for zero,
blue for plus in every theme; those two hues are kept for that meaning, so curves and controls use others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor, QPalette

from engine.registry import Registry
from gui.translation import tr


@dataclass(frozen=True)
class Theme:
    """Every colour a widget or a plot may use.

    `window` lies behind everything, `surface` is the ground of panels and plots, `raised` that of what
    the mouse is over; `muted` is the second text colour, `line` separates, `border` surrounds a control.
    `classes` are told apart by red-green-blind eyes too; class 0 and 1 are the minus and the plus.
    """

    key: str
    dark: bool
    window: str
    surface: str
    raised: str
    text: str
    muted: str
    line: str
    border: str
    accent: str
    on_accent: str
    negative: str
    zero: str
    positive: str
    train: str
    test: str
    grid: str
    focus: str
    error: str
    warning: str
    classes: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name a person reads in a menu."""
        return {
            "light": tr("Light"),
            "dark": tr("Dark"),
            "high_contrast": tr("High contrast"),
        }[self.key]

    @property
    def disabled(self) -> str:
        """Text of what cannot be used now: plainly paler, still legible."""
        return mix(self.surface, self.text, 0.42)

    @property
    def selected(self) -> str:
        """Ground of a chosen or checked thing: a breath of the accent."""
        return mix(self.surface, self.accent, 0.16)


def _colours(text: str) -> tuple[str, ...]:
    return tuple(text.split())


THEMES: Registry[Theme] = Registry(
    "theme",
    Theme(
        key="light",
        dark=False,
        window="#f6f7f8",
        surface="#ffffff",
        raised="#eff1f3",
        text="#1e2328",
        muted="#5c656e",
        line="#e1e5e8",
        border="#bcc3c9",
        accent="#14607a",
        on_accent="#ffffff",
        negative="#f59322",
        zero="#e8eaeb",
        positive="#0877bd",
        train="#14607a",
        test="#b8327a",
        grid="#eceff1",
        focus="#1b86ab",
        error="#b3261e",
        warning="#8a5a00",
        classes=_colours("#f59322 #0877bd #31865d #97156a #4b2a85 #7b4b1e #7cc8ee #d7b053 #9aa1a6 #16293d"),
    ),
    Theme(
        key="dark",
        dark=True,
        window="#15181c",
        surface="#1c2025",
        raised="#282e35",
        text="#e6e9ec",
        muted="#a2abb4",
        line="#30363d",
        border="#4f5861",
        accent="#6cc0dc",
        on_accent="#0c1a20",
        negative="#f59322",
        zero="#363b41",
        positive="#3d9fe0",
        train="#6cc0dc",
        test="#f08cc0",
        grid="#292f35",
        focus="#8fd6ee",
        error="#ff8f85",
        warning="#f0c04f",
        classes=_colours("#f59322 #3d9fe0 #2e9470 #ee9ab6 #8f5cea #a46a35 #9dd8ff #f2e37a #817aa2 #ffffff"),
    ),
    Theme(
        key="high_contrast",
        dark=False,
        window="#ffffff",
        surface="#ffffff",
        raised="#e4e4e4",
        text="#000000",
        muted="#262626",
        line="#5a5a5a",
        border="#000000",
        accent="#00308f",
        on_accent="#ffffff",
        negative="#c45a00",
        zero="#efefef",
        positive="#0055a8",
        train="#00308f",
        test="#b00060",
        grid="#d0d0d0",
        focus="#d0006f",
        error="#a80000",
        warning="#6e4400",
        classes=_colours("#c45a00 #0055a8 #00784a #b00060 #42108a #4a2408 #2596d8 #7d8516 #908a74 #000000"),
    ),
)


def mix(ground: str, colour: str, share: float) -> str:
    """The opaque colour that `colour` gives at that share (0..1) over `ground`.

    Blending beforehand matters: Qt draws half-transparent lines many times slower than opaque ones.
    """
    below, above = _rgb(ground), _rgb(colour)
    return QColor(*(round(b + share * (a - b)) for b, a in zip(below, above, strict=True))).name()


def _rgb(colour: str) -> tuple[int, int, int]:
    parsed = QColor(colour)
    return parsed.red(), parsed.green(), parsed.blue()


def color_ramp(anchors: Sequence[str], shades: int) -> np.ndarray:
    """Evenly spaced anchors blended into (shades, 4) uint8 RGBA."""
    stops = np.array([(*_rgb(anchor), 255) for anchor in anchors], dtype=float)
    places, values = np.linspace(0.0, 1.0, len(anchors)), np.linspace(0.0, 1.0, shades)
    channels = [np.interp(values, places, stops[:, channel]) for channel in range(4)]
    ramp: np.ndarray = np.rint(np.stack(channels, axis=1)).astype(np.uint8)
    return ramp


def sign_lut(theme: Theme, shades: int = 256, strength: float = 1.0) -> np.ndarray:
    """Lookup table of the values −1..1, (shades, 4) uint8 RGBA; `strength` below 1 pales it to the ground."""
    signs = (theme.negative, theme.zero, theme.positive)
    return color_ramp([mix(theme.surface, colour, strength) for colour in signs], shades)


def sign_color(theme: Theme, value: float) -> QColor:
    """The colour of one value in −1..1; what lies outside takes the end's colour."""
    share = float(np.clip(value, -1.0, 1.0))
    return QColor(mix(theme.zero, theme.positive if share > 0 else theme.negative, abs(share)))


def palette(theme: Theme) -> QPalette:
    """Every role of every group: Qt's own derivation from one colour is unusable for dark themes."""
    result = QPalette()
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for role, colour in _roles(theme):
            result.setColor(group, role, QColor(colour))
    for role, colour in _disabled_roles(theme):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(colour))
    return result


def _roles(theme: Theme) -> Iterator[tuple[QPalette.ColorRole, str]]:
    role = QPalette.ColorRole
    yield from (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.surface),
        (role.AlternateBase, mix(theme.surface, theme.raised, 0.6)),
        (role.Text, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Button, theme.surface),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.error),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.LinkVisited, mix(theme.accent, theme.test, 0.6)),
        (role.ToolTipBase, theme.surface),
        (role.ToolTipText, theme.text),
    )
    # The five that Fusion shades its bevels with, from bright to dark.
    shades = (role.Light, role.Midlight, role.Mid, role.Dark, role.Shadow)
    colours = (theme.raised, theme.line, theme.border, mix(theme.border, theme.text, 0.4), "#000000")
    yield from zip(shades, colours, strict=True)


def _disabled_roles(theme: Theme) -> Iterator[tuple[QPalette.ColorRole, str]]:
    role = QPalette.ColorRole
    for text in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.ToolTipText):
        yield text, theme.disabled
    for link in (role.Link, role.LinkVisited, role.BrightText):
        yield link, theme.disabled
    yield role.Base, theme.window
    yield role.Button, theme.window
    for mark in (role.Highlight, role.Accent):
        yield mark, theme.border
    yield role.HighlightedText, theme.surface
