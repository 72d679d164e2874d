"""What applying a school's list would do: the list held against what is known now."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from coopcouncil.kernel import clock, files
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.models import StoredFile
from coopcouncil.members.importing.reading import Layout
from coopcouncil.members.importing.reading import rows as rows_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.models import Duty, Learner, LearnerLine, RollOver
from coopcouncil.schools.reads import (
    duties_of,
    lines_of,
    names_of_members,
    people_like,
    standing_ties,
)
from coopcouncil.schools.rules.contacts import Tie, matched
from coopcouncil.schools.rules.rollover import (
    FACTS,
    Known,
    Outcome,
    What,
    childless_after,
    held_against,
    read_row,
)

MOST_LEARNERS = 20_000


class TooManyLearners(Refused):
    """No school is as large."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        text = _("The list has more than {most} rows, which is no list of one school.")
        return text.format(most=f"{MOST_LEARNERS:,}")


@dataclass(frozen=True)
class Plan:
    """What applying would do: outcomes, the learners' members, guardians to be proposed."""

    outcomes: tuple[Outcome, ...]
    members: Mapping[int, int]
    guardians: tuple[int, ...]
    names: Mapping[int, str]
    ties: tuple[Tie, ...] = ()


async def plan_of(trust: Organisation, roll_over: RollOver) -> Plan:
    """The list held against what is known now."""
    data = await files.read(await StoredFile.get(id=roll_over.file_id))
    layout = Layout(roll_over.encoding, roll_over.delimiter)
    found = await asyncio.to_thread(all_rows, data, layout)
    today = clock.today()
    rows = [read_row(n, cells, roll_over.targets, today) for n, cells in enumerate(found[1:], 2)]
    before = await lines_of(trust, roll_over.holds_from, await _schools(trust))
    gone = await _leavers(trust, roll_over.holds_from)
    known = [_known(line) for line in (*before, *gone)]
    outcomes = held_against(rows, known, roll_over.part_id)
    learners = {o.known.learner for o in outcomes if o.known is not None}
    members = {
        learner.id: learner.member_id
        for learner in await Learner.within(trust).filter(id__in=learners)
        if learner.member_id is not None
    }
    leaving = [o.known.learner for o in outcomes if o.what is What.LEFT and o.known is not None]
    ties = await _ties(trust, leaving, roll_over.holds_from)
    guardians = childless_after(ties, leaving, [line.learner_id for line in before])
    names = await names_of_members(guardians, roll_over.holds_from)
    still = tuple(guardian for guardian in guardians if names.get(guardian, ("", "", False))[2])
    contacts = await _contacts(trust, roll_over, outcomes, members)
    met = await names_of_members(
        [tie.member for tie in contacts if tie.member is not None], roll_over.holds_from
    )
    said = {number: name for number, (name, _n, _is) in met.items()}
    return Plan(outcomes, members, still, said | {g: names[g][0] for g in still}, contacts)


Shown = tuple[int, str, str, int | None, dict[str, Any]]


def shown(plan: Plan) -> list[Shown]:
    """The lines of the preview: what is the same already is counted and not shown."""
    lines: list[Shown] = []
    for outcome in plan.outcomes:
        if outcome.what is What.SAME:
            continue
        who = outcome.row or outcome.known
        assert who is not None
        details: dict[str, Any] = {
            "changed": [
                [name, _text(getattr(outcome.known, name)), _text(getattr(outcome.row, name))]
                for name in outcome.changed
            ],
            "member": outcome.known is not None and outcome.known.learner in plan.members,
            "class": who.class_name,
            "year": who.year,
        }
        if outcome.trouble is not None:
            details["trouble"] = outcome.trouble.value
        if outcome.what is What.MOVED and outcome.known is not None:
            details["from"] = outcome.known.part_id
        learner = outcome.known.learner if outcome.known else None
        row = outcome.row.row if outcome.row else 0
        lines.append((row, outcome.what.value, who.name, learner, details))
    lines += [
        (0, What.GUARDIAN.value, plan.names[guardian], None, {"guardian": guardian})
        for guardian in plan.guardians
    ]
    for tie in plan.ties:
        told: dict[str, Any] = {"learner": tie.learner_name, "relation": tie.relation}
        if tie.member is not None:
            told |= {"guardian": tie.member}
            lines.append((tie.row, What.TIED.value, plan.names[tie.member], None, told))
        else:
            assert tie.untied is not None
            told |= {"untied": tie.untied.value}
            lines.append((tie.row, What.UNTIED.value, tie.contact, None, told))
    return lines


def counted(plan: Plan) -> dict[str, int]:
    counts = {what.value: 0 for what in What}
    for outcome in plan.outcomes:
        counts[outcome.what.value] += 1
    counts[What.GUARDIAN.value] = len(plan.guardians)
    for tie in plan.ties:
        counts[(What.UNTIED if tie.member is None else What.TIED).value] += 1
    return counts


def _text(value: date | str | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _known(line: LearnerLine) -> Known:
    return Known(line.learner_id, line.part_id, *(getattr(line, name) for name in FACTS))


def all_rows(data: bytes, layout: Layout) -> list[list[str]]:
    found: list[list[str]] = []
    for row in rows_of(BytesIO(data), layout):
        found.append(row.cells)
        if len(found) > MOST_LEARNERS + 1:
            raise TooManyLearners
    return found


async def _schools(trust: Organisation) -> list[int]:
    return [school.id for school in await Organisation.filter(parent_id=trust.id)]


async def _leavers(trust: Organisation, on: date) -> list[LearnerLine]:
    """Those who have left every school: one of them may come back."""
    learners = [learner.id for learner in await Learner.within(trust)]
    return [line for line in await lines_of(trust, on, learners=learners) if line.part_id is None]


async def _contacts(
    trust: Organisation,
    roll_over: RollOver,
    outcomes: Sequence[Outcome],
    members: Mapping[int, int],
) -> tuple[Tie, ...]:
    """Whom the rows name as parents and carers, but for those who are tied already."""
    asked = [(o, o.row) for o in outcomes if o.row is not None and o.what is not What.WRONG]
    contacts = [contact for _o, row in asked for contact in row.contacts]
    if not contacts:
        return ()
    duties = await duties_of(trust)
    people = await people_like(
        trust,
        [contact.name for contact in contacts],
        [contact.email for contact in contacts],
        duties.get(Duty.GUARDIANS),
        roll_over.part_id,
    )
    tied = {
        (tie.learner_id, tie.guardian_id)
        for tie in await standing_ties(trust)
        if tie.until is None or tie.until >= roll_over.holds_from
    }
    found: list[Tie] = []
    for outcome, row in asked:
        learner = outcome.known.learner if outcome.known else None
        own = members.get(learner) if learner is not None else None
        for contact in row.contacts:
            tie = matched(row.row, row.name, own, contact, people)
            twice = any(t.row == row.row and t.member == tie.member for t in found if t.member)
            if not twice and (learner, tie.member) not in tied:
                found.append(tie)
    return tuple(found)


async def _ties(trust: Organisation, learners: Sequence[int], on: date) -> dict[int, set[int]]:
    """All the learners of each guardian of one of these."""
    if not learners:
        return {}
    held = [
        tie
        for tie in await standing_ties(trust)
        if tie.since <= on and (tie.until is None or tie.until >= on)
    ]
    gone = set(learners)
    concerned = {tie.guardian_id for tie in held if tie.learner_id in gone}
    found: dict[int, set[int]] = {}
    for tie in held:
        if tie.guardian_id in concerned:
            found.setdefault(tie.guardian_id, set()).add(tie.learner_id)
    return found
