"""Links over layers run through the gaps between neurons, and are found where they are drawn."""

import numpy as np
import pytest

from gui.plots.diagram_layout import DiagramLayout, Insets
from gui.plots.long_arcs import Link
from gui.plots.long_link_painter import long_path

WIDTH, HEIGHT = 640, 560
EIGHT = (2, *(8,) * 8, 1)


def all_links(sizes: tuple[int, ...], count: int, seed: int = 0) -> tuple[Link, ...]:
    """Some of the links that a network may have."""
    every = [
        (layer, neuron, source, origin)
        for layer in range(2, len(sizes))
        for neuron in range(sizes[layer])
        for origin in range(layer - 1)
        for source in range(sizes[origin])
    ]
    chosen = np.random.default_rng(seed).permutation(len(every))[:count]
    return tuple(sorted(every[number] for number in chosen.tolist()))


def layout_of(sizes: tuple[int, ...], links: tuple[Link, ...]) -> DiagramLayout:
    return DiagramLayout(sizes, WIDTH, HEIGHT, Insets(), long_links=links)


def points_on(layout: DiagramLayout, link: Link) -> np.ndarray:
    """(n, 2) along the line as it is painted."""
    path = long_path(layout.arcs.corners_of(link))
    places = [path.pointAtPercent(share) for share in np.linspace(0.0, 1.0, 400)]
    return np.array([(place.x(), place.y()) for place in places])


@pytest.mark.parametrize("sizes", [(2, 4, 2, 1), (1, 1, 1), (7, 8, 8, 3, 10), EIGHT])
def test_they_touch_no_tile_on_their_way(sizes: tuple[int, ...]) -> None:
    links = all_links(sizes, 12)
    layout = layout_of(sizes, links)
    for link in links:
        along = points_on(layout, link)
        for layer in range(link[3] + 1, link[0]):
            half = layout.tiles[layer] / 2.0
            for center in layout.centers(layer):
                assert np.abs(along - center).max(axis=1).min() > half, (link, layer)


def test_they_lead_from_the_right_of_a_tile_to_the_left_of_another() -> None:
    layout = layout_of((2, 4, 2, 1), ((3, 0, 1, 0),))
    start, end = points_on(layout, (3, 0, 1, 0))[[0, -1]]
    for place, spot, side in ((start, (0, 1), 1), (end, (3, 0), -1)):
        tile = layout.tiles[spot[0]]
        x, y = layout.place_of(*spot)
        assert place[0] == pytest.approx(x + side * tile / 2.0)
        assert abs(place[1] - y) < tile / 2.0


@pytest.mark.parametrize("sizes", [(2, 4, 2, 1), EIGHT])
def test_every_one_of_several_is_found_in_its_middle(sizes: tuple[int, ...]) -> None:
    links = all_links(sizes, 12, seed=1)
    layout = layout_of(sizes, links)
    for link in links:
        x, y = layout.place_of(*link)
        assert layout.arcs.at(x, y, 1.0) == link
        assert not layout.tile_at(x, y)
        assert np.hypot(*(points_on(layout, link) - (x, y)).T).min() < 2.0


def test_far_from_all_nothing_is_found() -> None:
    layout = layout_of((2, 4, 2, 1), ((3, 0, 0, 0),))
    assert layout.arcs.at(WIDTH / 2, HEIGHT - 5, 6.0) is None
    assert layout_of((2, 4, 2, 1), ()).arcs.at(WIDTH / 2, HEIGHT / 2, 1000.0) is None


def test_where_there_is_no_gap_they_run_above_or_below() -> None:
    sizes = (2, 200, 1)
    layout = layout_of(sizes, ((2, 0, 0, 0), (2, 0, 1, 0)))
    rows, half = layout.centers(1)[:, 1], layout.tiles[1] / 2.0
    for link in layout.arcs.links:
        y = layout.place_of(*link)[1]
        assert y < rows[0] - half or y > rows[-1] + half


def test_however_many_run_below_a_layer_they_stay_in_the_picture() -> None:
    links = tuple((3, neuron, source, 1) for neuron in range(16) for source in range(16))
    layout = layout_of((2, *(32,) * 3, 1), links)
    lowest = max(layout.centers(layer)[-1, 1] + layout.tiles[layer] / 2.0 for layer in range(5))
    depths = [layout.arcs.corners_of(link)[:, 1].max() for link in links]
    assert lowest < max(depths) <= min(lowest + 25.0, HEIGHT)
