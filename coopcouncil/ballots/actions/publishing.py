"""Publishing a ballot's bundle, once its result is declared."""

import asyncio

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import locks
from coopcouncil.ballots.actions.chain import add_event, events_of
from coopcouncil.ballots.actions.results import election_in, lots_of
from coopcouncil.ballots.models import (
    Ballot,
    CountRun,
    Declaration,
    EventKind,
    Kind,
    OpenedBox,
    Publication,
)
from coopcouncil.ballots.reads import organisation_of, paper_of, public_terms, roll_of
from coopcouncil.ballots.rules.chain import instant
from coopcouncil.ballots.rules.counting import BoxNotOpened, NotDeclared, tally_of
from coopcouncil.ballots.rules.publishing import (
    BundleDoesNotHold,
    Published,
    contents_of,
    papers_are_withheld,
    papers_file,
)
from coopcouncil.counting import bundle
from coopcouncil.counting.papers import Election
from coopcouncil.counting.report import Report
from coopcouncil.counting.resolution import Tally
from coopcouncil.counting.verifying import verify
from coopcouncil.kernel import audit, clock, files


async def publish(ballot: Ballot, by: Person | None) -> Publication:
    """Make the bundle of the declared result, check it as a stranger would, and keep it.

    The event that says so comes after the bundle, which cannot hold its own hash.
    """
    async with in_transaction():
        await locks.alone(ballot)
        declared = await Declaration.of(ballot).order_by("-n").first()
        if declared is None:
            raise NotDeclared
        data, report = await asyncio.to_thread(_packed, await _published(ballot, declared))
        if not report.good:
            raise BundleDoesNotHold(report.wrong)
        stored = await files.put(
            ballot.organisation_id,
            f"ballot-{ballot.id}.zip",
            "application/zip",
            data,
            made_here=True,
        )
        publication = await Publication.create(
            ballot=ballot,
            declaration=declared,
            bundle=stored,
            head=report.head,
            at=clock.now(),
            by=by,
        )
        await add_event(ballot, EventKind.PUBLISHED, head=report.head)
        await audit.record(
            ballot.organisation_id,
            by.id if by else None,
            "published a ballot",
            f"ballot:{ballot.id}",
            head=report.head,
        )
    return publication


async def papers_for_scrutineers(ballot: Ballot, by: Person) -> tuple[str, str]:
    """The papers as they came out of the box, for whoever scrutinises the count: name and text.

    Noted in the record of the organisation, since withheld papers go to nobody else.
    """
    box = await OpenedBox.of(ballot).get_or_none()
    if box is None:
        raise BoxNotOpened
    name, text = papers_file(await _papers(ballot, box))
    async with in_transaction():
        await audit.record(
            ballot.organisation_id, by.id, "took a ballot's papers", f"ballot:{ballot.id}"
        )
    return name, text


async def _papers(ballot: Ballot, box: OpenedBox) -> Election | Tally:
    if ballot.kind is not Kind.RESOLUTION:
        return await election_in(ballot, box)
    roll = await roll_of(ballot)
    return tally_of(box.papers, roll.count if roll else 0)


def _packed(published: Published) -> tuple[bytes, Report]:
    data = bundle.pack(bundle.files_of(contents_of(published)))
    return data, verify(data)


async def _published(ballot: Ballot, declared: Declaration) -> Published:
    box = await OpenedBox.of(ballot).get()
    roll = await roll_of(ballot)
    org = await organisation_of(ballot)
    run = await CountRun.of(ballot).get(id=declared.run_id)
    events = await events_of(ballot)
    withheld = papers_are_withheld(ballot.papers.value, box.count, ballot.papers_withheld_below)
    count = roll.count if roll else 0
    return Published(
        names=(org.name, org.name_cy),
        terms=await public_terms(ballot),
        texts={
            "title": ballot.title,
            "title_cy": ballot.title_cy,
            "question": ballot.question,
            "question_cy": ballot.question_cy,
            "explanation": ballot.explanation,
            "explanation_cy": ballot.explanation_cy,
            "office": ballot.office,
            "office_cy": ballot.office_cy,
        },
        options=[
            {
                "n": one.place,
                "name": one.option.name,
                "name_cy": one.option.name_cy,
                "statement": one.option.statement,
                "statement_cy": one.option.statement_cy,
                "withdrawn": int(one.is_withdrawn),
            }
            for one in await paper_of(ballot)
            if one.option
        ],
        closes_at=instant(ballot.closes_at),
        lots=await lots_of(ballot),
        roll_count=count,
        roll_hash=roll.hash if roll else "",
        events=[event.line for event in events],
        result=run.result,
        papers=await _papers(ballot, box),
        papers_salt=box.salt,
        is_withheld=withheld,
    )
