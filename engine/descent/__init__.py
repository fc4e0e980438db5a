"""Gradient descent to look at: analytic surfaces, planes through θ, and optimizers walking on either."""

from engine.descent.network_race import network_race
from engine.descent.plane import Plane, Projection
from engine.descent.plane_cost import CostOptions, PlaneCost, Tile
from engine.descent.race import Race, Standing
from engine.descent.race_spec import EXPRESSION, MOST_RUNNERS, NETWORK, RaceSpec, entrant_on
from engine.descent.race_update import Stage
from engine.descent.race_walk import surface_race
from engine.descent.stability import sharpest, sharpness, stable_rate
from engine.descent.stories import STORIES
from engine.descent.surfaces import SURFACES
from engine.descent.surfaces_entry import Minimum, Run, Surface, Window
from engine.descent.surfaces_typed import surface_from_expression
from engine.descent.walk import Terrain, WalkStep, walk

__all__ = [
    "EXPRESSION",
    "MOST_RUNNERS",
    "NETWORK",
    "STORIES",
    "SURFACES",
    "CostOptions",
    "Minimum",
    "Plane",
    "PlaneCost",
    "Projection",
    "Race",
    "RaceSpec",
    "Run",
    "Stage",
    "Standing",
    "Surface",
    "Terrain",
    "Tile",
    "WalkStep",
    "Window",
    "entrant_on",
    "network_race",
    "sharpest",
    "sharpness",
    "stable_rate",
    "surface_from_expression",
    "surface_race",
    "walk",
]
