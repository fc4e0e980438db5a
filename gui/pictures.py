"""Writing what a widget shows to a PNG file."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from engine.errors import FileError
from engine.files.atomic import replacing


def save_picture(widget: QWidget, path: Path) -> None:
    """Write a PNG of `widget` to `path`.

    Raises:
        FileError: the suffix is not .png, or the place cannot be written; what was there is unchanged.
    """
    if path.suffix.lower() != ".png":
        raise FileError(f"{path.name} has no known picture suffix; end it in .png.")
    with replacing(path) as temporary:
        if not widget.grab().save(str(temporary), "PNG"):
            raise FileError(f"{path} cannot be written; choose another place.")
