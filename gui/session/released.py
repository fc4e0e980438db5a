"""What was frozen or switched off by hand and is no longer there after an edit: one sentence says so."""

from engine.experiment import Experiment
from gui.translation import tr


def released_sentence(before: Experiment, after: Experiment) -> str:
    """What went with an edit of the layers or the inputs; "" where nothing did."""
    if before.network == after.network and before.data == after.data:
        return ""  # released one by one, on purpose
    frozen = len(before.frozen) - len(after.frozen)
    silenced = len(before.silenced) - len(after.silenced)
    if frozen and silenced:
        return tr(
            "Went with this change: {frozen} frozen, {silenced} switched off. Undo brings them back.",
            frozen=frozen,
            silenced=silenced,
        )
    if frozen:
        return tr(
            "Frozen parameters that went with this change: {count}. Undo brings them back.", count=frozen
        )
    if silenced:
        return tr(
            "Switched-off neurons that went with this change: {count}. Undo brings them back.", count=silenced
        )
    return ""
