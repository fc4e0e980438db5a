"""From a data design to the numbers a network sees: draw, split, build features, standardise if asked."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.data import bounds
from engine.data.dataset import Dataset, Floats, train_count
from engine.data.features import FEATURES, feature_columns
from engine.data.kinds import DATASETS, DatasetKind, checked_formula, make_dataset, own_kind
from engine.data.own import OWN, Deal, OwnData
from engine.errors import SpecError, choices
from engine.limits import number, whole_number

# Set apart from the streams that draw the points, so that what is tested does not hang on what was drawn.
_SPLIT_STREAM = 2

DRAWN_BY = f"generators 1, NumPy {np.__version__}"
"""What drew and dealt the data: elsewhere the same design may give other numbers.

The number is raised when a generator of ours draws otherwise; NumPy promises its streams for one version only.
"""

FIRST_FEATURES = ("x1", "x2")
"""The two inputs themselves."""


@dataclass(frozen=True)
class DataSpec:
    """Which data, how much of it, and how the network is given it.

    `samples`, `noise` and `seed` go to `make_dataset`; `train_fraction` (0.01 to 1) of the rows are for
    training. `features` are keys of `FEATURES` and belong to datasets with exactly two inputs; for
    others they are (), the inputs as they are. `standardize` shifts and scales each network input to
    mean 0 and standard deviation 1 over the training part. `own` are the examples of the dataset "own".
    `formula` in x belongs to datasets of a typed formula; "" becomes the one they begin with, and for
    others it stays "". Raises `SpecError` naming the field, `ExpressionError` for a formula that cannot be read.
    """

    dataset: str = "circle"
    samples: int = 500
    noise: float = 0.0
    seed: int = 0
    train_fraction: float = 0.5
    features: tuple[str, ...] = FIRST_FEATURES
    standardize: bool = False
    own: OwnData | None = None
    formula: str = ""

    def __post_init__(self) -> None:
        if (self.dataset == OWN) != (self.own is not None):
            raise SpecError(
                "own", self.own and self.own.name, f"examples exactly where the dataset is {OWN!r}"
            )
        kind = self.kind
        if not isinstance(self.standardize, bool):
            raise SpecError("standardize", self.standardize, "true or false")
        # NumPy's numbers become Python's own, so that the design can be written to a file.
        checked = {
            "samples": whole_number("samples", self.samples, bounds.SAMPLES),
            "noise": number("noise", self.noise, bounds.NOISE),
            "seed": whole_number("seed", self.seed, bounds.SEED),
            "train_fraction": number("train_fraction", self.train_fraction, bounds.TRAIN_FRACTION),
            "features": _checked_features(self.features, kind),
            "formula": checked_formula(self.formula, kind),
        }
        for field, value in checked.items():
            object.__setattr__(self, field, value)

    @classmethod
    def of(cls, dataset: str, **changes: Any) -> "DataSpec":
        """The design that suits a dataset, with the fields in `changes` set otherwise."""
        kind = DATASETS.find(dataset)
        suited: dict[str, Any] = {
            "samples": kind.samples,
            "noise": kind.default_noise,
            "train_fraction": kind.train_fraction,
            "features": FIRST_FEATURES if _takes_features(kind) else (),
            "standardize": kind.standardize,
        }
        return cls(dataset, **(suited | changes))

    @classmethod
    def of_own(cls, own: OwnData, **changes: Any) -> "DataSpec":
        """The design that suits a person's own examples, with the fields in `changes` set otherwise."""
        kind = own_kind(own)
        suited: dict[str, Any] = {
            "samples": min(max(kind.samples, bounds.SAMPLES[0]), bounds.SAMPLES[1]),
            "train_fraction": kind.train_fraction,
            "features": FIRST_FEATURES if _takes_features(kind) else (),
        }
        return cls(OWN, own=own, **(suited | changes))

    @property
    def kind(self) -> DatasetKind:
        """What is known of the dataset: the registry's entry, or the like of a person's own examples."""
        return DATASETS.find(self.dataset) if self.own is None else own_kind(self.own)

    @property
    def input_count(self) -> int:
        """How many inputs the network needs, n_0; nothing is drawn or read to know it."""
        return len(self.features) or len(self.kind.input_names)

    @property
    def output_count(self) -> int:
        """How many outputs the network needs, n_L; nothing is drawn or read to know it."""
        return self.kind.outputs


@dataclass(frozen=True, eq=False)
class PreparedData:
    """Data as the network sees it (`train`, `test`) and as a person plots it (`raw_train`, `raw_test`).

    Row i of `train` is row i of `raw_train`, and so for the test part. `features` are the keys of the
    columns, () for the inputs as they are; `shift` and `scale` (n_0,) are the mean and the standard
    deviation that were taken out, 0 and 1 where nothing was.
    """

    train: Dataset
    test: Dataset
    raw_train: Dataset
    raw_test: Dataset
    features: tuple[str, ...]
    shift: Floats
    scale: Floats

    @property
    def raw(self) -> Dataset:
        """All examples as a person plots them, the training part first."""
        parts = (self.raw_train, self.raw_test)
        return replace(
            self.raw_train,
            inputs=np.concatenate([part.inputs for part in parts]),
            targets=np.concatenate([part.targets for part in parts]),
        )

    def transform(self, base_inputs: Floats) -> Floats:
        """Base inputs (N, n_base) as the network is given them, (N, n_0); `SpecError` for another shape."""
        expected = self.raw_train.inputs.shape[1]
        if np.ndim(base_inputs) != 2 or np.shape(base_inputs)[1] != expected:
            raise SpecError("base_inputs.shape", np.shape(base_inputs), f"(N, {expected})")
        return _scaled(self.features, base_inputs, self.shift, self.scale)


def prepare(spec: DataSpec) -> PreparedData:
    """Draw or read the data of a design and make it ready; the same design gives the same numbers.

    Raises `FileError` if a table on disk is missing or broken.
    """
    return prepared_from(spec, *_parts(spec))


def prepared_from(spec: DataSpec, raw_train: Dataset, raw_test: Dataset) -> PreparedData:
    """Parts that were drawn and dealt before, made ready as the design says."""
    columns = _network_inputs(spec.features, raw_train.inputs)
    shift, scale = _moments(columns) if spec.standardize else _untouched(columns)

    def seen(raw: Dataset) -> Dataset:
        inputs = _scaled(spec.features, raw.inputs, shift, scale)
        return replace(raw, inputs=inputs, input_names=spec.features or raw.input_names)

    return PreparedData(seen(raw_train), seen(raw_test), raw_train, raw_test, spec.features, shift, scale)


def part_sizes(spec: DataSpec) -> tuple[int, int]:
    """How many examples a design has to train on and to test on; nothing is drawn or read to know it."""
    deal, kind = _present_deal(spec), spec.kind
    count = spec.samples if kind.takes_samples else kind.samples
    train = train_count(count, spec.train_fraction) if deal is None else int((~deal.is_test).sum())
    return train, count - train


def feature_preview(
    spec: DataSpec, prepared: PreparedData, features: tuple[str, ...], base_inputs: Floats
) -> Floats:
    """Base inputs (N, 2) as a network would be given those features, (N, len(features)), none of them in use yet.

    The same numbers as `prepare` with those features and `transform` after it; nothing is drawn or split anew.
    """
    columns = feature_columns(features, prepared.raw_train.inputs)
    shift, scale = _moments(columns) if spec.standardize else _untouched(columns)
    return _scaled(features, base_inputs, shift, scale)


def _parts(spec: DataSpec) -> tuple[Dataset, Dataset]:
    whole = (
        make_dataset(spec.dataset, spec.samples, spec.noise, spec.seed, spec.formula)
        if spec.own is None
        else spec.own.dataset
    )
    deal = _present_deal(spec)
    if deal is not None:
        # Drawn points keep their sides, whatever is drawn after them.
        return whole.take(np.flatnonzero(~deal.is_test)), whole.take(np.flatnonzero(deal.is_test))
    return whole.split(spec.train_fraction, (spec.seed, _SPLIT_STREAM))


def _present_deal(spec: DataSpec) -> Deal | None:
    """How the examples are dealt already, if they are for this share and seed."""
    deal = spec.own.deal if spec.own is not None else None
    if deal is not None and (deal.train_fraction, deal.seed) == (spec.train_fraction, spec.seed):
        return deal
    return None


def _takes_features(kind: DatasetKind) -> bool:
    return len(kind.input_names) == 2


def _checked_features(got: Any, kind: DatasetKind) -> tuple[str, ...]:
    if not isinstance(got, tuple | list):
        raise SpecError("features", got, "a tuple of feature names")
    if not _takes_features(kind):
        if got:
            raise SpecError("features", got, f"() for {kind.key}, which has not exactly two inputs")
        return ()
    if not got or len(set(map(str, got))) < len(got):
        raise SpecError("features", got, "one or more features, each once")
    for key in got:
        if key not in FEATURES:
            raise SpecError("features", key, f"names among {choices(FEATURES)}")
    return tuple(got)


def _scaled(features: tuple[str, ...], base: Floats, shift: Floats, scale: Floats) -> Floats:
    return (_network_inputs(features, base) - shift) / scale


def _network_inputs(features: tuple[str, ...], base: Floats) -> Floats:
    return feature_columns(features, base) if features else base


def _moments(columns: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each column, (n,) each; a constant column keeps the scale 1."""
    # A constant column is found by its range: rounding may leave its standard deviation above 0.
    constant = np.ptp(columns, axis=0) == 0
    return columns.mean(axis=0), np.where(constant, 1.0, columns.std(axis=0))


def _untouched(columns: Floats) -> tuple[Floats, Floats]:
    return np.zeros(columns.shape[1]), np.ones(columns.shape[1])
