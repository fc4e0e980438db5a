"""The engine returns: it does not print, look at the clock, or draw from a source without a seed."""

import ast
from collections.abc import Iterator

CLOCKS_AND_CHANCE = {"time", "datetime", "random", "secrets", "uuid", "threading", "logging"}
SEEDED = {"default_rng", "Generator", "SeedSequence", "PCG64", "BitGenerator"}


def nodes(sources) -> Iterator[tuple[str, ast.AST]]:
    for source in sources("engine"):
        for node in ast.walk(source.tree):
            yield f"{source.name}:{getattr(node, 'lineno', 0)}", node


def test_nothing_is_printed(sources) -> None:
    calls = [
        place
        for place, node in nodes(sources)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "input", "warnings.warn")
    ]
    assert calls == []


def test_no_clock_and_no_chance_is_imported(sources) -> None:
    names = [
        (place, alias.name)
        for place, node in nodes(sources)
        if isinstance(node, ast.Import)
        for alias in node.names
    ] + [(place, node.module or "") for place, node in nodes(sources) if isinstance(node, ast.ImportFrom)]
    assert [(place, name) for place, name in names if name.partition(".")[0] in CLOCKS_AND_CHANCE] == []


def test_every_draw_takes_a_generator_or_a_seed(sources) -> None:
    for place, node in nodes(sources):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "np.random":
            assert node.attr in SEEDED, f"{place} uses np.random.{node.attr}"
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("default_rng"):
            assert node.args, f"{place} draws without a seed"


def test_no_state_is_kept_between_calls(sources) -> None:
    assert [place for place, node in nodes(sources) if isinstance(node, ast.Global)] == []
