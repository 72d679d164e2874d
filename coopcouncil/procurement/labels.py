"""What things of a procurement are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.procurement.kinds import (
    Basis,
    CriterionKind,
    Formula,
    Part,
    Procedure,
    Reservation,
    Stage,
    Subject,
    Tie,
)

STAGES = {
    Stage.PREPARING: lazy("Being prepared"),
    Stage.PUBLISHED: lazy("Published"),
    Stage.OPENED: lazy("Bids opened"),
    Stage.AGREED: lazy("Scores agreed"),
    Stage.SUMMARISED: lazy("Summaries sent"),
    Stage.AWARDED: lazy("Award published"),
    Stage.CONTRACTED: lazy("Under contract"),
    Stage.ENDED: lazy("Ended without a contract"),
}
PROCEDURES = {
    Procedure.OPEN: lazy("Open procedure"),
    Procedure.FLEXIBLE: lazy("Competitive flexible procedure"),
    Procedure.BELOW_THRESHOLD: lazy("Below the threshold"),
    Procedure.LIGHT_TOUCH: lazy("Light touch"),
    Procedure.FRAMEWORK: lazy("Framework"),
    Procedure.CALL_OFF: lazy("Call-off under a framework"),
    Procedure.DYNAMIC_MARKET: lazy("Dynamic market"),
    Procedure.CONCESSION: lazy("Concession"),
}
SUBJECTS = {
    Subject.SERVICES: lazy("Services"),
    Subject.GOODS: lazy("Goods"),
    Subject.WORKS: lazy("Works"),
}
RESERVATIONS = {
    Reservation.NONE: lazy("For everybody"),
    Reservation.SUPPORTED_EMPLOYMENT: lazy("Supported employment providers (section 32)"),
    Reservation.SERVICE_MUTUAL: lazy("Public service mutuals (section 33)"),
    Reservation.LOCAL: lazy("Suppliers of the county or borough (below the threshold)"),
    Reservation.UNITED_KINGDOM: lazy("Suppliers of the United Kingdom (below the threshold)"),
    Reservation.SMALL_OR_SOCIAL: lazy(
        "Small and medium-sized or social enterprises (below the threshold)"
    ),
}
KINDS = {
    CriterionKind.GROUP: lazy("Group of criteria"),
    CriterionKind.SCALE: lazy("Answer in words, scored by a scale"),
    CriterionKind.FIGURE: lazy("Figure, scored by a formula"),
    CriterionKind.PRICE: lazy("Price, scored by a formula"),
    CriterionKind.CONDITION: lazy("Condition, met or not"),
}
FORMULAS = {
    Formula.LOWEST_OVER: lazy("Price: the lowest price divided by this one"),
    Formula.BELOW_MEAN: lazy(
        "Price: half for the mean of all prices, more for each per cent below it"
    ),
    Formula.LINEAR_RANGE: lazy(
        "Price: all for the lowest, nothing for the highest or a stated one, in a line between"
    ),
    Formula.OVER_HIGHEST: lazy("Figure: this one divided by the highest offered"),
    Formula.OVER_TARGET: lazy("Figure: this one divided by a stated target, at most all"),
}
TIES = {
    Tie.SCORE: lazy("The higher score for one criterion or group, then by lot"),
    Tie.PRICE: lazy("The lower price, then by lot"),
    Tie.LOT: lazy("By lot, drawn before two officers"),
}
BASES = {
    Basis.FIRST: lazy("First published"),
    Basis.REFINED: lazy("Refined, as the notice foretold (section 24)"),
    Basis.CORRECTED: lazy("Changed before the deadline (section 31)"),
}
PARTS = {
    Part.EVALUATOR: lazy("Evaluator"),
    Part.MODERATOR: lazy("Moderator"),
    Part.OPENING_OFFICER: lazy("Opening officer"),
    Part.CONTRACT_MANAGER: lazy("Contract manager"),
}
