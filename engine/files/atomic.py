"""Writing a file whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import FileError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` to write to; on leaving it takes the place of `path`.

    If anything fails, `path` is as it was before and `FileError` says why in one sentence.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise FileError(
            f"{path} cannot be written ({_reason(error)}); choose a folder that exists and may be written to."
        ) from error
    temporary = Path(name)
    try:
        yield temporary
        _make_readable(temporary)
        os.replace(temporary, path)
    except OSError as error:
        raise FileError(
            f"{path} cannot be written ({_reason(error)}); what was there before is unchanged."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _make_readable(path: Path) -> None:
    """Give the file the permissions a new file would have had: mkstemp makes it private."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(0o666 & ~mask)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
