"""What is done to an organisation: founding, new rules, offices given and taken, a list kept."""

from coopcouncil.organisations.actions.founding import (
    Particulars,
    change_particulars,
    found,
    record_rules,
)
from coopcouncil.organisations.actions.listing import list_organisation, unlist
from coopcouncil.organisations.actions.offices import grant, grant_by_email, revoke

__all__ = [
    "Particulars",
    "change_particulars",
    "found",
    "grant",
    "grant_by_email",
    "list_organisation",
    "record_rules",
    "revoke",
    "unlist",
]
