"""Themes are complete and legible, and a change of theme reaches everything."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from engine.errors import SpecError
from gui.appearance import THEMES, Theme, appearance, heading_font, mix, number_font, sign_color, sign_lut
from gui.themes import palette

GROUPS = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
ROLES = [role for role in QPalette.ColorRole if role.name not in ("NoRole", "NColorRoles")]

# What protanopes and deuteranopes see of linear RGB (Machado, Oliveira & Fernandes 2009, severity 1).
VISIONS = {
    "all cones": np.eye(3),
    "no red cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}


def linear(colour: str | QColor) -> np.ndarray:
    """Linear RGB of an sRGB colour, (3,) in 0..1 (IEC 61966-2-1)."""
    parsed = QColor(colour)
    rgb = np.array([parsed.redF(), parsed.greenF(), parsed.blueF()])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str | QColor, other: str | QColor) -> float:
    """Contrast ratio of WCAG 2.1."""
    dark, light = sorted(float(linear(colour) @ (0.2126, 0.7152, 0.0722)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB of linear RGB under D65."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.clip(np.array(to_xyz) @ rgb / (0.9505, 1.0, 1.089), 0, None)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.fixture(params=list(THEMES))
def theme(request: pytest.FixtureRequest) -> Iterator[Theme]:
    return THEMES[request.param]


def test_palette_says_every_role_of_every_group(qapp: QApplication, theme: Theme) -> None:
    worn = palette(theme)
    for group, role in itertools.product(GROUPS, ROLES):
        assert worn.isBrushSet(group, role), f"{theme.key}: {group.name} {role.name}"


def test_active_and_disabled_texts_differ(qapp: QApplication, theme: Theme) -> None:
    worn = palette(theme)
    role = QPalette.ColorRole
    for text in (role.WindowText, role.Text, role.ButtonText):
        active, disabled = worn.color(GROUPS[0], text), worn.color(GROUPS[2], text)
        ground = worn.color(GROUPS[0], role.Window)
        assert contrast(disabled, ground) < 0.7 * contrast(active, ground)


@pytest.mark.parametrize("ink", ["text", "muted", "accent", "error", "warning"])
def test_words_are_legible(theme: Theme, ink: str) -> None:
    for ground in (theme.window, theme.surface):
        assert contrast(getattr(theme, ink), ground) >= 4.5


def test_palette_pairs_are_legible(qapp: QApplication, theme: Theme) -> None:
    role = QPalette.ColorRole
    worn = palette(theme)
    for text, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.PlaceholderText, role.Base),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
        (role.LinkVisited, role.Base),
    ):
        assert contrast(worn.color(text), worn.color(ground)) >= 4.5, f"{theme.key}: {text.name}"


def test_words_stay_legible_on_hovered_and_chosen_ground(theme: Theme) -> None:
    assert contrast(theme.text, theme.raised) >= 4.5
    assert contrast(theme.text, theme.selected) >= 4.5


def test_focus_and_curves_stand_out(theme: Theme) -> None:
    for colour in (theme.focus, theme.train, theme.test):
        assert contrast(colour, theme.surface) >= 3.0


def test_high_contrast_has_more_of_it() -> None:
    light, high = THEMES["light"], THEMES["high_contrast"]
    for ink in ("text", "muted", "border", "line", "train", "test", "focus"):
        assert contrast(getattr(high, ink), high.surface) > contrast(getattr(light, ink), light.surface)


@pytest.mark.parametrize("vision", list(VISIONS))
def test_class_colours_are_told_apart_without_red_or_green(theme: Theme, vision: str) -> None:
    seen = [lab(np.clip(np.array(VISIONS[vision]) @ linear(colour), 0, 1)) for colour in theme.classes]
    assert len(seen) == 10
    distances = [float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)]
    assert min(distances) >= 8.0


def test_signs_are_orange_grey_blue() -> None:
    light = THEMES["light"]
    assert sign_color(light, -1).name() == "#f59322"
    assert sign_color(light, 0).name() == "#e8eaeb"
    assert sign_color(light, 1).name() == "#0877bd"
    assert sign_color(light, 7).name() == "#0877bd"


def test_sign_table_runs_through_the_three_colours(theme: Theme) -> None:
    table = sign_lut(theme, 255)
    assert table.shape == (255, 4)
    assert table.dtype == np.uint8
    assert (table[:, 3] == 255).all()
    for row, colour in ((0, theme.negative), (127, theme.zero), (254, theme.positive)):
        assert tuple(table[row]) == QColor(colour).getRgb()


def test_pale_sign_table_lies_between_ground_and_colour() -> None:
    light = THEMES["light"]
    assert tuple(sign_lut(light, 3, strength=0.5)[0]) == QColor(mix("#ffffff", light.negative, 0.5)).getRgb()


def test_mix_is_a_weighted_mean() -> None:
    assert mix("#000000", "#ffffff", 0.0) == "#000000"
    assert mix("#000000", "#ffffff", 1.0) == "#ffffff"
    assert mix("#102030", "#304050", 0.5) == "#203040"


def test_change_of_theme_is_worn_and_announced(qtbot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    look = appearance()
    with qtbot.waitSignal(look.theme_changed) as signal:
        look.set_theme("dark")
    assert signal.args == [THEMES["dark"]]
    assert look.theme is THEMES["dark"]
    assert page.palette().color(QPalette.ColorRole.Window).name() == THEMES["dark"].window
    assert THEMES["dark"].accent in QApplication.instance().styleSheet()


def test_same_theme_is_not_announced_again(qtbot) -> None:
    look = appearance()
    look.set_theme("dark")
    with qtbot.assertNotEmitted(look.theme_changed):
        look.set_theme("dark")


def test_there_is_one_appearance(qapp: QApplication) -> None:
    assert appearance() is appearance()


def test_unknown_theme_is_named_in_the_complaint(qapp: QApplication) -> None:
    with pytest.raises(SpecError, match=r"sepia.*light.*dark.*high_contrast"):
        appearance().set_theme("sepia")


def test_style_sheet_leaves_no_name_unfilled(theme: Theme) -> None:
    from gui.stylesheet import MARKS, stylesheet

    sheet = stylesheet(theme)
    assert "$" not in sheet
    files = {part.split('"')[0] for part in sheet.split('url("')[1:]}
    assert files
    assert all(file.startswith(MARKS.as_posix()) for file in files)
    assert all((MARKS / file.rsplit("/", 1)[1]).exists() for file in files)


def test_bundled_font_is_worn_with_figures_of_one_width(qapp: QApplication) -> None:
    appearance()
    assert QFontInfo(QApplication.font()).family() == "Inter"
    for font in (number_font(), heading_font()):
        metrics = QFontMetricsF(font)
        widths = [metrics.horizontalAdvance(f"{number:03}") for number in range(1000)]
        assert max(widths) - min(widths) < 0.1


def test_headings_are_half_bold(qapp: QApplication) -> None:
    appearance()
    assert QFontInfo(heading_font()).weight() == QFont.Weight.DemiBold
    assert heading_font(1.2).pointSizeF() == pytest.approx(1.2 * number_font().pointSizeF())
