"""What schools hold of a member: as a learner, as a guardian, in the forum. Never of another."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.shown import shown_date
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.labels import RELATIONS
from coopcouncil.schools.models import Learner, LearnerLine, SeatHolder
from coopcouncil.schools.reads import standing_ties


async def held(subject: Subject) -> list[Section]:
    """One's own lines as a learner; that one has a child at school, unnamed; seats held."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    lang = language.get()
    rows: list[tuple[str, str, str]] = []
    learner = await Learner.within(org).get_or_none(member_id=subject.member_id)
    if learner is not None:
        lines = LearnerLine.within(org).filter(learner_id=learner.id)
        for line in await lines.select_related("part").order_by("holds_from", "id"):
            where = line.part.called(lang) if line.part else gettext("Has left school")
            said = (line.name, line.year, line.class_name, line.upn, line.admission_number)
            rows.append((where, shown_date(line.holds_from), ", ".join(filter(None, said))))
    children = [tie for tie in await standing_ties(org) if tie.guardian_id == subject.member_id]
    for one in children:
        text = gettext("A child at school, as {relation}").format(relation=RELATIONS[one.relation])
        rows.append((text, shown_date(one.since), shown_date(one.until) if one.until else ""))
    seats = SeatHolder.within(org).filter(member_id=subject.member_id, withdrawn_at=None)
    for seat in await seats.order_by("id"):
        rows.append(
            (gettext("A seat in the forum"), shown_date(seat.since), shown_date(seat.until))
        )
    if not rows:
        return []
    return [
        Section(
            key="schools",
            title=gettext("Schools"),
            basis=gettext("It decides in which constituency you are, and what you may do there."),
            heads=(gettext("What"), gettext("From"), gettext("Until, and what is noted")),
            rows=tuple(rows),
            note=gettext(
                "What is held of a child is the child’s own, and stands on the child’s page."
            ),
        )
    ]
