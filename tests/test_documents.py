"""The written documents say what the program does."""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_of_formulas_is_what_the_registries_say() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "write_mathematics.py"))
    written = (ROOT / "docs" / "mathematics.md").read_text(encoding="utf-8")
    assert written == script["page"](), "run scripts/write_mathematics.py"


def test_every_picture_and_page_the_readme_names_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = [part.split(")")[0] for part in text.split("](")[1:]]
    assert named
    for target in named:
        assert (ROOT / target).exists(), target
