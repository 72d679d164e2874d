"""The report of an erasure in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.privacy.kept import KEPT
from coopcouncil.privacy.retention import RULES

ERASED = {
    "register": lazy("Language, format, e-mail address and date of birth in the register"),
    "account": lazy("Name, addresses, passkeys and sign-ins of the account"),
    "message_copy": lazy("Name and addresses on copies of messages"),
    "notice_copy": lazy("Addresses on copies of notices"),
    "outbox_message": lazy("E-mails to the person: words, subject and address"),
    "correction_request": lazy("What the person asked to be corrected"),
    "access_request": lazy("The files of access requests"),
    "audit_entry": lazy("Record entries of the person’s own requests: text and salt"),
}
WHY = {
    "not-needed": lazy("Nothing requires it any longer."),
    "elsewhere": lazy("The account is used for another membership, a role, or by somebody else."),
    "chain": lazy(
        "The record shows who did what for the organisation. It holds numbers, no names, and its "
        "chain would not hold without them."
    ),
}


@dataclass(frozen=True)
class Line:
    """One line of the report."""

    table: str
    what: str
    rows: int
    is_erased: bool
    why: str
    how_long: str


def shown_report(report: Iterable[Mapping[str, Any]]) -> list[Line]:
    """What was erased, then what was kept, each with its reason."""
    lines = [_line(each) for each in report]
    return sorted(lines, key=lambda line: (not line.is_erased, line.what))


def _line(each: Mapping[str, Any]) -> Line:
    table, rows, erased = str(each["table"]), int(each["rows"]), bool(each["erased"])
    why = str(each.get("why", ""))
    if erased:
        return Line(table, str(ERASED.get(table, table)), rows, True, str(WHY["not-needed"]), "")
    if table == "account":
        return Line(table, str(ERASED[table]), rows, False, str(WHY["elsewhere"]), "")
    if table == "audit_entry":
        what = gettext("The record of what was done")
        return Line(table, what, rows, False, str(WHY["chain"]), _for_ever())
    for kept in KEPT:
        if table in kept.tables:
            return Line(table, str(kept.what), rows, False, str(kept.basis), str(kept.how_long))
    for rule in RULES:
        if table == rule.table:
            days = gettext("{days} days at most").format(days=rule.days)
            return Line(table, str(rule.what), rows, False, str(rule.basis), days)
    return Line(table, table, rows, False, str(WHY.get(why, "")), _for_ever())


def _for_ever() -> str:
    return gettext("As long as the organisation exists.")
