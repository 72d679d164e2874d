"""What a summary tells of the bids beside the reader's own: the winner's, and of no third one."""

import dataclasses
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from coopcouncil import scoring
from coopcouncil.kernel import clock
from coopcouncil.kernel.pages import render
from coopcouncil.procurement.labels import FORMULAS
from coopcouncil.procurement.outcome.actions.running import run_lot
from coopcouncil.procurement.outcome.labels import FAILED
from coopcouncil.procurement.outcome.models import AwardDecision
from coopcouncil.procurement.outcome.reads import run_in
from coopcouncil.procurement.outcome.rules.summaries import Bidder, summary
from coopcouncil.procurement.tenders.reads import edition_in_force
from coopcouncil.procurement.tenders.rules.document import canonical
from coopcouncil.scoring import Criterion, Formula
from tests.procurement.outcome.made import assessed

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("formula", [Formula.LOWEST_OVER, Formula.BELOW_MEAN, Formula.LINEAR_RANGE])
async def test_no_figure_of_a_third_bidder_is_in_what_is_kept(db, formula: Formula):
    place = await assessed()
    document = (await edition_in_force(place.tender)).method
    run = run_in(await run_lot(place.org, place.lot, "Agreed.", place.lead))
    called = {str(one.offer.id): name for name, one in place.by_name.items()}
    own, third, best = ("Homelight Services", "Valley Carers Ltd", "Pennine Care Co-operative")

    def told(price: str, figure: str) -> dict[str, Any]:
        """What the loser reads where the third bid is lowest in price and highest in figures."""
        offers = tuple(
            dataclasses.replace(one, key=called[one.key])
            if called[one.key] != third
            else dataclasses.replace(
                one,
                key=third,
                figures={code: Decimal(price if code == "3" else figure) for code in one.figures},
            )
            for one in run.offers
        )
        method = dataclasses.replace(run.method, criteria=priced(run.method.criteria))
        bidder, winner = (Bidder(key, key, {}, {}) for key in (own, best))
        return summary(
            document, 1, scoring.run(method, offers), bidder, winner, "It has the most points."
        )

    def priced(criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
        return tuple(
            dataclasses.replace(
                one, under=priced(one.under), formula=formula if one.code == "3" else one.formula
            )
            for one in criteria
        )

    said = told("54321.09", "98765.43")
    text = canonical(said)
    assert ("54321" in text, "98765" in text, third in text) == (False, False, False)
    besides = [
        each
        for of in ("scores", "winner")
        for one in said[of]["criteria"]
        for each in one["beside"]
    ]
    assert [what for what, at in besides if at is None]
    # All that the third can change is what the formulas give; and where it is neither the lowest
    # nor the highest, and counts in no mean, not even that.
    if formula is not Formula.BELOW_MEAN:
        assert told("110000", "0.5") == told("111111.11", "0.25")


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            (
                "Price: the lowest price divided by this one. "
                "The lowest is another bidder’s, and theirs to tell.",
                "So this one, £120,000, earns 83.3333 per cent of the weight of 40: 33.3333.",
            ),
        ),
        (
            "cy",
            (
                "Cynigydd arall biau’r isaf, ac ef sydd i’w ddweud.",
                "Felly mae hwn, £120,000, yn ennill 83.3333 y cant o’r pwysau o 40: 33.3333.",
            ),
        ),
    ],
)
async def test_the_formula_is_worked_out_in_words(db, language: str, sentences: tuple[str, ...]):
    place = await assessed()
    document = (await edition_in_force(place.tender)).method
    run = run_in(await run_lot(place.org, place.lot, "Agreed.", place.lead))
    own, best = (
        Bidder(str(place.by_name[name].offer.id), name, {}, {})
        for name in ("Homelight Services", "Valley Carers Ltd")
    )
    body = summary(document, 1, run, own, best, "It has the most points.")
    html = render(
        "print/procurement/summary.html",
        language,
        org=place.org,
        tender=place.tender,
        summaries_sent=[
            SimpleNamespace(body=body, hash="", sent_at=clock.now(), decision=AwardDecision())
        ],
        emails=[],
        method_at="",
        failed=FAILED,
        formulas=FORMULAS,
    )
    text = " ".join(html.split())
    assert [one in text for one in sentences] == [True] * 2, text
