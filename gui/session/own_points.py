"""Points of a person's own: drawn and erased while training goes on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.data import DataSpec, OwnData
from engine.data.points import Windows, drawable
from engine.errors import BackpropLabError
from gui.session.refusals import sentence_of
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session

KEPT = ("train_fraction", "seed", "features", "standardize")
"""What of the data design stays as it is."""


def change_points(
    session: "Session", change: Callable[[OwnData], OwnData], label: str, merge_key: str = "", name: str = ""
) -> bool:
    """Go on training on what `change` makes of the present points, as one undoable step; whether it could be done.

    The points of a dataset become the person's own by it, called `name`; looking back, those of that step, and the run
    goes on from there. Changes of one `merge_key` in a row become one step.
    """
    data = session.experiment.data
    try:
        before = drawable(data, session.prepared, _windows(session), name or tr("Own points"))
        after = change(before)
        changed = DataSpec.of_own(after, **{name: getattr(data, name) for name in KEPT})
    except BackpropLabError as error:
        session.complained.emit(sentence_of(error))
        return False
    if after is not before:
        session.go_on_from_here()
        session.replace_document(session.document.with_examples(changed), label, merge_key)
    return True


def _windows(session: "Session") -> Windows:
    """Where each input is plotted now; () where only some of them are."""
    plane = session.field.plane
    places = dict(zip(plane.axes, plane.extent, strict=True))
    inputs = range(session.prepared.raw_train.inputs.shape[1])
    return tuple(places[axis] for axis in inputs) if len(places) == len(inputs) else ()
