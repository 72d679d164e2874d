"""Evidence that goes with a report: what is taken, and what is refused beside its field."""

import sys
from dataclasses import replace

import pytest

from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.models import StoredFile
from coopcouncil.procurement.delivery.models import Evidence, Report
from tests.procurement.delivery.made import ground

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]

PDF = b"%PDF-1.7\n1 0 obj\n"
TEST_STRING = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SAID = {
    "amount": "5",
    "words": "Two helpers painted the hall.",
    "since-day": "1",
    "since-month": "4",
    "since-year": "2026",
    "until-day": "1",
    "until-month": "5",
    "until-year": "2026",
}


async def test_only_what_is_a_paper_or_a_picture_by_its_bytes_is_kept(client, config: Config):
    made = await ground()
    hours = await made.promised()
    base = f"/{made.org.slug}/promises/{hours.id}"
    looks = f"{sys.executable} -c \"import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())\""
    settings.use(replace(config, scanner=looks))
    pages = client.as_(made.boss)
    refusals = {
        b"MZ\x90 a program": "Evidence is a PDF, a JPEG or a PNG.",
        b"<script>1</script>": "Evidence is a PDF, a JPEG or a PNG.",
        PDF + TEST_STRING: "A virus scanner refused this file. Nothing of it was kept.",
    }
    for data, sentence in refusals.items():
        sent = await pages.post(f"{base}/report", SAID, files={"file": ("hall.png", data)})
        assert sent.status == 422
        # At its field, with what was typed.
        assert f"Evidence: {sentence}" in " ".join(sent.text.split()), sent.text
        assert SAID["words"] in sent.html
    assert not await Report.within(made.org).exists()
    assert not await StoredFile.filter(organisation_id=made.org.id).exists()
    assert (
        await pages.post(f"{base}/report", SAID, files={"file": ("hall.png", PDF)})
    ).status == 303
    row = await Evidence.within(made.org).select_related("stored").get()
    # Its kind is that of its bytes, whatever it is called.
    assert row.stored.content_type == "application/pdf"
    got = await pages.get(f"{base}/evidence/{row.id}")
    assert (got.status, got.body) == (200, PDF)
