"""Calling a meeting: when, where, what; agreeing to short notice; calling it off."""

from dataclasses import dataclass
from datetime import date, datetime

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.meetings.models import (
    AgendaItem,
    AgendaPaper,
    Cancellation,
    Kind,
    Meeting,
    ShortNoticeAgreement,
)
from coopcouncil.meetings.reads import cancellation_of, electorate, notice_rules, rules_of
from coopcouncil.meetings.rules.notice import (
    NoticeRules,
    ShortNotice,
    ShortNoticeNotAgreed,
    Way,
    may_be_on,
)
from coopcouncil.meetings.rules.preparing import may_move, may_prepare
from coopcouncil.meetings.rules.sending import place_obstacles
from coopcouncil.organisations.models import Organisation, rulebook_on


@dataclass(frozen=True)
class When:
    """The time of a meeting; `short` where members are asked to agree to short notice."""

    on: date
    starts_at: datetime
    lasts_minutes: int
    short: bool = False


@dataclass(frozen=True)
class Where:
    """The place in both languages, and how to join from elsewhere."""

    place: str
    place_cy: str
    online_address: str
    joining: str
    joining_cy: str


async def begin_meeting(
    org: Organisation, kind: Kind, when: When, titles: dict[str, str], *, by: Person
) -> Meeting:
    """Begin to prepare a meeting on a day that its notice can still reach."""
    version = await rulebook_on(org, when.on)
    async with in_transaction():
        _may_be_then(when, notice_rules(org, version.rules, kind is Kind.AGM, when.on))
        meeting = await Meeting.create(
            organisation=org,
            kind=kind,
            title=titles["en"],
            title_cy=titles["cy"],
            starts_at=when.starts_at,
            lasts_minutes=when.lasts_minutes,
            rulebook=version,
            begun_by=by,
            begun_at=clock.now(),
        )
        await audit.record(
            org.id, by.id, "began meeting", subject(meeting), starts_at=when.starts_at.isoformat()
        )
    return meeting


async def change_when(org: Organisation, meeting: Meeting, when: When, *, by: Person) -> None:
    """Another day or time, while nobody has been told of this one."""
    version = await rulebook_on(org, when.on)
    async with in_transaction():
        await _preparing(meeting)
        may_move(meeting.called_on)
        _may_be_then(when, notice_rules(org, version.rules, meeting.is_agm, when.on))
        meeting.starts_at, meeting.lasts_minutes = when.starts_at, when.lasts_minutes
        meeting.rulebook_id = version.id
        await meeting.save(update_fields=["starts_at", "lasts_minutes", "rulebook_id"])
        await audit.record(
            org.id, by.id, "set time", subject(meeting), starts_at=when.starts_at.isoformat()
        )


async def change_where(org: Organisation, meeting: Meeting, where: Where, *, by: Person) -> None:
    """Another place, or another way to join, while nobody has been told."""
    rules = await rules_of(meeting)
    async with in_transaction():
        await _preparing(meeting)
        may_move(meeting.called_on)
        has_place = bool(where.place or where.place_cy)
        for refusal in place_obstacles(rules, has_place, bool(where.online_address)):
            raise refusal
        meeting.update_from_dict(vars(where))
        await meeting.save(update_fields=list(vars(where)))
        await audit.record(org.id, by.id, "set place", subject(meeting))


async def change_title(
    org: Organisation, meeting: Meeting, title: str, title_cy: str, *, by: Person
) -> None:
    """What the meeting is called."""
    async with in_transaction():
        await _preparing(meeting)
        may_move(meeting.called_on)
        meeting.title, meeting.title_cy = title, title_cy
        await meeting.save(update_fields=["title", "title_cy"])
        await audit.record(org.id, by.id, "set title", subject(meeting), title=title)


async def agree_to_short_notice(
    org: Organisation, meeting: Meeting, agreed: int, note: str, *, by: Person
) -> None:
    """Record how many members agreed in writing to less notice than the rules give."""
    rules = await rules_of(meeting)
    async with in_transaction():
        await _preparing(meeting)
        members = await electorate(org, rules, clock.today()).count()
        notice = ShortNotice(agreed, members, rules.short_notice_share)
        if not notice.is_agreed:
            raise ShortNoticeNotAgreed(notice)
        await ShortNoticeAgreement.create(
            meeting=meeting, agreed=agreed, members=members, note=note, at=clock.now(), by=by
        )
        await audit.record(
            org.id, by.id, "agreed to short notice", subject(meeting), agreed=agreed, of=members
        )


async def cancel_meeting(
    org: Organisation, meeting: Meeting, reason: str, reason_cy: str, *, by: Person
) -> None:
    """Call the meeting off. Who had notice is told by the sending that follows it."""
    from coopcouncil.meetings.actions.sending import tell_of_cancellation

    async with in_transaction():
        await _preparing(meeting)
        await Cancellation.create(
            meeting=meeting, reason=reason, reason_cy=reason_cy, at=clock.now(), by=by
        )
        await audit.record(org.id, by.id, "cancelled meeting", subject(meeting), reason=reason)
        if meeting.called_on is not None:
            await tell_of_cancellation(org, meeting, by=by)


async def discard_meeting(org: Organisation, meeting: Meeting, *, by: Person) -> None:
    """Take away a meeting that nobody has been told of."""
    async with in_transaction():
        await meeting.lock()
        may_move(meeting.called_on)
        await audit.record(org.id, by.id, "discarded meeting", subject(meeting))
        await AgendaPaper.of(meeting).delete()
        await AgendaItem.of(meeting).delete()
        await ShortNoticeAgreement.of(meeting).delete()
        await Cancellation.of(meeting).delete()
        await meeting.delete()


def subject(meeting: Meeting) -> str:
    """How the audit names a meeting."""
    return f"meeting:{meeting.id}"


async def _preparing(meeting: Meeting) -> None:
    await meeting.lock()
    may_prepare(await cancellation_of(meeting) is not None, meeting.starts_at, clock.now())


def _may_be_then(when: When, notice: NoticeRules) -> None:
    """Refuse a day that not even e-mail sent today can reach in time."""
    may_prepare(False, when.starts_at, clock.now())
    if not when.short:
        quickest = min(Way, key=lambda way: notice.served_on(way, clock.today()))
        may_be_on(notice, quickest, when.on, clock.today())
