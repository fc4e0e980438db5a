"""Weights alone on disk: written for other programs, read back into the present design."""

from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import BackpropLabError
from engine.files import load_weights, save_weights
from gui.session.released import sentence_of_file
from gui.translation import tr

if TYPE_CHECKING:
    from gui.session.session import Session


def export_weights(session: "Session", path: str | Path) -> bool:
    """Write the present weights; False, after a complaint, if that cannot be done."""
    if session.fault_hunt.is_on:
        session.complained.emit(
            tr("These weights come of a planted fault; leave the hunt to export your own.")
        )
        return False
    try:
        save_weights(session.network, path)
    except BackpropLabError as error:
        session.complained.emit(str(error))
        return False
    return True


def import_weights(session: "Session", path: str | Path) -> bool:
    """Go on from the weights of a file, as one undoable step; the hidden layers become the file's."""
    try:
        document = session.document.with_weights(load_weights(path), path)
    except BackpropLabError as error:
        session.complained.emit(str(error))
        return False
    before = session.experiment
    session.replace_document(document, tr("Import weights"))
    if remark := sentence_of_file(before, session.experiment):
        session.remarked.emit(remark)
    return True
