"""What a person does to single weights and neurons, each as one undoable step; training goes on from there."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from engine.arrays import Array
from engine.network.address import address_of
from gui import numbers
from gui.session.edits import ParameterEdit
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session


def set_parameter(session: "Session", place: int, value: float, merge_key: str = "") -> None:
    """Set θ[place] to `value`; a drag, whose steps share a `merge_key`, becomes one step."""
    label = tr("Set a bias") if _is_bias(session, place) else tr("Set a weight")
    set_parameters(session, (place,), np.array([value]), label, merge_key)


def set_parameters(
    session: "Session", places: Sequence[int], values: Array, label: str, merge_key: str = ""
) -> None:
    """The same for several places at once; `values` is shaped like `places`. A link that is cut stays 0."""
    held, is_cut = _held(session, values), np.isin(places, session.experiment.cut)
    if is_cut.size and is_cut.all():
        session.complained.emit(_cut_refusal(session, places[0]))
        return
    held[is_cut] = 0.0
    if not np.isfinite(held).all():
        session.complained.emit(_refusal(values[~np.isfinite(held)][0].item()))
        return
    if session.fault_hunt.refuses():
        return
    session.go_on_from_here()
    if (held != session.network.parameters[list(places)]).any():
        edit = ParameterEdit(label, session.trainer, places, held, session.on_set_by_hand, merge_key)
        session.undo_stack.push(edit)


def set_frozen(session: "Session", place: int, is_frozen: bool) -> None:
    """Let training leave θ[place] as it is, or move it again."""
    places = set(session.experiment.frozen)
    changed = places | {place} if is_frozen else places - {place}
    if _is_bias(session, place):
        label = tr("Freeze a bias") if is_frozen else tr("Release a bias")
    else:
        label = tr("Freeze a weight") if is_frozen else tr("Release a weight")
    session.attempt(lambda experiment: replace(experiment, frozen=tuple(changed)), label)


def set_silenced(session: "Session", layer: int, neuron: int, is_silenced: bool) -> None:
    """Switch a hidden neuron off, or on again."""
    neurons = set(session.experiment.silenced)
    changed = neurons | {(layer, neuron)} if is_silenced else neurons - {(layer, neuron)}
    label = tr("Switch a neuron off") if is_silenced else tr("Switch a neuron on")
    session.attempt(lambda experiment: replace(experiment, silenced=tuple(changed)), label)


def _is_bias(session: "Session", place: int) -> bool:
    return address_of(session.experiment.network, place).source is None


def _held(session: "Session", values: Array) -> Array:
    """The values as θ holds them: in single precision 1e39 is infinite, and 0.1 another number."""
    with np.errstate(over="ignore"):
        held: Array = values.astype(session.network.parameters.dtype)
    return held


def _cut_refusal(session: "Session", place: int) -> str:
    if address_of(session.experiment.network, place).origin is not None:  # Delete removes a long one
        return tr("This long link is cut: its weight stays 0 until it is joined.")
    return tr("This link is cut: its weight stays 0 until it is joined (Delete).")


def _refusal(value: float) -> str:
    if not isfinite(value):
        return tr("A weight is {value}, but takes a finite number.", value=numbers.in_words(value))
    return tr(
        "A weight is {value}, but in single precision takes at most {most}.",
        value=numbers.in_words(value),
        most=numbers.in_words(3.4e38),
    )
