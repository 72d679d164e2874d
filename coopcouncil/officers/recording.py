"""Writing into the journal of officers, and bringing the entries into line with it.

Within `members.recording.recording(…)`: the same lock, the same change-sets, the same times.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coopcouncil.kernel import audit
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.members.kinds import Fact
from coopcouncil.members.recording import Recording
from coopcouncil.members.rules import Change, Period, revise, timeline
from coopcouncil.officers.kinds import UNKNOWN, Deed
from coopcouncil.officers.models import Officer, OfficerChange, OfficerEntry
from coopcouncil.officers.reads import facts_of

_DATES = ("date_of_birth", "chosen_on")


async def write(
    book: Recording,
    officer: Officer,
    deed: Deed,
    on: date,
    facts: Mapping[str, Fact],
    reason: str,
    withdraws: int | None = None,
) -> None:
    """A line into the journal, and the entries of its officer into line with it."""
    await OfficerChange.create(
        organisation=book.org,
        change_set=book.change_set,
        officer=officer,
        deed=deed,
        effective_on=on,
        facts=dict(facts),
        withdraws_id=withdraws,
        reason=reason,
    )
    await bring_into_line(book, officer)
    await told(book, f"recorded officer {deed.value}", f"officer:{officer.id}")


async def bring_into_line(book: Recording, officer: Officer) -> None:
    """Supersede what no longer follows from the journal, and add what does."""
    lines = await OfficerChange.within(book.org).filter(officer_id=officer.id).order_by("id")
    journal = [
        Change(line.id, line.effective_on, line.facts, line.withdraws_id, line.reason)
        for line in lines
    ]
    rows = OfficerEntry.within(book.org).filter(officer_id=officer.id, superseded_at=None)
    current = {
        row.id: Period(row.valid_from, row.valid_to, facts_of(row), row.reason)
        for row in await rows
    }
    revision = revise(current, timeline(journal, UNKNOWN))
    if revision.superseded:
        gone = OfficerEntry.within(book.org).filter(id__in=revision.superseded)
        await gone.update(superseded_at=book.change_set.recorded_at)
    for period in revision.added:
        await OfficerEntry.create(
            organisation=book.org,
            officer=officer,
            valid_from=period.valid_from,
            valid_to=period.valid_to,
            recorded_at=book.change_set.recorded_at,
            reason=period.reason,
            sort_key=welsh_key(f"{period.facts['family_name']} {period.facts['given_name']}")[:300],
            **_columns(period.facts),
        )


async def told(book: Recording, verb: str, subject: str, **facts: object) -> None:
    """The audit entry: what was done, by whom; no details of anybody."""
    by = book.change_set.recorded_by_id
    number = book.change_set.number
    await audit.record(book.org.id, by, verb, subject, change_set=number, **facts)


def day_of(value: Fact) -> date | None:
    """A fact that is a day, as a day."""
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _columns(facts: Mapping[str, Fact]) -> dict[str, Any]:
    return {name: day_of(value) if name in _DATES else value for name, value in facts.items()}
