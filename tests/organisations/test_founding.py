"""An organisation begins, records rules, gives and takes roles: what the tables then hold."""

from datetime import date, timedelta
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError, OperationalError

from coopcouncil.kernel import clock
from coopcouncil.kernel.colour import TooPale
from coopcouncil.kernel.models import AuditEntry
from coopcouncil.organisations.access import roles_of
from coopcouncil.organisations.actions import (
    Particulars,
    change_particulars,
    found,
    grant,
    list_organisation,
    record_rules,
    revoke,
)
from coopcouncil.organisations.models import (
    Grant,
    LegalForm,
    Nation,
    Organisation,
    Role,
    RulebookVersion,
    rulebook_on,
)
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.rules import (
    AddressTaken,
    AddressUnfit,
    AlreadyHolds,
    AlreadyRevoked,
    LastSecretary,
    ListedAlready,
    NoRulesYet,
    NothingChanges,
    NotToBeListed,
    OnlyACouncilLists,
    OnlyATrustHasACluster,
    OnlySchoolsHaveATrust,
    RulesOfTheFuture,
    RulesOutOfOrder,
    WelshNameNeeded,
)
from coopcouncil.organisations.unlawful import CompanyBansProxies
from tests.make import make_officer, make_organisation, make_person, make_rules

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def begin(slug: str = "tai-glanwern", **more: object) -> Organisation:
    about = {"form": LegalForm.CO_OPERATIVE_SOCIETY, "nation": Nation.WALES, **more}
    return await found(
        slug,
        about.pop("particulars", Particulars(name="Tai Glanwern", name_cy="Tai Glanwern")),  # type: ignore[arg-type]
        **about,  # type: ignore[arg-type]
    )


async def recorded(org: Organisation) -> list[dict[str, Any]]:
    """What the organisation's record says, in order."""
    rows = await AuditEntry.filter(organisation_id=org.id).order_by("id")
    return [row.payload for row in rows if row.payload is not None]


async def test_an_organisation_begins_with_its_rules():
    rules = Rulebook.usual(LegalForm.CO_OPERATIVE_SOCIETY, bilingual=True, quorum_number=5)
    org = await begin(rules=rules, registered_on=date(2019, 4, 1))
    version = await rulebook_on(org, date(2019, 4, 1))
    assert (version.number, version.rules) == (1, rules)
    with pytest.raises(NoRulesYet):
        await rulebook_on(org, date(2019, 3, 31))
    verbs = [entry["verb"] for entry in await recorded(org)]
    assert sorted(verbs) == ["founded", "recorded-rules"]


@pytest.mark.parametrize(
    ("slug", "refusal"),
    [
        ("sign-in", AddressTaken),
        ("static", AddressTaken),
        ("Leisure", AddressUnfit),
        ("a", AddressUnfit),
        ("-a", AddressUnfit),
        ("a--b", AddressUnfit),
        ("a/b", AddressUnfit),
        ("ŵyn", AddressUnfit),
        ("x" * 41, AddressUnfit),
        ("9lives", AddressUnfit),
    ],
)
async def test_an_address_of_the_sites_own_or_of_other_letters_is_refused(slug, refusal):
    with pytest.raises(refusal):
        await begin(slug)
    assert slug not in await Organisation.all().values_list("slug", flat=True)


async def test_an_address_is_given_once():
    await begin("leisure")
    with pytest.raises(AddressTaken):
        await begin("leisure")


async def test_a_school_belongs_to_its_trust_and_goes_by_its_rules():
    trust = await begin("trust", form=LegalForm.COMPANY_LIMITED_BY_GUARANTEE)
    await make_rules(trust, quorum_number=12)
    school = await begin("school", form=LegalForm.SCHOOL, parent=trust)
    assert (await rulebook_on(school, clock.today())).rules.quorum_number == 12

    with pytest.raises(OnlySchoolsHaveATrust):
        await begin("club", parent=trust)
    with pytest.raises(OnlySchoolsHaveATrust):
        await begin("annexe", form=LegalForm.SCHOOL, parent=school)


async def test_a_bilingual_organisation_has_a_welsh_name():
    with pytest.raises(WelshNameNeeded):
        await begin(particulars=Particulars(name="Tai Glanwern"), rules=Rulebook(bilingual=True))
    org = await begin(rules=Rulebook(bilingual=True))
    by = await make_officer(org)
    with pytest.raises(WelshNameNeeded):
        await change_particulars(org, Particulars(name="Tai Glanwern"), by)


async def test_rules_hold_from_their_registration_on():
    org = await make_organisation()
    await make_rules(org, since=date(2020, 1, 1), quorum_number=5)
    await make_rules(org, since=date(2023, 6, 1), quorum_number=9)
    for day, number in ((date(2020, 1, 1), 5), (date(2023, 5, 31), 5), (date(2023, 6, 1), 9)):
        assert (await rulebook_on(org, day)).rules.quorum_number == number


async def test_rules_are_recorded_in_order_and_never_of_the_future():
    org, by = await make_organisation(), await make_person()
    await make_rules(org, since=date(2023, 6, 1))
    with pytest.raises(RulesOutOfOrder):
        await make_rules(org, since=date(2023, 5, 31), quorum_number=9)
    with pytest.raises(RulesOfTheFuture):
        tomorrow = clock.today() + timedelta(days=1)
        await record_rules(org, Rulebook(quorum_number=9), tomorrow, by, "")
    with pytest.raises(NothingChanges):
        await make_rules(org, since=date(2024, 6, 1))
    assert await RulebookVersion.within(org).count() == 1


async def test_rules_against_the_law_are_not_recorded():
    company = await make_organisation(legal_form=LegalForm.COMPANY_LIMITED_BY_GUARANTEE)
    with pytest.raises(CompanyBansProxies):
        await make_rules(company, proxies=False)
    assert not await RulebookVersion.within(company).exists()


@pytest.mark.parametrize("deed", ["change", "delete"])
async def test_a_recorded_version_can_be_neither_changed_nor_taken_out(deed):
    version = await make_rules(await make_organisation())
    with pytest.raises((IntegrityError, OperationalError), match="never changes"):
        if deed == "change":
            await RulebookVersion.filter(id=version.id).update(note="softer")
        else:
            await version.delete()


async def test_a_role_is_given_once_and_taken_back_once():
    org = await make_organisation()
    sioned, bob = await make_officer(org), await make_person("Bob")
    given = await grant(org, bob, Role.CHAIR, by=sioned)
    assert await roles_of(bob, org) == {Role.CHAIR}
    with pytest.raises(AlreadyHolds):
        await grant(org, bob, Role.CHAIR, by=sioned)

    await revoke(given, by=sioned, reason="Stood down")
    assert await roles_of(bob, org) == frozenset()
    with pytest.raises(AlreadyRevoked):
        await revoke(given, by=sioned, reason="Again")
    # And may be given again.
    await grant(org, bob, Role.CHAIR, by=sioned)
    told = [
        (entry["verb"], entry["by"])
        for entry in await recorded(org)
        if entry["facts"].get("role") == "chair"
    ]
    verbs = ["granted-role", "revoked-role", "granted-role"]
    assert told == [(verb, sioned.id) for verb in verbs]


async def test_the_last_secretary_stays():
    org = await make_organisation()
    sioned = await make_officer(org)
    first = await Grant.one(org, person=sioned)
    with pytest.raises(LastSecretary):
        await revoke(first, by=sioned, reason="Leaving")
    await make_officer(org, name="Tom")
    await revoke(first, by=sioned, reason="Leaving")
    assert await roles_of(sioned, org) == frozenset()


async def test_what_was_granted_is_not_rewritten():
    org = await make_organisation()
    await make_officer(org)
    given = await Grant.within(org).get()
    with pytest.raises((IntegrityError, OperationalError), match="never rewritten"):
        await Grant.filter(id=given.id).update(role=Role.CHAIR)


async def test_a_role_over_the_cluster_counts_in_the_trusts_schools_alone():
    trust = await make_organisation("Trust", legal_form=LegalForm.COMPANY_LIMITED_BY_GUARANTEE)
    school = await make_organisation("School", legal_form=LegalForm.SCHOOL, parent=trust)
    stranger = await make_organisation("Leisure")
    over = await make_officer(trust, Role.TRUST_ADMINISTRATOR, over_cluster=True)
    alone = await make_officer(trust, Role.SECRETARY, name="Trust alone")
    of_school = await make_officer(school, Role.CHAIR, name="School alone")

    assert await roles_of(over, trust) == {Role.TRUST_ADMINISTRATOR}
    assert await roles_of(over, school) == {Role.TRUST_ADMINISTRATOR}
    assert await roles_of(alone, school) == frozenset()
    assert await roles_of(of_school, trust) == frozenset()
    for person in (over, alone, of_school, None):
        assert await roles_of(person, stranger) == frozenset()
    with pytest.raises(OnlyATrustHasACluster):
        await make_officer(stranger, Role.CHAIR, over_cluster=True)


async def test_a_council_has_no_role_in_what_it_lists():
    council = await make_organisation("Calderbrook Council", legal_form=LegalForm.COUNCIL)
    listed = await make_organisation("Leisure")
    officer = await make_officer(council)
    await list_organisation(council, listed, officer)
    assert await roles_of(officer, listed) == frozenset()
    with pytest.raises(ListedAlready):
        await list_organisation(council, listed, officer)
    with pytest.raises(NotToBeListed):
        await list_organisation(council, council, officer)
    with pytest.raises(OnlyACouncilLists):
        await list_organisation(listed, council, officer)


async def test_a_change_of_particulars_is_on_the_record_by_its_fields():
    org = await make_organisation()
    by = await make_officer(org)
    await change_particulars(org, Particulars(name="Calder Leisure", telephone="01632 960123"), by)
    await change_particulars(org, Particulars(name="Calder Leisure", telephone="01632 960123"), by)
    entries = [each for each in await recorded(org) if each["verb"] == "changed-particulars"]
    assert [entry["facts"]["fields"] for entry in entries] == [["name", "telephone"]]
    with pytest.raises(TooPale):
        await change_particulars(org, Particulars(name="Calder", brand_colour="#ffff00"), by)
