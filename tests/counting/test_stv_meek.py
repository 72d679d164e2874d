from coopcouncil.counting import stv_meek
from tests.counting.make import make_election
from tests.counting.naive import meek_kept


def figures(outcome, stage):
    return [outcome.figure(v) for v in outcome.stages[stage - 1].votes[1:]]


def test_one_surplus_worked_by_hand():
    # 2 places; 1 has all 8 of 12 papers, four of them with nobody after. When the surplus has
    # gone, 1 keeps q, 2 has 2 + 4(1-k), and 4(1-k) have run out: q = (12 - 4(1-k)) / 3 = 8k,
    # so k = 0.4 and q = 3.2.
    outcome = stv_meek.count(make_election("4x 1 2; 4x 1; 2x 2; 2x 3", seats=2, candidates=3))

    assert outcome.elected == (1, 2)
    assert figures(outcome, 1) == ["8.000000000", "2.000000000", "2.000000000"]
    assert outcome.figure(outcome.stages[0].quota) == "4.000000001"


def test_the_quota_falls_with_votes_that_run_out():
    outcome = stv_meek.count(make_election("10x 1; 4x 2 3; 3x 3 2; 2x 4", seats=2))

    quotas = [stage.quota for stage in outcome.stages]
    assert quotas == sorted(quotas, reverse=True)
    assert quotas[-1] < quotas[0]


def test_the_published_keep_factors_give_the_published_votes():
    papers = [(1, 2, 3)] * 11 + [(2, 3)] * 4 + [(3,)] * 3 + [(4, 2)] * 2 + [(1, 4, 3)] * 5
    election = make_election("11x 1 2 3; 4x 2 3; 3x 3; 2x 4 2; 5x 1 4 3", seats=2, candidates=4)
    outcome = stv_meek.count(election)

    for stage in outcome.stages:
        keep = dict(enumerate(stage.keep_factors))
        votes, spare = meek_kept(papers, keep, stv_meek.ONE)
        if stage.moved and stage.action == "exclude":
            assert votes[stage.moved[0]] == 0
        assert sum(votes.values()) + spare == len(papers) * stv_meek.ONE
    last = outcome.stages[-1]
    votes, _ = meek_kept(papers, dict(enumerate(last.keep_factors)), stv_meek.ONE)
    assert [votes[c] for c in range(1, 5)] == list(last.votes[1:])


def test_equal_ranks_share_the_paper():
    outcome = stv_meek.count(make_election("2x 1=2; 1x 2 1; 1x 3", seats=1), lots=(1, 3))

    assert figures(outcome, 1) == ["1.000000000", "2.000000000", "1.000000000"]
    assert outcome.valid == 4


def test_what_equals_do_not_keep_goes_to_the_next_rank():
    # 1 is excluded: of "1=2 3" all goes to 2.
    outcome = stv_meek.count(make_election("2x 1=2 3; 4x 2; 6x 3; 1x 4 3", seats=1), lots=(1, 4))

    assert outcome.elected == (3,)
    assert outcome.stages[1].moved == (1,)
    assert figures(outcome, 2)[:2] == ["0.000000000", "6.000000000"]


def test_a_left_out_rank_is_passed_over():
    outcome = stv_meek.count(make_election("3x - 1; 2x 2", candidates=2))

    assert (outcome.valid, outcome.elected) == (5, (1,))


def test_lots_decide_who_of_the_lowest_goes():
    election = make_election("3x 1; 1x 2; 1x 3", seats=2)

    assert set(stv_meek.count(election, lots=(2, 3)).elected) == {1, 3}
    assert set(stv_meek.count(election, lots=(3, 2)).elected) == {1, 2}
