"""What was frozen, cut or switched off by hand and is no longer there after an edit: one sentence says so."""

from dataclasses import replace

from engine.experiment import Experiment
from engine.network import NetworkSpec
from engine.network.address import Address, address_of
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


def sentence_of_file(before: Experiment, after: Experiment) -> str:
    """What the weights of a file joined or took away, though the layers are the same; "" where nothing."""
    if _without_links(before) != _without_links(after):
        return ""
    went = len(set(before.network.long_links) - set(after.network.long_links))
    there = {address for address in _cut(before) if _is_there(after.network, address)}
    joined = len(there - _cut(after))
    if went and joined:
        return tr(
            "The file has no weights for long links: {went}; it joins cut links: {joined}. Undo brings them back.",
            went=went,
            joined=joined,
        )
    if went:
        return tr(
            "Long links that the file has no weights for went: {count}. Undo brings them back.", count=went
        )
    if joined:
        return tr(
            "Cut links that the file has weights for are joined: {count}. Undo cuts them.", count=joined
        )
    return ""


def _cut(experiment: Experiment) -> set[Address]:
    return {address_of(experiment.network, place) for place in experiment.cut}


def _is_there(network: NetworkSpec, address: Address) -> bool:
    """Whether a link is in another network of the same layers."""
    layer, neuron, source, origin = address
    return origin is None or (layer, neuron, origin, source) in network.long_links
