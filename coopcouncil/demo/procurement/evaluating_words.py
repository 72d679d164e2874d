"""What three bidders answered for care at home, and what three evaluators made of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bidding:
    """One bid: who, who acts for it, its answers by code and its figures."""

    name: str
    number: str
    person: str
    postcode: str
    is_social: bool
    answers: dict[str, str]
    figures: dict[str, str]


@dataclass(frozen=True)
class Gave:
    """What an evaluator gave, and why."""

    points: int
    reason: str


BIDS = (
    Bidding(
        "Calder Valley Care Co-operative",
        "RS008841",
        "bidder-co-op",
        "CB4 2QD",
        True,
        {
            "1.1": "Mrs A. comes home from hospital on a Monday. Her two named carers meet her at "
            "the door and stay the afternoon. Each evening the pair tells the co-ordinator how "
            "much help was needed; on Thursday the early visit grows to an hour because she "
            "cannot yet dress alone, and on Sunday it shrinks again. She and her daughter see the "
            "plan on paper and change it by telephone. If one carer is ill, the other comes, and "
            "a third who has met her twice.",
            "1.2": "Everybody is a member with one vote. Pay is the real living wage plus travel "
            "time. New carers walk with a mentor for four weeks. Of 41 carers, 36 have been with "
            "us for more than two years; the members’ council sets the rota each month.",
            "SV1": "Twelve carers live in the upper valley and shop there. With Dale View primary "
            "school we run a weekly lunch for pupils and older people. We count who comes, and "
            "ask them each spring whether they would miss it.",
        },
        {"SV2": "9", "SV3": "320", "3": "2184000"},
    ),
    Bidding(
        "Homestead Carers",
        "07711934",
        "",
        "CB1 7EX",
        False,
        {
            "1.1": "We use a tested care planning system. Needs are reviewed every six weeks, and "
            "at once after a stay in hospital. Visits are planned by software that keeps travel "
            "short. Families have an app with each visit’s notes.",
            "1.2": "We pay five per cent above the minimum wage and offer an online academy with "
            "thirty courses. Staff turnover was 31 per cent last year, and we mean to bring it "
            "below 25.",
            "SV1": "We support local charities through our foundation and recycle uniforms. We "
            "will hold a yearly open day in the town hall.",
        },
        {"SV2": "12", "SV3": "120", "3": "2076000"},
    ),
    Bidding(
        "Pennine Support Services",
        "04420917",
        "bidder-company",
        "CB2 5LN",
        False,
        {
            "1.1": "Each person has a lead carer and a written week. When needs change, the lead "
            "carer may move up to four hours a week without asking the office. In the example, "
            "Mr B.’s tea visit moves to 7 pm for the football and his Saturday is longer while "
            "his wife is away. Night cover is by telephone.",
            "1.2": "Carers are paid the real living wage, by the shift and not by the visit. "
            "Training is two weeks before the first visit alone. Half of our team leaders began "
            "as carers with us.",
            "SV1": "We will take on six people a year through the Calderbrook job club and pay "
            "for their first qualification. The job club reports on each of them after three and "
            "twelve months, and we publish the figures.",
        },
        {"SV2": "11", "SV3": "260", "3": "2140000"},
    ),
)

INTEREST = (
    "Mae fy nghyfnither yn gweithio yn swyddfa’r cynigydd hwn, yn trefnu rotâu. Nid ydym yn "
    "trafod gwaith.",
    "She has no part in the bid. He scores under labels without names, a second evaluator scores "
    "the same questions, and the moderator knows of it.",
)

SCORES: dict[str, tuple[dict[str, Gave], ...]] = {
    "evaluator-care": (
        {
            "1.1": Gave(
                5,
                "The week is followed day by day, the visits grow and shrink with the need, and "
                "cover for illness is somebody she knows. More than was asked.",
            ),
            "1.2": Gave(
                4,
                "Real living wage with travel time, a mentor for four weeks, and figures that "
                "show people stay. Nothing said about career steps.",
            ),
            "SV1": Gave(
                4,
                "A weekly lunch with a named school, counted and asked about each spring. It "
                "would be very good with a second village.",
            ),
        },
        {
            "1.1": Gave(
                2,
                "A review every six weeks is too slow for needs that change within a week, and "
                "the week that was asked for is not described.",
            ),
            "1.2": Gave(
                2,
                "Turnover of 31 per cent is high; the academy is online alone and no time is "
                "paid for it.",
            ),
            "SV1": Gave(
                1,
                "An open day and a foundation; nothing that people in the upper valley would "
                "notice, and no way to tell.",
            ),
        },
        {
            "1.1": Gave(
                4,
                "The lead carer may move four hours without asking, and two real changes are "
                "shown. Night cover by telephone leaves a doubt.",
            ),
            "1.2": Gave(
                4,
                "Paid by the shift, two weeks of training before the first visit alone, and "
                "leaders who began as carers.",
            ),
            "SV1": Gave(
                4,
                "Six jobs a year through the job club with the first qualification paid; the club "
                "itself reports after three and twelve months.",
            ),
        },
    ),
    "evaluator-community": (
        {
            "1.1": Gave(
                4,
                "Dilynir yr wythnos fesul diwrnod, ac mae’r teulu’n gallu newid y cynllun dros y "
                "ffôn. Ni ddywedir beth sy’n digwydd yn y nos.",
            ),
            "1.2": Gave(
                5,
                "Mae pob gofalwr yn aelod gyda phleidlais, ac mae 36 o’r 41 wedi aros am fwy na "
                "dwy flynedd: tystiolaeth gref iawn.",
            ),
            "SV1": Gave(
                5,
                "Mae’r cinio wythnosol yn dod â phlant a phobl hŷn at ei gilydd, a gofynnir i "
                "bawb bob gwanwyn. Dyma fwy nag a ofynnwyd.",
            ),
        },
        {
            "1.1": Gave(
                3,
                "Mae’r system yn dda ac mae’r teulu’n gweld y nodiadau, ond ni ddangosir wythnos "
                "rhywun mewn gwirionedd.",
            ),
            "1.2": Gave(
                2,
                "Mae’r trosiant yn uchel, a bwriad yn unig yw ei ostwng. Ni ddywedir sut y "
                "gwneir hynny.",
            ),
            "SV1": Gave(
                2,
                "Mae diwrnod agored yn beth da, ond nid oes addewid y gellir ei fesur i bobl rhan "
                "uchaf y dyffryn.",
            ),
        },
        {
            "1.1": Gave(
                4,
                "Gall y gofalwr arweiniol symud oriau ei hun, ac mae’r enghraifft yn dangos "
                "parch at fywyd y dyn.",
            ),
            "1.2": Gave(
                3,
                "Tâl da fesul shifft, ond pythefnos yn unig o hyfforddiant a dim ffigurau am "
                "faint sy’n aros.",
            ),
            "SV1": Gave(
                5,
                "Chwe swydd y flwyddyn i bobl leol, gyda’r clwb swyddi’n adrodd ddwywaith ar bob "
                "un a’r ffigurau’n gyhoeddus.",
            ),
        },
    ),
    "evaluator-user": (
        {
            "1.1": Gave(
                5,
                "This is what I would want for myself: two people I know, and a third whom I "
                "have met before I need her.",
            ),
            "SV1": Gave(
                4,
                "I have been to a lunch like that. Children and old people both talk about it "
                "all week, and they ask us what we think.",
            ),
        },
        {
            "1.1": Gave(
                1,
                "Six weeks is a long time when you are ill. An app is no use to me, and nobody "
                "says who comes through my door.",
            ),
            "SV1": Gave(
                2,
                "An open day in town is a bus ride away. I cannot see what our end of the valley "
                "gets from this.",
            ),
        },
        {
            "1.1": Gave(
                2,
                "I like the football, but at night there would only be a voice on the telephone, "
                "and I have fallen at night.",
            ),
            "SV1": Gave(
                4,
                "Work for six of our young people each year, and somebody from outside counts "
                "whether it came true.",
            ),
        },
    ),
}
