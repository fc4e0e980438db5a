"""What Fusion and a palette cannot say: flat controls, thin lines, small round corners, a focus ring.

Lengths of boxes are in pixels (Qt scales them with the screen), text sizes are left to the application's
font, so that a larger font enlarges everything.
"""

from pathlib import Path
from string import Template

from gui.themes import Theme, mix

MARKS = Path(__file__).resolve().parent.parent / "resources" / "icons" / "marks"

# A ring of two pixels takes the place of a border of one; the padding gives the pixel back, so that
# nothing moves when the focus does.
_SHEET = Template("""
QMainWindow::separator { background: $window; width: 5px; height: 5px; }
QMainWindow::separator:hover { background: $line; }
QStatusBar { background: $surface; border-top: 1px solid $line; color: $muted; }
QStatusBar::item { border: 0; }
QSplitter::handle { background: $window; }

QMenuBar { background: $surface; border-bottom: 1px solid $line; padding: 1px 4px; }
QMenuBar::item { background: transparent; border-radius: 4px; padding: 4px 9px; }
QMenuBar::item:selected { background: $raised; }
QMenuBar::item:pressed { background: $selected; }
QMenu { background: $surface; border: 1px solid $border; padding: 4px; }
QMenu::item { border-radius: 4px; padding: 5px 24px 5px 10px; }
QMenu::icon { padding-left: 6px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { background: $line; height: 1px; margin: 4px 6px; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 6px; }
QMenu::indicator:checked { image: url("$marks/check-$plain.svg"); }
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: 4px 6px; }

QToolBar { background: $surface; border: 0; border-bottom: 1px solid $line; padding: 4px; spacing: 4px; }
QToolBar::separator { background: $line; width: 1px; margin: 4px 5px; }
QDockWidget {
    font-weight: 600;
    titlebar-close-icon: url("$marks/close-$plain.svg");
    titlebar-normal-icon: url("$marks/float-$plain.svg");
}
QDockWidget::close-button, QDockWidget::float-button { border: 0; border-radius: 3px; padding: 1px; }
QDockWidget::close-button:hover, QDockWidget::float-button:hover { background: $raised; }
QDockWidget::title { background: $window; text-align: left; padding: 6px 4px 5px 10px; }

QPushButton, QToolButton { background: $surface; border: 1px solid $border; border-radius: 4px; }
QPushButton { padding: 4px 13px; min-height: 16px; }
QToolButton { padding: 3px; border-color: transparent; background: transparent; }
QPushButton:hover, QToolButton:hover { background: $raised; }
QPushButton:pressed, QToolButton:pressed { background: $pressed; }
QPushButton:checked, QToolButton:checked { background: $selected; border-color: $accent; }
QPushButton:disabled { color: $disabled; background: $window; border-color: $line; }
QToolButton:disabled { color: $disabled; }
QToolButton[chip="true"] { border-color: $border; background: $surface; }
QToolButton[chip="true"]:hover { background: $raised; }
QToolButton[chip="true"]:checked { background: $selected; border-color: $accent; }
QToolButton[disclosure="true"] { padding: 2px 6px 2px 2px; color: $muted; }
QToolButton[disclosure="true"]:hover { color: $text; }
QToolButton[disclosure="true"]:checked { background: transparent; border-color: transparent; }
QToolButton[disclosure="true"]:focus { border-color: $focus; padding: 1px 5px 1px 1px; }
QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:default:hover { background: $accent_hover; }
QPushButton:default:pressed { background: $accent_pressed; }
QPushButton:default:disabled { background: $window; color: $disabled; border-color: $line; }
QPushButton:focus { border: 2px solid $focus; padding: 3px 12px; }
QToolButton:focus { border: 2px solid $focus; padding: 2px; }
QToolButton[popupMode="1"] { padding-right: 16px; }
QToolButton[popupMode="1"]:focus { padding-right: 15px; }
QToolButton::menu-button { border: 0; width: 14px; }
QToolButton::menu-arrow, QToolButton::menu-indicator {
    image: url("$marks/down-$plain.svg"); width: 10px; height: 10px;
}
QToolButton::menu-indicator { subcontrol-position: bottom right; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
    background: $surface; border: 1px solid $border; border-radius: 4px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QAbstractSpinBox { padding: 2px 6px; min-height: 18px; }
/* Qt starts a spin box's text at its left edge whatever the padding says; at the right it has room. */
QAbstractSpinBox { qproperty-alignment: "AlignRight | AlignVCenter"; }
QComboBox { padding: 2px 8px; min-height: 18px; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $muted; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
    background: $window; color: $disabled; border-color: $line;
}
QLineEdit:focus, QAbstractSpinBox:focus { border: 2px solid $focus; padding: 1px 5px; }
QComboBox:focus, QComboBox:on { border: 2px solid $focus; padding: 1px 7px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $focus; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: 0; padding: 0; min-height: 0; background: transparent; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: url("$marks/down-$plain.svg"); width: 10px; height: 10px; }
QComboBox::down-arrow:disabled { image: url("$marks/down-off.svg"); }
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $border; padding: 2px; outline: 0;
    selection-background-color: $selected; selection-color: $text;
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 18px; background: transparent; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $raised; }
QAbstractSpinBox::up-button { border-top-right-radius: 3px; }
QAbstractSpinBox::down-button { border-bottom-right-radius: 3px; }
QAbstractSpinBox::up-arrow { image: url("$marks/up-$plain.svg"); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url("$marks/down-$plain.svg"); width: 9px; height: 9px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: url("$marks/up-off.svg"); }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off { image: url("$marks/down-off.svg"); }

QCheckBox, QRadioButton { spacing: 7px; border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator, QGroupBox::indicator {
    width: 14px; height: 14px; background: $surface; border: 1px solid $border_strong; border-radius: 3px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QGroupBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$marks/check-$inverse.svg");
}
QCheckBox::indicator:indeterminate { background: $selected; border-color: $accent; }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $window; }
QCheckBox::indicator:checked:disabled { background: $faint; border-color: $faint; }
QRadioButton::indicator:checked:disabled { border-color: $faint; }

QSlider { border: 2px solid transparent; border-radius: 4px; min-height: 18px; }
QSlider:focus { border-color: $focus; }
QSlider::groove:horizontal { height: 3px; border-radius: 1px; background: $track; }
QSlider::groove:vertical { width: 3px; border-radius: 1px; background: $track; }
QSlider::sub-page:horizontal, QSlider::add-page:vertical { background: $accent; border-radius: 1px; }
QSlider::sub-page:disabled, QSlider::add-page:vertical:disabled { background: $faint; }
QSlider::handle { background: $accent; border: 1px solid $surface; border-radius: 7px; width: 12px; height: 12px; }
QSlider::handle:horizontal { margin: -6px 0; }
QSlider::handle:vertical { margin: 0 -6px; }
QSlider::handle:hover { background: $accent_hover; }
QSlider::handle:disabled { background: $faint; }
QProgressBar { background: $raised; border: 0; border-radius: 4px; text-align: center; }
QProgressBar::chunk { background: $progress; border-radius: 4px; }

QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $muted; padding: 6px 12px; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { background: $selected; }
QGroupBox { border: 1px solid $line; border-radius: 4px; margin-top: 0.7em; padding-top: 0.5em; }
QGroupBox::title { subcontrol-origin: margin; left: 9px; padding: 0 3px; color: $muted; }

QAbstractItemView { border: 1px solid $line; alternate-background-color: $window; gridline-color: $line; }
QAbstractItemView:focus { border-color: $focus; }
QAbstractItemView::item:selected { background: $selected; color: $text; }
QHeaderView { border: 0; }
QHeaderView::section {
    background: $window; color: $muted; border: 0;
    border-right: 1px solid $line; border-bottom: 1px solid $line; padding: 4px;
}
/* Above the heading: beside it there is no room in a narrow column. */
QHeaderView::up-arrow, QHeaderView::down-arrow {
    subcontrol-origin: padding; subcontrol-position: top center; width: 8px; height: 8px;
}
QHeaderView::up-arrow { image: url("$marks/up-$plain.svg"); }
QHeaderView::down-arrow { image: url("$marks/down-$plain.svg"); }
QTableCornerButton::section { background: $window; border: 0; }

QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollArea { border: 0; background: transparent; }
QScrollBar { background: transparent; border: 0; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: $scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def stylesheet(theme: Theme) -> str:
    """The style sheet of the whole application in that theme's colours."""
    return _SHEET.substitute(
        vars(theme),
        disabled=theme.disabled,
        selected=theme.selected,
        faint=mix(theme.surface, theme.text, 0.25),
        pressed=mix(theme.raised, theme.text, 0.10),
        accent_hover=mix(theme.accent, theme.text, 0.18),
        accent_pressed=mix(theme.accent, theme.text, 0.32),
        border_strong=mix(theme.border, theme.text, 0.25),
        progress=mix(theme.surface, theme.accent, 0.35),
        track=mix(theme.line, theme.text, 0.10),
        scroll=mix(theme.border, theme.surface, 0.25),
        marks=MARKS.as_posix(),
        # The little marks come in black and white strokes; which one reads depends on the ground.
        plain="light" if theme.dark else "dark",
        inverse="dark" if theme.dark else "light",
    )
