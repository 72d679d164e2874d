"""Every row knows whose it is: fetched by `within(org)` alone, a stranger's id is not found."""

from typing import TYPE_CHECKING, Any, Self

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model, ModelMeta
from tortoise.queryset import QuerySet

from coopcouncil.kernel.errors import NotHere

if TYPE_CHECKING:
    from coopcouncil.organisations.models import Organisation


class _Uncommented(ModelMeta):
    """The ORM parses the source of every table for comments that describe its columns. None of
    ours has any, and it was a third of the time in which a command starts."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> "_Uncommented":
        attrs = {"_no_comments": True, **attrs}
        return super().__new__(cls, name, bases, attrs)  # type: ignore[return-value]


class Tenanted(Model, metaclass=_Uncommented):
    """A row that belongs to one organisation."""

    organisation: fields.ForeignKeyRelation["Organisation"] = fields.ForeignKeyField(
        "coopcouncil.Organisation", related_name=False, on_delete=fields.RESTRICT
    )
    organisation_id: int

    class Meta:
        abstract = True

    @classmethod
    def within(cls, org: "Organisation") -> QuerySet[Self]:
        """The organisation's own rows: the only front door."""
        return cls.filter(organisation_id=org.id)

    @classmethod
    def everywhere(cls) -> QuerySet[Self]:
        """Every organisation's rows: for jobs and commands, whose ids come from no visitor."""
        return cls.all()

    @classmethod
    async def one(cls, org: "Organisation", *args: Q, **which: object) -> Self:
        """The organisation's one such row; `NotHere` (404) where there is none."""
        found = await cls.within(org).get_or_none(*args, **which)
        if found is None:
            raise NotHere
        return found
