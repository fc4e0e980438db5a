"""One idea a file: none too long, none named after nothing."""

import ast

import pytest

LONGEST = 450
NAMELESS = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "base"}
ROOMS = ("engine", "gui", "tests", "main.py")


def test_no_file_is_past_450_lines(sources) -> None:
    long = {source.name: source.lines for source in sources(*ROOMS) if source.lines > LONGEST}
    assert long == {}


def test_no_file_is_named_after_nothing(sources) -> None:
    names = {part for source in sources(*ROOMS) for part in source.module.split(".")}
    assert not names & NAMELESS


@pytest.mark.parametrize("room", ["engine", "gui"])
def test_every_file_says_what_it_is(sources, room: str) -> None:
    silent = [
        source.name for source in sources(room) if source.lines > 1 and not ast.get_docstring(source.tree)
    ]
    assert silent == []


def test_tests_are_no_package(sources) -> None:
    """Test files may share a name; what they share else stands in a conftest."""
    assert [source.name for source in sources("tests") if source.path.name == "__init__.py"] == []
