"""A formula of a stage as one line of plain signs: what is read aloud, and what can be searched."""

import re

_SIGNS = {
    r"\langle": "⟨", r"\rangle": "⟩", r"\cdot": "·", r"\odot": "⊙", r"\times": "×", r"\partial": "∂",
    r"\nabla": "∇", r"\leftarrow": "←", r"\ldots": "…", r"\infty": "∞", r"\sum": "Σ", r"\delta": "δ",
    r"\Delta": "Δ", r"\theta": "θ", r"\eta": "η", r"\mu": "μ", r"\lambda": "λ", r"\alpha": "α",
    r"\beta": "β", r"\gamma": "γ", r"\epsilon": "ε", r"\sigma": "σ", r"\pi": "π", r"\sqrt": "√", r"\le": "≤",
    r"\ge": "≥", r"\|": "‖", r"\left": "", r"\right": "", r"\quad": " ", r"\,": " ", r"\;": " ", r"\ ": " ",
    r"\\": ";", r"\lfloor": "⌊", r"\rfloor": "⌋",
}  # fmt: skip
_HATS = {"y": "ŷ", "m": "m̂", "v": "v̂"}
_TOKEN = re.compile(r"\\(?:begin|end)\{\w+\}|\\mathrm|\\hat ?\w|\\t?frac|\\[a-zA-Z]+|\\.|[{}]|[^\\{}]")


def plain(tex: str) -> str:
    """`tex` in plain signs: ``\\frac{\\partial c}{\\partial w_{11}^{[1]}}`` becomes ∂c/∂w_11^[1]."""
    text, rest = _sequence(_TOKEN.findall(tex), 0)
    assert rest == len(_TOKEN.findall(tex))
    return re.sub(r"\s+", " ", text).replace("( ", "(").replace(" )", ")").replace("∂ ", "∂").strip()


def _sequence(tokens: list[str], place: int) -> tuple[str, int]:
    """Everything up to the end of a group, and where that is."""
    text = ""
    while place < len(tokens) and tokens[place] != "}":
        part, place = _part(tokens, place)
        text += part
    return text, place


def _part(tokens: list[str], place: int) -> tuple[str, int]:
    """One token with what belongs to it, and where the next one is."""
    token = tokens[place]
    if token == "{":
        inside, end = _sequence(tokens, place + 1)
        return inside, end + 1
    if token.endswith("frac"):
        above, place = _argument(tokens, place + 1)
        below, place = _argument(tokens, place)
        return f"{_grouped(above)}/{_grouped(below)}", place
    if token == r"\sqrt":
        inside, place = _argument(tokens, place + 1)
        return f"√({inside})", place
    if token.startswith(r"\hat"):
        return _HATS.get(token[-1], token[-1]), place + 1
    if token.startswith((r"\begin", r"\end")):
        return ("[" if token.startswith(r"\begin") else "]"), place + 1
    if token == r"\mathrm":
        return _argument(tokens, place + 1)
    if token == "&":
        return ", ", place + 1
    if token.startswith("\\"):
        return _SIGNS.get(token, token[1:]), place + 1
    return token, place + 1


def _argument(tokens: list[str], place: int) -> tuple[str, int]:
    while tokens[place].isspace():
        place += 1
    return _part(tokens, place)


def _grouped(text: str) -> str:
    """In brackets where it would otherwise be read apart."""
    return f"({text})" if re.search(r"[ +\-·/]", text.strip().replace("∂ ", "∂")) else text.strip()
