"""Staff as the register and the payroll know them; who left the job, and since when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.members.models import Constituency
from coopcouncil.members.reads import as_at, entries_as_at_sql
from coopcouncil.mutuals.jobs import has_begun, has_ended, jobs_known
from coopcouncil.mutuals.models import Employment, EmploymentLine
from coopcouncil.organisations.chapters.joining import Need
from coopcouncil.organisations.models import Organisation, has_rules, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.rules import NoRulesYet


class NoStaffConstituency(Refused):
    """The rules know no membership that follows employment."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "In the rules no constituency asks for employment, so no membership follows a job."
        )


@dataclass(frozen=True)
class FormerEmployee:
    """A member of the staff's constituency whose last job here ended."""

    member_id: int
    number: str
    name: str
    post: str
    ended_on: date
    stays_until: date
    """The last day of the grace that the rules give."""

    def is_due(self, today: date) -> bool:
        """Whether the grace is over, so that somebody decides."""
        return today > self.stays_until


def staff_key(rules: Rulebook) -> str:
    """The key of the constituency that asks for employment, or nothing."""
    asking = (key for key, asks in rules.qualified_by.items() if Need.EMPLOYMENT in asks.needs)
    return next(asking, "")


async def follows_employment(org: Organisation) -> bool:
    """Whether membership follows employment in a constituency of this organisation."""
    if org.parent_id is not None or not await has_rules(org):
        return False
    return bool(staff_key((await rulebook_on(org, clock.today())).rules))


async def staff_constituency(org: Organisation) -> Constituency:
    """The constituency whose members are employees."""
    key = staff_key((await rulebook_on(org, clock.today())).rules)
    found = await Constituency.within(org).filter(key=key).first() if key else None
    if found is None:
        raise NoStaffConstituency
    return found


async def former_employees(org: Organisation) -> list[FormerEmployee]:
    """Members who vote among the staff though no job of theirs runs, longest gone first."""
    constituency = await staff_constituency(org)
    grace = (await rulebook_on(org, clock.today())).rules.staff_grace_days
    rows = await connections.get("default").execute_query_dict(
        "SELECT e.member_id, e.member_number, e.given_name, e.family_name, "  # noqa: S608
        "(array_agg(j.post ORDER BY j.ended_on DESC))[1] AS post, max(j.ended_on) AS ended_on "
        f"FROM ({entries_as_at_sql()}) AS e JOIN employment AS j ON j.member_id = e.member_id "
        "WHERE e.constituency_id = $3 "
        "GROUP BY e.member_id, e.member_number, e.given_name, e.family_name "
        "HAVING bool_and(j.ended_on IS NOT NULL) ORDER BY max(j.ended_on), e.member_id",
        [org.id, clock.today(), constituency.id],
    )
    return [
        FormerEmployee(
            row["member_id"],
            row["member_number"],
            f"{row['given_name']} {row['family_name']}".strip(),
            row["post"],
            row["ended_on"],
            row["ended_on"] + timedelta(days=grace),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class StaffThen:
    """The staff as the register and the jobs were on a day, as known then or now."""

    members: int
    employed: int
    former: list[FormerEmployee]
    grace_days: int


async def staff_then(org: Organisation, on: date, known_at: datetime | None = None) -> StaffThen:
    """The figures of a day that is past, or as they were known; whoever asks has awaited `settle`.

    By the days of grace of the rules of the day, as they were known.
    """
    constituency = await staff_constituency(org)
    try:
        grace = (await rulebook_on(org, on, known_at)).rules.staff_grace_days
    except NoRulesYet:
        grace = 0
    jobs: dict[int, list[Employment | EmploymentLine]] = {}
    for job in await jobs_known(org, known_at):
        if has_begun(job, on):
            jobs.setdefault(job.member_id, []).append(job)
    members = await as_at(org, on, known_at).filter(constituency_id=constituency.id)
    former = []
    for entry in members:
        own = jobs.get(entry.member_id, [])
        if own and all(has_ended(job, on) for job in own):
            last = max(own, key=lambda job: job.ended_on or date.max)
            assert last.ended_on is not None
            former.append(
                FormerEmployee(
                    entry.member_id,
                    entry.member_number,
                    entry.name,
                    last.post,
                    last.ended_on,
                    last.ended_on + timedelta(days=grace),
                )
            )
    running = sum(not has_ended(job, on) for own in jobs.values() for job in own)
    former.sort(key=lambda each: (each.ended_on, each.member_id))
    return StaffThen(len(members), running, former, grace)
