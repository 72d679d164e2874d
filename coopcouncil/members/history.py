"""How the register came to say what it says of a member: the journal, told line by line."""

from dataclasses import dataclass
from datetime import date, datetime

from coopcouncil.members.kinds import Kind
from coopcouncil.members.labels import FACTS, KINDS, Names, sentence_for
from coopcouncil.members.models import RegisterChange
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True)
class Told:
    """A line of the journal in words."""

    id: int
    kind: str
    effective_on: date
    recorded_at: datetime
    by: str
    reason: str
    facts: list[str]
    is_standing: bool
    withdrawn_at: datetime | None
    is_correction: bool


async def journal_of(org: Organisation, member_id: int, names: Names) -> list[Told]:
    """Every line of a member's journal, the latest recorded first."""
    lines = await (
        RegisterChange.within(org)
        .filter(member_id=member_id)
        .select_related("change_set", "change_set__recorded_by")
        .order_by("-id")
    )
    withdrawn: dict[int, datetime] = {}
    told = []
    for line in lines:
        is_standing = line.id not in withdrawn
        if is_standing and line.withdraws_id is not None:
            withdrawn[line.withdraws_id] = line.change_set.recorded_at
        person = line.change_set.recorded_by
        told.append(
            Told(
                id=line.id,
                kind=str(KINDS[line.change_set.kind]),
                effective_on=line.effective_on,
                recorded_at=line.change_set.recorded_at,
                by=person.name if person else "",
                reason=line.reason or line.change_set.reason,
                facts=[
                    sentence_for(name, line.facts[name], names)
                    for name in FACTS
                    if name in line.facts and _worth_telling(line, name)
                ],
                is_standing=is_standing,
                withdrawn_at=withdrawn.get(line.id),
                is_correction=line.change_set.kind == Kind.CORRECTION,
            )
        )
    return told


def _worth_telling(line: RegisterChange, name: str) -> bool:
    """An admission need not list what nobody knew."""
    is_first = line.change_set.kind in (Kind.ADMISSION, Kind.IMPORT, Kind.CORRECTION)
    return not is_first or line.facts[name] not in (None, "")
