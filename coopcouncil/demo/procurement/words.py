"""The words of the three tenders."""

from dataclasses import dataclass

from coopcouncil.procurement.kinds import CriterionKind, Formula, Procedure


@dataclass(frozen=True)
class Asked:
    """One criterion."""

    code: str
    kind: CriterionKind
    weight: int
    title: str
    title_cy: str
    question: str = ""
    question_cy: str = ""
    under: str = ""
    formula: Formula | None = None
    target: int = 0
    least: int = 0
    measure: str = ""


@dataclass(frozen=True)
class Story:
    """One tender."""

    key: str
    reference: str
    days_ago: int
    days_open: int
    starts_after: int
    value: int
    procedure: Procedure
    cpv: str
    title: str
    title_cy: str
    description: str
    description_cy: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Counted:
    """What a measure counts."""

    title: str
    title_cy: str
    unit: str
    unit_cy: str
    evidence: str
    evidence_cy: str
    link: str
    cleared: str = "It is about how this contract is performed, and favours no place of origin."


BANDS = (
    (
        "Nothing",
        "Nothing is answered, or nothing that bears on the question.",
        "Dim",
        "Ni atebir dim, neu ddim sy’n berthnasol i’r cwestiwn.",
    ),
    (
        "Poor",
        "A small part of the question is answered, or the answer gives no ground to believe it.",
        "Gwael",
        "Atebir rhan fach o’r cwestiwn, neu nid yw’r ateb yn rhoi sail i’w gredu.",
    ),
    (
        "Weak",
        "Much is answered, but a part that matters is missing or doubtful.",
        "Gwan",
        "Atebir llawer, ond mae rhan o bwys ar goll neu’n amheus.",
    ),
    (
        "Fair",
        "The question is answered; small doubts remain about how it will be done.",
        "Gweddol",
        "Atebir y cwestiwn; erys mân amheuon ynghylch sut y’i gwneir.",
    ),
    (
        "Good",
        "The question is answered in full, with evidence that it will be done.",
        "Da",
        "Atebir y cwestiwn yn llawn, gyda thystiolaeth y’i gwneir.",
    ),
    (
        "Very good",
        "The question is answered in full with evidence, and people gain more than was asked.",
        "Da iawn",
        "Atebir y cwestiwn yn llawn gyda thystiolaeth, a bydd pobl yn elwa mwy nag a ofynnwyd.",
    ),
)

MEASURES = {
    "CB1": Counted(
        "Apprenticeships begun",
        "Prentisiaethau a ddechreuwyd",
        "apprenticeships",
        "prentisiaeth",
        "Each apprenticeship agreement, with the training provider’s confirmation.",
        "Pob cytundeb prentisiaeth, gyda chadarnhad y darparwr hyfforddiant.",
        "The work of this contract is done by people who can be trained in it.",
    ),
    "CB2": Counted(
        "Hours given to schools and co-operatives nearby",
        "Oriau a roddwyd i ysgolion a mentrau cydweithredol cyfagos",
        "hours",
        "awr",
        "A list of days and hours that the school or co-operative has signed.",
        "Rhestr o ddyddiau ac oriau wedi’i llofnodi gan yr ysgol neu’r fenter gydweithredol.",
        "Those who deliver this contract have skills that the places it serves lack.",
    ),
}


def _method(quality: tuple[tuple[str, str, str, str], ...]) -> tuple[Asked, ...]:
    """A condition; 40 for quality; 20 for social value; 40 for price."""
    scale, figure = CriterionKind.SCALE, CriterionKind.FIGURE
    return (
        Asked(
            "C1",
            CriterionKind.CONDITION,
            0,
            "Insurance of £5 million for each claim",
            "Yswiriant o £5 miliwn ar gyfer pob hawliad",
        ),
        Asked("1", CriterionKind.GROUP, 40, "Quality", "Ansawdd"),
        *(
            Asked(f"1.{number}", scale, weight, *words, under="1", least=2 if number == 1 else 0)
            for number, (weight, words) in enumerate(zip((60, 40), quality, strict=True), 1)
        ),
        Asked("2", CriterionKind.GROUP, 20, "Social value", "Gwerth cymdeithasol"),
        Asked(
            "SV1",
            scale,
            50,
            "What the valley gains",
            "Yr hyn y mae’r dyffryn yn ei ennill",
            "Say what people and places in Calderbrook gain from the way you do this work, whom "
            "you will work with, and how they will be able to tell.",
            "Dywedwch beth y mae pobl a lleoedd yn Calderbrook yn ei ennill o’r ffordd yr ydych "
            "yn gwneud y gwaith hwn, gyda phwy y byddwch yn gweithio, a sut y gallant wybod.",
            under="2",
        ),
        Asked(
            "SV2",
            figure,
            30,
            "Apprenticeships",
            "Prentisiaethau",
            "How many apprenticeships will begin in the three years?",
            "Sawl prentisiaeth fydd yn dechrau yn ystod y tair blynedd?",
            under="2",
            formula=Formula.OVER_HIGHEST,
            measure="CB1",
        ),
        Asked(
            "SV3",
            figure,
            20,
            "Hours given nearby",
            "Oriau a roddir gerllaw",
            "How many hours will your people give to schools and co-operatives nearby?",
            "Sawl awr fydd eich pobl yn ei rhoi i ysgolion a mentrau cydweithredol cyfagos?",
            under="2",
            formula=Formula.OVER_TARGET,
            target=300,
            measure="CB2",
        ),
        Asked(
            "3",
            CriterionKind.PRICE,
            40,
            "Price for three years",
            "Pris am dair blynedd",
            "Everything included, without VAT.",
            "Yn cynnwys popeth, heb TAW.",
            formula=Formula.LOWEST_OVER,
        ),
    )


STORIES = (
    Story(
        "meals",
        "CALDERBROOK-MEALS",
        540,
        35,
        150,
        95_000_000,
        Procedure.OPEN,
        "55524000-9",
        "Meals for six primary schools",
        "Prydau ar gyfer chwe ysgol gynradd",
        "A hot meal on each school day for some 1,400 pupils of six primary schools, cooked in "
        "the schools’ own kitchens.",
        "Pryd poeth bob diwrnod ysgol i ryw 1,400 o ddisgyblion mewn chwe ysgol gynradd, wedi’i "
        "goginio yng ngheginau’r ysgolion eu hunain.",
        _method(
            (
                (
                    "The food",
                    "Y bwyd",
                    "Describe four weeks of menus: what is in season, where it comes from, and "
                    "how a child who may not eat something is fed as well as the others.",
                    "Disgrifiwch bedair wythnos o fwydlenni: beth sydd yn ei dymor, o ble y daw, "
                    "a sut y caiff plentyn na all fwyta rhywbeth ei fwydo cystal â’r lleill.",
                ),
                (
                    "The people in the kitchens",
                    "Y bobl yn y ceginau",
                    "Describe how those who cook are employed, trained and heard.",
                    "Disgrifiwch sut y caiff y rhai sy’n coginio eu cyflogi, eu hyfforddi a’u "
                    "clywed.",
                ),
            )
        ),
    ),
    Story(
        "care",
        "CALDERBROOK-CARE",
        62,
        33,
        180,
        240_000_000,
        Procedure.OPEN,
        "85312400-3",
        "Care at home in the upper valley",
        "Gofal yn y cartref yn rhan uchaf y dyffryn",
        "Help with living at home for some 180 older people between Clough Lane and Dale View.",
        "Cymorth i fyw gartref i ryw 180 o bobl hŷn rhwng Clough Lane a Dale View.",
        _method(
            (
                (
                    "Care that fits the person",
                    "Gofal sy’n gweddu i’r person",
                    "Describe one week with somebody whose needs change, hour by hour.",
                    "Disgrifiwch wythnos gyda rhywun y mae ei anghenion yn newid, fesul awr.",
                ),
                (
                    "Carers who stay",
                    "Gofalwyr sy’n aros",
                    "Describe how you pay, train and keep those who care.",
                    "Disgrifiwch sut yr ydych yn talu, yn hyfforddi ac yn cadw’r rhai sy’n gofalu.",
                ),
            )
        ),
    ),
    Story(
        "play",
        "CALDERBROOK-PLAY",
        9,
        36,
        120,
        31_000_000,
        Procedure.OPEN,
        "92331210-5",
        "Play in the holidays",
        "Chwarae yn y gwyliau",
        "Three weeks of play each summer for children of five to eleven, on four sites.",
        "Tair wythnos o chwarae bob haf i blant pump i un ar ddeg oed, ar bedwar safle.",
        _method(
            (
                (
                    "A day of play",
                    "Diwrnod o chwarae",
                    "Describe one day, from the gate opening to the last child collected.",
                    "Disgrifiwch un diwrnod, o agor y giât hyd nes casglu’r plentyn olaf.",
                ),
                (
                    "Every child",
                    "Pob plentyn",
                    "Describe how a child who needs more help plays with the others.",
                    "Disgrifiwch sut y mae plentyn sydd angen mwy o gymorth yn chwarae gyda’r "
                    "lleill.",
                ),
            )
        ),
    ),
)
