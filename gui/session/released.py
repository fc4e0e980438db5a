"""What was frozen, cut or switched off by hand and is no longer there after an edit: one sentence says so."""

from dataclasses import replace

from engine.experiment import Experiment
from engine.network import NetworkSpec
from gui.translation import tr


def released_sentence(before: Experiment, after: Experiment) -> str:
    """What went with an edit of the layers or the inputs; "" where nothing did."""
    if before.network == after.network and before.data == after.data:
        return ""  # released one by one, on purpose
    if _without_links(before) == _without_links(after) and before.data == after.data:
        return ""  # a long link was removed, on purpose
    cut = len(before.cut) - len(after.cut)
    frozen = len(before.frozen) - len(after.frozen) - cut  # a link that is cut is frozen at 0
    silenced = len(before.silenced) - len(after.silenced)
    long = len(before.network.long_links) - len(after.network.long_links)
    gone = [
        (frozen, tr("{count} frozen", count=frozen)),
        (cut, tr("{count} cut", count=cut)),
        (silenced, tr("{count} switched off", count=silenced)),
        (long, tr("long links: {count}", count=long)),
    ]
    words = [word for count, word in gone if count > 0]
    if len(words) > 1:
        return tr("Went with this change: {gone}. Undo brings them back.", gone=", ".join(words))
    if frozen > 0:
        return tr(
            "Frozen parameters that went with this change: {count}. Undo brings them back.", count=frozen
        )
    if cut > 0:
        return tr("Cut links that went with this change: {count}. Undo brings them back.", count=cut)
    if silenced > 0:
        return tr(
            "Switched-off neurons that went with this change: {count}. Undo brings them back.", count=silenced
        )
    if long > 0:
        return tr("Long links that went with this change: {count}. Undo brings them back.", count=long)
    return ""


def _without_links(experiment: Experiment) -> NetworkSpec:
    return replace(experiment.network, long_links=())


def joined_sentence(before: Experiment, after: Experiment) -> str:
    """Which cut links the weights of a file joined, though the network has them still; "" where none."""
    if before.network != after.network:
        return ""
    joined = len(set(before.cut) - set(after.cut))
    if not joined:
        return ""
    return tr("Cut links that the file has weights for are joined: {count}. Undo cuts them.", count=joined)
