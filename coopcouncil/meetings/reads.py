"""Named reads: what a page or a deed needs to know of a meeting."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from tortoise import connections
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from coopcouncil.ballots.models import Ballot, Roll
from coopcouncil.kernel.models import StoredFile
from coopcouncil.meetings.models import (
    AgendaItem,
    AgendaPaper,
    Attendance,
    Cancellation,
    Kind,
    LetterBatch,
    Meeting,
    Notice,
    NoticeCopy,
    ShortNoticeAgreement,
)
from coopcouncil.meetings.rules.calendar import bank_holidays
from coopcouncil.meetings.rules.notice import NoticeRules, ShortNotice
from coopcouncil.meetings.rules.quorum import Adjournment, Quorum
from coopcouncil.members.kinds import Status
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.models import Organisation, RulebookVersion
from coopcouncil.organisations.rulebook import Rulebook


@dataclass(frozen=True)
class Listed:
    """An item as a page shows it: its number, its papers, its ballot with the sealed roll."""

    number: int
    item: AgendaItem
    papers: tuple[AgendaPaper, ...]
    ballot: Ballot | None
    roll: Roll | None


async def rules_of(meeting: Meeting) -> Rulebook:
    """The rules that the meeting is held under: the version pinned to it."""
    version = await RulebookVersion.everywhere().filter(id=meeting.rulebook_id).get()
    return version.rules


def notice_rules(org: Organisation, rules: Rulebook, is_agm: bool, on: date) -> NoticeRules:
    """What the rules say of notice, with the nation's bank holidays where they matter."""
    holidays = bank_holidays(org.nation, on) if rules.deemed_working_days_only else frozenset()
    return NoticeRules.of(rules, is_agm, holidays)


async def agenda_of(org: Organisation, meeting: Meeting) -> tuple[Listed, ...]:
    """The items in order, each with what hangs on it."""
    items = await AgendaItem.of(meeting).order_by("place", "id")
    papers = defaultdict(list)
    for paper in await AgendaPaper.of(meeting).order_by("place", "id").prefetch_related("file"):
        papers[paper.item_id].append(paper)
    ids = [item.ballot_id for item in items if item.ballot_id]
    ballots = {ballot.id: ballot for ballot in await Ballot.within(org).filter(id__in=ids)}
    rolls = {each: await Roll.of(ballot).first() for each, ballot in ballots.items()}
    return tuple(
        Listed(
            number,
            item,
            tuple(papers[item.id]),
            ballots.get(item.ballot_id or 0),
            rolls.get(item.ballot_id or 0),
        )
        for number, item in enumerate(items, 1)
    )


async def cancellation_of(meeting: Meeting) -> Cancellation | None:
    """Why and when the meeting was cancelled, if it was."""
    return await Cancellation.of(meeting).first()


async def short_notice_of(meeting: Meeting, rules: Rulebook) -> ShortNotice | None:
    """The latest record of members' agreement to short notice, if there is one."""
    found = await ShortNoticeAgreement.of(meeting).order_by("-id").first()
    return ShortNotice(found.agreed, found.members, rules.short_notice_share) if found else None


async def last_agm(org: Organisation, besides: int = 0) -> date | None:
    """The day of the last AGM that was held, or is called and not cancelled."""
    held = Meeting.within(org).filter(kind=Kind.AGM, called_on__isnull=False)
    cancelled = Cancellation.filter(meeting__organisation_id=org.id).values("meeting_id")
    found = await (
        held.exclude(id__in=[row["meeting_id"] for row in await cancelled] + [besides])
        .order_by("-starts_at")
        .first()
    )
    return found.on if found else None


def electorate(org: Organisation, rules: Rulebook, on: date) -> QuerySet[RegisterEntry]:
    """The members who may vote at a meeting on this day."""
    try:
        born_by = on.replace(year=on.year - rules.vote_age)
    except ValueError:  # 29 February
        born_by = on.replace(year=on.year - rules.vote_age, day=28)
    votes = Q(constituency_id=None) | Q(constituency__votes=True)
    of_age = Q(date_of_birth=None) | Q(date_of_birth__lte=born_by)
    found = as_at(org, on).filter(votes, of_age, status=Status.MEMBER)
    for name in rules.without_vote:
        found = found.exclude(member_class__iexact=name)
    return found


@dataclass(frozen=True)
class Room:
    """Who is there now, as the quorum counts them."""

    quorum: Quorum
    adjournment: Adjournment
    by_way: dict[str, int]
    without_vote: int
    left: int


async def room_of(org: Organisation, meeting: Meeting, rules: Rulebook, ever: bool = False) -> Room:
    """The room at this moment: open stays of members, and of those who may vote.

    With `ever`, everybody who was there at some time, as the minutes tell it.
    """
    stays = await Attendance.of(meeting).values("member_id", "way", "left_at")
    here = {row["member_id"]: row["way"] for row in stays if ever or row["left_at"] is None}
    voters = electorate(org, rules, meeting.on)
    count = await voters.count()
    voting = await voters.filter(member_id__in=list(here)).values("member_id") if here else []
    ways: dict[str, int] = defaultdict(int)
    for way in here.values():
        ways[str(way.value)] += 1
    return Room(
        Quorum(rules, count, len(voting)),
        Adjournment(rules, meeting.starts_at),
        dict(ways),
        len(here) - len(voting),
        len({row["member_id"] for row in stays} - set(here)),
    )


async def file_of(org: Organisation, paper: AgendaPaper) -> StoredFile:
    """The stored file of a paper."""
    return await StoredFile.get(id=paper.file_id, organisation_id=org.id)


async def undelivered(notice: Notice) -> list[NoticeCopy]:
    """The e-mails that came back or could not be sent, and have no letter after them yet;
    with them, whom nothing could reach on the day of sending."""
    rows = await connections.get("default").execute_query_dict(
        """
        SELECT c.id FROM notice_copy c
        LEFT JOIN outbox_message m ON m.id = c.message_id
        WHERE c.notice_id = $1::bigint
            AND (m.status IN ('bounced', 'failed') OR c.way = 'none' AND c.done_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM notice_copy p WHERE p.notice_id = c.notice_id
                AND p.member_id = c.member_id AND p.way = 'post')
        """,
        [notice.id],
    )
    ids = [row["id"] for row in rows]
    return await NoticeCopy.of(notice).filter(id__in=ids).order_by("sort_key", "id")


@dataclass(frozen=True)
class Progress:
    """How far a sending is: what is done, of how much, for each way."""

    emails: int
    handed_over: int
    sent: int
    bounced: int
    letters: int
    batches: tuple[LetterBatch, ...]
    spoken: int
    spoken_done: int
    nowhere: int

    @property
    def is_done(self) -> bool:
        """Whether every e-mail is in the outbox and every letter made."""
        made = all(batch.made_at for batch in self.batches)
        return self.handed_over == self.emails and made


async def progress_of(notice: Notice) -> Progress:
    """The counts of a sending, in one query however many copies there are."""
    (row,) = await connections.get("default").execute_query_dict(
        """
        SELECT count(*) FILTER (WHERE c.way = 'email') AS emails,
            count(c.message_id) AS handed_over,
            count(*) FILTER (WHERE m.status IN ('sent', 'shown')) AS sent,
            count(*) FILTER (WHERE m.status IN ('bounced', 'failed')) AS bounced,
            count(*) FILTER (WHERE c.way = 'post') AS letters,
            count(*) FILTER (WHERE c.way = 'spoken') AS spoken,
            count(*) FILTER (WHERE c.way = 'spoken' AND c.done_at IS NOT NULL) AS spoken_done,
            count(*) FILTER (WHERE c.way = 'none') AS nowhere
        FROM notice_copy c LEFT JOIN outbox_message m ON m.id = c.message_id
        WHERE c.notice_id = $1::bigint
        """,
        [notice.id],
    )
    batches = await LetterBatch.of(notice).order_by("number")
    return Progress(batches=tuple(batches), **row)
