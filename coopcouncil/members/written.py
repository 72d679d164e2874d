"""Facts as lists write them: ISO dates, keys, bare sums; nothing that a spreadsheet would run.

What goes out here comes back in through `importing.cells` as the same facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from coopcouncil.members.fits import words_from_fits
from coopcouncil.members.importing.headings import HEADINGS
from coopcouncil.members.importing.rows import FACT_OF
from coopcouncil.members.kinds import Fact
from coopcouncil.members.models import Constituency
from coopcouncil.organisations.models import Organisation

EXPORTED = HEADINGS
# The duplicate register, for inspection: what s.30 of the 2014 Act lists, without shares and
# property; the day of birth and why a line was recorded are not for other members either.
REDACTED = frozenset({"shares", "amount_paid", "date_of_birth", "reason"})
MORE_EXPORTED = (
    "format",
    "email_purposes",
    "part",
    "other_property",
    "fits",
    "member_kind",
    "representative",
    "representative_email",
    "left_because",
)


@dataclass(frozen=True)
class Keys:
    """What the organisation's constituencies and schools are called in lists."""

    constituencies: Mapping[int, str] = field(default_factory=dict)
    parts: Mapping[int, str] = field(default_factory=dict)


async def keys_of(org: Organisation) -> Keys:
    """The keys of this organisation's constituencies, and its schools'."""
    constituencies = {c.id: c.key for c in await Constituency.within(org)}
    parts = {part.id: part.slug for part in await Organisation.filter(parent_id=org.id)}
    return Keys(constituencies, parts)


def cell_text(target: str, facts: Mapping[str, Fact | date], keys: Keys) -> str:
    """A fact as the text of a cell."""
    value = facts[FACT_OF.get(target, target)]
    if value is None:
        return ""
    if target == "constituency":
        return keys.constituencies.get(int(str(value)), "")
    if target == "part":
        return keys.parts.get(int(str(value)), "")
    if target == "fits":
        return words_from_fits(str(value), keys.constituencies, keys.parts)
    if target == "amount_paid":
        pounds, pence = divmod(int(str(value)), 100)
        return f"{pounds}.{pence:02}"
    return value.isoformat() if isinstance(value, date) else str(value)
