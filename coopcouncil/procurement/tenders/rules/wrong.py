"""The words for each thing that is wrong with a tender."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from coopcouncil.kernel.errors import Gettext


class Wrong(StrEnum):
    """What is wrong; those that the sum itself would trip over have its own names for them."""

    NOTHING_SCORED = "nothing-scored"
    WEIGHTS_NOT_100 = "weights-not-100"
    NEGATIVE_WEIGHT = "negative-weight"
    CONDITION_WEIGHS = "condition-weighs"
    EMPTY_GROUP = "empty-group"
    UNDER_A_LEAF = "under-a-leaf"
    DUPLICATE_CODE = "duplicate-code"
    SCALE_OF_NOTHING = "scale-of-nothing"
    NO_FORMULA = "no-formula"
    NO_TARGET = "no-target"
    NO_CEILING = "no-ceiling"
    THRESHOLD_OUTSIDE = "threshold-outside"
    THRESHOLD_ON_RELATIVE = "threshold-on-relative"
    TIE_UNKNOWN = "tie-unknown"
    TIE_AFTER_LOT = "tie-after-lot"

    NO_DEADLINE = "no-deadline"
    NO_QUESTIONS_UNTIL = "no-questions-until"
    QUESTIONS_AFTER_DEADLINE = "questions-after-deadline"
    QUESTIONS_PAST = "questions-past"
    NO_DESCRIPTION = "no-description"
    NO_TERM = "no-term"
    RESERVED_WITHOUT_REASON = "reserved-without-reason"
    BAND_WITHOUT_WORDS = "band-without-words"
    FIGURE_WITHOUT_MEASURE = "figure-without-measure"
    NO_QUESTION = "no-question"
    TWO_PRICES = "two-prices"
    TIE_WITHOUT_PRICE = "tie-without-price"
    NOT_IN_WELSH_ABOUT = "not-in-welsh-about"
    NOT_IN_WELSH_LOT = "not-in-welsh-lot"
    NOT_IN_WELSH_BAND = "not-in-welsh-band"
    NOT_IN_WELSH_CRITERION = "not-in-welsh-criterion"


def _weights(_: Gettext) -> str:
    return _("The weights under criterion {code} make {amount}, and must make 100.")


WRONG: Mapping[Wrong, Callable[[Gettext], str]] = {
    Wrong.NOTHING_SCORED: lambda _: _("There is no criterion that earns points."),
    Wrong.WEIGHTS_NOT_100: _weights,
    Wrong.NEGATIVE_WEIGHT: lambda _: _("Criterion {code} has a weight below nought."),
    Wrong.CONDITION_WEIGHS: lambda _: _("Criterion {code} is a condition, and has no weight."),
    Wrong.EMPTY_GROUP: lambda _: _("Group {code} has nothing under it that earns points."),
    Wrong.UNDER_A_LEAF: lambda _: _("Criterion {code} is no group, and has criteria under it."),
    Wrong.DUPLICATE_CODE: lambda _: _("Two criteria have the code {code}."),
    Wrong.SCALE_OF_NOTHING: lambda _: _("The scale of criterion {code} gives no points."),
    Wrong.NO_FORMULA: lambda _: _("Criterion {code} needs a formula of its own kind."),
    Wrong.NO_TARGET: lambda _: _("Criterion {code} is scored against a target. Give it one."),
    Wrong.NO_CEILING: lambda _: _("The highest price of criterion {code} must be above nought."),
    Wrong.THRESHOLD_OUTSIDE: lambda _: _("What criterion {code} must reach is outside its scale."),
    Wrong.THRESHOLD_ON_RELATIVE: lambda _: _(
        "Group {code} cannot have a least score: part of it hangs on the other bids."
    ),
    Wrong.TIE_UNKNOWN: lambda _: _(
        "A tie is parted by the score for {code}, which is not among the criteria."
    ),
    Wrong.TIE_AFTER_LOT: lambda _: _("Nothing parts a tie once a lot is drawn."),
    Wrong.NO_DEADLINE: lambda _: _("There is no deadline for bids."),
    Wrong.NO_QUESTIONS_UNTIL: lambda _: _("There is no last time for questions."),
    Wrong.QUESTIONS_AFTER_DEADLINE: lambda _: _("Questions must end before the deadline for bids."),
    Wrong.QUESTIONS_PAST: lambda _: _("The last time for questions has passed."),
    Wrong.NO_DESCRIPTION: lambda _: _("There is no description of what is bought."),
    Wrong.NO_TERM: lambda _: _("Say when the contract starts and ends."),
    Wrong.RESERVED_WITHOUT_REASON: lambda _: _(
        "Lot {code} is reserved. Say why it may be, and how a bidder shows that it belongs."
    ),
    Wrong.BAND_WITHOUT_WORDS: lambda _: _(
        "The band of {amount} points of the scale “{code}” has no wording."
    ),
    Wrong.FIGURE_WITHOUT_MEASURE: lambda _: _(
        "Criterion {code} asks for a figure. Say which measure it counts."
    ),
    Wrong.NO_QUESTION: lambda _: _("Criterion {code} does not say what bidders should write."),
    Wrong.TWO_PRICES: lambda _: _("Criterion {code} is a second price in the same lot."),
    Wrong.TIE_WITHOUT_PRICE: lambda _: _("A tie is parted by the price, and there is no price."),
    Wrong.NOT_IN_WELSH_ABOUT: lambda _: _("The title or the description is not in Welsh yet."),
    Wrong.NOT_IN_WELSH_LOT: lambda _: _("Lot {code} has no title in Welsh yet."),
    Wrong.NOT_IN_WELSH_BAND: lambda _: _(
        "The band of {amount} points of the scale “{code}” is not in Welsh yet."
    ),
    Wrong.NOT_IN_WELSH_CRITERION: lambda _: _("Criterion {code} is not in Welsh yet."),
}
