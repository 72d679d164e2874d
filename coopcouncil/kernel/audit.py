"""The record of who did what, in a chain per organisation that shows any later change.

An entry is written inside the transaction of the deed. A sealer links committed entries in
batches: chaining inside each transaction would make every deed of an organisation wait for the
one before. The order of the chain is the order of sealing, so that a slow transaction with a
lower number is linked when it is there, and none is passed over.

    digest = SHA-256(salt ‖ canonical payload)        link = SHA-256(link before ‖ place ‖ digest)

Payload and salt can be erased, as data protection law may ask; digest and link stay, and with
the random salt gone nobody can try out what the payload was.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from hashlib import sha256
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.models import INSTALLATION, AuditEntry, AuditHead

START = bytes(32)
BATCH = 1000


@dataclass(frozen=True)
class Report:
    """What walking a chain found; `broken` says the first thing that is wrong."""

    sealed: int
    unsealed: int
    erased: int
    head: str
    broken: str | None = None


async def record(
    organisation_id: int | None, by_person_id: int | None, verb: str, subject: str, **facts: Any
) -> AuditEntry:
    """Write down a deed, inside the transaction that does it.

    `subject` is a kind and a number ("ballot:12"). Facts are what a reader of the record needs,
    and never a vote, a code or an address. Without an organisation: the installation's chain.
    """
    entry = _entry(organisation_id, by_person_id, verb, subject, facts)
    await entry.save()
    return entry


async def record_all(
    organisation_id: int | None, by_person_id: int | None, verb: str, subjects: Iterable[str]
) -> None:
    """Write down the same deed for many things, one entry each."""
    await AuditEntry.bulk_create(
        _entry(organisation_id, by_person_id, verb, subject, {}) for subject in subjects
    )


def _entry(
    organisation_id: int | None,
    by_person_id: int | None,
    verb: str,
    subject: str,
    facts: dict[str, Any],
) -> AuditEntry:
    moment = clock.now()
    payload: dict[str, object] = {
        "organisation": organisation_id or INSTALLATION,
        "at": moment.isoformat(timespec="microseconds"),
        "by": by_person_id,
        "verb": verb,
        "subject": subject,
        "facts": _plain(facts),
    }
    salt = secrets.token_bytes(16)
    return AuditEntry(
        organisation_id=organisation_id or INSTALLATION,
        recorded_at=moment,
        payload=payload,
        salt=salt,
        digest=_digest(salt, payload),
    )


async def seal(organisation_id: int) -> int:
    """Link every committed entry that is not yet in the chain; how many."""
    sealed = 0
    while True:
        async with in_transaction() as connection:
            await lock("audit", organisation_id)
            entries = (
                await AuditEntry.filter(organisation_id=organisation_id, place=None)
                .order_by("id")
                .limit(BATCH)
            )
            if not entries:
                return sealed
            head = await AuditHead.get_or_none(organisation_id=organisation_id)
            place, link = (head.place, bytes(head.link)) if head else (0, START)
            linked = []
            for entry in entries:
                place, link = place + 1, _link(link, place + 1, entry.digest)
                linked.append((entry.id, place, link))
            await connection.execute_query(
                "UPDATE audit_entry e SET place = v.place, link = v.link FROM "
                "unnest($1::bigint[], $2::bigint[], $3::bytea[]) v (id, place, link) "
                "WHERE e.id = v.id",
                [list(column) for column in zip(*linked, strict=True)],
            )
            await AuditHead.update_or_create(
                organisation_id=organisation_id, defaults={"place": place, "link": link}
            )
        sealed += len(entries)


async def seal_all() -> int:
    """Link what is waiting in every chain."""
    waiting = (
        await AuditEntry.filter(place=None).distinct().values_list("organisation_id", flat=True)
    )
    return sum([await seal(int(str(number))) for number in waiting])


async def head(organisation_id: int) -> tuple[int, str] | None:
    """The number of sealed entries and the last link in hexadecimal, to keep elsewhere."""
    found = await AuditHead.get_or_none(organisation_id=organisation_id)
    return (found.place, bytes(found.link).hex()) if found else None


async def erase(entry: AuditEntry) -> None:
    """Take a payload out of the record for good; its place in the chain stays provable."""
    await AuditEntry.filter(id=entry.id).update(payload=None, salt=None)


async def verify(organisation_id: int) -> Report:
    """Recompute the chain from its start, one batch after the other."""
    async with in_transaction():
        # Holds the sealers off, so that chain and head are of one moment.
        await lock("audit", organisation_id, shared=True)
        return await _walk(organisation_id)


async def _walk(organisation_id: int) -> Report:
    found = await AuditHead.get_or_none(organisation_id=organisation_id)
    unsealed, erased, place, link = 0, 0, 0, START
    broken: str | None = None
    entries = AuditEntry.filter(organisation_id=organisation_id)
    while broken is None:
        batch = await entries.filter(place__gt=place).order_by("place").limit(BATCH)
        if not batch:
            break
        for entry in batch:
            place += 1
            link = _link(link, place, entry.digest)
            broken = _wrong(entry, place, link)
            if broken:
                break
            erased += entry.payload is None
    async for entry in entries.filter(place=None).order_by("id"):
        unsealed += 1
        broken = broken or _changed(entry, f"Unsealed entry {entry.id}")
    if broken is None and (found.place if found else 0) != place:
        broken = f"The chain ends at {place}, but {found.place if found else 0} were sealed."
    if broken is None and found and bytes(found.link) != link:
        broken = "The last link is not the one that was sealed."
    return Report(place, unsealed, erased, link.hex(), broken)


def _wrong(entry: AuditEntry, place: int, link: bytes) -> str | None:
    if entry.place != place:
        return f"Entry {place} is missing."
    changed = _changed(entry, f"Entry {place}")
    if changed is None and bytes(entry.link or b"") != link:
        return f"Entry {place} does not link to the one before."
    return changed


def _changed(entry: AuditEntry, called: str) -> str | None:
    if entry.payload is None or entry.salt is None:
        return None
    if _digest(bytes(entry.salt), entry.payload) != bytes(entry.digest):
        return f"{called} was changed."
    said = (entry.payload["organisation"], entry.payload["at"])
    if said != (entry.organisation_id, entry.recorded_at.isoformat(timespec="microseconds")):
        return f"{called} was moved."
    return None


def _digest(salt: bytes, payload: dict[str, object]) -> bytes:
    return sha256(salt + canonical(payload)).digest()


def _link(before: bytes, place: int, digest: bytes) -> bytes:
    return sha256(before + place.to_bytes(8, "big") + digest).digest()


def canonical(payload: object) -> bytes:
    """JSON in its one form: sorted keys, no spaces, UTF-8."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _plain(value: Any) -> Any:
    """What JSON can hold without loss; a float has no one form and is refused."""
    match value:
        case None | bool() | int() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return _plain(value.value)
        case datetime():
            return value.isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case dict():
            return {str(key): _plain(part) for key, part in value.items()}
        case list() | tuple() | set() | frozenset():
            parts = [_plain(part) for part in value]
            return sorted(parts) if isinstance(value, (set, frozenset)) else parts
    raise TypeError(f"a fact of the record cannot be a {type(value).__name__}")
