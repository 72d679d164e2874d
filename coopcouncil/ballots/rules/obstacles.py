"""What still stands between a ballot and its opening, as a list of sentences."""

from dataclasses import dataclass
from datetime import date, datetime

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as far as opening depends on it."""

    name: str
    name_cy: str
    statement: str
    statement_cy: str


@dataclass(frozen=True, slots=True)
class Setup:
    """All that opening depends on."""

    kind: str
    footing: str
    is_bilingual: bool
    title: str
    title_cy: str
    question: str
    question_cy: str
    explanation: str
    explanation_cy: str
    office: str
    office_cy: str
    choices: tuple[Choice, ...]
    seats: int
    most_choices: int | None
    # Names of the constituencies that the ballot names, without a Welsh name.
    constituencies_without_welsh: tuple[str, ...]
    qualifying_on: date
    closes_at: datetime
    on_roll: int | None
    has_key: bool
    keeper: str
    rehearsed: frozenset[str]
    rules_allow_footing: bool
    is_demonstration: bool
    welsh_signed_off: bool
    # Those on the paper who may not stand, each with the reason.
    not_standing: tuple[Refused, ...] = ()

    @property
    def is_election(self) -> bool:
        return self.kind != "resolution"


def obstacles_to_opening(setup: Setup, now: datetime, today: date) -> tuple[Refused, ...]:
    """Everything that must be put right first, in the order of setting up."""
    return (
        *_texts(setup),
        *_options(setup),
        *setup.not_standing,
        *_footing(setup),
        *_times(setup, now, today),
        *_roll_and_key(setup),
        *_welsh_words(setup),
    )


class TextMissing(Refused):
    """A text that every voter reads is not there yet."""

    def sentence(self, _: Gettext) -> str:
        return _("Write the title and the question.")


class WelshMissing(Refused):
    """The organisation is bilingual, and a text exists in one language alone."""

    def __init__(self, what: str) -> None:
        self.what = what

    def sentence(self, _: Gettext) -> str:
        return {
            "title": _("The title is missing in Welsh."),
            "question": _("The question is missing in Welsh."),
            "explanation": _("The explanation is missing in Welsh."),
            "office": _("The name of the office is missing in Welsh."),
        }[self.what]


class ChoiceWithoutWelsh(Refused):
    """A choice's name or statement exists in one language alone."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        text = _("The name or the statement of “{name}” is missing in one of the languages.")
        return text.format(name=self.name)


class ConstituencyWithoutWelsh(Refused):
    """A constituency's name exists in one language alone."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        text = _("The constituency “{name}” has no Welsh name.")
        return text.format(name=self.name)


class OfficeMissing(Refused):
    """An election to nothing."""

    def sentence(self, _: Gettext) -> str:
        return _("Name the office that is being elected.")


class TooFewChoices(Refused):
    """Nothing to choose between."""

    def sentence(self, _: Gettext) -> str:
        return _("Put at least two choices on the paper.")


class Uncontested(Refused):
    """As many places as candidates."""

    def __init__(self, choices: int, seats: int) -> None:
        self.choices, self.seats = choices, seats

    def sentence(self, _: Gettext) -> str:
        text = _(
            "There are {seats} places and {choices} candidates: nobody has to be voted for."
            " Declare them elected unopposed, or take more nominations."
        )
        return text.format(seats=self.seats, choices=self.choices)


class MoreCrossesThanChoices(Refused):
    """The most that may be chosen is more than there are."""

    def sentence(self, _: Gettext) -> str:
        return _("The paper allows more choices than it has. Lower the number or add choices.")


class NotAPhoto(Refused):
    """A file that is neither of the two kinds that every browser shows."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose a JPEG or PNG file as the photo.")


class FootingNotAllowed(Refused):
    """The rules know no such decision."""

    def __init__(self, footing: str) -> None:
        self.footing = footing

    def sentence(self, _: Gettext) -> str:
        if self.footing == "meeting":
            return _(
                "The rulebook takes no votes before a meeting, so this cannot be a meeting’s poll."
            )
        return _("The rulebook decides nothing by ballot outside a meeting. Make it advisory.")


class WrittenResolution(Refused):
    """A company's written resolution is agreed to by name."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "A written resolution is agreed to by name, member by member (Companies Act 2006,"
            " section 288), so it cannot be a secret ballot."
        )


class CloseIsPast(Refused):
    """It would be over before it began."""

    def sentence(self, _: Gettext) -> str:
        return _("The closing time is past. Choose a later one.")


class QualifyingDayToCome(Refused):
    """Nobody knows yet who will be a member then."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _("The qualifying date, {day}, is still to come. The roll can be cut on that day.")
        return text.format(day=day(self.on, _))


class NoRoll(Refused):
    """Nobody has been put on the roll."""

    def sentence(self, _: Gettext) -> str:
        return _("Cut the roll from the register.")


class EmptyRoll(Refused):
    """The roll was cut and nobody is on it."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody is on the roll. Check the constituencies and the qualifying date.")


class NoKey(Refused):
    """Votes could not be sealed."""

    def sentence(self, _: Gettext) -> str:
        return _("Make the ballot’s key.")


class NotRehearsed(Refused):
    """Nobody has shown that the key opens what it must."""

    def __init__(self, side: str) -> None:
        self.side = side

    def sentence(self, _: Gettext) -> str:
        return {
            "platform": _("Rehearse the key: it must be seen to open a test envelope."),
            "officer": _(
                "The returning officer must rehearse the key: the file or the words must be seen"
                " to open a test envelope."
            ),
            "scrutineer": _(
                "A scrutineer must rehearse the printed copy of the key: it must be seen to open"
                " a test envelope."
            ),
        }[self.side]


class WelshNotSignedOff(Refused):
    """Nobody answers for the Welsh that voters will read."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "A named person must walk through the voter’s pages in Welsh and sign off their words."
        )


def _texts(setup: Setup) -> list[Refused]:
    found: list[Refused] = []
    if not setup.title or not setup.question:
        found.append(TextMissing())
    if setup.is_election and not setup.office:
        found.append(OfficeMissing())
    if setup.is_bilingual:
        pairs = [
            ("title", setup.title, setup.title_cy),
            ("question", setup.question, setup.question_cy),
            ("explanation", setup.explanation, setup.explanation_cy),
            ("office", setup.office, setup.office_cy),
        ]
        found += [WelshMissing(what) for what, one, other in pairs if bool(one) != bool(other)]
        found += [
            ChoiceWithoutWelsh(choice.name)
            for choice in setup.choices
            if not choice.name_cy or bool(choice.statement) != bool(choice.statement_cy)
        ]
        found += [ConstituencyWithoutWelsh(name) for name in setup.constituencies_without_welsh]
    return found


def _options(setup: Setup) -> list[Refused]:
    if not setup.is_election:
        return []
    if len(setup.choices) < 2:
        return [TooFewChoices()]
    found: list[Refused] = []
    if len(setup.choices) <= setup.seats:
        found.append(Uncontested(len(setup.choices), setup.seats))
    if setup.most_choices and setup.most_choices > len(setup.choices):
        found.append(MoreCrossesThanChoices())
    return found


def _footing(setup: Setup) -> list[Refused]:
    if setup.footing == "written":
        return [WrittenResolution()]
    if not setup.rules_allow_footing:
        return [FootingNotAllowed(setup.footing)]
    return []


def _times(setup: Setup, now: datetime, today: date) -> list[Refused]:
    found: list[Refused] = []
    if setup.closes_at <= now:
        found.append(CloseIsPast())
    if setup.qualifying_on > today:
        found.append(QualifyingDayToCome(setup.qualifying_on))
    return found


def _roll_and_key(setup: Setup) -> list[Refused]:
    found: list[Refused] = []
    if setup.on_roll is None:
        found.append(NoRoll())
    elif not setup.on_roll:
        found.append(EmptyRoll())
    if not setup.has_key:
        return [*found, NoKey()]
    sides = ("platform",) if setup.keeper == "platform" else ("officer", "scrutineer")
    return found + [NotRehearsed(side) for side in sides if side not in setup.rehearsed]


def _welsh_words(setup: Setup) -> list[Refused]:
    if setup.is_bilingual and not setup.is_demonstration and not setup.welsh_signed_off:
        return [WelshNotSignedOff()]
    return []
