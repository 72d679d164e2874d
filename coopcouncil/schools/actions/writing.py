"""A school's list as lines of the register and of the schools, in one change-set."""

from collections.abc import Mapping
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.members.actions import next_number
from coopcouncil.members.kinds import Fact
from coopcouncil.members.recording import Entry, Recording, current_periods, entries_for
from coopcouncil.members.rules import at, lines_of_admission, lines_of_change
from coopcouncil.schools.actions.identities import note_member
from coopcouncil.schools.actions.planning import Plan
from coopcouncil.schools.models import (
    Duty,
    Guardianship,
    Learner,
    LearnerLine,
    Relation,
    RollOver,
)
from coopcouncil.schools.reads import ages_of, duties_of
from coopcouncil.schools.rules.learners import Ages, is_associate
from coopcouncil.schools.rules.rollover import FACTS, Outcome, What


async def write(book: Recording, roll_over: RollOver, plan: Plan, by: Person | None) -> list[int]:
    """Everything of a plan; the members it touches."""
    trust, on = book.org, roll_over.holds_from
    duties, ages = await duties_of(trust), await ages_of(trust, on)
    entries: list[Entry] = []
    lines: list[LearnerLine] = []
    by_row: dict[int, int] = {}
    fresh: dict[int, str] = {}
    histories = await current_periods(book.connection, list(plan.members.values()))
    admitted = await _admit(book, roll_over, plan, duties, ages)
    for outcome in plan.outcomes:
        if outcome.row is not None and outcome.known is not None:
            by_row[outcome.row.row] = outcome.known.learner
        if outcome.what is What.SAME:
            continue
        if outcome.known is None:
            member = admitted.get(outcome.row.row) if outcome.row else None
            learner = await Learner.create(
                organisation=trust, member_id=member[0] if member else None
            )
            number = learner.id
            if member is not None:
                await note_member(learner, member[0], by, change_set=book.change_set)
            if outcome.row is not None:
                by_row[outcome.row.row] = number
            if member is not None and outcome.row is not None:
                fresh[member[0]] = member[1]
                facts = _new_facts(outcome, roll_over, duties)
                entries += entries_for(
                    member[0], lines_of_admission(facts, clock.today()), roll_over.file_name
                )
        else:
            number = outcome.known.learner
            member_id = plan.members.get(number)
            history = tuple(histories.get(member_id, {}).values()) if member_id else ()
            if member_id is not None and history:
                changed = _member_facts(outcome, at(history, on).facts, duties, roll_over.part_id)
                if changed:
                    written = lines_of_change(history, changed, clock.today(), on)
                    entries += entries_for(member_id, written, roll_over.file_name)
        lines.append(_line(outcome, number, roll_over, book, by))
    if entries:
        await book.write(entries, fresh)
    await LearnerLine.bulk_create(lines, batch_size=500)
    await Guardianship.bulk_create(
        [
            Guardianship(
                organisation_id=trust.id,
                learner_id=by_row[tie.row],
                guardian_id=tie.member,
                relation=Relation(tie.relation),
                since=on,
                noted_by_id=by.id if by else None,
                noted_at=book.change_set.recorded_at,
                change_set_id=book.change_set.id,
            )
            for tie in plan.ties
            if tie.member is not None
        ],
        batch_size=500,
    )
    return sorted({entry.member_id for entry in entries})


async def _admit(
    book: Recording, roll_over: RollOver, plan: Plan, duties: Mapping[Duty, int], ages: Ages
) -> dict[int, tuple[int, str]]:
    """Numbers in the register for the new learners who are old enough, where they are to join."""
    if not roll_over.admits or Duty.LEARNERS not in duties:
        return {}
    joining = [
        outcome.row
        for outcome in plan.outcomes
        if outcome.what is What.NEW
        and outcome.row is not None
        and not is_associate(outcome.row.date_of_birth, roll_over.holds_from, ages)
    ]
    if not joining:
        return {}
    first = int(await next_number(book.org))
    numbers = [str(first + n) for n in range(len(joining))]
    ids = await book.new_members(numbers)
    return {
        row.row: pair for row, pair in zip(joining, zip(ids, numbers, strict=True), strict=True)
    }


def _new_facts(
    outcome: Outcome, roll_over: RollOver, duties: Mapping[Duty, int]
) -> dict[str, Fact]:
    row = outcome.row
    assert row is not None
    return {
        "given_name": row.given_name,
        "family_name": row.family_name,
        "date_of_birth": row.date_of_birth.isoformat() if row.date_of_birth else None,
        "constituency_id": duties[Duty.LEARNERS],
        "part_id": roll_over.part_id,
        "joined_on": roll_over.holds_from.isoformat(),
    }


def _member_facts(
    outcome: Outcome, now: Mapping[str, Fact], duties: Mapping[Duty, int], school: int
) -> dict[str, Fact]:
    """What the register is to say otherwise of a learner who is a member."""
    learners, alumni = duties.get(Duty.LEARNERS), duties.get(Duty.ALUMNI)
    said: dict[str, Fact] = {}
    if outcome.what is What.LEFT:
        # Whoever votes elsewhere, as a member of staff perhaps, votes there still.
        if learners is not None and alumni is not None and now["constituency_id"] == learners:
            said = {"constituency_id": alumni, "part_id": None}
    elif outcome.row is not None:
        if outcome.what is What.MOVED and now["constituency_id"] in (learners, alumni):
            said = {"constituency_id": learners, "part_id": school}
        for name in ("given_name", "family_name"):
            if name in outcome.changed:
                said[name] = getattr(outcome.row, name)
        if "date_of_birth" in outcome.changed and outcome.row.date_of_birth is not None:
            said["date_of_birth"] = outcome.row.date_of_birth.isoformat()
    return {name: value for name, value in said.items() if now[name] != value}


def _line(
    outcome: Outcome, learner: int, roll_over: RollOver, book: Recording, by: Person | None
) -> LearnerLine:
    """What the school says from the first day on; what its list leaves out stays as it was."""
    row, known = outcome.row, outcome.known
    said: dict[str, Any] = {}
    for name in FACTS:
        of_row = getattr(row, name) if row is not None else None
        said[name] = of_row or (getattr(known, name) if known is not None else of_row)
    left = outcome.what is What.LEFT
    if left:
        said["year"] = said["class_name"] = ""
    return LearnerLine(
        organisation_id=book.org.id,
        learner_id=learner,
        holds_from=roll_over.holds_from,
        part_id=None if left else roll_over.part_id,
        **{
            name: value or ("" if name != "date_of_birth" else None) for name, value in said.items()
        },
        sort_key=welsh_key(f"{said['family_name']} {said['given_name']}")[:300],
        change_set_id=book.change_set.id,
        recorded_by_id=by.id if by else None,
        recorded_at=book.change_set.recorded_at,
    )
