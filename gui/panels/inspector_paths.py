"""All paths from a parameter to the cost of the chosen example: their products, and their light in the diagram."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.network.address import Address
from engine.network.contributions import Factor, Path, PathSum, paths_to_cost
from gui import numbers
from gui.appearance import number_font
from gui.panels.inspector_letters import plain_neuron
from gui.panels.inspector_moment import Moment
from gui.session import Session
from gui.session.spotlight import BACKWARD, Edge, Lit, Place, edge_of
from gui.translation import tr
from gui.widgets.signed_bars import SignedBar, SignedBars
from gui.wording import SUBSCRIPTS, network_input_names, parameter_name

NOTED = 14
"""Of more factors the numbers would hide the diagram."""

MOST_ROWS = 6
"""Paths that are shown without scrolling."""


class Paths(QWidget):
    """The sum over paths; pointing at one lights it up and spells its factors out."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._paths: list[Path] = []
        self._sum: PathSum | None = None
        self._is_all_lit = False
        self._pointed_at: int | None = None
        self._mine: Lit | None = None
        self.total = QLabel()
        self.total.setObjectName("explain.paths_sum")
        self.total.setFont(number_font())
        self.total.setWordWrap(True)
        self.list = SignedBars(
            "explain.paths",
            tr("The paths from the parameter to the cost"),
            tr("Each path's product of derivatives; pointing at one lights it up in the network"),
        )
        self.list.pointed.connect(self._on_pointed)
        self.chain = QLabel()
        self.chain.setObjectName("explain.chain")
        self.chain.setFont(number_font())
        self.chain.setWordWrap(True)
        self.chain.setMinimumHeight(2 * self.chain.fontMetrics().height() + 4)
        self.chain.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.light_all = QPushButton(tr("Light all"))
        self.light_all.setObjectName("explain.light_all")
        self.light_all.setCheckable(True)
        self.light_all.setToolTip(tr("Light up all paths in the network at once"))
        self.light_all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.light_all.clicked.connect(self._on_all)
        head = QHBoxLayout()
        head.addWidget(self.total, 1)
        head.addWidget(self.light_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.list)
        column.addWidget(self.chain)

    def show_moment(self, moment: Moment) -> None:
        """The paths of the picked parameter, a neuron's bias for the neuron itself."""
        assert moment.subject is not None
        assert moment.subject.place is not None
        example, trainer = self._session.example, moment.trainer
        found = paths_to_cost(
            trainer.network, example.inputs, example.targets, moment.subject.place, trainer.spec.loss
        )
        is_other = self._sum is None or self._sum.parameter != found.parameter
        self._sum = found
        by_way = {_way(path): path for path in found.paths}
        ways = [_way(path) for path in self._paths]
        if is_other or set(ways) != set(by_way):  # another network, too, has other ways
            self._paths = sorted(found.paths, key=lambda path: -abs(path.product))
        else:  # the order stays while numbers run
            self._paths = [by_way[way] for way in ways]
        self.total.setText(self._sum_words(found))
        self.list.show_bars([SignedBar(self._path_words(path), path.product) for path in self._paths])
        rows = min(len(self._paths), MOST_ROWS)
        self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) + 4)
        if is_other:
            self.list.selectionModel().clear()
            self.put_out()
        elif self._mine is not None:
            self._light()  # the numbers are others now
        self._spell(self.list.currentIndex().row())

    def put_out(self) -> None:
        """No path is lit any more; what others have lit stays."""
        self.light_all.setChecked(False)
        self._is_all_lit = False
        self._pointed_at = None
        self.chain.setText(tr("Point at a path to see its factors."))
        if self._mine is not None and self._session.spotlight.lit == self._mine:
            self._session.spotlight.clear()
        self._mine = None

    def _on_pointed(self, index: int) -> None:
        self._pointed_at = index if 0 <= index < len(self._paths) else None
        if self._pointed_at is not None:
            self._spell(index)
        if not self._is_all_lit:
            self._light()

    def _on_all(self, is_on: bool) -> None:
        self._is_all_lit = is_on
        self._light()

    def _light(self) -> None:
        """All paths, or the one that is pointed at; without one, none."""
        if not self._is_all_lit and (self._pointed_at is None or self._pointed_at >= len(self._paths)):
            self.put_out()
            return
        chosen = (
            self._paths if self._pointed_at is None or self._is_all_lit else [self._paths[self._pointed_at]]
        )
        self._mine = self._lit(chosen, is_noted=not self._is_all_lit)
        self._session.spotlight.show(self._mine)

    def _spell(self, index: int) -> None:
        if 0 <= index < len(self._paths):
            path = self._paths[index]
            parts = [
                f"{self._letter(factor, *start)} {_number(factor.value)}"
                for factor, start in self._steps(path)
            ]
            self.chain.setText(f"{' · '.join(parts)} = {numbers.significant(path.product)}")

    def _lit(self, paths: list[Path], is_noted: bool) -> Lit:
        """The neurons and weights that the paths run through, each weight as strong as what runs through it."""
        neurons: set[tuple[int, int]] = set()
        carried: dict[Edge, float] = {}
        assert self._sum is not None
        own = None if self._sum.parameter.source is None else edge_of(self._sum.parameter)
        for path in paths:
            neurons |= set(path.neurons)
            edges = [own] if own is not None else []
            edges += [
                edge_of(_weight(factor, *start))
                for factor, start in self._steps(path)
                if factor.kind == "weight"
            ]
            for edge in edges:
                carried[edge] = carried.get(edge, 0.0) + abs(path.product)
        largest = max(carried.values(), default=0.0)
        strength = {edge: (value / largest if largest else 1.0) for edge, value in carried.items()}
        notes = self._notes(paths[0], own) if is_noted and paths else ()
        return Lit(frozenset(neurons), frozenset(carried), BACKWARD, notes, strength)

    def _notes(self, path: Path, own: Edge | None) -> tuple[tuple[Place, str], ...]:
        """Each factor beside the neuron or weight it belongs to."""
        merged: dict[Place, str] = {}
        for factor, start in self._steps(path)[:NOTED]:
            place: Place = (factor.layer, factor.neuron)
            text = f"f′ {_number(factor.value)}" if factor.kind == "slope" else _number(factor.value)
            if factor.kind == "input" and own is not None:
                place = own
            elif factor.kind == "weight":
                place = edge_of(_weight(factor, *start))
            elif factor.kind in ("one", "skip", "rest"):
                continue
            merged[place] = f"{merged[place]} · {text}" if place in merged else text
        return tuple(merged.items())

    def _sum_words(self, found: PathSum) -> str:
        name = parameter_name(found.parameter)
        letters = tr("∂c/∂{name}", name=name)
        if found.count == 1:
            return tr(
                "One path: {letters} = {total}", letters=letters, total=numbers.significant(found.total)
            )
        if found.is_complete:
            return tr(
                "{count} paths add up to {letters} = {total}",
                count=found.count,
                letters=letters,
                total=numbers.significant(found.total),
            )
        return tr(
            "{count} paths, here in {groups} groups, add up to {letters} = {total}",
            count=found.count,
            groups=len(found.paths),
            letters=letters,
            total=numbers.significant(found.total),
        )

    def _path_words(self, path: Path) -> str:
        assert self._sum is not None
        stops = [plain_neuron("a", *stop) for stop in path.neurons]
        source, below = self._sum.parameter.source, self._sum.parameter.below
        if source is not None and below == 0:
            stops.insert(0, network_input_names(self._session.experiment)[source])
        elif source is not None:
            stops.insert(0, plain_neuron("a", below, source))
        is_whole = path.factors[-1].kind == "cost"
        return " → ".join([*stops, "c" if is_whole else "…"])

    def _steps(self, path: Path) -> list[tuple[Factor, tuple[int, int]]]:
        """Each factor, and (layer, neuron) it leads on from: of the first the neuron that the parameter weighs."""
        assert self._sum is not None
        first = self._sum.parameter.below, self._sum.parameter.source or 0
        starts = [first, *((factor.layer, factor.neuron) for factor in path.factors[:-1])]
        return list(zip(path.factors, starts, strict=True))

    def _letter(self, factor: Factor, layer: int, neuron: int) -> str:
        """A factor in letters; `neuron` of `layer` is where the path comes from."""
        assert self._sum is not None
        at = plain_neuron("z", factor.layer, factor.neuron)
        last = len(self._session.network.spec.layers)
        if factor.kind == "input":
            if layer == 0:
                return f"x{str(neuron + 1).translate(SUBSCRIPTS)}"
            return plain_neuron("a", layer, neuron)
        return {
            "one": "1",
            "slope": f"f′({at})",
            "softmax": "∂ŷ/∂z",
            "weight": parameter_name(_weight(factor, layer, neuron)),
            "skip": tr("skip"),
            "cost": "∂c/∂ŷ" if factor.layer == last else "∂c/∂z",
            "rest": tr("all ways on"),
        }[factor.kind]


def _way(path: Path) -> tuple[tuple[str, int, int], ...]:
    return tuple((factor.kind, factor.layer, factor.neuron) for factor in path.factors)


def _weight(factor: Factor, layer: int, neuron: int) -> Address:
    """The weight that leads from there to the factor's neuron."""
    return Address(factor.layer, factor.neuron, neuron, None if layer == factor.layer - 1 else layer)


def _number(value: float) -> str:
    return numbers.significant(value, 3)
