"""The registry of datasets: all that can be known of each without drawing or reading it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from engine.data import bounds, classic, formulas, playground, toy
from engine.data.dataset import Dataset, Problem
from engine.data.own import OWN, OwnData
from engine.errors import SpecError
from engine.limits import number, whole_number
from engine.registry import Registry

PLAYGROUND = (
    "Smilkov, Carter, Sculley, Viégas and Wattenberg (2017), "
    "Direct-Manipulation Visualization of Deep Networks"
)
# Set apart from the stream the points are drawn from; 0 would be that same stream.
_ORDER_STREAM = 1


@dataclass(frozen=True)
class DatasetKind:
    """One dataset a person can choose.

    `samples`, `default_noise`, `train_fraction` and `standardize` are what suits it when nothing else is
    asked for; `takes_samples` and `takes_noise` say whether the numbers of that name matter to it at
    all. `window` (low, high) is where its inputs are naturally plotted, None for real data. `draw`
    takes samples, noise and seed. Where a person may type a formula, `formulas` are some to begin with, the
    first one unless another is typed, and `draw_formula` takes it before the rest; else they are () and None.
    """

    key: str
    problem: Problem
    source: str
    draw: Callable[[int, float, int], Dataset]
    input_names: tuple[str, ...] = ("x1", "x2")
    class_names: tuple[str, ...] = ()
    samples: int = 500
    takes_samples: bool = True
    takes_noise: bool = True
    default_noise: float = 0.0
    train_fraction: float = 0.5
    standardize: bool = False
    window: tuple[float, float] | None = (-6.0, 6.0)
    target_columns: int = 1
    formulas: tuple[str, ...] = ()
    draw_formula: Callable[[str, int, float, int], Dataset] | None = None

    @property
    def outputs(self) -> int:
        """The number of target columns: one for each class, else one (a person's own table may have more)."""
        return len(self.class_names) if self.problem == "classes" else self.target_columns


def make_dataset(
    key: str, samples: int | None = None, noise: float = 0.0, seed: int = 0, formula: str = ""
) -> Dataset:
    """The dataset of that key, drawn by the seed; the same arguments give the same numbers.

    `samples` (2 to 20000, by default the dataset's own number) and `noise` (0 to 0.8) are ignored by
    truth tables and real data, which come in the order of their source. Drawn examples come in random
    order, so that a minibatch meets all classes. `formula` is for those of a typed formula, "" for the one
    they begin with. Raises `SpecError` naming the argument, `ExpressionError` for a formula that cannot be
    read, `FileError` if a table on disk is missing or broken.
    """
    kind = DATASETS.find(key)
    count = kind.samples if samples is None else whole_number("samples", samples, bounds.SAMPLES)
    noise = number("noise", noise, bounds.NOISE)
    seed = whole_number("seed", seed, bounds.SEED)
    typed = checked_formula(formula, kind)
    draw = kind.draw if kind.draw_formula is None else partial(kind.draw_formula, typed)
    drawn = draw(count, noise, seed)
    if not kind.takes_samples:
        return drawn
    return drawn.take(np.random.default_rng((seed, _ORDER_STREAM)).permutation(len(drawn)))


def checked_formula(formula: object, kind: DatasetKind) -> str:
    """The formula of such a dataset, "" where it has none; `SpecError` or `ExpressionError` if it is no such."""
    if not isinstance(formula, str):
        raise SpecError("formula", formula, "a text")
    if not kind.formulas:
        if formula:
            raise SpecError("formula", formula, f"'' for {kind.key}, which has none")
        return ""
    typed = formula.strip() or kind.formulas[0]
    if len(typed) > bounds.FORMULA:
        raise SpecError("length of the formula", len(typed), f"at most {bounds.FORMULA} characters")
    formulas.read_curve(typed)
    return typed


def own_kind(own: OwnData) -> DatasetKind:
    """What the registry would say of a person's own examples."""
    dataset = own.dataset
    return DatasetKind(
        OWN,
        dataset.problem,
        own.name,
        lambda samples, noise, seed: dataset,
        input_names=dataset.input_names,
        class_names=dataset.class_names,
        samples=len(dataset),
        takes_samples=False,
        takes_noise=False,
        train_fraction=0.7,
        window=None,
        target_columns=dataset.targets.shape[1],
    )


def _clusters(key: str, source: str, draw: Callable[[int, float, int], Dataset]) -> DatasetKind:
    return DatasetKind(key, "binary", source, draw, class_names=("-1", "+1"))


def _surface(key: str, draw: Callable[[int, float, int], Dataset]) -> DatasetKind:
    return DatasetKind(key, "regression", PLAYGROUND, draw, samples=1200)


def _curve(key: str, source: str, draw: Callable[[int, float, int], Dataset]) -> DatasetKind:
    return DatasetKind(
        key,
        "regression",
        source,
        draw,
        input_names=("x1",),
        samples=100,
        default_noise=0.1,
        window=(-4.0, 4.0),
    )


def _typed(
    make: Callable[[str, str, Callable[[int, float, int], Dataset]], DatasetKind],
    key: str,
    source: str,
    shapes: tuple[str, ...],
    draw: Callable[[str, int, float, int], Dataset],
) -> DatasetKind:
    return replace(make(key, source, partial(draw, shapes[0])), formulas=shapes, draw_formula=draw)


def _gate(key: str, source: str, table: Callable[[], Dataset]) -> DatasetKind:
    return DatasetKind(
        key,
        "binary",
        source,
        lambda samples, noise, seed: table(),
        class_names=("0", "1"),
        samples=4,
        takes_samples=False,
        takes_noise=False,
        train_fraction=1.0,
        window=(-0.5, 1.5),
    )


def _real(table: classic.ClassicTable, source: str) -> DatasetKind:
    return DatasetKind(
        table.key,
        table.problem,
        source,
        lambda samples, noise, seed: table.load(),
        input_names=table.input_names,
        class_names=table.class_names,
        samples=table.rows,
        takes_samples=False,
        takes_noise=False,
        train_fraction=0.7,
        standardize=True,
        window=None,
    )


DATASETS: Registry[DatasetKind] = Registry(
    "dataset",
    _clusters("circle", PLAYGROUND, playground.circle),
    _clusters("xor", PLAYGROUND, playground.xor),
    _clusters("gauss", PLAYGROUND, playground.gauss),
    _clusters("spiral", PLAYGROUND, playground.spiral),
    _clusters("moons", "after scikit-learn's make_moons (Pedregosa et al., 2011)", toy.moons),
    _clusters("checkerboard", "a four by four checkerboard", toy.checkerboard),
    _typed(_clusters, "curve", "the two sides of a typed curve", formulas.SIDES, formulas.above_curve),
    _surface("plane", playground.plane),
    _surface("multi_gauss", playground.multi_gauss),
    _curve("line", "y = x/2 + 1/4 and normal noise", toy.line),
    _curve("sine", "y = sin x and normal noise", toy.sine),
    _typed(_curve, "function", "a typed curve and normal noise", formulas.SHAPES, formulas.on_curve),
    _gate("gate_and", "the truth table of AND", toy.gate_and),
    _gate("gate_or", "the truth table of OR", toy.gate_or),
    _gate("gate_xor", "the truth table of XOR (Minsky and Papert, 1969, Perceptrons)", toy.gate_xor),
    _real(classic.IRIS, "Fisher (1936), The use of multiple measurements in taxonomic problems"),
    _real(classic.WINE, "Aeberhard and Forina (1992), Wine, UCI Machine Learning Repository"),
    _real(
        classic.BREAST_CANCER,
        "Wolberg, Mangasarian, Street and Street (1993), Breast Cancer Wisconsin (Diagnostic), "
        "UCI Machine Learning Repository",
    ),
    _real(
        classic.DIGITS,
        "Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits, "
        "UCI Machine Learning Repository",
    ),
)
