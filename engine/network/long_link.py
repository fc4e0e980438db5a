"""A link that passes over layers: a connection with a weight of its own between layers that are no neighbours.

Textbooks call it a skip-layer connection (Ripley 1996, section 5.1). With links between neighbours cut and long
ones drawn, neurons may be joined in any way that leads from the inputs to the outputs.
"""

import itertools
from typing import NamedTuple

from engine.errors import SpecError
from engine.limits import whole_number

MAX_LONG_LINKS = 256


class LongLink(NamedTuple):
    """From neuron `source` of layer `origin` (0 the inputs) to `neuron` of `layer`, at least two layers on.

    Its weight adds w a_source^[origin] to z_neuron^[layer]. Neurons count from 0.
    """

    layer: int
    neuron: int
    origin: int
    source: int


def checked(links: object, sizes: tuple[int, ...]) -> tuple[LongLink, ...]:
    """The links in their order in θ, for layers of n_0, n_1, …, n_L neurons; `SpecError` for one that cannot be."""
    if not isinstance(links, list | tuple):
        raise SpecError("long_links", links, "a list of links")
    if len(links) > MAX_LONG_LINKS:
        raise SpecError("long_links", f"{len(links)} links", f"at most {MAX_LONG_LINKS}")
    found = sorted(_checked(link, sizes) for link in links)
    for link, following in itertools.pairwise(found):
        if link == following:
            raise SpecError("long_links", f"{tuple(link)} twice", "each link once")
    return tuple(found)


def _checked(link: object, sizes: tuple[int, ...]) -> LongLink:
    if not isinstance(link, list | tuple) or len(link) != len(LongLink._fields):
        raise SpecError("long_links", link, "layer, neuron, origin and source of each")
    layer, neuron, origin, source = link
    last = len(sizes) - 1
    if last < 2:
        raise SpecError("long_links", "a link over no layer", "none in a network without hidden layers")
    layer = whole_number("long_links layer", layer, (2, last))
    origin = whole_number("long_links origin", origin, (0, layer - 2))
    return LongLink(
        layer,
        whole_number("long_links neuron", neuron, (0, sizes[layer] - 1)),
        origin,
        whole_number("long_links source", source, (0, sizes[origin] - 1)),
    )
