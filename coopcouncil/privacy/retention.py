"""How long what is kept: data, in one place. A job removes what is past its days and counts it.

`RULES` are carried out by the program. `kept.KEPT` says of every other table why it stays; a test
finds every table of the database in one of the two.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from babel.support import LazyProxy
from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.i18n import lazy
from coopcouncil.kernel.jobs import every

PIECE = 5_000
DAILY = 86_400


@dataclass(frozen=True)
class Rule:
    """After so many days, these rows go, or parts of them do.

    `when` is SQL with `t` for the table and `$1` for the moment before which it is too old;
    with `change` columns are emptied, without it rows are deleted. `org` says whose a row is.
    """

    key: str
    table: str
    what: LazyProxy
    days: int
    basis: LazyProxy
    after: LazyProxy
    when: str
    change: str = ""
    org: str = "t.organisation_id"

    @property
    def statement(self) -> str:
        """Removes a piece of it, and answers whose and how many."""
        picked = f"SELECT t.id FROM {self.table} t WHERE {self.when} LIMIT {PIECE}"  # noqa: S608
        deed = f"DELETE FROM {self.table} t"  # noqa: S608
        if self.change:
            deed = f"UPDATE {self.table} t SET {self.change}"  # noqa: S608
        return (
            f"WITH gone AS ({deed} WHERE t.id IN ({picked}) RETURNING {self.org} AS org) "  # noqa: S608
            "SELECT org, count(*) AS n FROM gone GROUP BY org"
        )


_DELETED = lazy("The rows are deleted.")
_EMPTIED = lazy("The texts and addresses are emptied; that something was sent stays.")
_SECURITY = lazy("Needed to let the right person in; of no use afterwards.")
_CONTACT = lazy("Needed to show that a message went out, and to send a letter after a bounce.")
_PROMISED = lazy("Needed to ask whether what was promised came; of no use once it is over.")
_NAME_STAYS = lazy("The address is emptied; for whom the promise was and what was answered stay.")

RULES = (
    Rule(
        "sign-in-codes",
        "sign_in_code",
        lazy("Codes to sign in with"),
        1,
        _SECURITY,
        _DELETED,
        "t.expires_at < $1",
        org="0",
    ),
    Rule(
        "passkey-challenges",
        "challenge",
        lazy("Challenges to passkeys"),
        1,
        _SECURITY,
        _DELETED,
        "t.expires_at < $1",
        org="0",
    ),
    Rule(
        "sessions",
        "session",
        lazy("Where people were signed in"),
        30,
        _SECURITY,
        _DELETED,
        "coalesce(t.ended_at, t.expires_at) < $1",
        org="0",
    ),
    Rule(
        "message-texts",
        "outbox_message",
        lazy("The words of e-mails that were sent"),
        90,
        _CONTACT,
        _EMPTIED,
        "t.settled_at < $1 AND (t.text IS NOT NULL OR t.html IS NOT NULL)",
        change="text = NULL, html = NULL",
    ),
    Rule(
        "messages-sent",
        "outbox_message",
        lazy("That an e-mail was sent, and to which address"),
        730,
        _CONTACT,
        _DELETED,
        "t.settled_at < $1",
    ),
    Rule(
        "dead-jobs",
        "job",
        lazy("Jobs that failed for good; they hold numbers alone"),
        90,
        lazy("Needed to find out what went wrong."),
        _DELETED,
        "t.died_at < $1",
    ),
    Rule(
        "copies-of-messages",
        "message_copy",
        lazy("Addresses on the copies of messages"),
        365,
        _CONTACT,
        _EMPTIED,
        "t.message_id IN (SELECT m.id FROM message m WHERE m.sent_at < $1)"
        " AND (t.email <> '' OR t.postal_address <> '' OR t.postcode <> '')",
        change="email = '', postal_address = '', postcode = ''",
        org="(SELECT m.organisation_id FROM message m WHERE m.id = t.message_id)",
    ),
    Rule(
        "outside-recipients",
        "commitment",
        lazy("E-mail addresses of recipients outside to whom a supplier promised something"),
        365,
        _PROMISED,
        _NAME_STAYS,
        # A year after it was settled, or after contract and last instalment are over; but not
        # while reports still come.
        "t.recipient_email <> '' AND (t.settled_at < $1 OR greatest("
        "(SELECT coalesce(c.ended_on, c.ends_on) FROM contract c WHERE c.id = t.contract_id),"
        " (SELECT max(i.due_on) FROM commitment_instalment i WHERE i.commitment_id = t.id)"
        ")::timestamptz < $1) AND NOT EXISTS (SELECT FROM commitment_report r"
        " WHERE r.commitment_id = t.id AND r.reported_at >= $1)",
        change="recipient_email = ''",
    ),
    Rule(
        "recipients-asked",
        "recipient_asked",
        lazy("To which address a recipient outside was asked whether a promise was kept"),
        365,
        _PROMISED,
        _NAME_STAYS,
        "t.asked_at < $1 AND t.email <> ''",
        change="email = '', token_hash = NULL, expires_at = NULL",
    ),
    Rule(
        "copies-of-notices",
        "notice_copy",
        lazy("Addresses on the copies of notices"),
        730,
        _CONTACT,
        _EMPTIED,
        "t.notice_id IN (SELECT n.id FROM meeting_notice n WHERE n.sent_at < $1)"
        " AND (t.email <> '' OR t.postal_address <> '' OR t.postcode <> '')",
        change="email = '', postal_address = '', postcode = ''",
        org="(SELECT g.organisation_id FROM meeting_notice n"
        " JOIN meeting g ON g.id = n.meeting_id WHERE n.id = t.notice_id)",
    ),
    Rule(
        "letters-of-messages",
        "stored_file",
        lazy("The printed letters of messages"),
        90,
        _CONTACT,
        lazy("The files are deleted; that there were letters stays."),
        "t.id IN (SELECT l.file_id FROM message_letters l WHERE l.made_at < $1)",
    ),
    Rule(
        "access-files",
        "stored_file",
        lazy("The files of access requests"),
        14,
        lazy("They are for the person to fetch, and hold everything about them."),
        lazy("The files are deleted; the request and its clock stay."),
        "t.id IN (SELECT unnest(ARRAY[r.json_file_id, r.pdf_file_id])"
        " FROM access_request r WHERE r.made_at < $1)",
    ),
    Rule(
        "access-requests-without-files",
        "access_request",
        lazy("That the files of an access request were there"),
        14,
        lazy("The person sees that they are gone and can ask again."),
        lazy("The day of their removal is noted."),
        "t.made_at < $1 AND t.removed_at IS NULL AND t.json_file_id IS NULL"
        " AND t.pdf_file_id IS NULL",
        change="removed_at = now()",
    ),
    Rule(
        "help-with-payments",
        "help_asked",
        lazy("What members wrote when paying was hard, and the answers"),
        730,
        lazy("Needed to keep to what was answered, until nobody goes by it any more."),
        _DELETED,
        "t.answered_at < $1",
    ),
    Rule(
        "holds-on-reminders",
        "reminder_hold",
        lazy("Why reminders of payments were held back"),
        365,
        lazy("Needed while they are held back, and to see that somebody looked again."),
        _DELETED,
        "t.until < $1",
    ),
    Rule(
        "corrections",
        "correction_request",
        lazy("What members asked to be corrected"),
        730,
        lazy("Shows that the request was answered, until nobody can dispute it."),
        lazy("What was asked and said is emptied; that it was decided stays."),
        "t.decided_at < $1 AND (t.said <> '' OR t.facts <> '{}'::jsonb)",
        change="said = '', facts = '{}'::jsonb",
    ),
    Rule(
        "erasures",
        "erasure",
        lazy("What was said with a wish to be forgotten"),
        30,
        lazy("Needed to decide it; the report of what was kept names nobody."),
        lazy("What was said is emptied; the report stays."),
        "t.decided_at < $1 AND t.said <> ''",
        change="said = ''",
    ),
)


def rule_called(key: str) -> str:
    """What a rule removes, in words; of a rule that is no more, its key."""
    return next((str(rule.what) for rule in RULES if rule.key == key), key)


async def remove_old() -> dict[str, int]:
    """Carry out every rule, and write down how many rows of whom went."""
    done: dict[str, int] = {}
    for rule in RULES:
        while removed := await _piece(rule):
            done[rule.key] = done.get(rule.key, 0) + removed
            if removed < PIECE:
                break
    return done


async def _piece(rule: Rule) -> int:
    async with in_transaction() as connection:
        # One at a time, whoever of the workers comes first.
        await lock("retention", 0)
        before = clock.now() - timedelta(days=rule.days)
        rows = await connection.execute_query_dict(rule.statement, [before])
        for row in rows:
            await connection.execute_query(
                'INSERT INTO removal AS r (organisation_id, rule, "on", rows)'
                ' VALUES ($1, $2, $3, $4) ON CONFLICT (organisation_id, rule, "on")'
                " DO UPDATE SET rows = r.rows + EXCLUDED.rows",
                [row["org"], rule.key, clock.today(), row["n"]],
            )
    return sum(int(row["n"]) for row in rows)


async def tables() -> list[str]:
    """Every table of the database, for the test that finds each in `RULES` or `KEPT`."""
    rows: list[dict[str, Any]] = await connections.get("default").execute_query_dict(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
    )
    return [row["table_name"] for row in rows]


every("remove-what-is-old", DAILY, remove_old)
