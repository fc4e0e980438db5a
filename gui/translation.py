"""The one function through which every visible text goes.

Texts are full English sentences with named placeholders, filled after translation, so that a
translator sees the sentence and may move the placeholder.
"""

from PySide6.QtCore import QCoreApplication

CONTEXT = "BackpropLab"


def tr(text: str, **values: object) -> str:
    """`text` in the person's language, its ``{name}`` placeholders filled with `values`."""
    translated = QCoreApplication.translate(CONTEXT, text)
    return translated.format(**values) if values else translated
