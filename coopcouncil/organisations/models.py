"""Organisations, their rulebooks in dated versions, roles granted, and a council's list."""

from datetime import date, datetime

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model
from tortoise.queryset import QuerySet

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db.rows import as_model, columns, first
from coopcouncil.organisations.kinds import Asking, LegalForm, Nation, Role
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.rules import NoRulesYet
from coopcouncil.organisations.tenancy import Tenanted

__all__ = [
    "Grant",
    "LegalForm",
    "Listing",
    "Nation",
    "NeedOrOffer",
    "Organisation",
    "Role",
    "RulebookVersion",
    "councils_listing",
    "entered",
    "grants_of",
    "has_roles_only_from",
    "live_grants",
    "new_roles",
    "roles_given",
    "rulebook_on",
    "rulebook_versions",
    "standing_posts",
]


class Organisation(Model):
    """A tenant. A school's `parent` is its trust; nothing else has a parent."""

    id = fields.BigIntField(primary_key=True)
    slug = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=200)
    name_cy = fields.CharField(max_length=200, default="")
    legal_form = fields.CharEnumField(LegalForm, max_length=40)
    nation = fields.CharEnumField(Nation, max_length=20)
    parent: fields.ForeignKeyNullableRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name="parts", null=True, on_delete=fields.RESTRICT
    )
    registered_number = fields.CharField(max_length=20, default="")
    postal_address = fields.TextField(default="")
    postcode = fields.CharField(max_length=10, default="")
    email = fields.CharField(max_length=254, default="")
    telephone = fields.CharField(max_length=40, default="")
    brand_colour = fields.CharField(max_length=7, default="")
    opened_at = fields.DatetimeField()

    parent_id: int | None

    class Meta:
        table = "organisation"
        constraints = [
            CheckConstraint(
                check="slug ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'",
                name="an_organisation_has_an_address_of_plain_letters",
            ),
            CheckConstraint(
                check="parent_id IS NULL OR legal_form = 'school'",
                name="only_a_school_is_part_of_a_trust",
            ),
            CheckConstraint(check="parent_id <> id", name="no_organisation_is_its_own_parent"),
        ]

    def called(self, language: str) -> str:
        """The name in the reader's language, or its only name."""
        return (self.name_cy if language == "cy" else "") or self.name

    def __str__(self) -> str:
        return self.name


class RulebookVersion(Tenanted):
    """The rules as registered on a day. Never changed: a change of rules is a new version.

    `parameters` is what `organisations.rulebook.Rulebook` writes and reads.
    """

    id = fields.BigIntField(primary_key=True)
    number = fields.IntField()
    effective_from = fields.DateField()
    parameters = fields.JSONField[dict[str, object]]()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    note = fields.TextField(default="")

    class Meta:
        table = "rulebook_version"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "number"), name="one_rulebook_version_per_number"
            ),
        ]
        # By RunSQL besides: the trigger rulebook_versions_never_change.

    @property
    def rules(self) -> Rulebook:
        """The parameters, typed."""
        return Rulebook.read(self.parameters)


async def has_rules(org: Organisation) -> bool:
    """Whether rules are in force today: without any, nothing is called and no ballot begins."""
    owner = org.id if org.parent_id is None else org.parent_id
    today = clock.today()
    return await RulebookVersion.filter(organisation_id=owner, effective_from__lte=today).exists()


async def rulebook_on(
    org: Organisation, day: date, known_at: datetime | None = None
) -> RulebookVersion:
    """The rules in force on a day, as known now or at a moment; a school goes by its trust's.

    `NoRulesYet` where none were recorded for that day, or none by then.
    """
    owner = org.id if org.parent_id is None else org.parent_id
    versions = RulebookVersion.filter(organisation_id=owner, effective_from__lte=day)
    if known_at is not None:
        versions = versions.filter(recorded_at__lte=known_at)
    found = (
        await versions.order_by("-effective_from", "-number")
        .select_related("organisation", "recorded_by")
        .first()
    )
    if found is None:
        raise NoRulesYet(day)
    return found


async def rulebook_versions(org: Organisation) -> list[RulebookVersion]:
    """All versions, the newest first; a school's are its trust's."""
    owner = org.id if org.parent_id is None else org.parent_id
    found = RulebookVersion.filter(organisation_id=owner).order_by("-number")
    return await found.select_related("organisation", "recorded_by")


class Grant(Tenanted):
    """A role that the organisation gave a person, for all to see, until it is revoked."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name="grants", on_delete=fields.RESTRICT
    )
    role = fields.CharEnumField(Role, max_length=30)
    over_cluster = fields.BooleanField(default=False)
    granted_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    granted_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)
    revoked_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    reason = fields.TextField(default="")

    person_id: int
    granted_by_id: int | None

    class Meta:
        table = "role_grant"
        indexes = [Index(fields=("organisation_id", "person_id"), name="role_grant_of_a_person")]
        constraints = [
            CheckConstraint(
                check="revoked_at >= granted_at", name="a_role_is_granted_before_it_is_revoked"
            ),
        ]
        # By RunSQL besides: the unique index one_live_grant_per_person_and_role and the
        # trigger grants_are_revoked_and_never_rewritten.


def live_grants(organisation_id: int) -> QuerySet[Grant]:
    """The roles that an organisation has given and not taken back."""
    return Grant.filter(organisation_id=organisation_id, revoked_at=None)


async def grants_of(person: Person) -> list[Grant]:
    """The person's live roles, wherever they are."""
    return await Grant.filter(person_id=person.id, revoked_at=None).order_by("id")


async def entered(slug: str, person: Person | None) -> tuple[Organisation, frozenset[Role]] | None:
    """The organisation of an address and the person's roles there, in one statement: every
    request within an organisation begins with it.

    Roles come by its own grants or, over the cluster, its trust's. Nothing else gives one: a
    council has none in the co-operatives that it lists.
    """
    row = await first(
        f"SELECT {columns(Organisation, 'o')}, ARRAY("  # noqa: S608
        "SELECT g.role FROM role_grant g WHERE g.person_id = $2 AND g.revoked_at IS NULL AND"
        " (g.organisation_id = o.id OR g.organisation_id = o.parent_id AND g.over_cluster)"
        ") AS roles FROM organisation o WHERE o.slug = $1",
        [slug, person.id if person else None],
    )
    if row is None:
        return None
    return as_model(Organisation, "o", row), frozenset(Role(role) for role in row["roles"])


def _reaching(org: Organisation) -> Q:
    ours = Q(organisation_id=org.id)
    if org.parent_id is not None:
        ours |= Q(organisation_id=org.parent_id, over_cluster=True)
    return ours


async def roles_given(org: Organisation) -> list[Grant]:
    """Every grant that reaches the organisation, its trust's over the cluster too."""
    found = Grant.filter(_reaching(org)).select_related(
        "organisation", "person", "granted_by", "revoked_by"
    )
    return await found.order_by("granted_at", "id")


async def has_roles_only_from(
    organisation_id: int, person_id: int, giver_id: int, since: datetime
) -> bool:
    """Whether all that a person may do in the organisation came from this one since then."""
    org = await Organisation.get(id=organisation_id)
    live = await Grant.filter(_reaching(org), person_id=person_id, revoked_at=None)
    return bool(live) and all(
        grant.granted_by_id == giver_id and grant.granted_at >= since for grant in live
    )


async def new_roles(org: Organisation, since: datetime) -> dict[int, tuple[set[int], datetime]]:
    """Everybody all of whose roles here were given by somebody after `since`: by whose hands, and
    when the first was. Who holds a role from before, or from an operator, is not among them."""
    by_person: dict[int, list[Grant]] = {}
    for grant in await Grant.filter(_reaching(org), revoked_at=None):
        by_person.setdefault(grant.person_id, []).append(grant)
    return {
        person: (
            {one.granted_by_id for one in live if one.granted_by_id is not None},
            min(one.granted_at for one in live),
        )
        for person, live in by_person.items()
        if all(one.granted_by_id is not None and one.granted_at > since for one in live)
    }


class Listing(Tenanted):
    """A co-operative on a council's list. It gives the council no role in it."""

    id = fields.BigIntField(primary_key=True)
    listed: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name="listings", on_delete=fields.CASCADE
    )
    note = fields.TextField(default="")
    note_cy = fields.TextField(default="")
    listed_at = fields.DatetimeField()

    listed_id: int

    class Meta:
        table = "listing"
        constraints = [
            UniqueConstraint(
                fields=("organisation_id", "listed_id"), name="each_co_operative_is_listed_once"
            ),
            CheckConstraint(
                check="organisation_id <> listed_id", name="no_organisation_lists_itself"
            ),
        ]


class NeedOrOffer(Tenanted):
    """What an organisation on a council's list needs, or offers to others, in its own words."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(Asking, max_length=10)
    text = fields.CharField(max_length=500)
    text_cy = fields.CharField(max_length=500, default="")
    contact = fields.CharField(max_length=300, default="")
    # For everybody, or for those councils alone that list the organisation.
    is_public = fields.BooleanField(default=False)
    until: date | None = fields.DateField(null=True)
    posted_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "coopcouncil.Person", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    posted_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "need_or_offer"
        indexes = [Index(fields=("organisation_id",), name="need_or_offer_organisation")]

    def says(self, language: str) -> str:
        """The words in the reader's language, or the only ones."""
        return (self.text_cy if language == "cy" else "") or self.text


def standing_posts(*orgs: Organisation) -> QuerySet[NeedOrOffer]:
    """What these organisations need and offer today, the newest first."""
    stands = Q(until=None) | Q(until__gte=clock.today())
    found = NeedOrOffer.filter(stands, organisation_id__in=[org.id for org in orgs])
    return found.filter(withdrawn_at=None).order_by("-posted_at", "-id")


async def councils_listing(org: Organisation) -> list[Organisation]:
    """The councils in whose directory the organisation stands."""
    found = await Listing.filter(listed_id=org.id).select_related("organisation")
    return sorted((each.organisation for each in found), key=lambda council: council.name)
