"""The world that `test_walk` walks: one tender, everybody near it, and a marked secret in
everything that somebody must not see. `async for` its stages, each with the time it is then.

    world = await World.begun()
    async for stage, at in world.stages():
        with clock.frozen(at): ...
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock, files
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions import (
    SupplierDraft,
    add_supplier,
    begin_bid,
    hand_in,
    open_bids,
    save_answer,
)
from coopcouncil.procurement.bids.actions.drafting import add_file
from coopcouncil.procurement.bids.actions.questions import Answering, answer, ask
from coopcouncil.procurement.bids.models import Bid
from coopcouncil.procurement.bids.reads import offers_of
from coopcouncil.procurement.bids.rules.paper import Answered, FileNamed
from coopcouncil.procurement.delivery.actions.following import ForWhom, say_for_whom
from coopcouncil.procurement.delivery.actions.reporting import ReportDraft, report
from coopcouncil.procurement.delivery.actions.reporting import answer as answer_report
from coopcouncil.procurement.delivery.kinds import Answered as Heard
from coopcouncil.procurement.delivery.models import Commitment
from coopcouncil.procurement.delivery.rules.yearly import year_of
from coopcouncil.procurement.delivery.yearly import publish_year
from coopcouncil.procurement.evaluation.actions.declaring import decide as decide_interest
from coopcouncil.procurement.evaluation.actions.declaring import declare
from coopcouncil.procurement.evaluation.actions.excluding import check
from coopcouncil.procurement.evaluation.actions.moderating import agree_score
from coopcouncil.procurement.evaluation.actions.scoring import finish
from coopcouncil.procurement.evaluation.kinds import ExclusionStep, Finding, InterestDecision
from coopcouncil.procurement.evaluation.reads import bidders_of, bids_in, ground_of
from coopcouncil.procurement.kinds import CriterionKind, Part, Tie, Way
from coopcouncil.procurement.measures.actions import apply_import, begin_import
from coopcouncil.procurement.measures.rules import Source
from coopcouncil.procurement.outcome.actions.contracting import (
    ContractDraft,
    Indicator,
    sign_contract,
)
from coopcouncil.procurement.outcome.actions.deciding import decide
from coopcouncil.procurement.outcome.actions.notices import NoticeDraft, record_notice
from coopcouncil.procurement.outcome.actions.releasing import set_publisher
from coopcouncil.procurement.outcome.actions.running import run_lot
from coopcouncil.procurement.outcome.actions.summarising import send_summaries, write_words
from coopcouncil.procurement.outcome.kinds import NoticeKind
from coopcouncil.procurement.tenders.actions import publish
from coopcouncil.procurement.tenders.actions.scenarios import keep_scenario
from coopcouncil.procurement.tenders.consideration.actions import consider
from coopcouncil.procurement.tenders.consideration.kinds import Topic
from coopcouncil.procurement.tenders.models import TenderMeasure
from coopcouncil.procurement.tenders.reads import lots_of
from tests.make import make_officer, make_organisation, make_person
from tests.procurement import make_before
from tests.procurement.make import council, lead_of, tender, with_method, with_part, with_times
from tests.procurement.make_bids import paper
from tests.procurement.make_scores import Stage, check_all, declare_none, lock_all, score_all

# What is marked, and its mark: one word that stands nowhere else.
MARKS = {
    "the council's reasons before the notice": "Considerandum",
    "an invented bid": "Inventio",
    "a licensed worth": r"£7,919|\b7919\.00",
    "a licensed wording": "Licentious",
    "the loser's name": "Zephyrine",
    "the winner's name": "Quillwort",
    "the loser's answer": "Loserprose",
    "the winner's answer": "Winnerprose",
    "the loser's draft": "Scribbling",
    "a bid's file": "Annexation",
    "the late bidder's name": "Tardigrade",
    "the late bidder's answer": "Lateprose",
    "the loser's price": r"117,?311\b",
    "the loser's question, unanswered": "Quandary",
    "an interest": "Cousinhood",
    "Ada's reason": "Adamantine",
    "Bob's reason": "Bobbinet",
    "the moderator's reason": "Moderandum",
    "a note on exclusion": "Debarred",
    "why the loser lost, in its letter": "Consolation",
    "the award's reason": "Laureation",
    "a report on a promise": "Reportage",
    "a dispute": "Disputation",
}
LICENSED = b"""Ref,Measure,Units,Proxy,Source,Year,Outcome,Goals
L1,Licentious wording,hours,7919,A book,2025,Fair work,equal
"""
WORDS = "{}: with names, with days, and with what is done if somebody is ill."


@dataclass
class World:
    """Everybody, and the tender they are near."""

    stage: Stage
    people: dict[str, Person | None]
    school: Organisation
    bids: dict[str, Bid] = field(default_factory=dict)

    @property
    def org(self) -> Organisation:
        return self.stage.org

    @classmethod
    async def begun(cls) -> "World":
        """A tender that is being prepared, and its people."""
        org = await council()
        lead = await lead_of(org)
        await set_publisher(org, "ocds-abc123", "GB-LAE", "CBK", "", lead)
        made = await tender(org, lead, tie=Tie.SCORE, tie_code="2")
        await with_method(org, made, lead)
        closes = await with_times(org, made, lead)
        assert closes
        said = make_before.SAID[Topic.SOCIAL_VALUE] | {"improve": WORDS.format("Considerandum")}
        await consider(org, made, Topic.SOCIAL_VALUE, said, lead)
        await make_before.prepare(org, made, lead)
        await (
            TenderMeasure.within(org)
            .filter(tender_id=made.id, code="M1")
            .update(proxy=791_900, licence="Licensed", may_publish=False)
        )

        async def part(what: Part, name: str) -> Person:
            row = await with_part(org, made, what, name, by=lead)
            return row.person

        ada = await part(Part.EVALUATOR, "Ada Lovell")
        bob = await part(Part.EVALUATOR, "Bob Hartley")
        moderator = await part(Part.MODERATOR, "Mair Penry")
        stage = Stage(org, lead, made, ada, bob, moderator)
        await stage.again()
        stage.lots = list(await lots_of(stage.tender))
        source = Source("Bought measures", "1", "Licensed", "", may_publish=False)
        brought = await begin_import(org, source, "measures.csv", LICENSED, lead)
        await apply_import(org, brought, lead)
        await keep_scenario(org, stage.tender, stage.lot, "Inventio", [], lead)
        school = await make_organisation("Canal Side Primary")
        elsewhere = await council("Otherdale Council")
        people: dict[str, Person | None] = {
            "lead": lead,
            "ada": ada,
            "bob": bob,
            "moderator": moderator,
            "officer": await part(Part.OPENING_OFFICER, "Owen Officer"),
            "manager": await part(Part.CONTRACT_MANAGER, "Ceri Manager"),
            "winner": await make_person("Wyn Bidder"),
            "loser": await make_person("Lou Bidder"),
            "stranger": await make_person("Nobody Here"),
            "secretary": await make_officer(org, Role.SECRETARY),
            "elsewhere": await lead_of(elsewhere, "Lead Elsewhere"),
            "recipient": await make_officer(school, Role.SECRETARY, "Angharad Pugh"),
            "nobody": None,
        }
        await part(Part.OPENING_OFFICER, "Olwen Officer")
        return cls(stage, people, school)

    def who(self, name: str) -> Person:
        found = self.people[name]
        assert found is not None
        return found

    async def stages(self) -> AsyncIterator[tuple[str, datetime]]:
        """Each stage by its name, and when it is."""
        at = clock.now()
        yield "preparing", at
        await self._published()
        yield "published", at + timedelta(minutes=5)
        closes = self.stage.tender.closes_at
        assert closes is not None
        at = closes + timedelta(hours=1)
        for name, step in (
            ("opened", self._opened),
            ("scoring", self._scoring),
            ("finished", self._finished),
            ("agreed", self._agreed),
            ("summarised", self._summarised),
            ("awarded", self._awarded),
            ("contracted", self._contracted),
        ):
            at += timedelta(days=40 if name == "contracted" else 1)
            with clock.frozen(at):
                await step()
                await self.stage.again()
            yield name, at

    async def _published(self) -> None:
        await publish(self.org, self.stage.tender, self.stage.lead)
        made = await self.stage.again()
        for who, name, number, price in (
            ("winner", "Quillwort Care", "00000001", 103_000),
            ("loser", "Zephyrine Homecare", "00000002", 117_311),
        ):
            by = self.who(who)
            of = await add_supplier(self.org, SupplierDraft(name, "GB-COH", number), by, by)
            one = await begin_bid(self.org, made, of, by)
            mark = "Winnerprose" if who == "winner" else "Loserprose"
            said = await paper(self.org, made, {"1.1": WORDS.format(mark)}, price)
            annex = f"Annexation of the {who}.".encode()
            await add_file(self.org, one, "1.1", "annex.txt", "text/plain", annex)
            named = FileNamed("1.1", "annex.txt", sha256(annex).hexdigest())
            said = replace(said, files=(named,))
            await hand_in(self.org, one, said, Way.ONLINE, by)
            self.bids[who] = await Bid.within(self.org).get(id=one.id)
        mine = self.bids["loser"]
        draft = Answered(WORDS.format("Scribbling"))
        await save_answer(self.org, mine, 1, "1.2", draft, None)
        asked = await ask(self.org, mine, "May a car be shared by two carers?", self.who("loser"))
        said_back = Answering("May a car be shared?", "Yes, it may.", "A gaf rannu?", "Cewch.")
        await answer(self.org, asked, said_back, self.stage.lead)
        await ask(self.org, mine, WORDS.format("Quandary"), self.who("loser"))

    async def _opened(self) -> None:
        by = await make_person("Somebody Late")
        of = await add_supplier(
            self.org, SupplierDraft("Tardigrade Homes", "GB-COH", "00000003"), by, by
        )
        late = await begin_bid(self.org, self.stage.tender, of, by)
        said = await paper(self.org, self.stage.tender, {"1.1": WORDS.format("Lateprose")})
        await hand_in(self.org, late, said, Way.ONLINE, by)
        self.bids["late"] = await Bid.within(self.org).get(id=late.id)
        second = await with_part(self.org, self.stage.tender, Part.OPENING_OFFICER, "Third")
        await open_bids(self.org, self.stage.tender, self.who("officer"), second.person)

    async def _scoring(self) -> None:
        stage = self.stage
        first, *rest = await bidders_of(stage.tender)
        made = await declare(
            self.org, stage.tender, first.id, True, WORDS.format("Cousinhood"), stage.ada
        )
        await decide_interest(
            self.org, made, InterestDecision.MAY_GO_ON, WORDS.format("A far cousin"), stage.lead
        )
        for one in rest:
            await declare(self.org, stage.tender, one.id, False, "", stage.ada)
        for person in (stage.bob, stage.moderator, stage.lead):
            await declare_none(stage, person)
        await check_all(stage, ExclusionStep.BEFORE_ASSESSMENT)
        for bid in await bids_in(stage.tender):
            if bid.id == self.bids["loser"].id:
                await check(
                    self.org,
                    bid,
                    ExclusionStep.BEFORE_ASSESSMENT,
                    Finding.NOTHING,
                    [],
                    clock.now(),
                    WORDS.format("Debarred"),
                    stage.lead,
                    excludes=False,
                )
        await score_all(stage, stage.ada, 2, reason=WORDS.format("Adamantine"))
        await finish(self.org, stage.tender, stage.lot, stage.ada)
        await score_all(stage, stage.bob, 4, reason=WORDS.format("Bobbinet"))

    async def _finished(self) -> None:
        await finish(self.org, self.stage.tender, self.stage.lot, self.stage.bob)

    async def _agreed(self) -> None:
        stage = self.stage
        ground = await ground_of(stage.tender, stage.lot)
        for criterion in (*ground.scaled, *ground.conditions):
            points = Decimal(1 if criterion.kind is CriterionKind.CONDITION else 3)
            for offer in ground.standing:
                why = WORDS.format("Moderandum")
                await agree_score(
                    self.org, offer, criterion, points, why, stage.moderator, version=0
                )
        await lock_all(stage)
        await run_lot(self.org, stage.lot, WORDS.format("Agreed"), stage.lead)
        await check_all(stage, ExclusionStep.BEFORE_AWARD)
        offers = {one.supplier.name: one.offer for one in await offers_of(self.org, stage.lot)}
        await decide(
            self.org,
            stage.lot,
            offers["Quillwort Care"],
            WORDS.format("Laureation"),
            stage.lead,
        )

    async def _summarised(self) -> None:
        stage = self.stage
        offers = {one.supplier.name: one.offer for one in await offers_of(self.org, stage.lot)}
        first = await stage.criterion("1.1")
        lost = offers["Zephyrine Homecare"]
        await write_words(self.org, lost, first, False, WORDS.format("Consolation"), stage.lead)
        await send_summaries(self.org, stage.tender, stage.lead)

    async def _awarded(self) -> None:
        notice = NoticeDraft(NoticeKind.AWARD, clock.today())
        await record_notice(self.org, self.stage.tender, notice, self.stage.lead)

    async def _contracted(self) -> None:
        signed = await sign_contract(
            self.org,
            self.stage.lot,
            ContractDraft(
                number="CBK-C-17",
                title="Care at home",
                value=103_000_00,
                signed_on=clock.today(),
                starts_on=clock.today() - timedelta(days=1),
                ends_on=date(clock.today().year + 3, 3, 31),
                indicators=(Indicator("Visits in time", "Nine of ten"),),
            ),
            self.stage.lead,
        )
        hours = await Commitment.within(self.org).get(
            contract_id=signed.id, title="Hours given to local groups"
        )
        await say_for_whom(self.org, hours, ForWhom(recipient=self.school), self.stage.lead)
        today = clock.today()
        told = ReportDraft(today, today, Decimal(5), WORDS.format("Reportage"))
        proof = await files.put(self.org.id, "proof.txt", "text/plain", b"Proof.")
        row = await report(self.org, hours, told, [proof], self.who("winner"))
        await answer_report(
            self.org, row, Heard.DISPUTED, None, WORDS.format("Disputation"), self.who("recipient")
        )
        with clock.frozen(clock.now() + timedelta(days=400)):
            await publish_year(self.org, year_of(today), "A year.", "Blwyddyn.", self.stage.lead)
