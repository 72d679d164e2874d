"""What two bidders answered for the schools' meals, and what was made of it."""

from coopcouncil.demo.procurement.evaluating_words import Bidding
from coopcouncil.procurement.outcome.actions.contracting import Indicator
from coopcouncil.procurement.outcome.kinds import KpiRating

BIDS = (
    Bidding(
        "Pennine Support Services",
        "04420917",
        "bidder-company",
        "CB2 5LN",
        False,
        {
            "1.1": "Four weeks of menus follow what is in season within forty miles; the cook of "
            "each school may change two days of five. A child who may not eat something gets the "
            "same dish made without it, cooked first and served by name.",
            "1.2": "Cooks are paid the real living wage all year round, and meet each half-term "
            "to taste and to change the menus. Two in three have a qualification; we pay for it.",
            "SV1": "The kitchens buy from three farms in the valley, and stand open to a weekly "
            "community lunch in the holidays. The schools count who comes.",
        },
        {"SV2": "6", "SV3": "240", "3": "770000"},
    ),
    Bidding(
        "Homestead Carers",
        "07711934",
        "",
        "CB1 7EX",
        False,
        {
            "1.1": "Meals are cooked centrally, chilled and heated at each school. Menus change "
            "twice a year, and special diets are sent in sealed trays.",
            "1.2": "Kitchen staff follow our online academy and are paid above the minimum wage.",
            "SV1": "We give a share of our profit to a national charity for children.",
        },
        {"SV2": "2", "SV3": "40", "3": "748000"},
    ),
)

POINTS = {
    "Pennine Support Services": {"1.1": 5, "1.2": 4, "SV1": 4},
    "Homestead Carers": {"1.1": 2, "1.2": 3, "SV1": 1},
}

REASONS = {
    "1.1": "The menus are judged by season, by where the food comes from, and by how a child with "
    "an allergy eats with the others.",
    "1.2": "Pay, training and a say for the cooks are set out, with figures where there are any.",
    "SV1": "What the valley gains is named or not, with how anybody would be able to tell.",
    "C1": "The insurer’s certificate of that year came with the bid and covers the whole sum.",
}

INDICATORS = (
    Indicator(
        "Meals served as ordered and on time",
        "At least 98 in a hundred, counted each term",
        "Prydau a weinwyd fel yr archebwyd ac yn brydlon",
        "O leiaf 98 o bob cant, wedi’u cyfrif bob tymor",
    ),
    Indicator(
        "Food bought within thirty miles",
        "At least 40 per cent of what is spent on food",
        "Bwyd a brynwyd o fewn deng milltir ar hugain",
        "O leiaf 40 y cant o’r hyn a werir ar fwyd",
        is_social=True,
    ),
)
ASSESSED = (
    (KpiRating.GOOD, "99 in a hundred; the one bad week was that of the burst pipe at Mill Lane."),
    (KpiRating.APPROACHING, "37 per cent. Two growers begin in spring, and it should be reached."),
)
"""Of each indicator, its rating and why."""
