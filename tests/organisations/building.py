"""What the tests of an organisation's pages share."""

from coopcouncil.organisations.models import Nation, Organisation
from tests.make import make_organisation, make_rules


async def make_tai() -> Organisation:
    org = await make_organisation("Glanwern Housing", slug="tai", nation=Nation.WALES)
    org.name_cy = "Tai Glanwern"
    await org.save()
    await make_rules(org)
    return org
