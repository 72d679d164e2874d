"""Signing in: a code or link is sent, one of them comes back, a session begins."""

from dataclasses import dataclass
from datetime import timedelta

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts import proofs
from coopcouncil.accounts.models import By, EmailAddress, Person, Session, SignInCode
from coopcouncil.accounts.rules import (
    CODE_MINUTES,
    CODE_TRIES,
    SESSION_DAYS,
    CodeSpent,
    CodeWrong,
    is_alive,
    may_still_be_used,
)
from coopcouncil.kernel import clock, mail
from coopcouncil.kernel.db.rows import as_model, columns, first
from coopcouncil.kernel.models import INSTALLATION


@dataclass(frozen=True)
class Proven:
    """What a code or link was good for."""

    person: Person
    by: By


async def send_code(address: str, language: str, site: str) -> SignInCode:
    """Send a code and a link to an address, known or not: the answer is the same.

    Whoever proves to read an address may have an account; an account alone opens nothing.
    """
    code, link = proofs.new_code(), proofs.new_token()
    async with in_transaction():
        row = await _new_code(address, code, link)
        await mail.send(
            INSTALLATION,
            address,
            template="email/accounts/sign_in",
            language=language,
            context={
                "code": code,
                "link": f"{site}/sign-in/link/{link}",
                "minutes": CODE_MINUTES,
            },
            sensitive=True,
        )
    return row


async def link_for(address: str, site: str) -> str:
    """A link that signs in whoever opens it: for the operator's own terminal, not for mail."""
    link = proofs.new_token()
    async with in_transaction():
        await _new_code(address, proofs.new_code(), link)
    return f"{site}/sign-in/link/{link}"


async def send_proof(person: Person, address: str, language: str) -> SignInCode:
    """Send a code that proves a further address of somebody who is signed in."""
    code = proofs.new_code()
    async with in_transaction():
        # The link is never sent: the proof belongs to the browser that asked.
        row = await _new_code(address, code, proofs.new_token(), person)
        await mail.send(
            INSTALLATION,
            address,
            template="email/accounts/prove_address",
            language=language,
            context={"code": code, "minutes": CODE_MINUTES},
            sensitive=True,
        )
    return row


async def use_code(code_id: int, given: str, language: str) -> Proven:
    """Sign in by the figures. A wrong one counts, and the count is kept."""
    figures = "".join(given.split()).replace("-", "")
    async with in_transaction():
        row = await _locked(id=code_id, person_id=None)
        right = await _matches(row, figures)
        person = await _reader_of(row.address, language) if right else None
    # Raised after the commit: a refusal inside would take the count of tries back.
    if person is None:
        raise CodeWrong(row.tries_left)
    return Proven(person, By.CODE)


async def use_link(token: str, language: str) -> Proven:
    """Sign in by the link, on whichever machine it was opened."""
    async with in_transaction():
        row = await _locked(link_hash=proofs.digest("link", token), person_id=None)
        row.used_at = clock.now()
        await row.save(update_fields=["used_at"])
        person = await _reader_of(row.address, language)
    return Proven(person, By.LINK)


async def prove(person: Person, code_id: int, given: str) -> str:
    """The address that the person has shown to read, by its code."""
    figures = "".join(given.split()).replace("-", "")
    async with in_transaction():
        row = await _locked(id=code_id, person_id=person.id)
        right = await _matches(row, figures)
    if not right:
        raise CodeWrong(row.tries_left)
    return row.address


async def open_session(person: Person, browser: str, by: By) -> str:
    """Begin a session; what its cookie shall hold. The table has the token's hash alone."""
    token = proofs.new_token()
    await Session.create(
        person=person,
        token_hash=proofs.digest("session", token).hex(),
        browser=browser[:120],
        by=by,
        started_at=clock.now(),
        seen_on=clock.today(),
        expires_at=clock.now() + timedelta(days=SESSION_DAYS),
    )
    return proofs.session_cookie(token)


async def session_of(cookie: str) -> Session | None:
    """The living session of a cookie, with its person; None for any other cookie."""
    token = proofs.session_token(cookie)
    if token is None:
        return None
    token_hash = proofs.digest("session", token).hex()
    # By hand, as every request of everybody who is signed in begins with it.
    row = await first(
        f"SELECT {columns(Session, 's')}, {columns(Person, 'p')} FROM session s"  # noqa: S608
        " JOIN person p ON p.id = s.person_id WHERE s.token_hash = $1",
        [token_hash],
    )
    if row is None:
        return None
    session = as_model(Session, "s", row)
    now, today = clock.now(), clock.today()
    if not is_alive(session.ended_at, session.expires_at, session.seen_on, now, today):
        return None
    session.person = as_model(Person, "p", row)
    if session.seen_on != today:
        # By day, not by minute: when somebody was here is nobody's business, and a write for
        # each page would be the slowest part of it.
        await Session.filter(id=session.id).update(seen_on=today)
    return session


async def end_session(session: Session) -> None:
    """Sign one browser out."""
    await Session.filter(id=session.id, ended_at=None).update(ended_at=clock.now())


async def end_session_of(person: Person, session_id: int) -> None:
    """Sign out a browser of the person's own; a stranger's number does nothing."""
    await Session.filter(id=session_id, person_id=person.id, ended_at=None).update(
        ended_at=clock.now()
    )


async def end_other_sessions(person: Person, kept: Session) -> int:
    """Sign out everywhere but here; how many browsers that was."""
    others = Session.filter(person_id=person.id, ended_at=None, expires_at__gt=clock.now())
    return await others.exclude(id=kept.id).update(ended_at=clock.now())


async def forget_old_proofs() -> None:
    """Drop codes and sessions that can do nothing any more."""
    past = clock.now() - timedelta(days=1)
    await SignInCode.filter(expires_at__lt=past).delete()
    await Session.filter(expires_at__lt=past).delete()


async def _new_code(address: str, code: str, link: str, person: Person | None = None) -> SignInCode:
    await forget_old_proofs()
    now = clock.now()
    return await SignInCode.create(
        person=person,
        address=address.lower(),
        code_hash=proofs.digest("code", f"{address.lower()}\0{code}"),
        link_hash=proofs.digest("link", link),
        tries_left=CODE_TRIES,
        asked_at=now,
        expires_at=now + timedelta(minutes=CODE_MINUTES),
    )


async def _locked(**which: object) -> SignInCode:
    """The row, locked, if it may still be used."""
    row = await SignInCode.select_for_update().get_or_none(**which)
    if row is None:
        raise CodeSpent
    may_still_be_used(row.tries_left, row.used_at, row.expires_at, clock.now())
    return row


async def _matches(row: SignInCode, figures: str) -> bool:
    """Whether these are the figures; either way the row remembers."""
    right = proofs.same(row.code_hash, proofs.digest("code", f"{row.address}\0{figures}"))
    if right:
        row.used_at = clock.now()
    else:
        row.tries_left -= 1
    await row.save(update_fields=["used_at", "tries_left"])
    return right


async def _reader_of(address: str, language: str) -> Person:
    """Whoever reads the address; a newcomer gets an account, which opens nothing by itself."""
    # Two browsers may prove a new address at once: the second waits, and finds the first's.
    await connections.get("default").execute_query(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 7401))", [address]
    )
    known = await EmailAddress.get_or_none(address=address).select_related("person")
    if known is not None:
        if known.proven_at is None:
            await EmailAddress.filter(id=known.id).update(proven_at=clock.now())
        return known.person
    person = await Person.create(language=language, created_at=clock.now())
    await EmailAddress.create(person=person, address=address, proven_at=clock.now())
    return person
