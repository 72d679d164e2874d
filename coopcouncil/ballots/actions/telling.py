"""Telling the whole roll what happened, each voter in their own language."""

from tortoise.transactions import in_transaction

from coopcouncil.ballots.models import Ballot, BallotEvent, EventKind, Roll, RollEntry, Telling
from coopcouncil.ballots.reads import organisation_of, rules_of, scrutineers_of
from coopcouncil.kernel import clock, config, jobs, mail
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation

PIECE = 500

# The message for each kind of event that voters are told of.
TOLD = {
    EventKind.SEALED: "notice",
    EventKind.EXTENDED: "extended",
    EventKind.SUSPENDED: "suspended",
    EventKind.RESUMED: "resumed",
    EventKind.VOIDED: "voided",
    EventKind.CLOSED: "closed",
    EventKind.DECLARED: "declared",
    EventKind.CORRECTED: "corrected",
}


async def tell_roll(ballot: Ballot, event: BallotEvent) -> None:
    """Have everybody on the roll told of an event, in the transaction that records it."""
    telling = await Telling.create(ballot=ballot, kind=event.kind.value, event=event.n)
    await jobs.enqueue("tell-roll", {"telling": telling.id}, ballot.organisation_id)


@jobs.job("tell-roll")
async def _tell(payload: jobs.Payload) -> None:
    while await _tell_piece(int(payload["telling"])):
        pass


async def _tell_piece(number: int) -> bool:
    """Write the next messages and remember how far it got: both or neither."""
    async with in_transaction():
        telling = await Telling.filter(id=number).select_for_update().get()
        if telling.done_at is not None:
            return False
        ballot = await Ballot.everywhere().filter(id=telling.ballot_id).get()
        org = await organisation_of(ballot)
        event = await BallotEvent.of(ballot).get(n=telling.event)
        roll = await Roll.of(ballot).get()
        entries = (
            await RollEntry.of(ballot)
            .filter(number__gt=telling.upto)
            .order_by("number")
            .limit(PIECE)
        )
        both = (await rules_of(ballot)).bilingual
        held = await stopped(entry.member_id for entry in entries)
        letters = [
            _letter(org, ballot, event, roll, entry.email, entry.name, language)
            for entry in entries
            if entry.told_by_email and entry.member_id not in held
            for language in languages_for(entry.language, both)
        ]
        if entries:
            telling.upto, telling.written = entries[-1].number, telling.written + len(letters)
        else:
            letters = await _to_scrutineers(org, ballot, event, roll)
            telling.done_at = clock.now()
        await mail.send_all(org.id, letters)
        await telling.save()
    return telling.done_at is None


def languages_for(chosen: str, bilingual: bool) -> tuple[str, ...]:
    """The languages to write in: an unknown choice gets both where the organisation has both.

    >>> languages_for("", True), languages_for("en", True), languages_for("", False)
    (('cy', 'en'), ('en',), ('en',))
    """
    if chosen in ("en", "cy"):
        return (chosen,)
    return ("cy", "en") if bilingual else ("en",)


async def _to_scrutineers(
    org: Organisation, ballot: Ballot, event: BallotEvent, roll: Roll
) -> list[mail.Letter]:
    if event.kind is not EventKind.CLOSED:
        return []
    both = (await rules_of(ballot)).bilingual
    return [
        _letter(org, ballot, event, roll, address, name, language)
        for address, name, chosen in await scrutineers_of(org)
        for language in languages_for(chosen, both)
    ]


def _letter(
    org: Organisation,
    ballot: Ballot,
    event: BallotEvent,
    roll: Roll,
    address: str,
    name: str,
    language: str,
) -> mail.Letter:
    facts = event.facts
    return mail.Letter(
        address,
        f"email/ballots/{TOLD[event.kind]}",
        language,
        {
            "voter": name,
            "organisation": org.called(language),
            "title": ballot.called(language),
            "ballot": ballot,
            "roll": roll,
            "event": event,
            "reason": (facts.get("reason_cy") if language == "cy" else "") or facts.get("reason"),
            "link": f"{config.current().base_url}/{org.slug}/ballots/{ballot.id}",
        },
        about=f"ballot:{ballot.id}",
    )
