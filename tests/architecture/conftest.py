"""What the tests of the house share: its source files, parsed once, and children to try things in."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WISHED, ALLOWED = 350, 450
"""Lines a file should not pass, and must not pass."""


@dataclass(frozen=True)
class Source:
    """One file of ours."""

    path: Path

    @property
    def name(self) -> str:
        """From the top folder on, with slashes."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        """As it is imported."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def tree(self) -> ast.Module:
        return _tree(self.path)

    @property
    def lines(self) -> int:
        return len(self.path.read_text(encoding="utf-8").splitlines())


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def sources_in(*rooms: str) -> list[Source]:
    """Every Python file in these folders or files, sorted."""
    found: list[Path] = []
    for room in rooms:
        place = ROOT / room
        found.extend([place] if place.is_file() else place.rglob("*.py"))
    return [Source(path) for path in sorted(found)]


@pytest.fixture(scope="session")
def sources() -> Callable[..., list[Source]]:
    """`sources("engine", "gui/plots")`: the files there."""
    return sources_in


@pytest.fixture(scope="session")
def in_child() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run code in a Python of its own, without a screen."""

    def run(code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
        )

    return run


def pytest_terminal_summary(terminalreporter) -> None:
    """Say which files have grown past what is wished for, without failing for it."""
    for source in large_files():
        terminalreporter.write_line(f"{source.name} has {source.lines} lines; {WISHED} are plenty.")


def large_files() -> Iterator[Source]:
    return (source for source in sources_in("engine", "gui", "tests", "main.py") if source.lines > WISHED)
