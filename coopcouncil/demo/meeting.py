"""Tai Glanwern's annual general meeting, next week: called, its notice out."""

from datetime import date, timedelta

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.models import Ballot
from coopcouncil.demo.orgs import at
from coopcouncil.kernel import clock
from coopcouncil.meetings.actions.agenda import ItemDraft, add_item, add_usual_items, move_item
from coopcouncil.meetings.actions.calling import When, Where, begin_meeting, change_where
from coopcouncil.meetings.actions.sending import send_notice
from coopcouncil.meetings.models import ItemKind, Kind
from coopcouncil.organisations.models import Organisation


async def call(org: Organisation, today: date, on: date, ballot: Ballot, by: Person) -> None:
    """Call it three weeks ago, with the change of rules on its agenda."""
    with clock.frozen(at(today - timedelta(days=18), 10)):
        meeting = await begin_meeting(
            org,
            Kind.AGM,
            When(on, at(on, 19), 120),
            {"en": "Annual general meeting", "cy": "Cyfarfod cyffredinol blynyddol"},
            by=by,
        )
        await change_where(
            org,
            meeting,
            Where("Yr Hen Ysgol, Glanwern", "Yr Hen Ysgol, Glanwern", "", "", ""),
            by=by,
        )
        await add_usual_items(org, meeting, by=by)
        rule = await add_item(
            org,
            meeting,
            ItemDraft(
                ItemKind.RESOLUTION,
                "Change of rule 14: pets",
                "Newid rheol 14: anifeiliaid anwes",
                "Votes cast beforehand and at the meeting are counted together.",
                "Cyfrifir pleidleisiau a fwriwyd ymlaen llaw ac yn y cyfarfod gyda’i gilydd.",
                ballot=ballot,
            ),
            by=by,
        )
        # Before the close of the meeting.
        await move_item(org, meeting, rule, -1, by=by)
        await send_notice(org, meeting, after=0, by=by)
