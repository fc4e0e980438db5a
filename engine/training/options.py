"""Named numbers that belong to one registry entry: an optimizer's momentum, a schedule's factor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.errors import SpecError, choices
from engine.limits import number


@dataclass(frozen=True)
class Option:
    """A number a person may set: its key, its default, and the closed interval it must lie in."""

    key: str
    default: float
    low: float
    high: float


def resolve_options(owner: str, known: Sequence[Option], given: Mapping[str, float]) -> dict[str, float]:
    """All options of an entry, `given` over the defaults; `owner` ("optimizer") names it in complaints."""
    keys = [option.key for option in known]
    for key in given:
        if key not in keys:
            takes = choices(keys) if keys else "no options"
            raise SpecError(f"{owner} option", key, takes)
    return {option.key: _check(owner, option, given.get(option.key, option.default)) for option in known}


def _check(owner: str, option: Option, value: float) -> float:
    field = f"{owner} {option.key}"
    return number(field, value, (option.low, option.high))
