"""What is held of a person who judges bids: interests, scores, what they agreed and decided."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.evaluation.labels import DECISIONS
from coopcouncil.procurement.evaluation.models import AgreedEntry, InterestDeclared, Score


async def held(subject: Subject) -> list[Section]:
    """One's own declarations, scores with their reasons, and entries of the moderation."""
    if subject.person_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    basis = gettext("Who judged a public tender must be known for as long as it is kept.")
    return [
        await _interests(org, subject.person_id, basis),
        await _scores(org, subject.person_id, basis),
        await _agreed(org, subject.person_id, basis),
    ]


async def _interests(org: Organisation, person: int, basis: str) -> Section:
    rows = InterestDeclared.within(org).filter(person_id=person)
    return Section(
        key="tender-interests",
        title=gettext("What you declared about bidders"),
        basis=basis,
        heads=(
            gettext("Day"),
            gettext("Tender"),
            gettext("Bidder"),
            gettext("Your interest"),
            gettext("What follows"),
        ),
        rows=tuple(
            (
                shown_date(one.declared_at),
                one.tender.reference,
                one.supplier.name if one.supplier else "",
                one.text if one.has_interest else gettext("No interest"),
                f"{DECISIONS[one.decision]}: {one.decided_because}" if one.decision else "",
            )
            for one in await rows.select_related("tender", "supplier").order_by("id")
        ),
    )


async def _scores(org: Organisation, person: int, basis: str) -> Section:
    rows = Score.within(org).filter(takes_part__person_id=person)
    # By the bid's label: names are not for evaluators where they are hidden.
    return Section(
        key="tender-scores",
        title=gettext("Scores that you gave"),
        basis=basis,
        heads=(
            gettext("Day"),
            gettext("Tender"),
            gettext("Bid"),
            gettext("Criterion"),
            gettext("Score"),
            gettext("Reason"),
        ),
        rows=tuple(
            (
                shown_date(one.saved_at),
                one.criterion.tender.reference,
                one.offer.bid.label,
                one.criterion.code,
                "" if one.points is None else f"{one.points.normalize():f}",
                one.reason,
            )
            for one in await rows.select_related("offer__bid", "criterion__tender").order_by("id")
        ),
    )


async def _agreed(org: Organisation, person: int, basis: str) -> Section:
    rows = AgreedEntry.within(org).filter(entered_by_id=person)
    return Section(
        key="tender-agreed",
        title=gettext("Agreed scores that you wrote down"),
        basis=basis,
        heads=(
            gettext("Day"),
            gettext("Tender"),
            gettext("Criterion"),
            gettext("Score"),
            gettext("Reason"),
        ),
        rows=tuple(
            (
                shown_date(one.entered_at),
                one.agreed.tender.reference,
                one.agreed.criterion.code,
                "" if one.points is None else f"{one.points.normalize():f}",
                one.reason,
            )
            for one in await rows.select_related("agreed__tender", "agreed__criterion").order_by(
                "id"
            )
        ),
    )
