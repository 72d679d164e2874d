import pytest

from coopcouncil.counting import sheet, stv_ers97, stv_meek, stv_scottish
from tests.counting.make import make_election

FOOD = "4x 1; 2x 2 1; 8x 3 4; 4x 3 5; 1x 4; 1x 5; 3x"


def test_a_row_for_each_candidate_and_a_column_for_each_stage():
    made = sheet.of(stv_scottish.count(make_election(FOOD, seats=3)))

    assert (made.valid, made.invalid, made.quota) == (20, 3, "6.00000")
    assert [(c.action, [m.number for m in c.moved]) for c in made.columns] == [
        ("first", []),
        ("surplus", [3]),
        ("exclude", [2]),
        ("exclude", [5]),
    ]
    third = made.rows[2]
    assert (third.elected_at, third.excluded_at) == (1, None)
    assert [(c.change, c.total, c.turned) for c in third.cells[:3]] == [
        ("", "12.00000", True),
        ("-6.00000", "6.00000", False),
        ("", "6.00000", False),
    ]
    assert made.rows[1].excluded_at == 3
    assert [c.state for c in made.rows[1].cells] == ["standing", "standing", *["excluded"] * 2]
    assert made.totals == ("20.00000",) * 4


def test_ties_stand_on_the_sheet_with_names():
    outcome = stv_scottish.count(make_election("3x 1; 1x 2; 1x 3", seats=2), lots=(3, 2))
    (tie,) = sheet.of(outcome).ties

    assert (tie.stage, tie.purpose, tie.resolved) == (3, "exclude", "lot")
    assert [c.name for c in tie.between] == ["Candidate 2", "Candidate 3"]
    assert tie.chosen.name == "Candidate 3"


@pytest.mark.parametrize("count", [stv_scottish.count, stv_ers97.count, stv_meek.count])
def test_the_csv_is_a_table_whose_figures_add_up(count):
    made = sheet.of(count(make_election(FOOD, seats=3), lots=(5, 4, 3, 2, 1)))
    rows = sheet.csv_rows(made)
    width = 2 * len(made.columns) + 1

    assert {len(row) for row in rows} == {width}
    heading, actions, *body, lost, total, quota = rows
    assert heading[:2] == ["Candidate", "Stage 1"]
    assert actions[1] == "First preferences"
    assert quota[1] == made.quota
    for at in range(1, width - 1, 2):
        figures = [float(row[at]) for row in (*body, lost)]
        assert sum(figures) == pytest.approx(float(total[at]))


def test_the_csv_speaks_the_words_it_is_given():
    made = sheet.of(stv_scottish.count(make_election(FOOD, seats=3)))
    words = sheet.Words(candidate="Ymgeisydd", surplus="Gwarged {names}")
    rows = sheet.csv_rows(made, words)

    assert rows[0][0] == "Ymgeisydd"
    assert "Gwarged Candidate 3" in rows[1]


def test_a_moving_quota_is_said_stage_by_stage():
    falls = sheet.of(stv_ers97.count(make_election("5x 1; 5x 2; 4x 3 1; 3x 4", seats=2)))
    stays = sheet.of(stv_scottish.count(make_election(FOOD, seats=3)))

    assert (falls.quota_moves, stays.quota_moves) == (True, False)
    assert falls.columns[0].quota != falls.columns[-1].quota


def test_the_withdrawn_have_no_row():
    made = sheet.of(stv_scottish.count(make_election("4x 1; 2x 2 3; 1x 3", withdrawn=(2,))))

    assert [row.candidate.number for row in made.rows] == [1, 3]
