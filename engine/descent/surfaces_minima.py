"""Published surfaces with several minima: where a walk ends depends on where it starts, and on who walks."""

import numpy as np

from engine.descent.surfaces_entry import Array, runs_from, surface

TAU = 2 * np.pi
TINY = np.finfo(np.float64).tiny


def _himmelblau(x: Array, y: Array) -> Array:
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def _himmelblau_slope(x: Array, y: Array) -> tuple[Array, Array]:
    first, second = x**2 + y - 11, x + y**2 - 7
    return 4 * x * first + 2 * second, 2 * first + 4 * y * second


# Four minima of one height. From this start sgd and adam end in different ones.
HIMMELBLAU = surface(
    "himmelblau",
    r"\left(x^2+y-11\right)^2+\left(x+y^2-7\right)^2",
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    _himmelblau,
    _himmelblau_slope,
    window=(-5, 5, -5, 5),
    minima=(
        (3, 2, 0),
        (-2.805118086952745, 3.131312518250573, 0),
        (-3.779310253377747, -3.28318599128617, 0),
        (3.584428340330492, -1.848126526964404, 0),
    ),
    runs=runs_from(
        -0.3, -0.9, sgd=0.005, momentum=0.005, nesterov=0.005, adagrad=0.5, rmsprop=0.02, adam=0.1, adamw=0.1
    ),
    source="Himmelblau (1972), Applied Nonlinear Programming",
)


def _six_hump_camel(x: Array, y: Array) -> Array:
    return 4 * x**2 - 2.1 * x**4 + x**6 / 3 + x * y - 4 * y**2 + 4 * y**4


def _six_hump_camel_slope(x: Array, y: Array) -> tuple[Array, Array]:
    return 8 * x - 8.4 * x**3 + 2 * x**5 + y, x - 8 * y + 16 * y**3


# Six minima in pairs of equal height. sgd stays in the highest one, and momentum rolls on to the lowest.
SIX_HUMP_CAMEL = surface(
    "six_hump_camel",
    r"4x^2-2.1\,x^4+\frac{1}{3}x^6+xy-4y^2+4y^4",
    "4*x^2 - 2.1*x^4 + x^6/3 + x*y - 4*y^2 + 4*y^4",
    _six_hump_camel,
    _six_hump_camel_slope,
    window=(-2.1, 2.1, -1.2, 1.2),
    minima=(
        (0.08984201310031806, -0.7126564030207396, -1.0316284534898774),
        (-0.08984201310031806, 0.7126564030207396, -1.0316284534898774),
        (1.703606714969981, -0.796083568672625, -0.2154638243837188),
        (-1.703606714969981, 0.796083568672625, -0.2154638243837188),
        (1.6071047529201976, 0.5686514548841313, 2.1042503103112593),
        (-1.6071047529201976, -0.5686514548841313, 2.1042503103112593),
    ),
    runs=runs_from(
        1.9, 1, sgd=0.01, momentum=0.01, nesterov=0.02, adagrad=0.1, rmsprop=0.01, adam=0.05, adamw=0.05
    ),
    source="Dixon and Szegő (1978), Towards Global Optimization 2",
)


def _ackley(x: Array, y: Array) -> Array:
    radius = np.sqrt((x**2 + y**2) / 2)
    waves = (np.cos(TAU * x) + np.cos(TAU * y)) / 2
    # −20 e^(−r/5) − e^waves + e + 20, in a form that is exactly 0 at the minimum.
    height: Array = -20 * np.expm1(-0.2 * radius) - np.e * np.expm1(waves - 1)
    return height


def _ackley_slope(x: Array, y: Array) -> tuple[Array, Array]:
    radius: Array = np.sqrt((x**2 + y**2) / 2)
    # The minimum is the tip of a cone: there is no slope there, and 0 is the one that lets a walk rest.
    funnel = np.where(radius > 0, 2 * np.exp(-0.2 * radius) / np.maximum(radius, TINY), 0.0)
    ripple = np.pi * np.exp((np.cos(TAU * x) + np.cos(TAU * y)) / 2)
    return funnel * x + ripple * np.sin(TAU * x), funnel * y + ripple * np.sin(TAU * y)


# A funnel full of dimples: sgd stays in the first, and methods with large steps reach the middle.
ACKLEY = surface(
    "ackley",
    r"-20\,e^{-0.2\sqrt{\frac{1}{2}\left(x^2+y^2\right)}}"
    r"-e^{\frac{1}{2}\left(\cos 2\pi x+\cos 2\pi y\right)}+e+20",
    "-20*exp(-0.2*sqrt((x^2 + y^2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2) + e + 20",
    _ackley,
    _ackley_slope,
    window=(-5, 5, -5, 5),
    minima=((0, 0, 0),),
    runs=runs_from(
        2.3, 1.4, sgd=0.02, momentum=0.01, nesterov=0.02, adagrad=1, rmsprop=0.1, adam=0.3, adamw=0.3
    ),
    source="Ackley (1987), A Connectionist Machine for Genetic Hillclimbing",
)


def _rastrigin(x: Array, y: Array) -> Array:
    height: Array = 20 + x**2 - 10 * np.cos(TAU * x) + y**2 - 10 * np.cos(TAU * y)
    return height


def _rastrigin_slope(x: Array, y: Array) -> tuple[Array, Array]:
    return 2 * x + 10 * TAU * np.sin(TAU * x), 2 * y + 10 * TAU * np.sin(TAU * y)


# 121 minima in the window, steep on all sides: whoever follows the slope is caught in one of them.
RASTRIGIN = surface(
    "rastrigin",
    r"20+x^2-10\cos 2\pi x+y^2-10\cos 2\pi y",
    "20 + x^2 - 10*cos(2*pi*x) + y^2 - 10*cos(2*pi*y)",
    _rastrigin,
    _rastrigin_slope,
    window=(-5.12, 5.12, -5.12, 5.12),
    minima=((0, 0, 0),),
    runs=runs_from(
        2.2, 1.7, sgd=0.002, momentum=0.003, nesterov=0.002, adagrad=0.3, rmsprop=0.02, adam=0.1, adamw=0.1
    ),
    source="Rastrigin (1974), Systems of Extremal Control",
)


def _styblinski_tang(x: Array, y: Array) -> Array:
    return (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2


def _styblinski_tang_slope(x: Array, y: Array) -> tuple[Array, Array]:
    return (4 * x**3 - 32 * x + 5) / 2, (4 * y**3 - 32 * y + 5) / 2


# Two wells along each axis. From the far corner sgd stays in the highest; momentum crosses both passes.
STYBLINSKI_TANG = surface(
    "styblinski_tang",
    r"\frac{1}{2}\left(x^4-16x^2+5x+y^4-16y^2+5y\right)",
    "(x^4 - 16*x^2 + 5*x + y^4 - 16*y^2 + 5*y)/2",
    _styblinski_tang,
    _styblinski_tang_slope,
    window=(-5, 5, -5, 5),
    minima=(
        (-2.903534027771177, -2.903534027771177, -78.33233140754284),
        (2.746802770990837, -2.903534027771177, -64.19561235905536),
        (-2.903534027771177, 2.746802770990837, -64.19561235905536),
        (2.746802770990837, 2.746802770990837, -50.05889331056788),
    ),
    runs=runs_from(
        4.5, 4, sgd=0.01, momentum=0.02, nesterov=0.02, adagrad=0.3, rmsprop=0.02, adam=0.1, adamw=0.1
    ),
    source="Styblinski and Tang (1990), Experiments in nonconvex optimization",
)
