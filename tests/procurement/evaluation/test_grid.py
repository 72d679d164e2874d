"""The tables of a lot say what its scores say one by one."""

import re
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coopcouncil.kernel import clock
from coopcouncil.procurement.evaluation.models import Agreed, Score
from coopcouncil.procurement.evaluation.reads import (
    answers_in,
    ground_of,
    plain,
    said_in,
)
from coopcouncil.procurement.evaluation.reads_grid import (
    agreed_reasons,
    counts_of,
    grid_of,
    how_many_left,
)
from coopcouncil.procurement.evaluation.reads_scores import (
    left_to_agree,
    progress_of,
    scores_of,
    seats_of,
    sheet_of,
    sheets_of,
)
from coopcouncil.procurement.evaluation.rules.words import LETTERS, WORDS, is_substantial
from tests.procurement.make_scores import REASON, WHY, Stage, assessed

REASONS = (
    REASON,
    "",
    "See above",
    "good good good good good good",
    # Only the whole says enough, or only the beginning seems to.
    "good " * 90 + "and now names staff",
    "very very goo " + "good " * 100,
)


async def scored_by_chance(stage: Stage) -> None:
    """Points and reasons of every kind; some set aside, some agreed, one opened again."""
    dice = Random(11)  # scores to compare, nothing to guard
    offers = await stage.offers()
    for seat in await seats_of(await ground_of(stage.tender, stage.lot)):
        for leaf in seat.criteria:
            for offer in offers:
                if dice.random() < 0.15:
                    continue
                aside = dice.random() < 0.1
                await Score.create(
                    organisation=stage.org,
                    offer=offer,
                    criterion_id=leaf,
                    takes_part_id=seat.part,
                    # 9 is none of the scale: such a score is not whole.
                    points=dice.choice([None, *map(Decimal, (0, 2, 3, 4, 9))]),
                    reason=dice.choice(REASONS),
                    saved_at=clock.now(),
                    set_aside_at=clock.now() if aside else None,
                )
    for criterion in await stage.scaled():
        for offer in offers[: dice.randrange(3)]:
            is_open = dice.random() < 0.3
            await Agreed.create(
                organisation=stage.org,
                tender=stage.tender,
                offer=offer,
                criterion=criterion,
                points=None if is_open else Decimal(3),
                reason="" if is_open else WHY,
                version=1,
                reopened_because="An interest was declared late." if is_open else "",
            )


@pytest.mark.anyio
@pytest.mark.usefixtures("db")
async def test_tables_say_what_the_scores_say() -> None:
    stage = await assessed()
    await scored_by_chance(stage)
    out = (await stage.offers())[0]
    for is_out in (False, True):
        if is_out:
            out.excluded_at = clock.now() - timedelta(hours=1)
            out.excluded_because = "Its insurance has ended."
            await out.save()
        ground = await ground_of(stage.tender, stage.lot)
        seats = await seats_of(ground)
        scores = await scores_of(ground)
        assert len(scores) > 10
        one_by_one = {one.part: progress_of(ground, one, scores) for one in seats}
        assert await counts_of(ground, seats) == one_by_one
        assert await how_many_left(ground) == len(await left_to_agree(ground))


@pytest.mark.anyio
@pytest.mark.usefixtures("db")
async def test_the_table_of_the_moderation_says_what_its_sheets_say() -> None:
    stage = await assessed()
    await scored_by_chance(stage)
    ground = await ground_of(stage.tender, stage.lot)
    for is_read in (False, True):
        seats = await seats_of(ground)
        if is_read:
            seats = [type(seat)(**{**vars(seat), "finished_at": clock.now()}) for seat in seats]
        sheets = await sheets_of(ground, seats)
        cells = await grid_of(ground, seats)
        assert {
            pair: (cell.points, cell.is_reopened, cell.is_wide, cell.thin, cell.is_agreed)
            for pair, cell in cells.items()
        } == {
            pair: (
                sheet.agreed.points if sheet.agreed else None,
                bool(sheet.agreed and sheet.agreed.reopened_because),
                sheet.spread.is_wide,
                sheet.thin,
                sheet.is_agreed,
            )
            for pair, sheet in sheets.items()
        }
        seen = [(cell.is_wide, cell.thin, cell.is_reopened) for cell in cells.values()]
        assert any(wide for wide, _, _ in seen) is is_read
        assert any(thin for _, thin, _ in seen) is is_read
        assert any(again for _, _, again in seen)
        for pair, sheet in sheets.items():
            assert await sheet_of(ground, seats, pair) == sheet
        assert await sheet_of(ground, seats, (0, 0)) is None
        assert await agreed_reasons(ground) == {
            pair: sheet.agreed.reason
            for pair, sheet in sheets.items()
            if sheet.agreed and sheet.is_agreed
        }
    said = await answers_in(stage.tender)
    assert await said_in(stage.tender) == {
        one.person_id: plain([each for each in said if each.person_id == one.person_id])
        for one in said
    }


def plainly(reason: str) -> bool:
    """The rule as it is written down, without its short cut."""
    found = re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", reason.lower())
    return (
        len(reason.strip()) >= LETTERS * WORDS
        and len(found) >= WORDS
        and 2 * len(set(found)) >= WORDS + 1
    )


@given(
    st.lists(
        st.sampled_from(
            ["good", "Good", "very", "don't", "mae’n", "well-run", "well", "a_b", "ŵy", "7", "–"]
        ),
        max_size=12,
    ),
    st.sampled_from([" ", ", ", ". ", "; ", "-", "'", "_", "\n", "  "]),
)
@example(["good", "good", "good", "very", "ŵy", "good"], " ")
def test_the_short_cut_says_what_the_rule_says(words: list[str], between: str) -> None:
    text = between.join(words)
    assert is_substantial(text) == plainly(text)
    assert is_substantial(text.title() + "!") == plainly(text.title() + "!")
