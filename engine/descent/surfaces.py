"""The surfaces to walk on, in the order a person should meet them: from the bowl to a hundred dimples."""

from engine.descent.surfaces_minima import ACKLEY, HIMMELBLAU, RASTRIGIN, SIX_HUMP_CAMEL, STYBLINSKI_TANG
from engine.descent.surfaces_teaching import BOWL, PLATEAU, RAVINE, SADDLE, TWO_WELLS
from engine.descent.surfaces_valleys import BEALE, DISTILL, ROSENBROCK
from engine.registry import Registry

SURFACES = Registry(
    "surface",
    BOWL,
    RAVINE,
    SADDLE,
    PLATEAU,
    TWO_WELLS,
    DISTILL,
    ROSENBROCK,
    BEALE,
    HIMMELBLAU,
    SIX_HUMP_CAMEL,
    STYBLINSKI_TANG,
    ACKLEY,
    RASTRIGIN,
)
