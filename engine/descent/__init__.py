"""Gradient descent to look at: analytic surfaces, planes through θ, and optimizers walking on either."""

from engine.descent.plane import Plane, Projection
from engine.descent.plane_cost import CostOptions, PlaneCost, Tile
from engine.descent.surfaces import SURFACES
from engine.descent.surfaces_entry import Minimum, Run, Surface, Window
from engine.descent.surfaces_typed import surface_from_expression
from engine.descent.walk import Terrain, WalkStep, walk

__all__ = [
    "SURFACES",
    "CostOptions",
    "Minimum",
    "Plane",
    "PlaneCost",
    "Projection",
    "Run",
    "Surface",
    "Terrain",
    "Tile",
    "WalkStep",
    "Window",
    "surface_from_expression",
    "walk",
]
