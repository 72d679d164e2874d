"""Sending the notice of a meeting, for tests."""

from datetime import UTC, datetime

TODAY = datetime(2026, 3, 1, 10, tzinfo=UTC)
ADDRESS = "1 High Street\nCalderbrook"


async def send(client, org, meeting, person):
    page = await client.as_(person).get(f"/{org.slug}/meetings/{meeting.id}/notice")
    return await page.submit()
