"""An organisation begins, is called something else, and has its rules registered anew."""

from dataclasses import asdict, dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.colour import may_be_brand
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import (
    LegalForm,
    Nation,
    Organisation,
    RulebookVersion,
)
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.rules import (
    AddressTaken,
    may_be_addressed,
    may_be_named,
    may_belong,
    may_record_rules,
)
from coopcouncil.organisations.statute import breaches


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What an organisation says of itself."""

    name: str
    name_cy: str = ""
    registered_number: str = ""
    postal_address: str = ""
    postcode: str = ""
    email: str = ""
    telephone: str = ""
    brand_colour: str = ""


async def found(
    slug: str,
    particulars: Particulars,
    form: LegalForm,
    nation: Nation,
    rules: Rulebook | None = None,
    registered_on: date | None = None,
    parent: Organisation | None = None,
    by: Person | None = None,
) -> Organisation:
    """Begin an organisation with its rules as registered. A school goes by its trust's rules.

    Nobody holds a role in it yet: `grant` the first secretary in the same transaction.
    """
    async with in_transaction():
        await lock("organisation", "new")
        may_be_addressed(slug)
        may_belong(form, parent is not None, parent is not None and parent.parent_id is not None)
        may_be_named(particulars.name_cy, rules is not None and rules.bilingual)
        if particulars.brand_colour:
            may_be_brand(particulars.brand_colour)
        if await Organisation.exists(slug=slug):
            raise AddressTaken(slug)
        org = await Organisation.create(
            slug=slug,
            legal_form=form,
            nation=nation,
            parent=parent,
            opened_at=clock.now(),
            **asdict(particulars),
        )
        await audit.record(
            org.id, by.id if by else None, "founded", f"organisation:{org.id}", name=org.name
        )
        if rules is not None:
            await record_rules(org, rules, registered_on or clock.today(), by, note="")
    return org


async def record_rules(
    org: Organisation, rules: Rulebook, effective_from: date, by: Person | None, note: str
) -> RulebookVersion:
    """Record rules from the day of their registration on. Older versions stay as they are."""
    async with in_transaction():
        await lock("rulebook", org.id)
        latest = await RulebookVersion.within(org).order_by("-number").first()
        may_record_rules(
            effective_from,
            clock.today(),
            latest.effective_from if latest else None,
            latest is None or bool(rules.changed_from(latest.rules)),
        )
        for refusal in breaches(rules, org.legal_form):
            raise refusal
        may_be_named(org.name_cy, rules.bilingual)
        version = await RulebookVersion.create(
            organisation=org,
            number=latest.number + 1 if latest else 1,
            effective_from=effective_from,
            parameters=rules.written(),
            recorded_at=clock.now(),
            recorded_by=by,
            note=note,
        )
        await audit.record(
            org.id,
            by.id if by else None,
            "recorded-rules",
            f"rulebook-version:{version.id}",
            number=version.number,
            effective_from=effective_from,
            changed=rules.changed_from(latest.rules) if latest else (),
        )
    return version


async def change_particulars(org: Organisation, particulars: Particulars, by: Person) -> None:
    """Correct what the organisation says of itself."""
    async with in_transaction():
        await lock("organisation", org.id)
        row = await Organisation.get(id=org.id)
        latest = await RulebookVersion.within(org).order_by("-number").first()
        may_be_named(particulars.name_cy, latest is not None and latest.rules.bilingual)
        if particulars.brand_colour:
            may_be_brand(particulars.brand_colour)
        changed = {
            name: value
            for name, value in asdict(particulars).items()
            if getattr(row, name) != value
        }
        if not changed:
            return
        row.update_from_dict(changed)
        await row.save(update_fields=list(changed))
        await audit.record(
            org.id, by.id, "changed-particulars", f"organisation:{org.id}", fields=sorted(changed)
        )
