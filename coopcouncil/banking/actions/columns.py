"""What the columns of a bank's table mean: kept with its statement, remembered for the next."""

from coopcouncil.banking.kinds import Column, Format
from coopcouncil.banking.models import BankStatement, StatementColumns
from coopcouncil.banking.reading.layouts import enough
from coopcouncil.banking.reading.separated import Meaning, Shape
from coopcouncil.banking.reading.whole import Writing
from coopcouncil.kernel import clock
from coopcouncil.members.importing.reading import Layout
from coopcouncil.organisations.models import Organisation


async def remembered(org: Organisation, shape: Shape) -> StatementColumns | None:
    """What a table with these headings meant the last time."""
    if not shape.headings:
        return None
    for one in await StatementColumns.within(org):
        if tuple(one.headings) == shape.headings:
            return one
    return None


async def remember(org: Organisation, shape: Shape, meaning: Meaning) -> None:
    before = await remembered(org, shape)
    if before is not None:
        await before.delete()
    await StatementColumns.create(
        organisation=org,
        headings=list(shape.headings),
        columns=[one.value for one in meaning.columns],
        decimal=meaning.decimal,
        day_first=meaning.day_first,
        used_at=clock.now(),
    )


def writing_of(shape: Shape, columns: StatementColumns | None) -> Writing:
    meaning = Meaning(shape.columns)
    if columns is not None:
        said = tuple(Column(one) for one in columns.columns)
        meaning = Meaning(said, columns.decimal, columns.day_first)
    return Writing(Format.CSV, shape.layout, shape.line, meaning)


def kept(writing: Writing) -> dict[str, str]:
    """How a table is written, as its statement keeps it."""
    if writing.layout is None or writing.meaning is None:
        return {}
    return {
        "encoding": writing.layout.encoding,
        "delimiter": writing.layout.delimiter,
        "headings_at": str(writing.headings_at),
        "decimal": writing.meaning.decimal,
        "day_first": "yes" if writing.meaning.day_first else "no",
    }


def unkept(statement: BankStatement) -> Writing:
    """How the statement's file is written, as was kept of it."""
    if statement.format is not Format.CSV:
        return Writing(statement.format)
    said = statement.writing
    columns = tuple(Column(one) for one in statement.columns)
    assert enough(columns)
    return Writing(
        Format.CSV,
        Layout(said["encoding"], said["delimiter"]),
        int(said["headings_at"]),
        Meaning(columns, said["decimal"], said["day_first"] == "yes"),
    )
