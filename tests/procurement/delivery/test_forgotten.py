"""The address of a recipient outside goes once it is of no use; the promise and its answer stay."""

from datetime import date

import pytest

from coopcouncil.kernel import clock
from coopcouncil.privacy.retention import remove_old
from coopcouncil.procurement.delivery.actions.following import remedy
from coopcouncil.procurement.delivery.kinds import Remedy
from coopcouncil.procurement.delivery.models import Commitment, RecipientAsked
from tests.procurement.delivery.made import ground
from tests.procurement.delivery.test_asking import on, reported

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]

KEYS = ("outside-recipients", "recipients-asked")


async def removed_on(day: date) -> tuple[int, int]:
    with clock.frozen(on(day)):
        done = await remove_old()
    return done.get(KEYS[0], 0), done.get(KEYS[1], 0)


async def test_addresses_outside_go_a_year_after_the_contract_and_not_before():
    made = await ground()  # The contract ends on 31 March 2029.
    kept = await made.promised("Hours", due_on=date(2029, 6, 1))
    waived = await made.promised("Chairs")
    with clock.frozen(on(date(2026, 12, 1))):
        row = await reported(made, kept, 5)
        await remedy(made.org, waived, Remedy.WAIVED, "The hall has chairs now.", made.lead)
    assert await removed_on(date(2027, 11, 30)) == (0, 0)
    assert await removed_on(date(2027, 12, 3)) == (1, 1), "the waived one, and the question"
    asked = await RecipientAsked.within(made.org).get(report_id=row.id)
    assert (asked.email, asked.token_hash, asked.expires_at) == ("", None, None)
    assert (await Commitment.within(made.org).get(id=waived.id)).recipient_email == ""

    with clock.frozen(on(date(2030, 5, 1))):
        await reported(made, kept, 1)
    assert await removed_on(date(2030, 6, 3)) == (0, 0), "something is still being reported"
    assert await removed_on(date(2031, 5, 3)) == (1, 1)
    found = await Commitment.within(made.org).get(id=kept.id)
    assert (found.recipient_email, found.recipient_name) == ("", "Hebden Hall")
    assert await removed_on(date(2031, 5, 4)) == (0, 0)
