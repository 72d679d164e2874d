"""Messages in the demonstration: one that went out in both languages, news in draft, and what a
member asks about her own data."""

from datetime import date, timedelta

from coopcouncil.accounts.models import Person
from coopcouncil.demo.orgs import at
from coopcouncil.kernel import clock
from coopcouncil.members.reads import entries_of_person
from coopcouncil.messages.actions.writing import begin, send
from coopcouncil.messages.models import MessageKind
from coopcouncil.organisations.models import Organisation
from coopcouncil.privacy.actions.own import ask_correction

LAUNDRY = {
    "subject": "The laundry is shut on Monday",
    "body": (
        "A new machine is being put in, so the laundry is shut on Monday from 9 am to 4 pm.\n\n"
        "If you need clean washing on that day, ask in the office: the neighbours at Tŷ Coch let "
        "us use theirs."
    ),
    "subject_cy": "Mae’r golchdy ar gau ddydd Llun",
    "body_cy": (
        "Mae peiriant newydd yn cael ei osod, felly bydd y golchdy ar gau ddydd Llun rhwng 9 yb a "
        "4 yp.\n\nOs bydd angen golchi arnoch y diwrnod hwnnw, gofynnwch yn y swyddfa: mae’r "
        "cymdogion yn Nhŷ Coch yn gadael i ni ddefnyddio eu golchdy nhw."
    ),
}
SWIMMING = {
    "subject": "Swimming lessons in January",
    "body": "New lessons for adults begin on the second Monday of January. Bring a friend.",
    "subject_cy": "",
    "body_cy": "",
}


async def fill(place: dict[str, Organisation], who: dict[str, Person], today: date) -> None:
    """Write them."""
    glanwern, leisure = place["tai-glanwern"], place["leisure"]
    with clock.frozen(at(today - timedelta(days=4), 11)):
        sent = await begin(glanwern, LAUNDRY, MessageKind.SERVICE, who["ysgrifennydd"])
        await send(glanwern, sent, who["ysgrifennydd"])
    with clock.frozen(at(today - timedelta(days=1), 15)):
        await begin(leisure, SWIMMING, MessageKind.NEWS, who["leisure-secretary"])
        for entry in await entries_of_person(who["gwenda"], glanwern):
            said = "My name is written Gwenda Parri on my birth certificate."
            await ask_correction(glanwern, entry, {"family_name": "Parri"}, said, who["gwenda"])
