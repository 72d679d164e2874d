"""How a membership came about, and what was proposed or decided about its end."""

from coopcouncil.joining.labels import STATES, VERDICTS
from coopcouncil.joining.models import Application, Expulsion, ReviewItem
from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.shown import shown_date
from coopcouncil.organisations.models import Organisation


async def held(subject: Subject) -> list[Section]:
    """Applications, expulsions and what the yearly review found."""
    if subject.member_id is None:
        return []
    org = await Organisation.get(id=subject.organisation_id)
    mine = {"member_id": subject.member_id}
    rows: list[tuple[str, str, str]] = []
    for asked in await Application.within(org).filter(**mine).order_by("id"):
        said = (asked.email, asked.postal_address, asked.postcode, asked.evidence, asked.reason)
        text = gettext("Application to join: {state}").format(state=STATES[asked.state])
        rows.append((shown_date(asked.received_at), text, ", ".join(filter(None, said))))
    for one in await Expulsion.within(org).filter(**mine).order_by("id"):
        verdict = str(VERDICTS[one.verdict]) if one.verdict else gettext("Not decided yet")
        text = gettext("Procedure of expulsion: {verdict}").format(verdict=verdict)
        rows.append((shown_date(one.begun_at), text, one.grounds))
    for found in await ReviewItem.within(org).filter(**mine).order_by("id"):
        answer = found.reason or gettext("Not decided yet")
        text = gettext("Found by the yearly review")
        rows.append((shown_date(found.due_on), text, answer))
    return [
        Section(
            key="joining",
            title=gettext("How you joined, and reviews of your membership"),
            basis=gettext("It belongs to your membership, and shows how it came about."),
            heads=(gettext("Day"), gettext("What"), gettext("What was said")),
            rows=tuple(rows),
        )
    ]
