"""Writes docs/mathematics.md from the registries, so that the page cannot say anything else than the program."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.data import FEATURES
from engine.network import ACTIVATIONS, INITIALIZERS, LOSSES, PENALTIES
from engine.training import OPTIMIZERS, SCHEDULES

PAGE = ROOT / "docs" / "mathematics.md"

INTRODUCTION = r"""# The mathematics

Written by `scripts/write_mathematics.py` from the registries of the engine.

Layers are l = 0…L, l = 0 the inputs; $w_{jk}^{[l]}$ leads from neuron k of layer l−1 to neuron j of layer l.

Forward: $z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}$, $a^{[l]} = f(z^{[l]})$, plus $a^{[l-1]}$ where the layer has a skip
connection.

Backward, for one example of cost c: $\delta^{[L]} = f'(z^{[L]}) \odot \partial c / \partial \hat y$ and
$\delta^{[l]} = f'(z^{[l]}) \odot (W^{[l+1]})^T \delta^{[l+1]}$. Then $\partial c / \partial w_{jk}^{[l]} = \delta_j^{[l]}
a_k^{[l-1]}$ and $\partial c / \partial b_j^{[l]} = \delta_j^{[l]}$. The gradient of a batch is the mean over its examples; the
penalty's gradient is added, then the whole is clipped if asked for. Softmax and sigmoid outputs with their
cross-entropies are computed as one, $\delta^{[L]} = \hat y - y$ (over n for n sigmoid outputs).

A long link, from neuron k of layer m to neuron j of layer l ≥ m + 2, has a weight $w_{jk}^{[l \leftarrow m]}$ that adds
$w_{jk}^{[l \leftarrow m]} a_k^{[m]}$ to $z_j^{[l]}$. So $\partial c / \partial w_{jk}^{[l \leftarrow m]} = \delta_j^{[l]}
a_k^{[m]}$, and $w_{jk}^{[l \leftarrow m]} \delta_j^{[l]}$ is added to $\partial c / \partial a_k^{[m]}$.

With dropout of a share p an update uses, in every hidden layer, $a^{[l]} = \frac{m^{[l]}}{1 - p} \odot f(z^{[l]})$ (plus
what is skipped) and $\delta^{[l]} = \frac{m^{[l]}}{1 - p} \odot f'(z^{[l]}) \odot (W^{[l+1]})^T \delta^{[l+1]}$, with
$m_j^{[l]}$ drawn anew for each example: 0 with probability p, else 1. Whatever is measured or drawn is of the whole
network.

Sources stand beside the formulas in the code.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        (
            INTRODUCTION,
            table("Activations", ("f(z)", "f'(z), a = f(z)"), pairs(ACTIVATIONS.values())),
            table("Losses, for one example", ("c", "∂c/∂ŷ; fused: ∂c/∂z"), pairs(LOSSES.values())),
            table("Penalties", ("added to the cost", "derivative"), pairs(PENALTIES.values())),
            table("Initializers", ("law",), singles(INITIALIZERS.values())),
            table("Optimizers, g the gradient", ("next θ",), singles(OPTIMIZERS.values())),
            table("Schedules, t the epoch", ("η of the epoch",), singles(SCHEDULES.values())),
            table("Features of two inputs", ("feature",), singles(FEATURES.values())),
        )
    )


def pairs(entries: Iterable[object]) -> list[tuple[str, ...]]:
    """Key, formula, derivative."""
    return [(e.key, e.formula, e.derivative_formula) for e in entries]


def singles(entries: Iterable[object]) -> list[tuple[str, ...]]:
    """Key and formula."""
    return [(e.key, e.formula) for e in entries]


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """One section with a table; formulas in TeX."""
    lines = [f"## {title}", "", f"| key | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for key, *formulas in rows:
        # A bar inside a formula would end the cell of the table.
        cells = [f"${formula.replace('|', chr(92) + 'vert ')}$" for formula in formulas]
        lines.append(f"| `{key}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
