"""Named reads of joining: what a constituency asks, what waits, who may be the same person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tortoise import connections

from coopcouncil.joining.kinds import OPEN
from coopcouncil.joining.models import Application, JoiningForm
from coopcouncil.joining.rules.eligibility import Terms, order_of
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.members.kinds import Status
from coopcouncil.members.models import Constituency, RegisterEntry
from coopcouncil.organisations.chapters.joining import Qualification
from coopcouncil.organisations.kinds import SOCIETIES
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.rules import NoRulesYet

NOTHING = Qualification()
MOST_ALIKE = 20


@dataclass(frozen=True)
class House:
    """An organisation as its joining knows it: the rules today, constituencies, schools."""

    org: Organisation
    rules: Rulebook
    constituencies: tuple[Constituency, ...]
    parts: tuple[Organisation, ...]

    def terms(self, constituency_id: int | None, language: str = "en") -> Terms:
        """What is asked of whoever joins this constituency, or the organisation as a whole."""
        key = next((c.key for c in self.constituencies if c.id == constituency_id), "")
        bond = (self.rules.common_bond_cy if language == "cy" else "") or self.rules.common_bond
        return Terms(
            self.rules.member_age,
            self.rules.organisation_members,
            bond,
            self.rules.qualified_by.get(key, NOTHING),
            bool(self.parts),
        )

    @property
    def allots(self) -> bool:
        """Whether a member holds a share of membership here."""
        return self.org.legal_form in SOCIETIES and self.rules.par_value > 0

    @property
    def order(self) -> tuple[int, ...]:
        """The constituencies' numbers in the order of the rules."""
        keys = [(c.key, c.id) for c in self.constituencies]
        return order_of(self.rules.constituency_order, keys)


async def sheets_with_applications(org: Organisation, member_id: int) -> list[tuple[date, str]]:
    """The days on which a member confirmed, in an application, the sheet on how savings are
    protected, with its edition."""
    found = Application.within(org).filter(member_id=member_id).exclude(sheet="")
    return [
        (one.received_at.astimezone(clock.LONDON).date(), one.sheet)
        for one in await found.order_by("id")
    ]


async def house_of(org: Organisation) -> House:
    """The organisation with its rules in force; the usual ones where none are recorded yet."""
    try:
        rules = (await rulebook_on(org, clock.today())).rules
    except NoRulesYet:
        rules = Rulebook.usual(org.legal_form)
    return House(
        org,
        rules,
        tuple(await Constituency.within(org).order_by("place", "id")),
        tuple(await Organisation.filter(parent_id=org.id).order_by("name")),
    )


async def open_forms(org: Organisation) -> list[JoiningForm]:
    """The forms on which people can apply today."""
    found = JoiningForm.within(org).filter(closed_at=None).select_related("constituency")
    return sorted(await found, key=lambda form: form.constituency.place if form.constituency else 0)


async def waiting(org: Organisation) -> list[Application]:
    """What waits for the board, the oldest first."""
    return await Application.within(org).filter(state__in=OPEN).order_by("id")


async def alike(org: Organisation, applications: Iterable[Application]) -> dict[int, Sequence[str]]:
    """For each application, members whose name or e-mail address is the same: for a person to
    look at. A mother and daughter can share both and be two members."""
    asked = list(applications)
    entries = await _same(org, asked)
    found: dict[int, Sequence[str]] = {}
    for one in asked:
        key, address = _key(one), one.email.lower()
        same = [
            f"{entry.name} ({entry.member_number})"
            for entry in entries
            if entry.sort_key == key or (address and entry.email.lower() == address)
        ]
        if same:
            found[one.id] = same[:MOST_ALIKE]
    return found


async def former(org: Organisation, one: Application) -> list[RegisterEntry]:
    """Those alike who were members and left: the applicant may be one of them."""
    return [entry for entry in await _same(org, [one]) if entry.status == Status.LEFT]


async def _same(org: Organisation, asked: Sequence[Application]) -> list[RegisterEntry]:
    # By the indexes of current entries: a register of a million is not read through.
    rows = await connections.get("default").execute_query_dict(
        "SELECT id FROM (SELECT id, valid_from, valid_to FROM register_entry "
        "WHERE organisation_id = $1 AND superseded_at IS NULL "
        'AND sort_key COLLATE "C" = ANY($2::text[]) UNION '
        "SELECT id, valid_from, valid_to FROM register_entry "
        "WHERE organisation_id = $1 AND superseded_at IS NULL AND email <> '' "
        "AND lower(email) = ANY($3::text[])) AS e "
        "WHERE e.valid_from <= $4 AND e.valid_to > $4 LIMIT 2000",
        [
            org.id,
            [_key(one) for one in asked if one.name],
            [one.email.lower() for one in asked if one.email],
            clock.today(),
        ],
    )
    found = RegisterEntry.within(org).filter(id__in=[row["id"] for row in rows])
    return await found.order_by("sort_key", "id")


def _key(one: Application) -> str:
    """As `members.recording` sorts such a name."""
    return welsh_key(f"{one.family_name} {one.given_name}")[:300]
