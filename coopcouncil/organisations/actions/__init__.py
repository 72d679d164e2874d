"""What is done to an organisation: founding, new rules, offices given and taken, a list kept."""

from coopcouncil.organisations.actions.founding import (
    Particulars,
    change_particulars,
    found,
    record_rules,
)
from coopcouncil.organisations.actions.listing import list_organisation, unlist
from coopcouncil.organisations.actions.offices import grant, revoke

__all__ = [
    "Particulars",
    "change_particulars",
    "found",
    "grant",
    "list_organisation",
    "record_rules",
    "revoke",
    "unlist",
]
