"""Prints what pyproject.toml asks for, one requirement a line: the program's, or those of the groups named."""

import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
groups = [project["optional-dependencies"][name] for name in sys.argv[1:]] or [project["dependencies"]]
print("\n".join(requirement.replace(" ", "") for group in groups for requirement in group))
