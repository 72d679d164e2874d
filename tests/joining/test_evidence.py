"""Files with an application, and the secretary told that applications wait."""

from datetime import timedelta

import pytest

from coopcouncil.joining.actions.applying import (
    Draft,
    apply,
    confirm,
    digest,
    open_form,
    withdraw,
)
from coopcouncil.joining.actions.evidence import attach
from coopcouncil.joining.actions.noticing import TOGETHER
from coopcouncil.joining.models import Application, ApplicationFile, JoiningForm
from coopcouncil.joining.rules.applications import NotEvidence, Settled, TooManyFiles
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.errors import NotHere, TooLarge
from coopcouncil.kernel.models import OutboxMessage, StoredFile
from coopcouncil.organisations.models import Role
from tests.make import make_officer, make_organisation, make_rules

pytestmark = pytest.mark.anyio
PDF = b"%PDF-1.7 a letter from school"


@pytest.fixture
async def org(client):
    made = await make_organisation()
    await make_rules(made)
    return made


async def applied(org, name="Ada"):
    form = await open_form(org, None, "", "", None) if name == "Ada" else None
    form = form or await JoiningForm.within(org).get()
    draft = Draft(given_name=name, family_name="Lovell", email=f"{name.lower()}@example.org")
    return await apply(org, form, draft, "http://localhost")


async def code_of(found):
    """The message's own code is erased with its words; another one for this test."""
    await Application.everywhere().filter(id=found.id).update(code_hash=digest("a-code"))
    return "a-code"


async def test_an_applicant_attaches_and_the_keepers_alone_read(client, org):
    found = await applied(org)
    code = await code_of(found)
    path = f"/{org.slug}/join/applications/{code}"
    early = await client.post(f"{path}/files", files={"file": ("a.pdf", PDF, "application/pdf")})
    assert early.status == 422
    assert not await ApplicationFile.within(org).exists()
    await client.post(path)
    page = await client.get(path)
    assert "Attach something that shows how you qualify" in page.main
    sent = await client.post(
        f"{path}/files", files={"file": ("../../letter.pdf", PDF, "application/pdf")}
    )
    assert "letter.pdf" in (await sent.follow()).main
    row = await ApplicationFile.within(org).get()
    where = f"/{org.slug}/applications/{found.id}"
    secretary = client.as_(await make_officer(org))
    assert "letter.pdf" in (await secretary.get(where)).main
    file = await secretary.get(f"{where}/files/{row.id}")
    assert file.body == PDF
    assert file.response.headers["content-disposition"].startswith("attachment")
    for other in (
        client.as_(await make_officer(org, Role.CHAIR)),
        client.as_(await make_officer(await make_organisation())),
    ):
        assert (await other.get(f"{where}/files/{row.id}")).status == 403

    await withdraw(found)
    assert not await ApplicationFile.within(org).exists()
    assert not await StoredFile.filter(organisation_id=org.id).exists()


async def test_files_are_few_small_and_what_they_say(org):
    found = await applied(org)
    with pytest.raises(NotHere):
        await attach(found, "a.pdf", PDF)
    await confirm(found)
    with pytest.raises(NotEvidence):
        await attach(found, "a.pdf", b"MZ not a pdf")
    with pytest.raises(TooLarge):
        await attach(found, "a.pdf", b"%PDF-" + bytes(5_000_000))
    for n in range(3):
        await attach(found, f"{n}.pdf", PDF)
    with pytest.raises(TooManyFiles):
        await attach(found, "3.pdf", PDF)
    await withdraw(found)
    with pytest.raises(Settled):
        await attach(found, "a.pdf", PDF)


async def test_the_secretary_is_told_of_several_together_and_once(org):
    await make_officer(org, Role.SECRETARY)
    await make_officer(org, Role.TREASURER)
    now = clock.now()

    async def waiting():
        return await OutboxMessage.filter(purpose="email/joining/waiting")

    for name in ("Ada", "Bob"):
        await confirm(await applied(org, name))
    await jobs.run_jobs()
    assert await waiting() == []
    with clock.frozen(now + TOGETHER + timedelta(minutes=1)):
        await jobs.run_jobs()
        (told,) = await waiting()
        assert told.subject.startswith("2 applications wait")
        assert "Lovell" not in told.text
        assert "/applications" in told.text
        await confirm(await applied(org, "Cai"))
    with clock.frozen(now + 3 * TOGETHER):
        await jobs.run_jobs()
        assert len(await waiting()) == 2
