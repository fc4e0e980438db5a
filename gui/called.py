"""What is refused is called as the control calls it in which it was typed, not as the engine does."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import SpecError


@contextmanager
def called(caption: str) -> Iterator[None]:
    """What makes no sense here is refused under this caption."""
    try:
        yield
    except SpecError as error:
        raise SpecError(caption, error.got, error.takes) from error
