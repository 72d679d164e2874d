"""What duties are called, what they ask, and where they come from."""

from typing import Any

from coopcouncil.kernel.i18n import lazy
from coopcouncil.statutory.year.kinds import Audit, Kind
from coopcouncil.statutory.year.rules import Standing

DUTIES: dict[Kind, Any] = {
    Kind.ANNUAL_RETURN: lazy("Annual return (AR30)"),
    Kind.ANNUAL_MEETING: lazy("Annual general meeting"),
    Kind.AUDIT_VOTE: lazy("Vote on going without a full audit"),
    Kind.REPORT_AUDITOR: lazy("Appointing an auditor for the report instead of a full audit"),
    Kind.CONFIRMATION: lazy("Confirmation statement"),
    Kind.COMPANY_ACCOUNTS: lazy("Accounts to Companies House"),
    Kind.CIC_REPORT: lazy("Community interest company report"),
    Kind.QUARTERLY_RETURN: lazy("Quarterly return (CQ)"),
    Kind.YEARLY_RETURN: lazy("Yearly return (CY)"),
}

ASKS: dict[Kind, Any] = {
    Kind.ANNUAL_RETURN: lazy(
        "Sent with the accounts to the Financial Conduct Authority within seven months of the "
        "year’s end, signed by two committee members and the secretary. There is no extension "
        "and no reminder (Co-operative and Community Benefit Societies Act 2014, s.89)."
    ),
    Kind.ANNUAL_MEETING: lazy("The last day on which the rules let it be held."),
    Kind.AUDIT_VOTE: lazy(
        "To go without a full audit a general meeting votes on it every year: fewer than 20% of "
        "the votes and fewer than 10% of all members may be against "
        "(Co-operative and Community Benefit Societies Act 2014, s.84)."
    ),
    Kind.REPORT_AUDITOR: lazy(
        "A society that goes without a full audit, and turned over more than £90,000 in the year "
        "before, appoints a qualified auditor to report on its accounts within 28 days of the "
        "year’s end (Co-operative and Community Benefit Societies Act 2014, s.85)."
    ),
    Kind.CONFIRMATION: lazy(
        "Sent to Companies House within 14 days of the end of each twelve months "
        "(Companies Act 2006, s.853A)."
    ),
    Kind.COMPANY_ACCOUNTS: lazy(
        "Sent to Companies House within nine months of the year’s end. A company’s first accounts, "
        "where they cover more than twelve months, within 21 months of its incorporation or three "
        "months of their end, whichever is later (Companies Act 2006, s.442)."
    ),
    Kind.CIC_REPORT: lazy("Sent to Companies House with the accounts."),
    Kind.QUARTERLY_RETURN: lazy(
        "Sent to the Prudential Regulation Authority within a month of the quarter’s end."
    ),
    Kind.YEARLY_RETURN: lazy(
        "Sent to the Prudential Regulation Authority within six months of the year’s end. "
        "It stands instead of the annual return of other societies."
    ),
}

STANDINGS: dict[Standing, Any] = {
    Standing.DONE: lazy("Done"),
    Standing.LATE: lazy("Late"),
    Standing.SOON: lazy("Due soon"),
    Standing.COMING: lazy("Coming"),
}

AUDITS: dict[Audit, Any] = {
    Audit.UNKNOWN: lazy("Not decided yet"),
    Audit.AUDITED: lazy("Yes: its accounts are audited in full"),
    Audit.DISAPPLIED: lazy("No: it means to vote on it each year"),
}

FIGURES: dict[str, Any] = {
    "members_at_start": lazy("Members at the beginning of the year"),
    "joined": lazy("Joined"),
    "left": lazy("Left"),
    "members_at_end": lazy("Members at the end of the year"),
    "shares": lazy("Shares held at the end"),
    "amount_paid": lazy("Paid on those shares"),
    "shares_unknown": lazy("Members whose number of shares is not known"),
}

SIGNS: dict[str, Any] = {
    "committee-1": lazy("Committee member"),
    "committee-2": lazy("Another committee member"),
    "secretary": lazy("Secretary"),
}
