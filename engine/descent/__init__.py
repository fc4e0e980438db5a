"""Gradient descent to look at: analytic surfaces to walk on."""

from engine.descent.surfaces import SURFACES
from engine.descent.surfaces_entry import Minimum, Run, Surface, Window
from engine.descent.surfaces_typed import surface_from_expression

__all__ = ["SURFACES", "Minimum", "Run", "Surface", "Window", "surface_from_expression"]
