"""Being forgotten, as far as register, ledger and totals allow; and saying what was kept.

Nothing is erased while somebody is a member. Afterwards the register records, as a change like
any other, that it no longer holds what the law does not ask for; its history is evidence and
stays. Salt and text of the audit's entries about the person's own requests are erased, and the
chain still verifies.
"""

from typing import Any

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.actions.forgetting import forget
from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import audit, clock, i18n, mail
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.models import AuditEntry
from coopcouncil.members import actions as register
from coopcouncil.members.kinds import Fact, Format, Status
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.members.refusals import NothingChanged
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation
from coopcouncil.privacy.models import AccessRequest, Erasure, Outcome
from coopcouncil.privacy.rules import AskedAlready, Decided, OwnCase, ReasonForIt, StillAMember
from coopcouncil.privacy.words import shown_report

Report = list[dict[str, Any]]

NOT_REQUIRED: dict[str, Fact] = {
    "email": "",
    "email_purposes": "",
    "date_of_birth": None,
    "language": "",
    "format": Format.STANDARD.value,
    "representative_email": "",
}
"""What the register need not hold of somebody who left: s.30 of the 2014 Act lists none of it."""

# What is emptied of one member's rows, with $1 for the member.
_EMPTY = {
    "message_copy": "UPDATE message_copy SET name = '', email = '', postal_address = '',"
    " postcode = '', sort_key = '' WHERE member_id = $1 AND (name || email || postal_address"
    " || postcode) <> ''",
    "notice_copy": "UPDATE notice_copy SET email = '', postal_address = '', postcode = ''"
    " WHERE member_id = $1 AND (email || postal_address || postcode) <> ''",
    "correction_request": "UPDATE correction_request SET said = '', facts = '{}'::jsonb"
    " WHERE member_id = $1 AND (said <> '' OR facts <> '{}'::jsonb)",
    "access_request": "DELETE FROM stored_file WHERE id IN (SELECT unnest(ARRAY[json_file_id,"
    " pdf_file_id]) FROM access_request WHERE member_id = $1)",
}
_COUNT = {
    "message_copy": "SELECT count(*) AS n FROM message_copy WHERE member_id = $1"
    " AND (name || email || postal_address || postcode) <> ''",
    "notice_copy": "SELECT count(*) AS n FROM notice_copy WHERE member_id = $1"
    " AND (email || postal_address || postcode) <> ''",
    "correction_request": "SELECT count(*) AS n FROM correction_request WHERE member_id = $1"
    " AND (said <> '' OR facts <> '{}'::jsonb)",
    "access_request": "SELECT count(f) AS n FROM access_request,"
    " unnest(ARRAY[json_file_id, pdf_file_id]) f WHERE member_id = $1",
}
# Own requests alone: what was done to the register, or for the organisation, stays told.
_OWN_ENTRIES = (
    "FROM audit_entry a WHERE a.organisation_id = $1 AND a.payload IS NOT NULL AND"
    " (a.payload ->> 'subject' IN (SELECT 'access-request:' || r.id FROM access_request r"
    " WHERE r.member_id = $2) OR a.payload ->> 'subject' IN (SELECT 'correction:' || c.id"
    " FROM correction_request c WHERE c.member_id = $2))"
)
_OTHER_ENTRIES = (
    "SELECT count(*) AS n FROM audit_entry a WHERE a.organisation_id = $1 AND a.payload IS NOT"
    " NULL AND ((a.payload ->> 'by') = $2::text OR a.payload -> 'facts' -> 'members' @>"
    " to_jsonb($3::bigint))"
)


async def is_member(org: Organisation, member_id: int) -> bool:
    """Whether the register still has them as a member, suspended or not."""
    entry = await entry_of(org, member_id)
    return entry is not None and entry.status in (Status.MEMBER, Status.SUSPENDED)


async def ask(org: Organisation, entry: RegisterEntry, said: str, by: Person) -> Erasure:
    """Ask to be forgotten; a keeper answers."""
    async with in_transaction():
        await lock("privacy", entry.member_id)
        if await Erasure.within(org).filter(member_id=entry.member_id, outcome=None).exists():
            raise AskedAlready
        made = await Erasure.create(
            organisation=org,
            member_id=entry.member_id,
            person=by,
            said=said.strip(),
            asked_at=clock.now(),
        )
        await audit.record(org.id, by.id, "asked to be forgotten", f"erasure:{made.id}")
    return made


async def preview(org: Organisation, member_id: int, person_id: int) -> Report:
    """What an erasure would remove now, and what it would keep."""
    report: Report = [_line("register", 1, erased=True)]
    for table, sql in _COUNT.items():
        report.append(_line(table, await _number(sql, member_id), erased=True))
    mails = await _mails(org, member_id, person_id)
    report.append(_line("outbox_message", len(mails), erased=True))
    own = await _number(f"SELECT count(*) AS n {_OWN_ENTRIES}", org.id, member_id)
    report.append(_line("audit_entry", own, erased=True))
    report.append(_line("account", 1, erased=await _account_is_free(org, member_id, person_id)))
    return [each for each in report if each["rows"]] + await _kept(org, member_id, person_id)


async def decide(
    org: Organisation, erasure: Erasure, *, approve: bool, reason: str, by: Person
) -> None:
    """Erase what may be erased and keep the report, or refuse; the person is told by e-mail."""
    async with in_transaction():
        await lock("privacy", erasure.member_id)
        await erasure.refresh_from_db()
        if erasure.outcome is not None:
            raise Decided
        if erasure.person_id == by.id:
            raise OwnCase
        if not approve and not reason.strip():
            raise ReasonForIt
        if approve and await is_member(org, erasure.member_id):
            raise StillAMember
        address, language = await _where_to_tell(erasure.person_id)
        erasure.outcome = Outcome.DONE if approve else Outcome.REFUSED
        erasure.decided_at, erasure.decided_by, erasure.reason = clock.now(), by, reason.strip()
        if approve:
            erasure.report = await _carry_out(org, erasure, by)
            erasure.said = ""
        await erasure.save(
            update_fields=["outcome", "decided_at", "decided_by_id", "reason", "report", "said"]
        )
        verb = "erased a former member’s data" if approve else "refused an erasure"
        await audit.record(org.id, by.id, verb, f"erasure:{erasure.id}")
        if address and not await stopped([erasure.member_id]):
            await _tell(org, erasure, address, language)


async def _carry_out(org: Organisation, erasure: Erasure, by: Person) -> Report:
    member_id, person_id = erasure.member_id, erasure.person_id
    report: Report = []
    for mail_id in (mails := await _mails(org, member_id, person_id)):
        await _run(
            "UPDATE outbox_message SET text = NULL, html = NULL, subject = '', recipient = ''"
            " WHERE id = $1",
            mail_id,
        )
    report.append(_line("outbox_message", len(mails), erased=True))
    for table, sql in _EMPTY.items():
        count = await _number(_COUNT[table], member_id)
        await _run(sql, member_id)
        report.append(_line(table, count, erased=True))
    now = clock.now()
    await (
        AccessRequest.within(org)
        .filter(member_id=member_id, removed_at=None)
        .update(removed_at=now, more="")
    )
    own = await connections.get("default").execute_query_dict(
        f"SELECT a.id {_OWN_ENTRIES}",
        [org.id, member_id],
    )
    for entry in await AuditEntry.filter(id__in=[row["id"] for row in own]):
        await audit.erase(entry)
    report.append(_line("audit_entry", len(own), erased=True))
    free = await _account_is_free(org, member_id, person_id)
    await _clear_register(org, member_id, by)
    report.append(_line("register", 1, erased=True))
    gone = await forget(await Person.get(id=person_id)) if free else 1
    report.append(_line("account", gone, erased=free))
    return [each for each in report if each["rows"]] + await _kept(org, member_id, person_id)


async def _clear_register(org: Organisation, member_id: int, by: Person) -> None:
    """A change like any other, from today: the history before it is evidence and stays."""
    member = await Member.one(org, id=member_id)
    try:
        await register.change(org, member, NOT_REQUIRED, by=by, reason="erasure")
    except NothingChanged:
        return


async def _kept(org: Organisation, member_id: int, person_id: int) -> Report:
    """Every table that still speaks of the member, and how many rows of it do."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT c.conrelid::regclass::text AS name, a.attname AS col FROM pg_constraint c"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " WHERE c.contype = 'f' AND c.confrelid = 'member'::regclass ORDER BY 1, 2"
    )
    found: dict[str, int] = {}
    for row in rows:
        if row["name"] in _EMPTY or row["name"] in _UNSAID:
            continue
        count = await _number(
            f'SELECT count(*) AS n FROM {row["name"]} WHERE "{row["col"]}" = $1',  # noqa: S608
            member_id,
        )
        found[row["name"]] = found.get(row["name"], 0) + count
    others = await _number(_OTHER_ENTRIES, org.id, str(person_id), member_id)
    kept = {**found, "audit_entry": others}
    return [_line(table, count, erased=False) for table, count in kept.items() if count]


_UNSAID = frozenset({"contact_stop", "erasure"})
"""Whether there is a contact stop is told to nobody; and the erasure itself is this report."""


async def _mails(org: Organisation, member_id: int, person_id: int) -> list[int]:
    """The e-mails to the member's own address in the register, unless others bear it too."""
    entry = await entry_of(org, member_id)
    if entry is None or not entry.email or await _is_shared(org, entry):
        return []
    rows = await connections.get("default").execute_query_dict(
        "SELECT id FROM outbox_message WHERE organisation_id = $1 AND lower(recipient) = $2",
        [org.id, entry.email.lower()],
    )
    return [row["id"] for row in rows]


async def _is_shared(org: Organisation, entry: RegisterEntry) -> bool:
    others = await _number(
        "SELECT count(*) AS n FROM register_entry e WHERE e.organisation_id = $1"
        " AND e.superseded_at IS NULL AND lower(e.email) = $2 AND e.member_id <> $3"
        " AND e.valid_from <= $4 AND e.valid_to > $4",
        org.id,
        entry.email.lower(),
        entry.member_id,
        clock.today(),
    )
    return others > 0


async def _account_is_free(org: Organisation, member_id: int, person_id: int) -> bool:
    """Whether nobody needs the account: no role, no other entry of a register, anywhere."""
    return not await _number(
        "SELECT (SELECT count(*) FROM role_grant g WHERE g.person_id = $1"
        " AND g.revoked_at IS NULL) + (SELECT count(*) FROM register_entry e"
        " JOIN email_address a ON a.address IN (lower(e.email), lower(e.representative_email))"
        " WHERE a.person_id = $1 AND e.superseded_at IS NULL AND e.member_id <> $2"
        " AND e.valid_to > $3) AS n",
        person_id,
        member_id,
        clock.today(),
    )


async def _where_to_tell(person_id: int) -> tuple[str, str]:
    person = await Person.get(id=person_id)
    proven = EmailAddress.filter(person_id=person_id, proven_at__isnull=False)
    found = await proven.order_by("id").first()
    return (found.address if found else "", person.language or "en")


async def _tell(org: Organisation, erasure: Erasure, address: str, language: str) -> None:
    """The report itself goes along: the person may no longer be able to sign in and read it."""
    if await stopped([erasure.member_id]):
        return
    speaking = i18n.language.set(language)
    try:
        lines = shown_report(erasure.report)
    finally:
        i18n.language.reset(speaking)
    await mail.send(
        org.id,
        address,
        template="email/privacy/erasure",
        language=language,
        context={
            "organisation": org.called(language),
            "is_done": erasure.outcome is Outcome.DONE,
            "reason": erasure.reason,
            "lines": lines,
            "commissioner": "https://ico.org.uk/",
        },
        # Its words and nothing else of it: the address goes with the rule on sent messages.
        sensitive=True,
        about=f"erasure:{erasure.id}",
    )


def _line(table: str, rows: int, *, erased: bool) -> dict[str, Any]:
    return {"table": table, "rows": rows, "erased": erased}


async def _number(sql: str, *values: object) -> int:
    rows = await connections.get("default").execute_query_dict(sql, list(values))
    return int(rows[0]["n"])


async def _run(sql: str, *values: object) -> None:
    await connections.get("default").execute_query(sql, list(values))
