"""Letter codes: what they open, what strikes them, and what stays of them."""

import random

import pytest
from tortoise import connections

from coopcouncil.ballots.actions.codes import (
    cast_by_code,
    holding,
    issue_codes,
    open_by_code,
    replace_code,
)
from coopcouncil.ballots.actions.marks import mark_paper, unmark_paper
from coopcouncil.ballots.models import (
    Ballot,
    BallotEvent,
    Envelope,
    EventKind,
    OpenedBox,
    VotingCode,
)
from coopcouncil.ballots.reads import organisation_of
from coopcouncil.ballots.rules.codes import (
    ALPHABET,
    BITS,
    CodeEarly,
    CodeMistyped,
    CodeUnknown,
    NoLettersNow,
    VoterOnPaper,
    code_of,
    read_code,
)
from coopcouncil.ballots.rules.refusals import VotingClosed
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import AuditEntry
from tests.ballots.building import AFTER, BEFORE, DURING, close_and_open, entry_number, make_ballot
from tests.make import make_organisation

pytestmark = pytest.mark.anyio


def test_each_wrong_character_and_each_swap_is_a_slip():
    chance = random.Random(7)
    for _try in range(40):
        code = read_code(code_of(chance.getrandbits(BITS)))
        place = chance.randrange(17)
        wrong = chance.choice([c for c in ALPHABET if c != code[place]])
        with pytest.raises(CodeMistyped):
            read_code(code[:place] + wrong + code[place + 1 :])
        if place < 16 and code[place] != code[place + 1]:
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            with pytest.raises(CodeMistyped):
                read_code(swapped)


@pytest.mark.parametrize(
    "typed", ["", "abc", "o" * 40, "ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄÄ", "0000 0000 0000 0000 U"]
)
def test_what_is_no_code_is_said_to_be_none(typed):
    with pytest.raises(CodeMistyped):
        read_code(typed)


def test_letters_that_look_like_figures_are_read_as_figures():
    assert read_code("oooo-oooo oooo.ooooo") == "0" * 17
    plain = read_code(code_of(1))
    assert read_code(plain.replace("1", "l").lower()) == plain


async def codes_of(ballot: Ballot) -> dict[int, str]:
    with clock.frozen(BEFORE):
        return (await issue_codes(ballot, None, None)).codes


async def test_a_code_casts_its_voters_vote_and_changes_it_until_the_close(db):
    ballot = await make_ballot(voters=2)
    org = await organisation_of(ballot)
    entry = await entry_number(ballot, 2)
    code = read_code((await codes_of(ballot))[entry.id])
    with clock.frozen(DURING):
        await cast_by_code(org, code, "1")
        assert (await cast_by_code(org, code, "2")).entry.id == entry.id
    await close_and_open(ballot)

    assert (await OpenedBox.of(ballot).get()).papers == "1 2\n"
    with clock.frozen(AFTER), pytest.raises(VotingClosed):
        await open_by_code(org, code)


async def test_a_code_is_kept_as_a_hash_alone(db):
    ballot = await make_ballot(voters=3)
    codes = await codes_of(ballot)
    tables = await connections.get("default").execute_query_dict(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    for code in codes.values():
        for kept in (code, read_code(code)):
            for table in tables:
                found = await connections.get("default").execute_query_dict(
                    f'SELECT 1 FROM "{table["table_name"]}" AS t WHERE strpos(t::text, $1) > 0',
                    [kept],
                )
                assert not found, table


async def test_the_public_record_says_how_many_and_the_audit_names_no_code(db):
    ballot = await make_ballot(voters=3)
    codes = await codes_of(ballot)
    event = await BallotEvent.of(ballot).get(kind=EventKind.LETTERS)
    assert event.facts == {"run": 1, "letters": 3, "replaced": 0}
    said = " ".join(str(entry.payload) for entry in await AuditEntry.all())
    assert "made letters with codes" in said
    assert not any(read_code(code) in said or code in said for code in codes.values())


async def test_one_answer_to_forged_struck_and_used_codes_and_those_of_others(db):
    ballot = await make_ballot(voters=2, rules={"vote_changeable": False})
    org = await organisation_of(ballot)
    first, second = await entry_number(ballot, 1), await entry_number(ballot, 2)
    codes = await codes_of(ballot)
    with clock.frozen(DURING):
        await replace_code(ballot, first, None, "It did not arrive.")
        await cast_by_code(org, read_code(codes[second.id]), "1")
        for wrong in (codes[first.id], codes[second.id], code_of(12345)):
            with pytest.raises(CodeUnknown):
                await open_by_code(org, read_code(wrong))
        stranger = await make_organisation("Elsewhere")
        fresh = (await issue_codes(ballot, [first.id], None)).codes[first.id]
        with pytest.raises(CodeUnknown):
            await open_by_code(stranger, read_code(fresh))
        assert (await open_by_code(org, read_code(fresh))).entry.id == first.id


async def test_before_the_opening_the_code_says_when(db):
    ballot = await make_ballot()
    code = next(iter((await codes_of(ballot)).values()))
    with clock.frozen(BEFORE), pytest.raises(CodeEarly):
        await open_by_code(await organisation_of(ballot), read_code(code))


async def test_a_second_run_strikes_every_earlier_code(db):
    ballot = await make_ballot(voters=3)
    org = await organisation_of(ballot)
    old = await codes_of(ballot)
    with clock.frozen(DURING):
        again = await issue_codes(ballot, None, None)
        assert again.replaced == frozenset(old)
        for code in old.values():
            with pytest.raises(CodeUnknown):
                await open_by_code(org, read_code(code))
    assert await VotingCode.of(ballot).filter(struck_at=None).count() == 3


async def test_a_code_struck_while_its_paper_is_filled_in_casts_nothing(db):
    ballot = await make_ballot()
    entry = await entry_number(ballot)
    plain = read_code((await codes_of(ballot))[entry.id])
    with clock.frozen(DURING):
        opened = await open_by_code(await organisation_of(ballot), plain)
        await replace_code(ballot, entry, None, "It was opened.")
        with pytest.raises(CodeUnknown):
            async with holding(opened, plain):
                raise AssertionError("the code is struck")
    assert not await Envelope.filter(ballot_id=ballot.id).exists()


async def test_no_letters_after_the_close_nor_for_who_voted_on_paper(db):
    ballot = await make_ballot(voters=2)
    entry = await entry_number(ballot)
    with clock.frozen(DURING):
        await mark_paper(ballot, entry, None)
        with pytest.raises(VoterOnPaper):
            await replace_code(ballot, entry, None, "Lost")
        assert entry.id not in (await issue_codes(ballot, None, None)).codes
    with clock.frozen(AFTER), pytest.raises(NoLettersNow):
        await issue_codes(ballot, None, None)


async def test_a_paper_mark_strikes_the_code_and_taking_it_back_revives_it(db):
    ballot = await make_ballot()
    org = await organisation_of(ballot)
    entry = await entry_number(ballot)
    code = read_code((await codes_of(ballot))[entry.id])
    with clock.frozen(DURING):
        await cast_by_code(org, code, "1")
        await mark_paper(ballot, entry, None)
        assert not await Envelope.filter(ballot_id=ballot.id).exists()
        with pytest.raises(CodeUnknown):
            await cast_by_code(org, code, "2")
        await unmark_paper(ballot, entry, None)
        await cast_by_code(org, code, "2")
    assert await Envelope.filter(ballot_id=ballot.id).count() == 1
