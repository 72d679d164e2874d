"""What the Direct Debit scheme wants members to be told, in their language, or in both where the
register knows of no choice and the organisation speaks both."""

from collections.abc import Sequence
from typing import Any

from coopcouncil.kernel import clock, config, mail, pages
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.payments.models import Charge
from coopcouncil.payments.stripe.kinds import MandateEnd, MandateKind
from coopcouncil.payments.stripe.models import StripeMandate, StripePayment


async def confirm_mandate(row: StripeMandate) -> None:
    """The mandate is given: its reference, and the Guarantee."""
    await _tell(row, "_mandate", f"mandate:{row.id}", reference=row.reference, last4=row.last4)


async def tell_ended(row: StripeMandate) -> None:
    """The bank ended it, or would not have it: nothing more is taken by it."""
    await _tell(
        row,
        "_mandate_ended",
        f"mandate:{row.id}",
        last4=row.last4,
        refused=row.end is MandateEnd.REFUSED,
    )


async def give_notice(
    row: StripeMandate, planned: StripePayment, charges: Sequence[Charge], pence: int
) -> bool:
    """The amount and the day, at least two days before; whether it could be sent."""
    return await _tell(
        row,
        "_collection",
        f"payment:{planned.payment_id}",
        is_debit=row.kind is MandateKind.DIRECT_DEBIT,
        reference=row.reference,
        last4=row.last4,
        on=planned.collect_on,
        sum=pence,
        charges=charges,
    )


async def _tell(row: StripeMandate, part: str, about: str, **facts: Any) -> bool:
    org = await Organisation.get(id=row.organisation_id)
    entry = await entry_of(org, row.member_id)
    if entry is None or not entry.email or await stopped([row.member_id]):
        return False
    spoken = await languages_for(org, entry)
    address = f"{config.current().base_url}/{org.slug}/pay"
    parts, subjects = [], []
    for lang in spoken:
        words = {
            **facts,
            "organisation": org.called(lang),
            "address": address,
            "lines": [(one.called(lang), one.owed) for one in facts.get("charges", ())],
        }
        text = pages.render(f"email/payments/{part}.txt", lang, **words).strip()
        subject, _, rest = text.partition("\n")
        subjects.append(subject.strip())
        parts.append(rest.strip())
    await mail.send(
        org.id,
        entry.email,
        template="email/payments/debit",
        language=spoken[0],
        context={"subject": " / ".join(subjects), "parts": parts, "name": entry.name},
        about=about,
    )
    return True


async def languages_for(org: Organisation, entry: RegisterEntry) -> tuple[str, ...]:
    """The member's language; where none is known and the organisation has both, Welsh first."""
    if entry.language:
        return (entry.language,)
    found = await rulebook_on(org, clock.today())
    return ("cy", "en") if found.rules.bilingual else ("en",)
