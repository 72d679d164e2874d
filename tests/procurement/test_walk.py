"""Nobody sees what they may not: every page and export × every role × every stage.

The routes are taken from the table of addresses itself: one that is not in `OPENS` fails. What is
secret is marked with a word of its own (`make_walk.MARKS`), and `SEES` says who may read it from
which stage on, and where; every other sighting fails, and so does a line that nobody saw.
"""

import html
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import httpx2
import pytest
from pypdf import PdfReader

from coopcouncil.accounts.access import SIGNED_IN
from coopcouncil.addresses import tenant_routes
from coopcouncil.kernel import clock
from coopcouncil.kernel.web import ANYONE, GuardedRoute
from coopcouncil.organisations.actions import grant
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.access import BIDDERS, LEAD, WORKERS
from coopcouncil.procurement.bids.models import AnswerFile, Offer, Question, Submission, Supplier
from coopcouncil.procurement.delivery.models import (
    Commitment,
    Evidence,
    RecipientAnswer,
    Report,
)
from coopcouncil.procurement.delivery.rules.yearly import year_of
from coopcouncil.procurement.evaluation.models import InterestDeclared
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.models import Measure, MeasureImport, MeasureSet
from coopcouncil.procurement.outcome.exports import TABLES
from coopcouncil.procurement.outcome.models import Contract, Kpi, Summary, TenderNotice
from coopcouncil.procurement.tenders.models import Lot, Scale, TakesPart, TenderMeasure
from tests.pageclient import ORIGIN, Pages
from tests.procurement.make_walk import MARKS, World

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]

STAGES = (
    "preparing",
    "published",
    "opened",
    "scoring",
    "finished",
    "agreed",
    "summarised",
    "awarded",
    "contracted",
)
INSIDE = "lead ada bob moderator officer manager"
OUTSIDE = "winner loser stranger secretary elsewhere recipient"
ALL_SIGNED_IN = f"{INSIDE} {OUTSIDE}"
ALL = f"{ALL_SIGNED_IN} nobody"
SAMPLE = "nobody loser"
"""Who looks at the open pages before the last stage."""

# Who opens which page at any stage, by the names of routes without `procurement:`. Nobody else
# ever does, and each of these does at some stage.
OPENS: dict[str, str] = {
    **dict.fromkeys(
        """about assessment assignment bids choosing conflicts copy_method criteria criterion
        dates decide_lot ending exclusion exclusions interest late_bid list_of_promises
        locking lot lots make_sum measure measure_details measure_import measure_set
        measure_sets needs new_contract new_criterion new_import new_lot new_measure
        new_notice new_scale new_tender one_question part_ending people portal_list preview
        publication publisher questions record_elsewhere reopening retirement scale scales
        send set_retirement summary_words take_decision_back tender_measure topic weights
        what_if withdraw year_draft years""".split(),
        "lead",
    ),
    **dict.fromkeys(
        """consideration followed_contracts portfolio portfolio_csv tender tender_measures
        work""".split(),
        INSIDE,
    ),
    **dict.fromkeys("opening opening_pdf".split(), "lead officer"),
    "declarations": "lead ada bob moderator officer",
    "progress": "lead moderator",
    **dict.fromkeys("scores score finishing".split(), "ada bob"),
    **dict.fromkeys("moderation agreeing answer_file".split(), "lead ada bob moderator"),
    **dict.fromkeys(
        "result scoring_run export summaries summary_draft sent_summary sent_letter".split(),
        "lead moderator",
    ),
    "notices": "lead manager",
    **dict.fromkeys(
        """answer ask_withdraw bid bid_file bid_lots bid_questions canonical_text change_supplier
        check_bid download receipt receipt_pdf summary summary_letter supplier workbook""".split(),
        "winner loser",
    ),
    **dict.fromkeys("begin_bid my_bids new_supplier promises".split(), ALL_SIGNED_IN),
    **dict.fromkeys(
        "new_promise remedy_promise for_whom decide_dispute indicators assess_indicator".split(),
        "lead manager",
    ),
    **dict.fromkeys("promise evidence_file".split(), "lead manager winner recipient"),
    "report_promise": "winner",
    "answer_report": "recipient",
    **dict.fromkeys(
        """contracts contracts_csv contracts_json measures measures_csv measures_json method
        method_edition method_json method_pdf ocds_record ocds_releases open_tender promises_csv
        promises_json social_value tender_data tenders tenders_csv tenders_json
        open_measure year year_data year_edition year_json year_paper year_pdf""".split(),
        ALL,
    ),
    # Nothing of the kind is in this world, or only in a message: they are not here for anybody.
    **dict.fromkeys(
        "answer_by_link condition portal_waiting reservation workbook_read".split(),
        "",
    ),
}
PUBLIC = [name for name, who in OPENS.items() if who == ALL]


@dataclass(frozen=True)
class Line:
    """These roles read it from this stage on, on these pages and on no other."""

    roles: str
    since: str
    pages: str


OWN_BID = "my_bids begin_bid supplier change_supplier bid receipt receipt_pdf"
MINE = "receipt canonical_text"
LETTER = "summary summary_letter"
AFTERWARDS = "result scoring_run decide_lot export summaries summary_draft summary_words"
BY_CONTRACT = (
    "portfolio portfolio_csv promise decide_dispute remedy_promise for_whom new_promise notices "
    "followed_contracts indicators assess_indicator"
)
LIBRARY = (
    "measures measures_csv measures_json measure measure_details measure_set retirement choosing"
)
SEES: dict[str, list[Line]] = {
    "the council's reasons before the notice": [
        Line("ada bob moderator officer manager", "preparing", "consideration"),
        Line("lead", "preparing", "consideration topic"),
    ],
    "an invented bid": [Line("lead", "preparing", "what_if")],
    "a licensed worth": [
        Line("ada bob moderator officer manager", "preparing", "tender_measures"),
        Line("lead", "preparing", f"tender_measures tender_measure {LIBRARY}"),
    ],
    "a licensed wording": [Line("lead", "preparing", LIBRARY)],
    # Names stand apart from the bids: with the declarations, never where somebody scores.
    "the loser's name": [
        Line("loser", "published", OWN_BID),
        Line("loser", "summarised", LETTER),
        Line("lead officer", "opened", "opening opening_pdf declarations"),
        Line("ada bob moderator", "opened", "declarations"),
        Line(
            "lead",
            "opened",
            "bids exclusions exclusion interest moderation agreeing locking record_elsewhere "
            + AFTERWARDS,
        ),
        Line("moderator", "agreed", AFTERWARDS),
        Line("lead moderator", "summarised", "sent_summary sent_letter"),
    ],
    "the winner's name": [
        Line("winner", "published", OWN_BID),
        Line("winner loser", "summarised", LETTER),
        Line("lead officer", "opened", "opening opening_pdf declarations"),
        Line("ada bob moderator", "opened", "declarations"),
        Line(
            "lead",
            "opened",
            "bids exclusions exclusion interest moderation agreeing locking record_elsewhere "
            + AFTERWARDS,
        ),
        Line("moderator", "agreed", AFTERWARDS),
        Line("lead moderator", "summarised", "sent_summary sent_letter"),
        Line("lead", "awarded", "notices new_contract"),
        Line("manager", "awarded", "notices"),
        Line(ALL, "awarded", " ".join(PUBLIC)),
        Line("lead manager", "contracted", BY_CONTRACT),
        Line("lead", "contracted", "list_of_promises year_draft"),
        Line("winner", "contracted", "promises promise report_promise"),
        Line("recipient", "contracted", "promises promise answer_report"),
    ],
    "the late bidder's name": [
        Line("lead officer", "opened", "opening opening_pdf"),
        Line("lead", "opened", "bids late_bid record_elsewhere"),
    ],
    "the late bidder's answer": [],
    # The lead reads no answer before everybody has scored; no evaluator before declaring.
    **{
        f"the {who}'s answer": [
            Line(who, "published", MINE),
            Line("ada bob", "scoring", "score"),
            Line("lead ada bob moderator", "finished", "agreeing"),
        ]
        for who in ("winner", "loser")
    },
    "a bid's file": [
        Line("winner loser", "published", "bid_file"),
        Line("ada bob", "scoring", "answer_file"),
        Line("lead moderator", "finished", "answer_file"),
    ],
    "the loser's draft": [Line("loser", "published", "answer check_bid download")],
    "the loser's price": [
        Line("loser", "published", MINE),
        Line("loser", "summarised", LETTER),
        Line("lead moderator", "agreed", "result scoring_run export summary_draft"),
        Line("lead moderator", "summarised", "sent_summary sent_letter"),
    ],
    "the loser's question, unanswered": [
        Line("loser", "published", "bid_questions"),
        Line("lead", "published", "questions one_question"),
    ],
    "an interest": [
        Line("ada", "scoring", "declarations"),
        Line("lead", "scoring", "interest export"),
    ],
    "a note on exclusion": [Line("lead", "scoring", "exclusion")],
    **{
        f"{who}'s reason": [
            Line(who.lower(), "scoring", "score finishing"),
            Line("lead ada bob moderator", "finished", "agreeing"),
            Line("lead moderator", "agreed", "export"),
        ]
        for who in ("Ada", "Bob")
    },
    "the moderator's reason": [
        Line("lead ada bob moderator", "agreed", "agreeing"),
        Line("lead moderator", "agreed", "locking export summary_draft summary_words"),
        Line("lead moderator", "summarised", "sent_summary sent_letter"),
        Line("winner loser", "summarised", LETTER),
    ],
    "the award's reason": [
        Line("lead moderator", "agreed", "result summary_draft"),
        Line("lead moderator", "summarised", "sent_summary sent_letter"),
        Line("winner loser", "summarised", LETTER),
    ],
    "why the loser lost, in its letter": [
        Line("lead moderator", "summarised", "sent_summary sent_letter summary_words"),
        Line("loser", "summarised", LETTER),
    ],
    **{
        mark: [Line("lead manager winner recipient", "contracted", "promise")]
        for mark in ("a report on a promise", "a dispute")
    },
}


@dataclass
class Walked:
    """What was opened and read, and by whom."""

    opened: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sightings: set[tuple[str, str, str, str]] = field(default_factory=set)
    """Mark, role, page, stage."""
    broken: list[str] = field(default_factory=list)
    asked: int = 0


def pages() -> Iterator[GuardedRoute]:
    """Every address of procurement that is looked at."""
    for one in tenant_routes():
        if (
            isinstance(one, GuardedRoute)
            and one.view.__module__.startswith("coopcouncil.procurement.")
            and "GET" in (one.methods or ())
        ):
            yield one


def tried_by(route: GuardedRoute, roles: Iterable[str], stage: str) -> list[str]:
    """Everybody at the last stage, when each id is there. Before, those whom the route's own guard
    lets in: it asks for a role, a part or a supplier, which are the same at every stage."""
    let_in = {
        LEAD.name: "lead",
        WORKERS.name: INSIDE,
        BIDDERS.name: "winner loser",
        SIGNED_IN.name: ALL_SIGNED_IN,
        ANYONE.name: SAMPLE,
    }[route.who.name]
    return [one for one in roles if stage == STAGES[-1] or one in let_in.split()]


async def addresses(world: World) -> list[tuple[GuardedRoute, str]]:
    """Every page at every object that there is."""
    org, tender = world.org, world.stage.tender

    async def ids(model: type[Tenanted], name: str = "id", **wanted: object) -> list[str]:
        rows = model.within(org).filter(**wanted).order_by("id")
        return [str(one) for one in await rows.values_list(name, flat=True)]

    bids = [str(one.id) for one in world.bids.values()]
    suppliers, commitments = await ids(Supplier), await ids(Commitment)
    own = {
        "/tenders/work": [str(tender.id)],
        "/bids/organisations": suppliers,
        "/bids": bids,
        "/promises": commitments,
        "/measures/sets": await ids(MeasureSet),
        "/measures/imports": await ids(MeasureImport),
        "/measures": await ids(Measure),
    }
    lots, evidence = await ids(Lot), await ids(Evidence)
    found = {
        "answer": await ids(RecipientAnswer),
        "bid": bids,
        "code": ["1.1", "1.2", "3"],
        "condition": ["any"],
        "contract": await ids(Contract),
        "criterion": [str((await world.stage.criterion(code)).id) for code in ("1.1", "3")],
        "edition": ["1"],
        "file": await ids(AnswerFile),
        "kpi": await ids(Kpi),
        "interest": await ids(InterestDeclared, has_interest=True),
        "lot": ["1"],
        "measure": await ids(TenderMeasure),
        "notice": await ids(TenderNotice),
        "number": ["1"],
        "offer": await ids(Offer),
        "part": (await ids(TakesPart))[:1],
        "question": await ids(Question),
        "receipt": await ids(Submission, "receipt"),
        "reference": [tender.reference],
        "report": await ids(Report),
        "scale": await ids(Scale),
        "summary": await ids(Summary),
        "token": ["nothing"],
        "topic": ["social-value"],
        "waiting": ["1"],
        "what": list(TABLES),
        "year": [str(year_of(clock.today()))],
    }

    def values(path: str, name: str) -> list[str]:
        if name == "id":
            return next(of for start, of in own.items() if path.startswith(start))
        if name == "lot" and "/lots/{lot:int}" in path:
            return lots
        if name == "file" and "/evidence/" in path:
            return evidence
        if name == "code" and path.startswith("/measures"):
            return sorted(library().measures)[:1]
        return found[name]

    made = []
    for route in pages():
        paths = [route.path]
        for name in re.findall(r"\{(\w+)", route.path):
            held = re.compile(rf"\{{{name}(:\w+)?\}}")
            paths = [held.sub(one, path, 1) for path in paths for one in values(route.path, name)]
        made += [(route, f"/{org.slug}{path}") for path in paths]
    return made


def read(answer: httpx2.Response) -> str:
    """The words of a page, a table, a PDF or a workbook."""
    kind = answer.headers.get("content-type", "")
    if "pdf" in kind:
        return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)
    if "spreadsheet" in kind:
        book = zipfile.ZipFile(io.BytesIO(answer.content))
        return "\n".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    return html.unescape(answer.text)


async def look(client: Pages, world: World, stage: str, walked: Walked) -> None:
    """One stage, by everybody."""
    marks = {mark: re.compile(word) for mark, word in MARKS.items()}
    there = await addresses(world)
    for role, person in world.people.items():
        own = client.as_(person)
        await own.get("/healthz")
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=client.app), base_url=ORIGIN, cookies=own.cookies
        ) as browser:
            for route, path in there:
                if role not in tried_by(route, [role], stage):
                    continue
                name = str(route.name).removeprefix("procurement:")
                answer = await browser.get(path)
                walked.asked += 1
                if answer.status_code >= 500:
                    walked.broken.append(f"{answer.status_code} {path} {role} {stage}")
                if answer.status_code == 200:
                    walked.opened[name].add(role)
                text = read(answer)
                walked.sightings |= {
                    (mark, role, name, stage) for mark, word in marks.items() if word.search(text)
                }


def allowed(mark: str, role: str, name: str, stage: str) -> bool:
    """Whether a line of the table covers it."""
    return any(
        role in line.roles.split()
        and name in line.pages.split()
        and STAGES.index(stage) >= STAGES.index(line.since)
        for line in SEES[mark]
    )


def faults(walked: Walked) -> list[str]:
    """What somebody opened or read and should not have."""
    found = list(walked.broken)
    for name, roles in walked.opened.items():
        found += [f"{one} opened {name}" for one in roles - set(OPENS.get(name, "").split())]
    for mark, role, name, stage in sorted(walked.sightings):
        if not allowed(mark, role, name, stage):
            found.append(f"{role} read {mark} on {name} while {stage}")
    return found


def idle(walked: Walked) -> list[str]:
    """What the tables allow and nobody did: a net with such holes catches nothing there."""
    found = []
    for name, roles in OPENS.items():
        found += [f"{one} never opened {name}" for one in set(roles.split()) - walked.opened[name]]
    for mark, lines in SEES.items():
        for line in lines:
            for role in line.roles.split():
                for stage in STAGES[STAGES.index(line.since) :]:
                    if line.roles == ALL and stage != STAGES[-1] and role not in SAMPLE.split():
                        continue
                    if not any(
                        (mark, role, name, stage) in walked.sightings for name in line.pages.split()
                    ):
                        found.append(f"{role} never read {mark} while {stage}: {line.pages}")
    return found


async def test_every_page_is_in_the_table() -> None:
    assert {str(one.name).removeprefix("procurement:") for one in pages()} == set(OPENS)
    assert set(SEES) == set(MARKS)


async def test_nobody_sees_what_they_may_not(client: Pages) -> None:
    world, walked = await World.begun(), Walked()
    seen = []
    async for stage, at in world.stages():
        with clock.frozen(at):
            await look(client, world, stage, walked)
        seen.append(stage)
    assert tuple(seen) == STAGES
    assert not faults(walked), "\n".join(faults(walked))
    assert not idle(walked), "\n".join(idle(walked))
    assert walked.asked > 4_000


async def test_an_insider_is_caught(client: Pages) -> None:
    """The stranger becomes a lead behind the table's back, and Bob an evaluator who leaks."""
    world, walked = await World.begun(), Walked()
    await grant(world.org, world.who("stranger"), Role.PROCUREMENT_LEAD, by=None)
    world.people = {"stranger": world.who("stranger")}
    async for stage, at in world.stages():
        if stage == STAGES[0]:
            with clock.frozen(at):
                await look(client, world, STAGES[-1], walked)
            break
    caught = faults(walked)
    assert "stranger opened what_if" in caught
    assert "stranger read an invented bid on what_if while contracted" in caught
    assert "stranger read a licensed worth on tender_measures while contracted" in caught
