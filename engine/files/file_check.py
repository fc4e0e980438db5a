"""Whether there is a file to read at all, before any format looks into it."""

from pathlib import Path
from stat import S_ISDIR, S_ISREG

from engine.errors import FileError


def check_file(path: Path, wanted: str) -> None:
    """`FileError` unless a file is there that may be read; `wanted` is what to choose instead ("a weights file")."""
    try:
        mode = path.stat().st_mode
        if S_ISREG(mode):
            path.open("rb").close()
    except FileNotFoundError as error:
        raise FileError(f"{path} does not exist; choose {wanted}.") from error
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise FileError(f"{path} cannot be read ({reason}); choose {wanted}.") from error
    if not S_ISREG(mode):
        kind = "a folder" if S_ISDIR(mode) else "no file"
        raise FileError(f"{path} is {kind}; choose {wanted}.")
