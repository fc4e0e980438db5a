"""Published valleys: one minimum at the end of a long way."""

from engine.descent.surfaces_entry import Array, runs_from, surface


def _rosenbrock(x: Array, y: Array) -> Array:
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def _rosenbrock_slope(x: Array, y: Array) -> tuple[Array, Array]:
    off = y - x**2
    return -2 * (1 - x) - 400 * x * off, 200 * off


# From Rosenbrock's own start: into the valley at once, then along its bend for thousands of steps.
ROSENBROCK = surface(
    "rosenbrock",
    r"(1-x)^2+100\left(y-x^2\right)^2",
    "(1 - x)^2 + 100*(y - x^2)^2",
    _rosenbrock,
    _rosenbrock_slope,
    window=(-2, 2, -1, 3),
    minima=((1, 1, 0),),
    runs=runs_from(
        -1.2, 1, sgd=0.001, momentum=0.001, nesterov=0.001, adagrad=0.3, rmsprop=0.005, adam=0.05, adamw=0.02
    ),
    source="Rosenbrock (1960), An automatic method for finding the greatest or least value of a function",
)


def _distill(x: Array, y: Array) -> Array:
    return (1 - x) ** 2 + 20 * (3 * y - x**2) ** 2


def _distill_slope(x: Array, y: Array) -> tuple[Array, Array]:
    off = 3 * y - x**2
    return -2 * (1 - x) - 80 * x * off, 120 * off


# The article's own start and step size; its momentum, 0.74, is a little below PyTorch's usual 0.9.
DISTILL = surface(
    "distill",
    r"(1-x)^2+20\left(3y-x^2\right)^2",
    "(1 - x)^2 + 20*(3*y - x^2)^2",
    _distill,
    _distill_slope,
    window=(-2, 2, -0.5, 1.5),
    minima=((1, 1 / 3, 0),),
    runs=runs_from(
        -1.21,
        0.853,
        sgd=0.003,
        momentum=0.003,
        nesterov=0.002,
        adagrad=0.3,
        rmsprop=0.01,
        adam=0.1,
        adamw=0.05,
    ),
    source="Goh (2017), Why momentum really works, Distill",
)


def _beale(x: Array, y: Array) -> Array:
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def _beale_slope(x: Array, y: Array) -> tuple[Array, Array]:
    first, second, third = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    return (
        2 * first * (y - 1) + 2 * second * (y**2 - 1) + 2 * third * (y**3 - 1),
        2 * first * x + 4 * second * x * y + 6 * third * x * y**2,
    )


# Cliffs in the corners, and between them a flat valley on which adam overtakes the others.
BEALE = surface(
    "beale",
    r"(1.5-x+xy)^2+\left(2.25-x+xy^2\right)^2+\left(2.625-x+xy^3\right)^2",
    "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
    _beale,
    _beale_slope,
    window=(-4.5, 4.5, -4.5, 4.5),
    minima=((3, 0.5, 0),),
    runs=runs_from(
        1, 1.2, sgd=0.01, momentum=0.002, nesterov=0.002, adagrad=0.3, rmsprop=0.01, adam=0.1, adamw=0.1
    ),
    source="Beale (1958), On an iterative method for finding a local minimum of a function",
)
