"""The Layers panel, opened, chosen from and read by mouse and by keyboard; what it shows is reckoned again by hand."""

from collections.abc import Callable

import numpy as np
import pytest
from journey_hands import Keys
from journey_pages import Page
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

LAYERS = ("layer 1", "layer 2", "output")
STEPS_AN_EPOCH = 25
"""Of the first experiment: 250 examples in batches of 10."""


class LayersPage(Page):
    """What the Layers panel shows."""

    prefix = "layers"

    def title_of_axis(self) -> str:
        return self.gradients.left.label.toPlainText().strip()

    @property
    def gradients(self) -> QWidget:
        return self.find(QWidget, "gradients")

    @property
    def histograms(self) -> QWidget:
        return self.find(QWidget, "histograms")

    def box(self) -> dict[str, str]:
        """What stands in the box beside the hair line."""
        reading = self.gradients.hair_line.reading()
        return {line.name: line.values[0] for line in reading.lines} if reading else {}

    def counts(self, values: list[np.ndarray]) -> list[np.ndarray]:
        """How many of each layer's values every bar stands for."""
        return [cell.shares * layer.size for cell, layer in zip(self.histograms.cells, values, strict=True)]


class ByMouse:
    """The panel under a mouse."""

    def __init__(self, lab, page: LayersPage) -> None:
        self.lab, self.page = lab, page

    def open(self) -> None:
        self.lab.menu("View", "Panels", "Layers")

    def choose(self, control: str, words: str) -> None:
        self.page.choose(control, words)

    def step(self) -> None:
        QTest.mouseClick(
            self.lab.training.find(QAbstractButton, "step"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8)
        )

    def read_last(self) -> dict[str, str]:
        plot = self.page.gradients
        place = QPoint(round(plot.x_of(plot.recorded()[-1])) - 1, plot.parts()[0].center().toPoint().y())
        QTest.mouseMove(plot.viewport(), place)
        return self.page.box()


class ByKeys(ByMouse):
    """The panel without a mouse."""

    def open(self) -> None:
        self.keys = Keys(self.lab)
        self.keys.menu("v", "Panels", "Layers")

    def choose(self, control: str, words: str) -> None:
        self.keys.choose(f"layers.{control}", words)

    def step(self) -> None:
        if isinstance(QApplication.focusWidget(), QComboBox):  # there the arrow is the list's
            self.keys.go_to("dock.layers.float")
        self.lab.press(Qt.Key.Key_Right)

    def read_last(self) -> dict[str, str]:
        self.keys.go_to("layers.reading")
        self.lab.press(Qt.Key.Key_Left)
        self.lab.press(Qt.Key.Key_Right)
        return self.page.box()


@pytest.fixture(params=[ByMouse, ByKeys])
def hands(request, lab, qtbot) -> ByMouse:
    someone = request.param(lab, LayersPage(lab.window))
    someone.open()
    qtbot.waitUntil(lambda: lab.window.panels["layers"].is_shown)
    return someone


@pytest.fixture
def mean_gradients(lab) -> Callable:
    """By hand: central differences of the batch's half squared error through three layers of tanh."""

    def of_coming_step() -> list[float]:
        inputs, targets = lab.session.trainer.next_batch()
        weights = [part.copy() for part in lab.session.network.weights]
        biases = [part.copy() for part in lab.session.network.biases]

        def cost() -> float:
            a = inputs
            for w, b in zip(weights, biases, strict=True):
                a = np.tanh(a @ w.T + b)
            return float((0.5 * (a - targets) ** 2).sum(axis=1).mean())

        means = []
        for part in weights:
            slopes = []
            for place in np.ndindex(part.shape):
                kept, around = part[place], []
                for nudge in (1e-6, -1e-6):
                    part[place] = kept + nudge
                    around.append(cost())
                part[place] = kept
                slopes.append(abs(around[0] - around[1]) / 2e-6)
            means.append(float(np.mean(slopes)))
        return means

    return of_coming_step


def activations_by_hand(lab) -> list[np.ndarray]:
    """Of every training example, layer by layer."""
    a, found = lab.session.trainer.data.inputs, []
    for w, b in zip(lab.session.network.weights, lab.session.network.biases, strict=True):
        a = np.tanh(a @ w.T + b)
        found.append(a)
    return found


def counted(edges: np.ndarray, values: np.ndarray) -> list[int]:
    """One by one: the bar a value lies in, the last bar with its upper edge."""
    counts = [0] * (len(edges) - 1)
    for value in values.ravel().tolist():
        bar = next(n for n in range(len(counts)) if value < edges[n + 1] or n == len(counts) - 1)
        counts[bar] += 1
    return counts


def test_gradients_over_time_are_those_of_the_last_batch_of_each_epoch(
    lab, hands, mean_gradients, qtbot
) -> None:
    page = hands.page
    assert page.shown("view") == "Gradients"
    assert page.title_of_axis() == "mean |∂C/∂w|, last batch"
    expected = []
    for step in range(1, 2 * STEPS_AN_EPOCH + 1):
        if step % STEPS_AN_EPOCH == 0:
            expected.append(mean_gradients())
        hands.step()
    assert lab.training.epoch == 2
    qtbot.waitUntil(lambda: len(page.gradients.recorded()) == 3)
    for curve, sizes in zip(page.gradients.curves, zip(*expected, strict=True), strict=True):
        np.testing.assert_allclose(10 ** curve.getData()[1][1:], sizes, rtol=1e-6)
    said = hands.read_last()
    assert {name: float(value) for name, value in said.items()} == {
        name: float(f"{value:.3g}") for name, value in zip(LAYERS, expected[-1], strict=True)
    }
    hands.choose("layer", "layer 2")
    assert list(hands.read_last()) == ["layer 2"]
    assert lab.training.step == 2 * STEPS_AN_EPOCH


def test_weights_are_spread_as_they_are_in_the_network(lab, hands, qtbot) -> None:
    page, network = hands.page, lab.session.network
    hands.choose("view", "Weights")
    assert tuple(cell.title for cell in page.histograms.cells) == LAYERS
    before = page.counts(network.weights)
    assert [counts.sum() for counts in before] == pytest.approx([8, 8, 2])
    for cell, counts, weights in zip(page.histograms.cells, before, network.weights, strict=True):
        assert counts == pytest.approx(counted(cell.edges, weights))
    picture = lab.picture(page.histograms)
    hands.choose("layer", "layer 1")
    assert [cell.title for cell in page.histograms.cells] == ["layer 1"]
    assert not np.array_equal(lab.picture(page.histograms), picture)
    hands.choose("layer", "All layers")
    assert np.array_equal(lab.picture(page.histograms), picture)
    for _ in range(STEPS_AN_EPOCH):
        hands.step()
    assert lab.training.step == STEPS_AN_EPOCH

    def follows() -> bool:
        present = page.counts(network.weights)
        cells = page.histograms.cells
        return all(
            counts == pytest.approx(counted(cell.edges, weights))
            for cell, counts, weights in zip(cells, present, network.weights, strict=True)
        )

    qtbot.waitUntil(follows)
    assert not np.array_equal(lab.picture(page.histograms), picture)


def test_activations_are_those_of_the_training_examples(lab, hands, qtbot) -> None:
    page = hands.page
    hands.choose("view", "Activations")
    for epoch in range(2):
        values = activations_by_hand(lab)

        def is_shown(values=values) -> bool:
            counts = page.counts(values)
            return all(
                counts[layer] == pytest.approx(counted(cell.edges, values[layer]))
                for layer, cell in enumerate(page.histograms.cells)
            )

        qtbot.waitUntil(is_shown)
        assert [counts.sum() for counts in page.counts(values)] == pytest.approx([1000, 500, 250])
        assert all(cell.edges[[0, -1]].tolist() == [-1, 1] for cell in page.histograms.cells)
        for _ in range(STEPS_AN_EPOCH * (1 - epoch)):
            hands.step()
    assert lab.training.epoch == 1
    hands.choose("layer", "output")
    assert [cell.title for cell in page.histograms.cells] == ["output"]
    assert page.histograms.accessibleDescription().startswith("output: most values, ")
