"""Scoring of bids: criteria and weights, what figures and prices earn, the sum with every step.

Pure like counting: the standard library alone, no clock, no rows. Figures come as `Decimal`, are
worked with as exact `Fraction`, and are rounded once, in `rounding.rounded`.

    method = Method(
        criteria=(
            Criterion("1", Kind.GROUP, Decimal(60), under=(
                Criterion("1.1", Kind.SCALE, Decimal(100), most=Decimal(5), threshold=Decimal(2)),
            )),
            Criterion("2", Kind.PRICE, Decimal(40), formula=Formula.LOWEST_OVER),
            Criterion("C", Kind.CONDITION),
        ),
        ties=(TieBreak(TieBy.SCORE, "1"), TieBreak(TieBy.PRICE, "2"), TieBreak(TieBy.LOT)),
        decimals=2,
    )
    faults(method)          # () or what is wrong, as data: kind, code, amount
    done = run(
        method,
        [Offer("17", points={"1.1": Decimal(4)}, figures={"2": Decimal("90000")}, met={"C": True})],
        left_out=[LeftOut("18", "Excluded: …")],
        lot=(),             # keys in the order that was drawn, the first being best
    )

Before the notice: `faults` (a method with any is refused by `run` with `Faulty`), `Method.weights`
(per cent of the whole by code), `Method.social_weight`, `bites` (what one point of each scale is
worth), and `run` itself on invented bids.

After moderation: `run` sorts nothing by the order of entry. It raises `Unready` with `Problem`s
where an agreed score is missing or off its scale. `Run.scored` holds each bid, best first: `steps`
(given, held against what, earned from 0 to 1, weight, weighted), `subtotals` of groups, `social`,
`exact`, `total`, `rank`, `failures`. `Run.ties` says how equal totals were parted; while one
`is_open` its bids share a rank, and the run is made again once the lot is drawn and recorded.
`Run.oddities` is what a person should look at. A bid that fails a condition or a threshold is not
compared with: the lowest price, the mean and the highest figure are those of the bids that stand.

To keep a run: `as_json(run)` (plain data, every figure a string, the method and what went in
included), `fingerprint(data)` (SHA-256 of its canonical text), `of_json(data)` back again, and
`comes_out_again(data)`, which makes the sum anew from what is kept.

How it hangs on the weights: `swings(run)`: for each criterion at the top the line of every bid as
that weight goes from 0 to 100 with the rest in proportion, who leads where, and the nearest weights
at which the winner changes; `Swing.ranking(weight)`. Prices that may be abnormally low:
`low_prices(run)`, by a published rule, and `far_below(run, code, per_cent)`. To show an exact
figure: `shown(fraction, places)`.
"""

from coopcouncil.scoring.faults import Fault, FaultKind, Faulty, faults
from coopcouncil.scoring.kept import as_json, canonical, comes_out_again, fingerprint, of_json
from coopcouncil.scoring.low import LowPrice, far_below, low_prices
from coopcouncil.scoring.method import (
    Criterion,
    Formula,
    Kind,
    Method,
    Rounding,
    TieBreak,
    TieBy,
)
from coopcouncil.scoring.outcome import (
    Beside,
    FailedBy,
    Failure,
    LeftOut,
    Oddity,
    OddityKind,
    Offer,
    Problem,
    ProblemKind,
    Run,
    Scored,
    Step,
    Subtotal,
    Tie,
    TieStep,
    Unready,
)
from coopcouncil.scoring.rounding import rounded, shown
from coopcouncil.scoring.running import run
from coopcouncil.scoring.sensitivity import Bite, Leads, Line, Swing, bites, swings

__all__ = [
    "Beside",
    "Bite",
    "Criterion",
    "FailedBy",
    "Failure",
    "Fault",
    "FaultKind",
    "Faulty",
    "Formula",
    "Kind",
    "Leads",
    "LeftOut",
    "Line",
    "LowPrice",
    "Method",
    "Oddity",
    "OddityKind",
    "Offer",
    "Problem",
    "ProblemKind",
    "Rounding",
    "Run",
    "Scored",
    "Step",
    "Subtotal",
    "Swing",
    "Tie",
    "TieBreak",
    "TieBy",
    "TieStep",
    "Unready",
    "as_json",
    "bites",
    "canonical",
    "comes_out_again",
    "far_below",
    "faults",
    "fingerprint",
    "low_prices",
    "of_json",
    "rounded",
    "run",
    "shown",
    "swings",
]
