"""The closed sets of the regulator's year. Standard library only."""

from enum import StrEnum


class Kind(StrEnum):
    """A duty that comes round."""

    ANNUAL_RETURN = "annual-return"
    ANNUAL_MEETING = "annual-meeting"
    AUDIT_VOTE = "audit-vote"
    REPORT_AUDITOR = "report-auditor"
    CONFIRMATION = "confirmation-statement"
    COMPANY_ACCOUNTS = "company-accounts"
    CIC_REPORT = "cic-report"
    QUARTERLY_RETURN = "quarterly-return"
    YEARLY_RETURN = "yearly-return"


class Audit(StrEnum):
    """Whether a society goes without a full audit (CCBSA 2014 s.84)."""

    UNKNOWN = "unknown"
    AUDITED = "audited"
    DISAPPLIED = "disapplied"


class Reminder(StrEnum):
    """How long before its last day a duty is brought to mind, or after."""

    EARLY = "early"
    SOON = "soon"
    LATE = "late"
