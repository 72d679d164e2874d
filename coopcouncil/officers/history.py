"""How the register came to say what it says of an officer: the journal, line by line."""

from datetime import datetime

from coopcouncil.kernel.i18n import gettext
from coopcouncil.members.history import Told, withdrawals
from coopcouncil.members.labels import Names
from coopcouncil.officers.kinds import Deed
from coopcouncil.officers.labels import DEEDS, FACTS, words_for
from coopcouncil.officers.models import OfficerChange
from coopcouncil.organisations.models import Organisation


async def journal_of(
    org: Organisation, officer: int, names: Names, known_at: datetime | None = None
) -> list[Told]:
    """Every line of an officer's journal that is known, or was at a moment, the latest recorded
    first."""
    found = OfficerChange.within(org).filter(officer_id=officer)
    if known_at is not None:
        found = found.filter(change_set__recorded_at__lte=known_at)
    related = found.select_related("change_set", "change_set__recorded_by")
    lines = await related.order_by("-id")
    withdrawn = withdrawals((o.id, o.withdraws_id, o.change_set.recorded_at) for o in lines)
    told = []
    for line in lines:
        person = line.change_set.recorded_by
        told.append(
            Told(
                id=line.id,
                kind=str(DEEDS[line.deed]),
                effective_on=line.effective_on,
                recorded_at=line.change_set.recorded_at,
                by=person.name if person else "",
                reason=line.reason,
                facts=_sentences(line, names, org),
                withdrawn_at=withdrawn.get(line.id),
                is_correction=line.deed is Deed.CORRECTED,
            )
        )
    return told


def _sentences(line: OfficerChange, names: Names, org: Organisation) -> list[str]:
    found = []
    for name, label in FACTS.items():
        if name not in line.facts:
            continue
        words = words_for(name, line.facts[name], names, org)
        if words:
            text = gettext("{fact}: {value}")
            found.append(text.format(fact=label, value=words.replace("\n", ", ")))
        elif line.deed is Deed.CHANGED:
            found.append(gettext("{fact}: taken out").format(fact=label))
    return found
