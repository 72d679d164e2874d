"""The organisations of the demonstration place, with their rules."""

from datetime import date, datetime, time

from coopcouncil.kernel.clock import london
from coopcouncil.organisations.actions.founding import Particulars, found
from coopcouncil.organisations.actions.listing import list_organisation
from coopcouncil.organisations.chapters.housing import Homes
from coopcouncil.organisations.chapters.mutuals import MutualCount, StaffJoin
from coopcouncil.organisations.kinds import LegalForm, Nation
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.rulebook import KeyKeeper, Rulebook

SCHOOLS = (
    ("albert-street-primary", "Albert Street Primary School", "Ysgol Gynradd Albert Street"),
    ("canal-side-primary", "Canal Side Primary School", "Ysgol Gynradd Canal Side"),
    ("clough-lane-primary", "Clough Lane Primary School", "Ysgol Gynradd Clough Lane"),
    ("dale-view-primary", "Dale View Primary School", "Ysgol Gynradd Dale View"),
    ("northgate-primary", "Northgate Primary School", "Ysgol Gynradd Northgate"),
    ("st-wilfrids-primary", "St Wilfrid’s Primary School", "Ysgol Gynradd St Wilfrid"),
    ("calderbrook-high", "Calderbrook High School", "Ysgol Uwchradd Calderbrook"),
    ("hollins-special", "Hollins Special School", "Ysgol Arbennig Hollins"),
)

REGISTERED = date(2014, 9, 1)


async def found_all() -> dict[str, Organisation]:
    """Found them; by slug."""
    orgs: dict[str, Organisation] = {}

    def keep(org: Organisation) -> Organisation:
        orgs[org.slug] = org
        return org

    council = keep(
        await found(
            "calderbrook",
            Particulars(
                name="Calderbrook Council",
                name_cy="Cyngor Calderbrook",
                postal_address="Town Hall\nMarket Street\nCalderbrook",
                postcode="ZZ1 1AA",
                email="council@example.org",
                brand_colour="#1d4f91",
            ),
            LegalForm.COUNCIL,
            Nation.ENGLAND,
        )
    )
    trust = keep(
        await found(
            "learning-trust",
            Particulars(
                name="Calderbrook Learning Trust",
                name_cy="Ymddiriedolaeth Ddysgu Calderbrook",
                registered_number="00000001",
                postal_address="The Old Mill\nMill Lane\nCalderbrook",
                postcode="ZZ1 2AB",
                email="trust@example.org",
                brand_colour="#6d2077",
            ),
            LegalForm.COMPANY_LIMITED_BY_GUARANTEE,
            Nation.ENGLAND,
            Rulebook.usual(
                LegalForm.COMPANY_LIMITED_BY_GUARANTEE,
                vote_age=11,
                member_age=11,
                election_key=KeyKeeper.PLATFORM,
                year_end_month=8,
                year_end_day=31,
            ),
            REGISTERED,
        )
    )
    for slug, name, name_cy in SCHOOLS:
        keep(
            await found(
                slug,
                Particulars(name=name, name_cy=name_cy),
                LegalForm.SCHOOL,
                Nation.ENGLAND,
                parent=trust,
            )
        )
    keep(
        await found(
            "tai-glanwern",
            Particulars(
                name="Tai Glanwern Limited",
                name_cy="Tai Glanwern Cyfyngedig",
                registered_number="RS000001",
                postal_address="Yr Hen Ysgol\nGlanwern",
                postcode="ZZ5 1TG",
                email="swyddfa@example.org",
                brand_colour="#0b5d57",
            ),
            LegalForm.CO_OPERATIVE_SOCIETY,
            Nation.WALES,
            Rulebook.usual(
                LegalForm.CO_OPERATIVE_SOCIETY,
                bilingual=True,
                arrears_bar_vote=False,
                arrears_bar_standing=True,
                homes=Homes.FULLY_MUTUAL,
                panel_number=2,
                quorum_number=10,
                quorum_percent=20,
                election_key=KeyKeeper.PLATFORM,
            ),
            REGISTERED,
        )
    )
    keep(
        await found(
            "leisure",
            Particulars(
                name="Calderbrook Leisure Limited",
                name_cy="Hamdden Calderbrook Cyfyngedig",
                registered_number="RS000002",
                postal_address="Calder Baths\nStation Road\nCalderbrook",
                postcode="ZZ1 3CD",
                email="leisure@example.org",
                brand_colour="#1d6fa5",
            ),
            LegalForm.COMMUNITY_BENEFIT_SOCIETY,
            Nation.ENGLAND,
            Rulebook.usual(
                LegalForm.COMMUNITY_BENEFIT_SOCIETY,
                election_key=KeyKeeper.PLATFORM,
                vote_changeable=True,
                withdrawable_value=100,
                withdrawable_minimum=50,
                constituency_needs="staff: employment",
                staff_join=StaffJoin.AUTOMATIC,
                reserved_seats="staff=4, users=4, community=2",
                mutual_count=MutualCount.WEIGHTED,
                constituency_weights="staff=40, users=40, community=20",
            ),
            REGISTERED,
        )
    )
    keep(
        await found(
            "credit-union",
            Particulars(
                name="Calderbrook Credit Union Limited",
                name_cy="Undeb Credyd Calderbrook Cyfyngedig",
                registered_number="CU000001",
                postal_address="14 Market Street\nCalderbrook",
                postcode="ZZ1 4EF",
                email="creditunion@example.org",
                brand_colour="#8a3b12",
            ),
            LegalForm.CREDIT_UNION,
            Nation.ENGLAND,
            Rulebook.usual(LegalForm.CREDIT_UNION),
            REGISTERED,
        )
    )
    for slug in ("learning-trust", "leisure", "credit-union"):
        await list_organisation(council, orgs[slug], None)
    return orgs


def at(on: date, hour: int, minute: int = 0) -> datetime:
    """A time of day in London."""
    return london(on, time(hour, minute))
