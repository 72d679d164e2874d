"""Three tenders of Calderbrook Council: one under contract with its promises, one that waits for
moderation, one that is open for bids."""

from collections.abc import Mapping
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.demo.procurement import bids, caring, evaluating, tenders
from coopcouncil.organisations.models import Organisation


async def fill(place: Mapping[str, Organisation], who: Mapping[str, Person], today: date) -> None:
    """Make them, in the order of a procurement: each part adds what is its own."""
    council = place["calderbrook"]
    made = await tenders.fill(council, who, today)
    await caring.fill(council, who, made["care"], today)
    await bids.fill(council, who, made["play"], today)
    await evaluating.fill(council, who, made["care"], today)
