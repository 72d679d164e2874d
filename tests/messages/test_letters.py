"""Letters to members as one file, and how long they are kept."""

import io
from datetime import timedelta

import pypdf
import pytest

from coopcouncil.kernel import clock, files
from coopcouncil.kernel.models import StoredFile
from coopcouncil.members.models import RegisterEntry
from coopcouncil.messages.models import LetterFile
from coopcouncil.organisations.models import Organisation
from coopcouncil.privacy.retention import remove_old
from tests.make import make_member
from tests.messages.writing import ADDRESS, sent, written
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def test_letters_go_after_ninety_days_and_the_message_stays(
    secretary: Pages, org: Organisation, register: dict[str, RegisterEntry]
) -> None:
    message = await written(secretary, org)
    await sent(secretary, org, message)
    with clock.frozen(clock.now() + timedelta(days=91)):
        done = await remove_old()

    assert done["letters-of-messages"] == 1
    assert not await StoredFile.filter(organisation_id=org.id).exists()
    file = await LetterFile.of(message).get()
    assert (file.file_id, file.letters) == (None, 2)


async def test_joined_letters_of_many_are_one_file(secretary: Pages, org: Organisation) -> None:
    for n in range(27):
        await make_member(org, f"N{n} Jones", postal_address=ADDRESS, language="en")
    message = await written(secretary, org)
    await sent(secretary, org, message)
    stored = await StoredFile.get(organisation_id=org.id)
    leaves = pypdf.PdfReader(io.BytesIO(await files.read(stored))).pages

    begun = [at for at, leaf in enumerate(leaves) if "Jones" in leaf.extract_text()]
    assert begun == list(range(0, 54, 2)), "each on a sheet of its own, printed on both sides"
