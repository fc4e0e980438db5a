"""A place is chosen from the list, or by typing its name plainly."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.network import LayerSpec, NetworkSpec
from engine.network.address import address_of
from engine.network.long_link import LongLink
from gui.panels.parameter_names import parameter_names
from gui.widgets.place_choice import PlaceChoice
from gui.wording import parameter_name

SPEC = NetworkSpec(2, (LayerSpec(12, "tanh"), LayerSpec(1, "tanh")), (LongLink(2, 0, 0, 1),))


@pytest.fixture
def choice(show) -> PlaceChoice:
    box = PlaceChoice("descend.first", "Weight across", "The weight")
    box.offer(parameter_names(SPEC))
    box.show_place(0)
    show(box)
    return box


def type_in(choice: PlaceChoice, text: str) -> None:
    line = choice.lineEdit()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_names_are_in_the_order_of_the_parameters() -> None:
    names = parameter_names(SPEC)
    assert len(names) == SPEC.parameter_count
    assert [parameter_name(address_of(SPEC, place)) for place in range(len(names))] == list(names)
    assert names[:3] == ("w₁₁⁽¹⁾", "w₁₂⁽¹⁾", "b₁⁽¹⁾")
    assert names[-2:] == ("b₁⁽²⁾", "w₁₂⁽²←⁰⁾")
    assert "w₁₀,₂⁽¹⁾" in names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(("w21(1)", "w₂₁⁽¹⁾"), ("B_3^[1]", "b₃⁽¹⁾"), ("w12,1(1)", "w₁₂,₁⁽¹⁾"), ("b 1 (2)", "b₁⁽²⁾")),
        *(("w12(2<0)", "w₁₂⁽²←⁰⁾"), ("w_12^[2 <- 0]", "w₁₂⁽²←⁰⁾")),
    ],
)
def test_a_name_may_be_typed_plainly(choice: PlaceChoice, heard, typed: str, name: str) -> None:
    chosen = heard(choice.chosen)
    type_in(choice, typed)
    assert chosen == [parameter_names(SPEC).index(name)]


def test_what_names_nothing_is_refused_and_taken_back(choice: PlaceChoice, heard, is_one_sentence) -> None:
    refused, chosen = heard(choice.refused), heard(choice.chosen)
    type_in(choice, "w99(9)")
    assert len(refused) == 1
    assert chosen == []
    assert choice.lineEdit().text() == "w₁₁⁽¹⁾"


def test_the_list_chooses_too(choice: PlaceChoice, heard) -> None:
    chosen = heard(choice.chosen)
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert chosen == [1]
