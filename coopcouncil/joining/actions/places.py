"""Where a member's one vote belongs, if several constituencies fit."""

from coopcouncil.accounts.models import Person
from coopcouncil.joining.reads import house_of
from coopcouncil.joining.rules.eligibility import settled
from coopcouncil.joining.rules.places import may_choose_place
from coopcouncil.kernel.i18n import gettext
from coopcouncil.members.actions import change
from coopcouncil.members.fits import Place, read_fits
from coopcouncil.members.models import Constituency, Member, RegisterEntry
from coopcouncil.organisations.chapters.joining import VotingPlace
from coopcouncil.organisations.models import Organisation


async def choose_place(org: Organisation, entry: RegisterEntry, chosen: Place, by: Person) -> None:
    """Move the vote to another place that fits; the one left is kept as fitting.

    A roll that is cut already stays as it is: the vote moves for the next.
    """
    rules = (await house_of(org)).rules
    assert entry.constituency_id is not None
    places = [(entry.constituency_id, entry.part_id), *read_fits(entry.fits)]
    to = await Constituency.one(org, id=chosen[0])
    may_choose_place(rules.voting_constituency, chosen in places, to.votes)
    where = settled(places, chosen, VotingPlace.ASKED, ())
    await change(
        org,
        await Member.one(org, id=entry.member_id),
        {
            "constituency_id": where.votes_in[0],
            "part_id": where.votes_in[1],
            "fits": where.fits,
        },
        by=by,
        reason=gettext("The member chose where to vote."),
    )
