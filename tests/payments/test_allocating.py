"""Which charges money pays, and how a charge is earned: what must hold whatever the sums."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.payments.rules.allocating import Due, allocate, free
from coopcouncil.payments.rules.periods import earned

FIRST = date(2026, 1, 1)
DUES = st.lists(
    st.builds(
        Due,
        charge=st.integers(1, 8),
        owed=st.integers(0, 900),
        due_on=st.dates(FIRST, FIRST + timedelta(90)),
        only_named=st.booleans(),
    ),
    unique_by=lambda one: one.charge,
    max_size=8,
)
NAMED = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 900)), max_size=4)


@given(st.integers(0, 3_000), DUES, NAMED)
def test_no_charge_gets_more_than_it_wants_and_no_penny_is_lost(amount, owed, named):
    paid = allocate(amount, owed, named)

    wants = {one.charge: one.owed for one in owed}
    assert all(0 < pence <= wants[charge] for charge, pence in paid)
    assert len(dict(paid)) == len(paid)
    used = sum(pence for _charge, pence in paid)
    assert used <= amount
    unpaid = [
        one for one in owed if not one.only_named and dict(paid).get(one.charge, 0) < one.owed
    ]
    assert used == amount or not unpaid


@given(st.integers(0, 3_000), DUES)
def test_the_oldest_is_paid_first(amount, owed):
    paid = dict(allocate(amount, owed))
    short = [one for one in owed if not one.only_named and paid.get(one.charge, 0) < one.owed]
    for one in short:
        later = [two for two in owed if (two.due_on, two.charge) > (one.due_on, one.charge)]
        assert not any(paid.get(two.charge) for two in later)


def test_what_belongs_to_a_loan_is_never_paid_unasked():
    loan = Due(1, 500, FIRST, only_named=True)
    assert allocate(500, [loan]) == []
    assert allocate(500, [loan], [(1, 500)]) == [(1, 500)]


@given(st.integers(0, 2_000), st.lists(st.tuples(st.integers(1, 9), st.integers(1, 500))))
def test_undoing_frees_exactly_what_is_asked_as_far_as_there_is(amount, standing):
    undone = free(amount, standing)
    assert sum(pence for _charge, pence in undone) == min(amount, sum(p for _c, p in standing))


@given(
    st.integers(1, 100_000_000),
    st.integers(0, 800),
    st.lists(st.integers(-50, 900), min_size=1, max_size=20),
)
def test_income_by_month_adds_up_to_the_charge(amount, days, cuts):
    to = FIRST + timedelta(days)
    released = 0
    for cut in [*sorted(cuts), days]:
        until = earned(amount, FIRST, to, FIRST + timedelta(cut))
        if cut <= days:
            assert released <= until <= amount
        released = max(released, until)
    assert released == amount
    assert earned(amount, FIRST, to, FIRST - timedelta(1)) == 0
