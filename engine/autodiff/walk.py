"""The backward walk: from a node to everything it was made of, one node at a time.

Reverse accumulation (Linnainmaa, 1970): a node is visited when all nodes made from it have been, and then
gives each parent   contribution = upstream × local,   where upstream = ∂root/∂node is by then complete and
local = ∂node/∂parent. A parent adds up what it is given, once for each use.

No function here calls itself, so a graph may be as deep as memory allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.autodiff.value import Value


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a visited node gives one parent: `amount` = upstream × `local`."""

    parent: Value
    local: float
    amount: float


@dataclass(frozen=True, slots=True)
class BackwardStep:
    """One visit: the node, its complete `upstream` gradient ∂root/∂node in this walk, and what it gave.

    `contributions` has one entry for each operand, in order; a leaf gives nothing.
    """

    node: Value
    upstream: float
    contributions: tuple[Contribution, ...]


def nodes_in_order(root: Value) -> list[Value]:
    """The root and all it was made of, every node after its parents: the order of the forward pass."""
    ordered: list[Value] = []
    seen = {root}
    # Each entry is a node on the way down and the parents it has not been asked for yet.
    path = [(root, iter(root.edges))]
    while path:
        node, remaining = path[-1]
        for parent, _local in remaining:
            if parent not in seen:
                seen.add(parent)
                path.append((parent, iter(parent.edges)))
                break
        else:
            ordered.append(node)
            path.pop()
    return ordered


def walk_backward(root: Value) -> Iterator[BackwardStep]:
    """Prepare a walk from `root` and return its steps, each taken when it is asked for.

    At once, nodes with parents get gradient 0 (leaves keep theirs, to add to) and the root is seeded with
    ∂root/∂root = 1. After that every `grad` is at each moment what has arrived so far, so that a walk
    left half-way leaves half-filled gradients behind.
    """
    order = nodes_in_order(root)
    before = {node: node.grad if node.is_leaf else 0.0 for node in order}
    # Kept apart from `before`, so that a second walk adds exactly what the first one did.
    arrived = dict.fromkeys(order, 0.0)
    for node in order:
        node.grad = before[node]
    arrived[root] = 1.0
    root.grad = before[root] + 1.0
    return _visits(order, before, arrived)


def _visits(
    order: list[Value], before: dict[Value, float], arrived: dict[Value, float]
) -> Iterator[BackwardStep]:
    for node in reversed(order):
        upstream = arrived[node]
        contributions = []
        for parent, local in node.edges:
            amount = upstream * local
            arrived[parent] += amount
            parent.grad = before[parent] + arrived[parent]
            contributions.append(Contribution(parent, local, amount))
        yield BackwardStep(node, upstream, tuple(contributions))


def clear_gradients(root: Value) -> None:
    """Set the gradient of the root and of all it was made of to 0."""
    for node in nodes_in_order(root):
        node.grad = 0.0
