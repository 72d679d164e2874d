"""What the Direct Debit scheme wants members to be told, in their language, or in both where the
register knows of no choice and the organisation speaks both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coopcouncil.kernel import clock, mail, pages
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import entries, entry_of
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.payments.models import Charge
from coopcouncil.payments.paying_page import address_of, applicants_page
from coopcouncil.payments.stripe.kinds import MandateEnd, MandateKind
from coopcouncil.payments.stripe.models import StripeMandate, StripePayment


async def confirm_mandate(row: StripeMandate) -> None:
    """The mandate is given: its reference, and the Guarantee."""
    await _tell(row, "_mandate", f"mandate:{row.id}", reference=row.reference, last4=row.last4)


async def tell_ended(row: StripeMandate, off: Sequence[StripePayment]) -> None:
    """The bank ended it, or would not have it: nothing more is taken by it, and what the member
    was told of is called off."""
    await _tell(
        row,
        "_mandate_ended",
        f"mandate:{row.id}",
        last4=row.last4,
        refused=row.end is MandateEnd.REFUSED,
        off=[(one.collect_on, one.payment.sum) for one in off],
    )


@dataclass(frozen=True)
class Notice:
    """What is to be collected, when, and for what."""

    way: StripeMandate
    planned: StripePayment
    charges: Sequence[Charge]
    pence: int


async def give_notices(org: Organisation, notices: Sequence[Notice]) -> list[StripePayment]:
    """The amount and the day, at least two days before; those whose member could be told."""
    members = [one.way.member_id for one in notices]
    known = entries(org, clock.today()).filter(member_id__in=members)
    found = {entry.member_id: entry for entry in await known}
    off = await stopped(members)
    both = (await rulebook_on(org, clock.today())).rules.bilingual
    letters, told = [], []
    for one in notices:
        entry = found.get(one.way.member_id) or await entry_of(org, one.way.member_id)
        if entry is None or not entry.email or one.way.member_id in off:
            continue
        spoken = _spoken(entry, both)
        facts = {
            "is_debit": one.way.kind is MandateKind.DIRECT_DEBIT,
            "reference": one.way.reference,
            "last4": one.way.last4,
            "on": one.planned.collect_on,
            "sum": Money(one.pence),
            "charges": one.charges,
        }
        about = f"payment:{one.planned.payment_id}"
        page = await applicants_page(org, entry)
        letters.append(_letter(org, entry, spoken, "_collection", about, facts, page))
        told.append(one.planned)
    await mail.send_all(org.id, letters)
    return told


async def _tell(row: StripeMandate, part: str, about: str, **facts: Any) -> bool:
    org = await Organisation.get(id=row.organisation_id)
    entry = await entry_of(org, row.member_id)
    if entry is None or not entry.email or await stopped([row.member_id]):
        return False
    spoken = await languages_for(org, entry)
    page = await applicants_page(org, entry)
    await mail.send_all(org.id, [_letter(org, entry, spoken, part, about, facts, page)])
    return True


def _letter(
    org: Organisation,
    entry: RegisterEntry,
    spoken: Sequence[str],
    part: str,
    about: str,
    facts: dict[str, Any],
    applicants: str | None,
) -> mail.Letter:
    parts, subjects = [], []
    for lang in spoken:
        words = {
            **facts,
            "organisation": org.called(lang),
            "address": applicants or address_of(org, "pay"),
            "is_member": applicants is None,
            "lines": [(one.called(lang), one.owed) for one in facts.get("charges", ())],
        }
        text = pages.render(f"email/payments/{part}.txt", lang, **words).strip()
        subject, _, rest = text.partition("\n")
        subjects.append(subject.strip())
        parts.append(rest.strip())
    return mail.Letter(
        entry.email,
        "email/payments/debit",
        spoken[0],
        {"subject": " / ".join(subjects), "parts": parts, "name": entry.name},
        about=about,
    )


async def languages_for(org: Organisation, entry: RegisterEntry) -> tuple[str, ...]:
    """The member's language; where none is known and the organisation has both, Welsh first."""
    if entry.language:
        return (entry.language,)
    return _spoken(entry, (await rulebook_on(org, clock.today())).rules.bilingual)


def _spoken(entry: RegisterEntry, both: bool) -> tuple[str, ...]:
    if entry.language:
        return (entry.language,)
    return ("cy", "en") if both else ("en",)
