"""The workspaces: which panels each one shows, and where. They arrange the same docks in different ways."""

from dataclasses import dataclass

from gui.translation import tr


@dataclass(frozen=True)
class Stack:
    """Panels that share one place: those `shown` at first, the front one first, and those one step away."""

    height: int
    shown: tuple[str, ...]
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """Places above one another."""

    width: int
    stacks: tuple[Stack, ...]


@dataclass(frozen=True)
class Workspace:
    """One way to arrange the window; widths and heights are of a window of 1280 × 720.

    Attributes:
        key: What settings store.
        shortcut: The key that goes there.
        title: What the switch says.
        tip: What a person does there.
        columns: From left to right.
    """

    key: str
    shortcut: str
    title: str
    tip: str
    columns: tuple[Column, ...]

    @property
    def panels(self) -> frozenset[str]:
        """Every panel that has a place here."""
        stacks = [stack for column in self.columns for stack in column.stacks]
        return frozenset(name for stack in stacks for name in (*stack.shown, *stack.hidden))


def all_workspaces() -> tuple[Workspace, ...]:
    """In the order of the switch; the first is the one a person starts in."""
    return (
        Workspace(
            "play",
            "Ctrl+1",
            tr("Play"),
            tr("Design a network and train it"),
            (
                Column(250, (Stack(600, ("data",), ("data_table", "settings", "layer_table")),)),
                Column(644, (Stack(600, ("network",), ("runs",)),)),
                Column(386, (Stack(382, ("output",)), Stack(236, ("loss",), ("answers", "layers")))),
            ),
        ),
        Workspace(
            "descend",
            "Ctrl+2",
            tr("Descend"),
            tr("See the cost as a landscape, and gradient descent on it"),
            (
                Column(
                    330, (Stack(330, ("network",), ("data", "data_table", "settings")), Stack(270, ("loss",)))
                ),
                Column(560, (Stack(600, ("contour", "race"), ("runs",)),)),
                Column(390, (Stack(320, ("slope",)), Stack(280, ("surface", "finder"), ("output",)))),
            ),
        ),
        Workspace(
            "explain",
            "Ctrl+3",
            tr("Explain"),
            tr("Ask of every number why it is what it is"),
            (
                Column(
                    640,
                    (
                        Stack(350, ("network",), ("data", "data_table", "settings")),
                        Stack(250, ("steps", "parameters"), ("runs",)),
                    ),
                ),
                Column(
                    640,
                    (
                        Stack(
                            600,
                            ("inspector", "matrices", "fault", "cures"),
                            ("output", "loss", "layers"),
                        ),
                    ),
                ),
            ),
        ),
    )
