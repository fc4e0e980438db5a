"""The backward walk: its order, its sums, what accumulates and what does not, and how deep it may go."""

import gc
from collections import defaultdict

import pytest

from engine.autodiff import Value, nodes_in_order, parse_expression

NEURON = "d = a*b; e = d + a; f = tanh(e*d); L = (f - a)^2 + f*b"


def neuron():
    return parse_expression(NEURON, a=0.7, b=-1.3)


def test_diamond():
    # L = (x + x²)·x² with x² shared: L = x³ + x⁴, L′ = 3x² + 4x³.
    x = Value(1.5)
    square = x * x
    ((x + square) * square).backward()
    assert x.grad == pytest.approx(3 * 1.5**2 + 4 * 1.5**3)


def test_every_node_comes_after_its_parents_once():
    order = nodes_in_order(neuron().result)
    position = {node: index for index, node in enumerate(order)}
    assert len(position) == len(order)
    for node in order:
        assert all(position[parent] < position[node] for parent, _ in node.edges)


def test_what_a_node_is_given_adds_up_to_its_upstream_gradient():
    expression = neuron()
    given = defaultdict(float, {expression.result: 1.0})
    visited = []
    for step in expression.result.backward_steps():
        assert step.upstream == given[step.node]
        assert [(each.parent, each.local) for each in step.contributions] == list(step.node.edges)
        for each in step.contributions:
            assert each.amount == step.upstream * each.local
            assert each.parent not in visited
            given[each.parent] += each.amount
        visited.append(step.node)
    assert visited[0] is expression.result
    assert set(visited) == set(nodes_in_order(expression.result))
    assert all(node.grad == given[node] for node in visited)


def test_a_walk_is_taken_as_it_is_asked_for():
    x = Value(3, "x")
    y = x * x
    z = y + x
    z.grad = y.grad = 99.0
    steps = z.backward_steps()
    assert (z.grad, y.grad, x.grad) == (1, 0, 0)
    next(steps)
    assert (y.grad, x.grad) == (1, 1)
    assert next(steps).node is y
    assert x.grad == 1 + 3 + 3


def test_forgetting_zero_grad_doubles_the_leaves_exactly():
    expression = parse_expression("u = x*x*0.1 + x*0.2 + x*0.3 + y/3; L = u*u + tanh(u)", x=0.7, y=0.1)
    x, y, u = (expression.values[name] for name in "xyu")
    expression.result.backward()
    once = x.grad, y.grad, u.grad
    expression.result.backward()
    assert (x.grad, y.grad) == (2 * once[0], 2 * once[1])
    # A node in between starts afresh: it must not pass the first walk's gradient on a second time.
    assert u.grad == once[2]
    assert expression.result.grad == 1


def test_leaves_add_up_over_two_losses_that_share_nodes():
    x = Value(2)
    shared = x * x
    first, second = 3 * shared, shared * shared
    first.backward()
    second.backward()
    assert x.grad == 12 + 32


def test_zero_grad_clears_the_whole_graph():
    expression = neuron()
    expression.result.backward()
    once = [node.grad for node in nodes_in_order(expression.result)]
    expression.result.zero_grad()
    assert {node.grad for node in nodes_in_order(expression.result)} == {0.0}
    expression.result.backward()
    assert [node.grad for node in nodes_in_order(expression.result)] == once


def test_a_leaf_alone():
    x = Value(5)
    x.backward()
    x.backward()
    assert x.grad == 2


@pytest.mark.parametrize("make", [lambda y: y * 1.0, lambda y: y + y * 0.0, lambda y: 0.0 - (-y)])
def test_a_chain_of_a_hundred_thousand_nodes(make):
    x = Value(1.5)
    y = x
    for _ in range(100_000 // 2):
        y = make(y)
    y.backward()
    assert x.grad == 1
    y.zero_grad()
    assert x.grad == 0
    # Freeing the chain must not exhaust the stack either.
    del y
    gc.collect()
    assert x.grad == 0
