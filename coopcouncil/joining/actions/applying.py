"""An application comes in: the form is opened, the applicant applies, confirms or withdraws."""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.joining.actions.evidence import forget_evidence
from coopcouncil.joining.actions.noticing import tell_of_applications
from coopcouncil.joining.actions.settled import told_settled
from coopcouncil.joining.kinds import OPEN, State
from coopcouncil.joining.models import Application, JoiningForm
from coopcouncil.joining.rules.applications import (
    CONFIRM_WITHIN,
    KEPT_REFUSED,
    NotOpen,
    OpenAlready,
    may_confirm,
    may_withdraw,
)
from coopcouncil.kernel import audit, clock, mail
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.kinds import MemberKind
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an applicant wrote."""

    constituency_id: int | None = None
    part_id: int | None = None
    fits: str = ""
    member_kind: MemberKind = MemberKind.PERSON
    given_name: str = ""
    family_name: str = ""
    representative: str = ""
    email: str = ""
    email_purposes: str = ""
    postal_address: str = ""
    postcode: str = ""
    date_of_birth: date | None = None
    language: str = "en"
    is_of_age: bool = False
    has_bond: bool = False
    evidence: str = ""
    sheet: str = ""
    """The edition of the sheet on how savings are protected that was confirmed."""


async def open_form(
    org: Organisation, constituency_id: int | None, words: str, words_cy: str, by: Person | None
) -> JoiningForm:
    """Let people apply on a public page."""
    async with in_transaction():
        await lock("joining", org.id)
        open_ones = JoiningForm.within(org).filter(closed_at=None)
        if await open_ones.filter(constituency_id=constituency_id).exists():
            raise OpenAlready
        made = await JoiningForm.create(
            organisation=org,
            constituency_id=constituency_id,
            words=words,
            words_cy=words_cy,
            opened_at=clock.now(),
            opened_by=by,
        )
        await _record(org, by, "opened a joining form", f"joining-form:{made.id}")
    return made


async def close_form(form: JoiningForm, by: Person) -> None:
    """Take the page away; what came in by it stays."""
    async with in_transaction():
        await lock("joining", form.organisation_id)
        closed = JoiningForm.everywhere().filter(id=form.id, closed_at=None)
        if await closed.update(closed_at=clock.now()):
            await audit.record(
                form.organisation_id, by.id, "closed a joining form", f"joining-form:{form.id}"
            )


async def apply(org: Organisation, form: JoiningForm, draft: Draft, site: str) -> Application:
    """Take an application in. It waits for nobody until its e-mail address is confirmed."""
    code = secrets.token_urlsafe(24)
    async with in_transaction():
        await form.refresh_from_db()
        if form.closed_at is not None:
            raise NotOpen
        made = await Application.create(
            organisation=org,
            state=State.RECEIVED,
            code_hash=digest(code),
            received_at=clock.now(),
            **asdict(draft),
        )
        await mail.send(
            org.id,
            draft.email,
            template="email/joining/confirm",
            language=draft.language or "en",
            context={
                "organisation": org.called(draft.language),
                "link": f"{site}/{org.slug}/join/applications/{code}",
                "days": CONFIRM_WITHIN.days,
            },
            sensitive=True,
            about=f"application:{made.id}",
        )
    return made


async def enter(
    org: Organisation, draft: Draft, by: Person | None, received_at: datetime | None = None
) -> Application:
    """An application that came on paper, entered by whoever keeps the register."""
    now = clock.now()
    async with in_transaction():
        made = await Application.create(
            organisation=org,
            state=State.CONFIRMED,
            on_paper=True,
            received_at=min(received_at or now, now),
            confirmed_at=now,
            **asdict(draft),
        )
        await _record(org, by, "entered an application", f"application:{made.id}")
    return made


async def by_code(org: Organisation, code: str) -> Application:
    """The application whose confirming message bore this code."""
    found = await Application.within(org).filter(code_hash=digest(code)).first()
    if found is None:
        raise NotHere
    return found


async def admitted_of(org: Organisation, number: int, person: Person) -> Application:
    """The application of whoever is admitted and signed in by its address."""
    found = await Application.within(org).get_or_none(id=number, state=State.ADMITTED)
    # The application's own details are erased by now: the register has the address.
    entry = await entry_of(org, found.member_id) if found and found.member_id else None
    if found is None or entry is None or not entry.email:
        raise NotHere
    proven = EmailAddress.filter(person_id=person.id, proven_at__isnull=False)
    if not await proven.filter(address=entry.email.lower()).exists():
        raise NotHere
    return found


async def confirm(application: Application) -> None:
    """The applicant reads that address: now the application waits for a decision."""
    async with in_transaction():
        await lock("application", application.id)
        await application.refresh_from_db()
        may_confirm(application.state, application.received_at, clock.now())
        application.state, application.confirmed_at = State.CONFIRMED, clock.now()
        await application.save(update_fields=["state", "confirmed_at"])
        await tell_of_applications(await Organisation.get(id=application.organisation_id))
        await audit.record(
            application.organisation_id,
            None,
            "an application was confirmed",
            f"application:{application.id}",
        )


async def withdraw(application: Application) -> None:
    """The applicant no longer wants to join; the details are forgotten at once."""
    async with in_transaction():
        await lock("application", application.id)
        await application.refresh_from_db()
        may_withdraw(application.state)
        application.state, application.settled_at = State.WITHDRAWN, clock.now()
        await application.save(update_fields=["state", "settled_at"])
        await told_settled(application, None, None)
        await _forget([application.id])
        await audit.record(
            application.organisation_id,
            None,
            "an application was withdrawn",
            f"application:{application.id}",
        )


async def forget_old() -> None:
    """What was never confirmed goes; what was settled long ago loses its details."""
    now = clock.now()
    never = Application.everywhere().filter(
        state=State.RECEIVED, received_at__lt=now - CONFIRM_WITHIN
    )
    await never.delete()
    long_ago = Application.everywhere().filter(settled_at__lt=now - KEPT_REFUSED)
    long_ago = long_ago.exclude(state__in=OPEN).exclude(given_name="", family_name="")
    await _forget([row["id"] for row in await long_ago.values("id")])


async def _forget(applications: list[int]) -> None:
    await forget_evidence(applications)
    await (
        Application.everywhere()
        .filter(id__in=applications)
        .update(
            given_name="",
            family_name="",
            representative="",
            email="",
            postal_address="",
            postcode="",
            date_of_birth=None,
            evidence="",
        )
    )


def digest(code: str) -> str:
    """What the table keeps of a code."""
    return hashlib.sha256(b"application:" + code.encode("utf-8", "replace")).hexdigest()


async def _record(org: Organisation, by: Person | None, verb: str, subject: str) -> None:
    await audit.record(org.id, by.id if by else None, verb, subject)
