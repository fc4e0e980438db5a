"""Letting a field take the room there is, instead of asking for that of its widest text."""

from PySide6.QtWidgets import QSizePolicy, QWidget

LEAST = 76


def narrow(control: QWidget, least: int = LEAST) -> QWidget:
    """`control`, content with `least` pixels and glad of more."""
    control.setMinimumWidth(least)
    control.setSizePolicy(QSizePolicy.Policy.Ignored, control.sizePolicy().verticalPolicy())
    return control
