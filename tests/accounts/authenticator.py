"""A passkey made of software: what a phone would answer, for tests."""

import base64
import hashlib
import json
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Phone:
    """Makes one key for a site, and signs its challenges."""

    origin: str = "http://localhost:8000"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    signed: int = 0
    verifies: bool = True

    def make(self, options: dict[str, object]) -> str:
        """What the browser sends after `navigator.credentials.create`."""
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps(
            {
                1: 2,
                3: -7,
                -1: 1,
                -2: numbers.x.to_bytes(32, "big"),
                -3: numbers.y.to_bytes(32, "big"),
            }
        )
        attested = bytes(16) + struct.pack(">H", 16) + self.credential_id + public
        rp = options["rp"]
        assert isinstance(rp, dict)
        data = self._data(rp["id"], _ATTESTED) + attested
        response = {
            "clientDataJSON": text(self._client("webauthn.create", str(options["challenge"]))),
            "attestationObject": text(
                cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
            ),
        }
        return self._credential(response)

    def sign(self, options: dict[str, object]) -> str:
        """What the browser sends after `navigator.credentials.get`."""
        self.signed += 1
        client = self._client("webauthn.get", str(options["challenge"]))
        data = self._data(str(options["rpId"]), 0)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(
            {
                "clientDataJSON": text(client),
                "authenticatorData": text(data),
                "signature": text(signature),
                "userHandle": None,
            }
        )

    def _data(self, rp_id: str, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        return hashlib.sha256(rp_id.encode()).digest() + struct.pack(">BI", flags, self.signed)

    def _client(self, kind: str, challenge: str) -> bytes:
        about = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(about).encode()

    def _credential(self, response: Mapping[str, str | None]) -> str:
        name = text(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
