"""Drawing a dataset by hand: points come and go, and every other point stays on its side of the split."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.data import bounds
from engine.data.dataset import Dataset, Floats
from engine.data.own import Deal, OwnData
from engine.data.preparation import DataSpec, PreparedData
from engine.errors import SpecError

Windows = tuple[tuple[float, float], ...]


def drawable(spec: DataSpec, prepared: PreparedData, windows: Windows, name: str) -> OwnData:
    """The present examples as a person's own, each on the side where it is; own ones keep their name."""
    whole = prepared.raw
    is_test = np.arange(len(whole)) >= len(prepared.raw_train)
    deal = Deal(is_test, spec.train_fraction, spec.seed)
    if spec.own is None:
        return OwnData(name, whole, windows, deal)
    return OwnData(spec.own.name, whole, spec.own.windows or windows, deal, spec.own.is_blank)


def with_points(own: OwnData, inputs: Floats, target: Floats) -> OwnData:
    """With more points (n, 2) of one target (m,), as far as they lie in the windows.

    Within its class each point goes to the part that lacks most, so that the training share is kept. `SpecError`
    if there would be more examples than a dataset may have.
    """
    deal = deal_of(own)
    if not own.windows:
        raise SpecError("windows", own.windows, "a window that points are drawn in")
    low, high = np.array(own.windows).T
    new = inputs[((inputs >= low) & (inputs <= high)).all(axis=1)]
    if len(new) == 0:
        return own
    old = own.dataset.take(np.arange(0)) if own.is_blank else own.dataset
    if len(old) + len(new) > bounds.SAMPLES[1]:
        raise SpecError("examples", len(old) + len(new), f"at most {bounds.SAMPLES[1]}")
    is_test = deal.is_test[: len(old)]
    is_alike = (old.targets == target).all(axis=1)
    sides = dealt(len(new), int((is_alike & ~is_test).sum()), int(is_alike.sum()), deal.train_fraction)
    if is_test.all():
        sides[0] = False  # the first point of all is there to train on
    dataset = replace(
        own.dataset,
        inputs=np.concatenate([old.inputs, new]),
        targets=np.concatenate([old.targets, np.tile(target, (len(new), 1))]),
    )
    return changed(own, dataset, np.concatenate([is_test, sides]))


def without_points(own: OwnData, center: tuple[float, float], reach: tuple[float, float]) -> OwnData:
    """Without the points within an ellipse of half axes `reach`; what is left always has one to train on.

    The very same object if there is no such point, a blank sheet if no other is left.
    """
    away = np.square((own.dataset.inputs - center) / reach).sum(axis=1) > 1.0
    if away.all() or own.is_blank:
        return own
    if not away.any():
        return blank_sheet(own)
    is_test = deal_of(own).is_test[away]
    if is_test.all():
        is_test[0] = False
    return changed(own, own.dataset.take(np.flatnonzero(away)), is_test)


def blank_sheet(own: OwnData) -> OwnData:
    """No points at all. A network needs a row to be measured on, so one is held that nobody sees or trains on."""
    middle = np.array(own.windows).mean(axis=1)[np.newaxis] if own.windows else own.dataset.inputs[:1]
    dataset = replace(own.dataset, inputs=middle, targets=own.dataset.targets[:1])
    return replace(changed(own, dataset, np.array([False])), is_blank=True)


def class_targets(dataset: Dataset) -> Floats:
    """(K, m) the targets that can be drawn: one of each class, or −1, 0 and +1 of a number."""
    if dataset.problem == "classes":
        return np.eye(len(dataset.class_names))
    if dataset.problem == "binary":
        return np.array([[-1.0], [1.0]])
    return np.array([[-1.0], [0.0], [1.0]]) @ np.ones((1, dataset.targets.shape[1]))


def scattered(center: tuple[float, float], reach: tuple[float, float], count: int, seed: int) -> Floats:
    """(count, 2) points spread evenly over an ellipse of half axes `reach`."""
    rng = np.random.default_rng(seed)
    radius, angle = np.sqrt(rng.random(count)), 2 * np.pi * rng.random(count)
    points: Floats = center + np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1) * reach
    return points


def dealt(count: int, train: int, total: int, fraction: float) -> NDArray[np.bool_]:
    """(count,) whether each of the new points tests, where `train` of `total` alike ones are trained on."""
    sides = np.empty(count, dtype=bool)
    for index in range(count):
        total += 1
        sides[index] = train >= fraction * total
        train += not sides[index]
    return sides


def deal_of(own: OwnData) -> Deal:
    """The side of every row; `SpecError` for examples that were not made drawable."""
    if own.deal is None:
        raise SpecError("own", own.name, "examples made drawable first")
    return own.deal


def changed(own: OwnData, dataset: Dataset, is_test: NDArray[np.bool_]) -> OwnData:
    """Other rows with their sides (N,) in place of those there were."""
    return replace(own, dataset=dataset, deal=replace(deal_of(own), is_test=is_test), is_blank=False)
