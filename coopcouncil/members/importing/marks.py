"""What a preview shows of a row: each cell with its mark. Pure but for the names of keys."""

from collections.abc import Sequence

from coopcouncil.members.importing.rows import FACT_OF, Outcome
from coopcouncil.members.written import Keys, cell_text

# A cell of a preview: its text, its mark, and what it was or what is wrong with it.
MarkedCell = list[str]
_SHOWN = 300


def marked(outcome: Outcome, targets: Sequence[str], keys: Keys) -> list[MarkedCell]:
    """The cells of the named columns in their order; a flaw of the whole row comes last."""
    flaws = {flaw.column: flaw for flaw in outcome.reading.flaws}
    texts = iter(outcome.reading.texts)
    cells: list[MarkedCell] = []
    for column, target in enumerate(targets):
        if not target:
            continue
        text = next(texts)[:_SHOWN]
        if column in flaws:
            cells.append([text, "wrong", flaws[column].trouble.value])
        elif outcome.kind == "new":
            cells.append([text, "new" if text else "", ""])
        elif FACT_OF.get(target, target) in outcome.before:
            was = cell_text(target, outcome.before, keys)
            cells.append([text, "changed", was[:_SHOWN]])
        elif target == "name" and {"given_name", "family_name"} & outcome.before.keys():
            given, family = (outcome.before.get(n, "") for n in ("given_name", "family_name"))
            cells.append([text, "changed", f"{given} {family}".strip()])
        else:
            cells.append([text, "", ""])
    if None in flaws:
        cells.append([flaws[None].text, "wrong", flaws[None].trouble.value])
    return cells
