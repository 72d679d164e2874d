"""Open contracting data: under which prefix an organisation publishes, and each release."""

from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from coopcouncil.organisations.tenancy import Tenanted
from coopcouncil.procurement.tenders.models import Tender


class Publisher(Tenanted):
    """What an organisation publishes open contracting data as."""

    id = fields.BigIntField(primary_key=True)
    # Registered with the Open Contracting Partnership: ocds-abc123. Never that of Find a Tender.
    prefix = fields.CharField(max_length=20, default="")
    # As org-id.guide names registers: GB-LAE for English councils, GB-LAW for Welsh ones.
    scheme = fields.CharField(max_length=20, default="")
    number = fields.CharField(max_length=40, default="")
    address = fields.CharField(max_length=300, default="")
    """The organisation's own website."""
    changed_at = fields.DatetimeField()

    class Meta:
        table = "ocds_publisher"
        constraints = [
            UniqueConstraint(fields=("organisation_id",), name="one_publisher_per_organisation"),
            CheckConstraint(
                check="prefix !~ '^ocds-h6vhtk'", name="the_central_prefix_is_not_ours"
            ),
        ]


class Release(Tenanted):
    """One release, as it was published once. Never changed; another tells what changed."""

    id = fields.BigIntField(primary_key=True)
    tender: fields.ForeignKeyRelation[Tender] = fields.ForeignKeyField(
        "coopcouncil.Tender", related_name="releases", on_delete=fields.RESTRICT
    )
    tender_id: int
    number = fields.IntField()
    tag = fields.CharField(max_length=24)
    published_at = fields.DatetimeField()
    body: dict[str, Any] = fields.JSONField()
    hash = fields.CharField(max_length=64)

    class Meta:
        table = "ocds_release"
        constraints = [
            UniqueConstraint(fields=("tender_id", "number"), name="one_release_per_number")
        ]
        # By RunSQL besides: releases_stay.
