"""What is held of a person who reports on promises, or says whether they came."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.labels import SAID
from coopcouncil.procurement.delivery.models import RecipientAnswer, Report


async def held(subject: Subject) -> list[Section]:
    """One's own reports and answers."""
    if subject.person_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    basis = gettext("Whether a promise of a public contract came must be known.")
    reports = Report.within(org).filter(reported_by_id=subject.person_id)
    answers = RecipientAnswer.within(org).filter(answered_by_id=subject.person_id)
    return [
        Section(
            key="promise-reports",
            title=gettext("What you reported on promises"),
            basis=basis,
            heads=(gettext("Day"), gettext("Promise"), gettext("In your words")),
            rows=tuple(
                (shown_date(one.reported_at), one.commitment.title, one.words)
                for one in await reports.select_related("commitment").order_by("id")
            ),
        ),
        Section(
            key="promise-answers",
            title=gettext("What you said of promises"),
            basis=basis,
            heads=(
                gettext("Day"),
                gettext("Promise"),
                gettext("Answer"),
                gettext("In your words"),
            ),
            rows=tuple(
                (
                    shown_date(one.answered_at),
                    one.report.commitment.title,
                    str(SAID[one.answered]),
                    one.words,
                )
                for one in await answers.select_related("report__commitment").order_by("id")
            ),
        ),
    ]
