"""Passkeys: a key in the person's phone or computer signs a challenge of ours."""

import hashlib
import json
import struct
from datetime import timedelta
from urllib.parse import urlsplit

import webauthn
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from coopcouncil.accounts import proofs
from coopcouncil.accounts.actions.addresses import tell_of_change
from coopcouncil.accounts.actions.signing_in import Proven
from coopcouncil.accounts.models import By, Challenge, EmailAddress, Passkey, Person
from coopcouncil.accounts.rules import CHALLENGE_MINUTES, PasskeyKnown, PasskeyRefused
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.models import INSTALLATION

# What an answer that is none can make of whoever reads it.
UNREADABLE = (
    WebAuthnException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    struct.error,
)


async def offer_registration(person: Person, site: str) -> str:
    """What the browser needs in order to make a passkey for the person, as JSON."""
    address = await EmailAddress.filter(person_id=person.id).order_by("id").first()
    known = await Passkey.filter(person_id=person.id)
    options = webauthn.generate_registration_options(
        rp_id=_host(site),
        rp_name="CoopCouncil",
        user_name=address.address if address else str(person),
        user_display_name=person.name,
        # Says nothing to whoever finds the key, and is the same each time.
        user_id=proofs.digest("passkey-user", str(person.id)),
        challenge=await _new_challenge(person),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in known],
    )
    return options_to_json(options)


async def add_passkey(person: Person, credential: str, label: str, site: str) -> Passkey:
    """Keep the public half of a passkey that the browser has just made."""
    async with in_transaction():
        challenge = await _taken_challenge(credential, person.id)
        try:
            verified = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=_host(site),
                expected_origin=site,
                require_user_verification=True,
            )
        except UNREADABLE as trouble:
            raise PasskeyRefused from trouble
        known = _hash(verified.credential_id)
        if await Passkey.exists(credential_hash=known):
            raise PasskeyKnown
        try:
            passkey = await Passkey.create(
                person=person,
                credential_id=verified.credential_id,
                credential_hash=known,
                public_key=verified.credential_public_key,
                sign_count=verified.sign_count,
                label=label,
                created_at=clock.now(),
            )
        except IntegrityError as trouble:
            raise PasskeyKnown from trouble
        await tell_of_change(person, "passkey", label)
        await audit.record(INSTALLATION, person.id, "added-passkey", f"passkey:{passkey.id}")
    return passkey


async def offer_sign_in(site: str) -> str:
    """What the browser needs in order to sign in by any passkey it holds for us, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=_host(site),
        challenge=await _new_challenge(None),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


async def use_passkey(credential: str, site: str) -> Proven:
    """Sign in by a passkey's answer to our challenge."""
    async with in_transaction():
        challenge = await _taken_challenge(credential, None)
        try:
            known = _hash(base64url_to_bytes(json.loads(credential)["rawId"]))
            passkey = (
                await Passkey.select_for_update(of=("passkey",))
                .get_or_none(credential_hash=known)
                .select_related("person")
            )
            if passkey is None:
                raise PasskeyRefused
            verified = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=_host(site),
                expected_origin=site,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        except UNREADABLE as trouble:
            raise PasskeyRefused from trouble
        passkey.sign_count, passkey.used_at = verified.new_sign_count, clock.now()
        await passkey.save(update_fields=["sign_count", "used_at"])
    return Proven(passkey.person, By.PASSKEY)


async def rename_passkey(person: Person, passkey_id: int, label: str) -> None:
    """Call it what its owner calls the thing that it is in."""
    await Passkey.filter(id=passkey_id, person_id=person.id).update(label=label)


async def remove_passkey(person: Person, passkey_id: int) -> None:
    """Accept it no more. A code by e-mail always remains."""
    async with in_transaction():
        if not await Passkey.filter(id=passkey_id, person_id=person.id).delete():
            raise NotHere
        await audit.record(INSTALLATION, person.id, "removed-passkey", f"passkey:{passkey_id}")


async def _new_challenge(person: Person | None) -> bytes:
    await Challenge.filter(expires_at__lt=clock.now()).delete()
    challenge: bytes = webauthn.helpers.generate_challenge()
    await Challenge.create(
        challenge=challenge,
        person=person,
        expires_at=clock.now() + timedelta(minutes=CHALLENGE_MINUTES),
    )
    return challenge


async def _taken_challenge(credential: str, person_id: int | None) -> bytes:
    """The challenge that the answer names, if it is one of ours; nobody can use it again."""
    try:
        client = json.loads(
            base64url_to_bytes(json.loads(credential)["response"]["clientDataJSON"])
        )
        challenge = base64url_to_bytes(client["challenge"])
    except UNREADABLE as trouble:
        raise PasskeyRefused from trouble
    taken = await Challenge.filter(
        challenge=challenge, person_id=person_id, expires_at__gt=clock.now()
    ).delete()
    if taken != 1:
        raise PasskeyRefused
    return challenge


def _hash(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()


def _host(site: str) -> str:
    return urlsplit(site).hostname or "localhost"
