"""What the axes of the landscape are called."""

from engine.network.address import address_of
from gui.session import Session
from gui.translation import tr
from gui.wording import parameter_name


def plane_names(session: Session, is_short: bool = False) -> tuple[str, str]:
    """Of x and y: the two parameters, or the directions."""
    choice, spec = session.landscape.choice, session.network.spec
    if choice.kind != "parameters":
        return ("d₁", "d₂") if is_short else (tr("direction 1"), tr("direction 2"))
    first, second = (parameter_name(address_of(spec, place)) for place in (choice.first, choice.second))
    return first, second
