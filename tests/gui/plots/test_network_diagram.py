"""The picture of a network: what it paints, what it says, what its buttons ask for."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from gui.appearance import appearance, mix
from gui.plots.diagram_design import DiagramDesign
from gui.plots.diagram_keys import Spot
from gui.plots.edge_painter import MANY, EdgePainter, strength_level
from gui.plots.network_diagram import NetworkDiagram

LEFT = Qt.MouseButton.LeftButton


def design_of(*sizes: int, activation: str = "Tanh") -> DiagramDesign:
    return DiagramDesign(
        tuple(f"x{number}" for number in range(1, sizes[0] + 1)),
        tuple((size, activation) for size in sizes[1:]),
    )


def parameters_of(*sizes: int, seed: int = 0) -> tuple[list[np.ndarray], list[np.ndarray]]:
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=(high, low)) for low, high in pairwise(sizes)]
    return weights, [rng.normal(size=size) for size in sizes[1:]]


@pytest.fixture
def make(qtbot):
    """A shown diagram of a network of these sizes, with weights."""

    def diagram_of(*sizes: int) -> NetworkDiagram:
        diagram = NetworkDiagram()
        qtbot.addWidget(diagram)
        diagram.resize(660, 590)
        diagram.show_design(design_of(*sizes))
        diagram.show_parameters(*parameters_of(*sizes))
        with qtbot.waitExposed(diagram):
            diagram.show()
        return diagram

    return diagram_of


@pytest.fixture
def diagram(make) -> NetworkDiagram:
    return make(2, 4, 2, 1)


def picture(diagram: NetworkDiagram) -> np.ndarray:
    """(height, width, 3)"""
    QApplication.processEvents()
    image = diagram.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., :3].copy()


def point_at(diagram: NetworkDiagram, spot: Spot) -> str:
    QTest.mouseMove(diagram, diagram.spot_center(spot).toPoint())
    return diagram.hovered_text()


def tile_pixel(diagram: NetworkDiagram, spot: Spot, dx: float, dy: float) -> np.ndarray:
    """The colour in a neuron's tile, dx and dy from −1 (left, top) to 1."""
    half = float(diagram.layout_of.tiles[spot.layer]) / 2 - 4
    center = diagram.spot_center(spot)
    return picture(diagram)[round(center.y() + dy * half), round(center.x() + dx * half)]


def rgb(colour: str) -> np.ndarray:
    return np.array(QColor(colour).getRgb()[:3])


# What is painted


def test_tile_of_x2_is_bright_at_the_top(diagram: NetworkDiagram) -> None:
    """Row 0 is the lowest y, as in a plot; on the screen it must be at the bottom."""
    grid = np.linspace(-1, 1, 20)
    x1, x2 = np.tile(grid, (20, 1)), np.tile(grid[:, None], (1, 20))
    hidden = [np.zeros((size, 20, 20)) for size in (4, 2, 1)]
    diagram.show_tiles([np.stack([x1, x2]), *hidden])
    theme = appearance().theme
    for spot, plus, minus in (
        (Spot(0, 0), (0.9, 0), (-0.9, 0)),
        (Spot(0, 1), (0, -0.9), (0, 0.9)),
    ):
        for place, colour in ((plus, theme.positive), (minus, theme.negative)):
            shown = tile_pixel(diagram, spot, *place).astype(int)
            assert np.abs(shown - rgb(colour)).max() < 60, (spot, place, shown, colour)


def test_tile_of_one_input_may_be_a_line(make) -> None:
    diagram = make(1, 3, 1)
    diagram.show_tiles([np.linspace(-1, 1, 20).reshape(1, 1, 20)] + [np.zeros((n, 1, 20)) for n in (3, 1)])
    left, right = tile_pixel(diagram, Spot(0, 0), -0.9, 0), tile_pixel(diagram, Spot(0, 0), 0.9, 0)
    assert not np.array_equal(left, right)


def test_monstrous_activations_are_painted(diagram: NetworkDiagram) -> None:
    values = [
        np.full((size, 8, 8), value) for size, value in ((2, np.nan), (4, np.inf), (2, -np.inf), (1, 1e300))
    ]
    diagram.show_tiles(values)
    assert picture(diagram).shape == (590, 660, 3)


def test_strong_weights_are_wide_and_wear_the_colour_of_their_sign(make) -> None:
    diagram = make(1, 1)
    theme = appearance().theme
    widths = {}
    for value in (0.1, 2.0, -2.0):
        diagram.show_parameters([np.array([[value]])], [np.zeros(1)])
        middle = diagram.spot_center(Spot(1, 0, 0)).toPoint()
        column = picture(diagram)[middle.y() - 8 : middle.y() + 9, middle.x() - 12 : middle.x() + 12]
        ground = rgb(theme.surface)
        widths[value] = int((np.abs(column.astype(int) - ground).sum(axis=2) > 60).sum(axis=0).max())
        if abs(value) == 2.0:
            wanted = rgb(theme.positive if value > 0 else theme.negative)
            distances = np.abs(column.reshape(-1, 3).astype(int) - wanted).sum(axis=1)
            assert distances.min() < 60
    assert widths[2.0] >= widths[0.1] + 2
    assert widths[-2.0] == widths[2.0]


def test_strength_grows_with_the_weight_and_has_an_end() -> None:
    levels = strength_level(np.array([0.0, 0.3, 1.0, 2.0, 50.0, np.inf, np.nan]))
    assert (np.diff(levels[:4]) > 0).all()
    assert (levels[3:] == levels[3]).all()
    assert np.array_equal(strength_level(np.array([-1.0])), strength_level(np.array([1.0])))


def test_beyond_many_only_the_strongest_are_drawn(qapp) -> None:
    rng = np.random.default_rng(0)
    weights = rng.uniform(-0.4, 0.4, 1000)
    strong = rng.choice(1000, MANY, replace=False)
    weights[strong] = 2.0
    starts = np.stack([np.full(1000, 5.0), 3.0 * np.arange(1000) + 2], axis=1)
    image = QImage(40, 3010, QImage.Format.Format_RGB32)
    image.fill(QColor(appearance().theme.surface))
    painter = QPainter(image)
    EdgePainter(appearance().theme).draw(painter, starts, starts + np.array([30.0, 0.0]), weights)
    painter.end()
    ground = QColor(appearance().theme.surface).rgb()
    shown = [image.pixel(20, 3 * row + 2) != ground for row in range(1000)]
    # Wide lines reach into their neighbours' rows, so it is asked what is left out.
    thin = EdgePainter(appearance().theme).pen(1, is_few=True).widthF()
    assert thin < 2.0
    assert all(shown[row] for row in strong)
    lonely = [row for row in range(1, 999) if not {row - 1, row, row + 1} & set(strong.tolist())]
    assert lonely
    assert not any(shown[row] for row in lonely)


def strongest_of(*sizes: int) -> set[tuple[int, int, int]]:
    """The addresses of the weights that are drawn, by sorting them all."""
    strength = {
        (layer, neuron, source): abs(value)
        for layer, weights in enumerate(parameters_of(*sizes)[0], 1)
        for (neuron, source), value in np.ndenumerate(weights)
    }
    return set(sorted(strength, key=strength.__getitem__)[-MANY:])


def found_along(diagram: NetworkDiagram, weight: Spot) -> set[Spot | None]:
    """What the mouse finds on its way along a weight."""
    start, end = (side[weight.neuron, weight.source] for side in diagram.layout_of.ends(weight.layer))
    found = set()
    for share in np.linspace(0.1, 0.9, 60):
        QTest.mouseMove(diagram, QPointF(*(start + share * (end - start))).toPoint())
        found.add(diagram._hovered)
    return found


def test_mouse_finds_only_weights_that_are_drawn(make) -> None:
    sizes = (30, 30, 10)
    diagram, drawn = make(*sizes), strongest_of(*sizes)
    found = set()
    for x, y in np.random.default_rng(0).uniform((70, 100), (600, 560), (400, 2)):
        QTest.mouseMove(diagram, QPointF(x, y).toPoint())
        spot = diagram._hovered
        if spot is not None and spot.source is not None:
            found.add((spot.layer, spot.neuron, spot.source))
    assert len(found) > 50
    assert found <= drawn
    assert {layer for layer, *_ in found} == {1, 2}


def test_what_is_drawn_follows_the_weights(make) -> None:
    sizes = (30, 30, 10)
    diagram = make(*sizes)
    weak = Spot(1, *np.argwhere(np.abs(parameters_of(*sizes)[0][0]) < 0.01)[0].tolist())
    assert weak not in found_along(diagram, weak)
    weights, biases = parameters_of(*sizes)
    weights[0][:] = 0.0
    weights[0][weak.neuron, weak.source] = 9.0
    diagram.show_parameters(weights, biases)
    assert weak in found_along(diagram, weak)


def test_a_weak_weight_is_found_while_keys_have_it_picked(make) -> None:
    sizes = (30, 30, 10)
    diagram = make(*sizes)
    weak = Spot(1, *np.argwhere(np.abs(parameters_of(*sizes)[0][0]) < 0.01)[0].tolist())
    assert weak not in found_along(diagram, weak)
    diagram.select(weak)
    assert weak in found_along(diagram, weak)


def test_picture_says_that_weights_are_left_out(make) -> None:
    diagram = make(30, 30, 1)
    assert sum(weights.size for weights in parameters_of(30, 30, 1)[0]) > MANY
    note = picture(diagram)[-20:]
    few = picture(make(2, 2, 1))[-20:]
    assert (np.abs(note.astype(int) - rgb(appearance().theme.surface)).sum(axis=2) > 60).any()
    assert not (np.abs(few.astype(int) - rgb(appearance().theme.surface)).sum(axis=2) > 60).any()


def test_theme_recolours_everything(diagram: NetworkDiagram) -> None:
    for key in ("dark", "high_contrast", "light"):
        appearance().set_theme(key)
        shown = picture(diagram).reshape(-1, 3)
        colours, counts = np.unique(shown, axis=0, return_counts=True)
        assert np.array_equal(colours[counts.argmax()], rgb(appearance().theme.surface))


# What is said


def test_pointing_says_the_value_as_it_is_now(diagram: NetworkDiagram) -> None:
    weights, biases = parameters_of(2, 4, 2, 1)
    diagram.show_parameters(weights, biases)
    assert point_at(diagram, Spot(0, 1)) == "input x2"
    weights[0][0, 0], biases[0][2] = 0.5, -1.25
    assert point_at(diagram, Spot(1, 2)) == "neuron 3, layer 1 (Tanh): bias −1.250"
    biases[0][2] = 2.0
    assert diagram.hovered_text() == "neuron 3, layer 1 (Tanh): bias +2.000"


def test_pointing_at_a_weight_names_it_as_the_texts_do(make) -> None:
    diagram = make(2, 1)
    diagram.show_parameters([np.array([[0.5, -0.25]])], [np.zeros(1)])
    assert point_at(diagram, Spot(1, 0, 0)) == "weight w₁₁, layer 1: +0.500"
    assert point_at(diagram, Spot(1, 0, 1)) == "weight w₁₂, layer 1: −0.250"


def test_ground_says_nothing(diagram: NetworkDiagram) -> None:
    point_at(diagram, Spot(1, 2))
    QTest.mouseMove(diagram, QPoint(3, 580))
    assert diagram.hovered_text() == ""


def test_hint_stays_within_the_picture(make) -> None:
    diagram = make(2, 4, 1)
    before = picture(diagram)
    assert point_at(diagram, Spot(2, 0))
    changed = np.argwhere((picture(diagram) != before).any(axis=2))
    assert changed[:, 1].max() < diagram.width() - 2


@pytest.mark.parametrize("spot", [Spot(0, 1), Spot(1, 2), Spot(3, 0), Spot(3, 0, 0)])
def test_click_picks_what_lies_there(diagram: NetworkDiagram, qtbot, spot: Spot) -> None:
    with qtbot.waitSignal(diagram.picked) as picked:
        QTest.mouseClick(diagram, LEFT, pos=diagram.spot_center(spot).toPoint())
    assert picked.args == [spot]


def test_click_on_the_ground_picks_nothing(diagram: NetworkDiagram, qtbot) -> None:
    with qtbot.waitSignal(diagram.picked) as picked:
        QTest.mouseClick(diagram, LEFT, pos=QPoint(3, 580))
    assert picked.args == [None]


@pytest.mark.parametrize("layer", [0, 1, 2, 3])
def test_a_click_on_a_caption_picks_the_layer(diagram: NetworkDiagram, qtbot, layer: int) -> None:
    place = diagram.controls.caption_box(layer).center().toPoint()
    QTest.mouseMove(diagram, place)
    assert "layer" in diagram.hovered_text()
    with qtbot.waitSignal(diagram.layer_picked) as picked:
        QTest.mouseClick(diagram, LEFT, pos=place)
    assert picked.args == [layer]


def test_a_layer_is_reached_and_left_by_keys(diagram: NetworkDiagram) -> None:
    went: list[object] = []
    diagram.picked.connect(lambda spot: (went.append(spot), diagram.select(spot)))
    diagram.layer_picked.connect(lambda layer: (went.append(layer), diagram.select_layer(layer)))
    diagram.select(Spot(2, 1, 3))
    keys = (Qt.Key.Key_L, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Up)
    for key in (*keys, Qt.Key.Key_Down, Qt.Key.Key_L, Qt.Key.Key_L, Qt.Key.Key_L, Qt.Key.Key_Escape):
        QTest.keyClick(diagram, key)
    assert went == [2, 3, 3, 2, 1, 1, Spot(1, 0), 1, Spot(1, 0), 1, None]


def test_a_picked_layer_is_framed_until_something_else_is(diagram: NetworkDiagram) -> None:
    plain = picture(diagram)
    diagram.select_layer(1)
    marked = picture(diagram)
    changed = np.argwhere((marked != plain).any(axis=2))
    left, top, width, height = diagram.layout_of.frame_of(1)
    caption = diagram.controls.caption_box(1)
    assert min(left, caption.left()) - 2 <= changed[:, 1].min()
    assert changed[:, 1].max() <= max(left + width, caption.right()) + 2
    assert changed[:, 0].min() < caption.bottom()
    assert changed[:, 0].max() == pytest.approx(top + height, abs=2)
    diagram.select(None)
    assert np.array_equal(picture(diagram), plain)


def test_picked_neuron_and_weight_are_marked(diagram: NetworkDiagram) -> None:
    plain = picture(diagram)
    for spot in (Spot(1, 2), Spot(2, 0, 1)):
        diagram.select(spot)
        changed = np.argwhere((picture(diagram) != plain).any(axis=2))
        assert len(changed)
        accent = np.abs(picture(diagram).astype(int) - rgb(appearance().theme.accent)).sum(axis=2)
        assert (accent < 40).sum() > (
            np.abs(plain.astype(int) - rgb(appearance().theme.accent)).sum(axis=2) < 40
        ).sum()
    diagram.select(None)
    assert np.array_equal(picture(diagram), plain)


# What the buttons ask for


def button(diagram: NetworkDiagram, name: str) -> QToolButton:
    return diagram.findChild(QToolButton, f"network.{name}")


@pytest.mark.parametrize(("name", "change"), [("add_layer", 1), ("remove_layer", -1)])
def test_layer_buttons_ask_for_a_layer_more_or_less(diagram, qtbot, name: str, change: int) -> None:
    with qtbot.waitSignal(diagram.controls.layers_changed) as asked:
        QTest.mouseClick(button(diagram, name), LEFT)
    assert asked.args == [change]


@pytest.mark.parametrize(
    ("name", "asked_for"), [("add_neuron_1", [1, 1]), ("remove_neuron_1", [1, -1]), ("add_neuron_2", [2, 1])]
)
def test_neuron_buttons_ask_for_a_neuron_more_or_less(
    diagram, qtbot, name: str, asked_for: list[int]
) -> None:
    with qtbot.waitSignal(diagram.controls.neurons_changed) as asked:
        QTest.mouseClick(button(diagram, name), LEFT)
    assert asked.args == asked_for


def test_buttons_know_their_limits(make) -> None:
    most = make(2, *(32,) * 8, 1)
    assert not button(most, "add_layer").isEnabled()
    assert not button(most, "add_neuron_8").isEnabled()
    assert "up to 8 hidden layers; the layer table" in button(most, "add_layer").toolTip()
    assert "up to 32 neurons in a layer; the layer table" in button(most, "add_neuron_8").toolTip()
    most.show_design(design_of(2, *(31,) * 7, 1))
    assert button(most, "add_layer").toolTip() == "Add a hidden layer before the output"
    assert button(most, "add_neuron_7").toolTip() == "Add a neuron to layer 7"
    assert button(most, "remove_neuron_8").isEnabled()
    least = make(2, 1, 1)
    assert not button(least, "remove_neuron_1").isEnabled()
    assert button(least, "remove_layer").isEnabled()
    none = make(2, 1)
    assert not button(none, "remove_layer").isEnabled()
    assert button(none, "add_layer").isEnabled()


def test_buttons_of_layers_that_are_gone_are_hidden(diagram: NetworkDiagram) -> None:
    assert button(diagram, "add_neuron_2").isVisible()
    diagram.show_design(design_of(2, 4, 1))
    assert not button(diagram, "add_neuron_2").isVisible()
    diagram.show_design(design_of(2, 4, 2, 1))
    assert button(diagram, "add_neuron_2").isVisible()


def test_larger_networks_than_the_canvas_makes_are_shown_too(make) -> None:
    """Weights from a file may describe anything."""
    diagram = make(2, 40, *(3,) * 12, 1)
    assert not button(diagram, "add_layer").isEnabled()
    assert not button(diagram, "add_neuron_1").isEnabled()
    assert button(diagram, "remove_neuron_1").isEnabled()
    assert picture(diagram).shape == (590, 660, 3)


def test_buttons_do_not_overlap_in_eight_layers(make) -> None:
    diagram = make(2, *(4,) * 8, 1)
    frames = [found.geometry() for found in diagram.findChildren(QToolButton) if found.isVisible()]
    assert len(frames) >= 18
    overlaps = [(a, b) for place, a in enumerate(frames) for b in frames[place + 1 :] if a.intersects(b)]
    assert overlaps == []
    assert all(diagram.rect().contains(frame) for frame in frames)


@pytest.mark.parametrize("hidden", [8, 12, 24])
def test_many_layers_stand_apart_with_lines_and_names_between_them(make, hidden: int) -> None:
    diagram = make(2, *(3,) * hidden, 1)
    diagram.show_design(design_of(2, *(3,) * hidden, 1, activation="Leaky ReLU"))
    frames = [found.geometry() for found in diagram.findChildren(QToolButton) if found.isVisible()]
    assert [(a, b) for place, a in enumerate(frames) for b in frames[place + 1 :] if a.intersects(b)] == []
    head = button(diagram, "layer_3")
    assert head.toolTip().startswith("Leaky ReLU: activation")
    assert head.fontMetrics().horizontalAdvance(head.text()) <= head.width()
    layout = diagram.layout_of
    assert max(layout.tiles) <= 0.6 * (layout.columns[1] - layout.columns[0]) + 1e-9


def test_place_of_a_weight_is_where_it_is_drawn(make) -> None:
    diagram = make(30, 30, 1)
    spot = Spot(1, 25, 3)
    start, end = (side[25, 3] for side in diagram.layout_of.ends(1))
    quarter = QPointF(*(start + 0.25 * (end - start)))
    distance = abs(quarter.y() - diagram.spot_center(spot).y())
    assert distance > 20  # well away from where a curve would be
    found = diagram.layout_of.weight_at(quarter.x(), quarter.y())
    assert found is not None
    starts, ends = diagram.layout_of.ends(1)
    line = starts[found[1], found[2]], ends[found[1], found[2]]
    there = np.interp(quarter.x(), [line[0][0], line[1][0]], [line[0][1], line[1][1]])
    assert abs(there - quarter.y()) < 6


def test_colour_of_a_weak_weight_is_near_the_ground(qapp) -> None:
    theme = appearance().theme
    weak, strong = (EdgePainter(theme).pen(level, is_few=True).color() for level in (0, 8))
    ground = QColor(mix(theme.surface, theme.border, 0.55))
    assert weak == ground
    assert strong == QColor(theme.positive)


@pytest.mark.parametrize(("hidden", "neurons"), [(24, 4), (8, 32), (8, 8), (6, 8), (2, 4)])
def test_captions_of_layers_do_not_touch(make, hidden: int, neurons: int) -> None:
    diagram = make(2, *(neurons,) * hidden, 1)
    boxes = [diagram.controls.caption_box(layer) for layer in range(hidden + 2)]
    assert all(left.right() <= right.left() for left, right in pairwise(boxes))
    assert [diagram.controls.caption_at(box.center()) for box in boxes] == list(range(hidden + 2))
