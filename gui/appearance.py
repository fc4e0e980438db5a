"""How the program looks now: the chosen theme, the fonts, and the signal that says it changed."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from gui.stylesheet import stylesheet
from gui.themes import THEMES, Theme, color_ramp, mix, palette, sign_color, sign_lut

__all__ = [
    "THEMES",
    "Appearance",
    "Theme",
    "appearance",
    "color_ramp",
    "heading_font",
    "mix",
    "number_font",
    "sign_color",
    "sign_lut",
]

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
FAMILY = "Inter"
POINTS = 9.75


class Appearance(QObject):
    """The look of the running application; there is one, see `appearance`.

    Signals: `theme_changed(Theme)`, after the application has its new palette. Colours that a plot or an
    icon took from the old theme are theirs to replace.
    """

    theme_changed = Signal(object)

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.setStyle("Fusion")
        _load_fonts()
        application.setFont(_font(POINTS))
        self._theme = THEMES["light"]
        self._wear()

    @property
    def theme(self) -> Theme:
        return self._theme

    def set_theme(self, key: str) -> None:
        """Wear the theme of that key ("light", "dark", "high_contrast"); `SpecError` if there is none."""
        theme = THEMES.find(key)
        if theme is self._theme:
            return
        self._theme = theme
        self._wear()
        self.theme_changed.emit(theme)

    def _wear(self) -> None:
        scheme = Qt.ColorScheme.Dark if self._theme.dark else Qt.ColorScheme.Light
        # Reaches what the system draws, the title bar above all; where it can it also lays its own
        # palette over ours, so ours comes after.
        self._application.styleHints().setColorScheme(scheme)
        self._application.setPalette(palette(self._theme))
        self._application.setStyleSheet(stylesheet(self._theme))


def appearance() -> Appearance:
    """The one `Appearance`, made (and worn) at the first call; there must be a QApplication by then."""
    application = QApplication.instance()
    if application is None:
        raise RuntimeError("appearance() needs the QApplication to exist")
    found = application.findChild(Appearance, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if found is not None else Appearance(cast(QApplication, application))


def number_font(scale: float = 1.0) -> QFont:
    """The application's font with figures of one width, so that a running number stands still."""
    return _tabular(_scaled(QApplication.font(), scale))


def heading_font(scale: float = 1.0) -> QFont:
    """The application's font, half bold."""
    font = number_font(scale)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _load_fonts() -> None:
    for path in sorted(FONTS.glob("*.otf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise RuntimeError(f"the font {path.name} cannot be read")


def _font(points: float) -> QFont:
    font = QFont(FAMILY)
    font.setPointSizeF(points)
    return _tabular(font)


def _scaled(font: QFont, scale: float) -> QFont:
    copy = QFont(font)
    copy.setPointSizeF(font.pointSizeF() * scale)
    return copy


def _tabular(font: QFont) -> QFont:
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
