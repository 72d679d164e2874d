"""How the register came to say what it says of a member: the journal, told line by line."""

from collections.abc import Iterable
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
    withdrawn_at: datetime | None
    is_correction: bool

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None


async def journal_of(
    org: Organisation, member_id: int, names: Names, known_at: datetime | None = None
) -> list[Told]:
    """Every line of a member's journal that is known, or was at a moment, the latest recorded
    first."""
    found = RegisterChange.within(org).filter(member_id=member_id)
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
                withdrawn_at=withdrawn.get(line.id),
                is_correction=line.change_set.kind == Kind.CORRECTION,
            )
        )
    return told


def withdrawals(lines: Iterable[tuple[int, int | None, datetime]]) -> dict[int, datetime]:
    """When each line that was taken back was: of lines, the latest first, with what each withdraws.

    A line that was taken back itself takes nothing back any more.
    """
    withdrawn: dict[int, datetime] = {}
    for line, withdraws, recorded_at in lines:
        if withdraws is not None and line not in withdrawn:
            withdrawn[withdraws] = recorded_at
    return withdrawn


def _worth_telling(line: RegisterChange, name: str) -> bool:
    """An admission need not list what nobody knew."""
    is_first = line.change_set.kind in (Kind.ADMISSION, Kind.IMPORT, Kind.CORRECTION)
    return not is_first or line.facts[name] not in (None, "")
