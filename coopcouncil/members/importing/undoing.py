"""Taking a whole list out of what is known: all of it, or nothing where somebody built on it."""

from collections.abc import Sequence

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.members.kinds import Kind
from coopcouncil.members.models import BatchState, ImportBatch, RegisterChange
from coopcouncil.members.recording import Entry, Recording, recording
from coopcouncil.organisations.models import Organisation

CHUNK = 2_000
TOLD = 20


class NotApplied(Refused):
    """Only what is in the register can be taken out of it."""

    def sentence(self, _: Gettext) -> str:
        return _("This list is not in the register, so there is nothing to undo.")


class ChangedSince(Refused):
    """Members of the list have been changed after it."""

    def __init__(self, numbers: Sequence[str], more: int) -> None:
        self.numbers, self.more = numbers, more

    def sentence(self, _: Gettext) -> str:
        numbers = ", ".join(self.numbers)
        if not self.more:
            text = _("Nothing is undone: more has been recorded since about the members {numbers}.")
            return text.format(numbers=numbers)
        text = _(
            "Nothing is undone: more has been recorded since about {count} members, "
            "among them {numbers}."
        )
        return text.format(count=len(self.numbers) + self.more, numbers=numbers)


async def undo(org: Organisation, batch: ImportBatch, *, reason: str, by: Person | None) -> int:
    """Withdraw every line that the list wrote; how many. What was known then stays to be seen."""
    async with recording(org, Kind.UNDO, reason or batch.file_name, by) as book:
        batch = await ImportBatch.one(org, id=batch.id)
        if batch.state != BatchState.APPLIED or batch.change_set_id is None:
            raise NotApplied
        await _nobody_built_on_it(book, batch.change_set_id)
        lines = (
            await RegisterChange.within(org)
            .filter(change_set_id=batch.change_set_id)
            .order_by("member_id", "id")
            .values_list("id", "member_id", "effective_on")
        )
        for start in range(0, len(lines), CHUNK):
            await book.write(
                [
                    Entry(member_id, effective_on, {}, reason, line)
                    for line, member_id, effective_on in lines[start : start + CHUNK]
                ]
            )
        batch.state = BatchState.UNDONE
        await batch.save(update_fields=["state"])
        await book.told(batch=batch.id, lines=len(lines))
        return len(lines)


async def _nobody_built_on_it(book: Recording, change_set: int) -> None:
    rows = await book.connection.fetch(
        "SELECT DISTINCT m.number FROM register_change AS later "
        "JOIN member AS m ON m.id = later.member_id "
        "WHERE later.organisation_id = $1 AND later.change_set_id > $2 "
        "AND EXISTS (SELECT 1 FROM register_change AS its "
        "WHERE its.member_id = later.member_id AND its.change_set_id = $2) ORDER BY m.number",
        book.org.id,
        change_set,
    )
    if rows:
        numbers = [row["number"] for row in rows[:TOLD]]
        raise ChangedSince(numbers, len(rows) - len(numbers))
