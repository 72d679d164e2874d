"""Four tenders of Calderbrook Council: one under contract with its promises and indicators, one
that waits for moderation, one that is open for bids, and one that is being prepared."""

from collections.abc import Mapping
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.demo.procurement import bids, caring, evaluating, meals, preparing, tenders
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.outcome.actions.releasing import set_publisher


async def fill(place: Mapping[str, Organisation], who: Mapping[str, Person], today: date) -> None:
    """Make them, in the order of a procurement: each part adds what is its own."""
    council = place["calderbrook"]
    # An invented prefix: nothing leaves the demonstration.
    await set_publisher(council, "ocds-demo00", "GB-LAE", "CBK", "", who["procurement-lead"])
    made = await tenders.fill(council, who, today)
    await meals.fill(place, who, made["meals"], today)
    await caring.fill(council, who, made["care"], today)
    await bids.fill(council, who, made["play"], today)
    await evaluating.fill(council, who, made["care"], today)
    await preparing.fill(council, who["procurement-lead"], today)
