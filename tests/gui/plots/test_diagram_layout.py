"""Where neurons and weights stand, and what lies under a point, against a search through everything."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from gui.plots.diagram_layout import LARGEST_TILE, DiagramLayout, Insets
from gui.plots.edge_painter import curve

SIZES = [(2, 4, 2, 1), (1, 1), (4, 8, 3), (2, *(8,) * 8, 1), (64, 32, 10), (13, 32, 32, 3)]
WIDTH, HEIGHT = 660, 590


@pytest.fixture(params=SIZES, ids=lambda sizes: "-".join(map(str, sizes)))
def layout(request) -> DiagramLayout:
    return DiagramLayout(request.param, WIDTH, HEIGHT, Insets())


def all_centers(layout: DiagramLayout) -> dict[tuple[int, int], np.ndarray]:
    return {
        (layer, neuron): layout.centers(layer)[neuron]
        for layer, size in enumerate(layout.sizes)
        for neuron in range(size)
    }


def test_everything_is_within_the_insets(layout: DiagramLayout) -> None:
    insets = Insets()
    for (layer, _), (x, y) in all_centers(layout).items():
        half = layout.tiles[layer] / 2
        assert insets.left <= x <= WIDTH - insets.right
        assert y - half >= insets.top - 0.01
        assert y + half <= HEIGHT - insets.bottom + 0.01


def test_columns_are_evenly_apart_from_left_to_right(layout: DiagramLayout) -> None:
    gaps = np.diff(layout.columns)
    assert (gaps > 0).all()
    assert np.ptp(gaps) < 1e-9


def test_tiles_never_overlap(layout: DiagramLayout) -> None:
    assert (layout.tiles <= max(LARGEST_TILE)).all()
    for layer in range(len(layout.sizes)):
        rows = np.diff(layout.centers(layer)[:, 1])
        assert (rows >= layout.tiles[layer]).all()


def test_connections_go_from_tile_to_tile_indexed_as_weights(layout: DiagramLayout) -> None:
    for layer in range(1, len(layout.sizes)):
        starts, ends = layout.ends(layer)
        assert starts.shape == ends.shape == (layout.sizes[layer], layout.sizes[layer - 1], 2)
        neuron, source = layout.sizes[layer] - 1, 0
        assert np.allclose(
            starts[neuron, source], layout.centers(layer - 1)[source] + [layout.tiles[layer - 1] / 2, 0]
        )
        assert np.allclose(ends[neuron, source], layout.centers(layer)[neuron] - [layout.tiles[layer] / 2, 0])


def test_every_neuron_is_found_at_its_centre_and_in_its_corners(layout: DiagramLayout) -> None:
    for (layer, neuron), (x, y) in all_centers(layout).items():
        reach = layout.tiles[layer] / 2 - 0.5
        for dx, dy in ((0, 0), (-reach, -reach), (reach, -reach), (-reach, reach), (reach, reach)):
            assert layout.neuron_at(x + dx, y + dy) == (layer, neuron)


def test_no_neuron_is_found_far_from_its_tile(layout: DiagramLayout) -> None:
    for x, y in np.random.default_rng(0).uniform((0, 0), (WIDTH, HEIGHT), (300, 2)):
        found = layout.neuron_at(x, y)
        if found is None:
            continue
        center, half = layout.centers(found[0])[found[1]], max(layout.tiles[found[0]] / 2, 5.0)
        assert abs(x - center[0]) <= half
        nearest = min(all_centers(layout).values(), key=lambda place: np.hypot(*(place - (x, y))))
        assert np.allclose(center[1], nearest[1])


def drawn_points(layout: DiagramLayout, curved: bool) -> dict[tuple[int, int, int], np.ndarray]:
    """For every weight 200 points of the very path that is drawn."""
    shares = np.linspace(0, 1, 200)
    points = {}
    for layer in range(1, len(layout.sizes)):
        starts, ends = layout.ends(layer)
        for neuron in range(layout.sizes[layer]):
            for source in range(layout.sizes[layer - 1]):
                start, end = starts[neuron, source], ends[neuron, source]
                if curved:
                    path = curve(start, end)
                    places = [path.pointAtPercent(share) for share in shares]
                    line = np.array([(place.x(), place.y()) for place in places])
                else:
                    line = start + shares[:, None] * (end - start)
                points[layer, neuron, source] = line
    return points


@pytest.mark.parametrize("curved", [True, False])
@pytest.mark.parametrize("sizes", [(2, 4, 2, 1), (4, 8, 3)])
def test_weight_under_a_point_is_the_nearest_drawn_one(sizes: tuple[int, ...], curved: bool) -> None:
    layout = DiagramLayout(sizes, WIDTH, HEIGHT, Insets(), curved)
    drawn = drawn_points(layout, curved)
    low, high = layout.columns[0] + 30, layout.columns[-1] - 30
    for x, y in np.random.default_rng(1).uniform((low, 100), (high, 500), (400, 2)):
        distances = {
            address: np.hypot(*(line - (x, y)).T).min()
            for address, line in drawn.items()
            if line[0, 0] < x < line[-1, 0]
        }
        found = layout.weight_at(x, y)
        if not distances:
            continue
        nearest = min(distances.values())
        if found is None:
            assert nearest > 4.0
        elif found in distances:
            assert distances[found] < nearest + 1.0


def test_only_drawn_weights_are_found() -> None:
    layout = DiagramLayout((13, 32, 3), WIDTH, HEIGHT, Insets(), curved=False)
    rng = np.random.default_rng(2)
    addresses = [(1, n, s) for n in range(32) for s in range(13)] + [
        (2, n, s) for n in range(3) for s in range(32)
    ]
    assert [layout.number_of(*address) for address in addresses] == list(range(len(addresses)))
    drawn = rng.choice(len(addresses), 60, replace=False)
    lines = drawn_points(layout, curved=False)
    for x, y in rng.uniform((80, 100), (WIDTH - 60, 500), (300, 2)):
        distances = {
            number: np.hypot(*(lines[addresses[number]] - (x, y)).T).min()
            for number in drawn.tolist()
            if layout.columns[addresses[number][0] - 1] < x < layout.columns[addresses[number][0]]
        }
        found = layout.weight_at(x, y, drawn=drawn)
        if found is not None:
            assert distances[layout.number_of(*found)] < min(distances.values()) + 1.0
        elif distances:
            assert min(distances.values()) > 4.0
    assert layout.weight_at(WIDTH / 3, HEIGHT / 2, drawn=np.empty(0, dtype=np.intp)) is None


def test_middle_of_every_weight_is_that_weight() -> None:
    layout = DiagramLayout((3, 2), WIDTH, HEIGHT, Insets())
    starts, ends = layout.ends(1)
    for neuron in range(2):
        for source in range(3):
            middle = QPointF(*((starts + ends)[neuron, source] / 2))
            found = layout.weight_at(middle.x(), middle.y(), reach=1.0)
            assert found is not None
            # Where two cross in the middle, either may be meant.
            place = (starts + ends)[found[1], found[2]] / 2
            assert np.hypot(place[0] - middle.x(), place[1] - middle.y()) < 1.0


def test_nothing_lies_outside_the_columns(layout: DiagramLayout) -> None:
    assert layout.weight_at(2.0, 300.0) is None
    assert layout.weight_at(WIDTH - 2.0, 300.0) is None


def test_tiny_window_does_not_break_the_layout() -> None:
    layout = DiagramLayout((2, 32, 1), 10, 10, Insets())
    assert np.isfinite(layout.columns).all()
    assert (layout.tiles > 0).all()


def test_tiles_grow_with_a_large_picture_and_leave_room_for_the_lines() -> None:
    small = DiagramLayout((2, 4, 2, 1), 640, 580, Insets())
    large = DiagramLayout((2, 4, 2, 1), 960, 980, Insets())
    assert large.tiles.max() > 1.3 * small.tiles.max()
    crowded = DiagramLayout((2, *(2,) * 8, 1), 960, 980, Insets())
    gaps = np.diff(crowded.columns)
    assert (crowded.tiles[1:] <= max(min(LARGEST_TILE), 0.4 * gaps.min())).all()
