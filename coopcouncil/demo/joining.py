"""People who want to join the leisure society or the trust, and what a review found."""

from datetime import date, timedelta
from itertools import islice

from coopcouncil.accounts.models import Person
from coopcouncil.demo.names import people
from coopcouncil.demo.orgs import at
from coopcouncil.joining.actions.applying import Draft, confirm, enter, open_form
from coopcouncil.joining.actions.applying import apply as apply_to_join
from coopcouncil.joining.actions.deciding import Decision, decide
from coopcouncil.joining.actions.evidence import attach
from coopcouncil.joining.actions.leaving import begin_expulsion, serve
from coopcouncil.joining.kinds import State
from coopcouncil.joining.models import Application
from coopcouncil.joining.review import look
from coopcouncil.kernel import clock
from coopcouncil.kernel.config import current
from coopcouncil.members.kinds import MemberKind
from coopcouncil.members.models import Constituency, Member
from coopcouncil.organisations.models import Organisation

EVIDENCE = "I use the pool on Tuesdays."


async def fill(leisure: Organisation, today: date, secretary: Person) -> None:
    """Two open forms, applications at every step, one refused, one on paper."""
    site = current().base_url
    groups = {c.key: c for c in await Constituency.within(leisure)}
    with clock.frozen(at(today - timedelta(days=30), 11)):
        users = await open_form(
            leisure,
            groups["users"].id,
            "Everybody who swims, trains or plays with us may join and has one vote.",
            "Caiff pawb sy’n nofio, yn ymarfer neu’n chwarae gyda ni ymuno, ac mae gan bawb un "
            "bleidlais.",
            secretary,
        )
        await open_form(leisure, groups["community"].id, "", "", secretary)
    made = []
    for place, who in zip(range(5), people("leisure-applicants", today), strict=False):
        with clock.frozen(at(today - timedelta(days=12 - 2 * place), 15)):
            draft = Draft(
                constituency_id=groups["users"].id,
                fits=f"{groups['community'].id}:" if place % 2 else "",
                given_name=who.given_name,
                family_name=who.family_name,
                email=f"applicant-{place + 1}@example.org",
                email_purposes="notices voting",
                postal_address="12 Canal Road\nCalderbrook",
                postcode="ZZ1 5QQ",
                date_of_birth=who.born if place else None,
                is_of_age=not place,
                language="cy" if place == 3 else "en",
                evidence=EVIDENCE,
            )
            one = await apply_to_join(leisure, users, draft, site)
            if place != 4:
                await confirm(one)
            made.append(one)
    with clock.frozen(at(today - timedelta(days=7), 18)):
        await attach(made[2], "season-ticket.pdf", _ticket())
    with clock.frozen(at(today - timedelta(days=3), 10)):
        await enter(
            leisure,
            Draft(
                constituency_id=groups["community"].id,
                member_kind=MemberKind.ORGANISATION,
                family_name="Calderbrook Canal Swimmers",
                representative="Iris Holroyd",
                postal_address="The Boathouse\nCalderbrook",
                postcode="ZZ1 6CS",
                evidence="A club of 40 who swim in our pools in winter.",
            ),
            secretary,
        )
        await decide(
            leisure,
            [made[0].id],
            Decision(
                to=State.REFUSED,
                on=clock.today(),
                minute="Board, minute 12",
                reason="The day of birth could not be confirmed. You can apply again.",
            ),
            secretary,
            site,
        )
        await decide(
            leisure,
            [made[1].id],
            Decision(to=State.REFERRED, on=clock.today()),
            secretary,
            site,
        )
        await look(leisure, clock.today(), secretary)
    await _hearing(leisure, today, secretary)
    # What a visitor of the demonstration finds waiting does not depend on when it is looked at.
    assert await Application.within(leisure).filter(state=State.CONFIRMED).count() == 3


async def _hearing(leisure: Organisation, today: date, secretary: Person) -> None:
    """An expulsion whose hearing is called: the grounds are served, nothing is decided."""
    member = await Member.one(leisure, number="0777")
    with clock.frozen(at(today - timedelta(days=9), 16)):
        begun = await begin_expulsion(
            leisure,
            member,
            "On two Saturdays in the spring you let yourself into the plant room of the pool and "
            "turned the chlorine pumps off, after the duty manager had asked you not to.",
            secretary,
        )
    with clock.frozen(at(today - timedelta(days=8), 12)):
        await serve(
            leisure,
            begun,
            clock.today(),
            by_post=True,
            hearing_on=today + timedelta(days=27),
            hearing_at="7 pm, the board room of Calder Baths",
            by=secretary,
        )


def _ticket() -> bytes:
    """What an applicant attached: a page of paper, as small as a PDF can be."""
    said = b"BT /F 18 Tf 72 720 Td (Calderbrook Leisure: season ticket, Tuesdays, main pool) Tj ET"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(said), said),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    whole, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, begins = len(parts) + 1, len(whole)
    whole += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return whole + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, begins)


async def at_the_trust(trust: Organisation, today: date, administrator: Person) -> None:
    """Parents and neighbours of the schools may ask to join; one parent has asked."""
    site = current().base_url
    groups = {c.key: c for c in await Constituency.within(trust)}
    school = await Organisation.get(slug="canal-side-primary")
    with clock.frozen(at(today - timedelta(days=40), 10)):
        parents = await open_form(
            trust,
            groups["parents"].id,
            "Every parent and guardian of a pupil at one of our schools may join.",
            "Caiff pob rhiant a gwarcheidwad i ddisgybl yn un o’n hysgolion ymuno.",
            administrator,
        )
        await open_form(trust, groups["community"].id, "", "", administrator)
    [who] = list(islice(people("trust-applicants", today), 1))
    with clock.frozen(at(today - timedelta(days=4), 19)):
        draft = Draft(
            constituency_id=groups["parents"].id,
            part_id=school.id,
            given_name=who.given_name,
            family_name=who.family_name,
            email="applicant-of-the-trust@example.org",
            email_purposes="notices voting",
            postal_address="3 Lock Street\nCalderbrook",
            postcode="ZZ1 3LS",
            date_of_birth=who.born,
            evidence="Our daughter is in year 4.",
        )
        await confirm(await apply_to_join(trust, parents, draft, site))
