"""The minutes: begun from the agenda, saved in versions, shown to members."""

from dataclasses import dataclass
from typing import Any

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.meetings.actions.calling import subject
from coopcouncil.meetings.models import (
    Meeting,
    Minutes,
    MinutesPublication,
    MinutesVersion,
)
from coopcouncil.meetings.reads import cancellation_of, rules_of
from coopcouncil.meetings.record import facts_of, missing_language
from coopcouncil.meetings.rules.preparing import (
    SavedBySomeoneElse,
    WelshMinutesMissing,
    may_minute,
)
from coopcouncil.organisations.models import Organisation

Texts = dict[str, dict[str, str]]
"""What was written: "opening", "closing" or an item's number → language → text."""


@dataclass(frozen=True)
class Saving:
    """What is saved over which version."""

    texts: Texts
    after: int


async def begin_minutes(org: Organisation, meeting: Meeting, *, by: Person) -> Minutes:
    """Begin the minutes from the agenda; whoever begins them second gets the first's."""
    async with in_transaction():
        await meeting.lock()
        may_minute(await cancellation_of(meeting) is not None, meeting.called_on)
        if found := await Minutes.of(meeting).first():
            return found
        minutes = await Minutes.create(meeting=meeting, begun_at=clock.now(), begun_by=by)
        await _write(org, meeting, minutes, {}, 1, by=by)
        await audit.record(org.id, by.id, "began minutes", subject(meeting))
    return minutes


async def save_minutes(
    org: Organisation, meeting: Meeting, minutes: Minutes, saving: Saving, *, by: Person
) -> MinutesVersion:
    """Save a version after the one that its writer had before them."""
    try:
        async with in_transaction():
            await meeting.lock()
            last = await MinutesVersion.of(meeting).order_by("-number").first()
            if last is None or last.number != saving.after:
                raise SavedBySomeoneElse
            version = await _write(org, meeting, minutes, saving.texts, last.number + 1, by=by)
            await audit.record(
                org.id, by.id, "saved minutes", subject(meeting), version=version.number
            )
    except IntegrityError as trouble:
        raise SavedBySomeoneElse from trouble
    return version


async def publish_minutes(
    org: Organisation, meeting: Meeting, version: MinutesVersion, is_approved: bool, *, by: Person
) -> None:
    """Show a version to members, as a draft or as approved; in both languages where equal."""
    rules = await rules_of(meeting)
    async with in_transaction():
        await meeting.lock()
        if rules.bilingual and (title := missing_language(version.content)):
            raise WelshMinutesMissing(title)
        last = await MinutesPublication.of(meeting).order_by("-id").first()
        if last and last.version_id == version.id and last.is_approved == is_approved:
            return
        await MinutesPublication.create(
            meeting=meeting, version=version, is_approved=is_approved, at=clock.now(), by=by
        )
        await audit.record(
            org.id,
            by.id,
            "published minutes",
            subject(meeting),
            version=version.number,
            approved=is_approved,
        )


async def _write(
    org: Organisation,
    meeting: Meeting,
    minutes: Minutes,
    texts: Texts,
    number: int,
    *,
    by: Person,
) -> MinutesVersion:
    content: dict[str, Any] = await facts_of(org, meeting)
    nothing = {"en": "", "cy": ""}
    content["opening"] = texts.get("opening", nothing)
    content["closing"] = texts.get("closing", nothing)
    for item in content["items"]:
        item["minute"] = texts.get(str(item["id"]), nothing)
    return await MinutesVersion.create(
        meeting=meeting,
        minutes=minutes,
        number=number,
        content=content,
        written_at=clock.now(),
        written_by=by,
    )
