"""A passkey in software, for tests: it makes and answers challenges as a phone does."""

import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One device with one passkey for `host`."""

    host: str = "testserver"
    origin: str = "https://testserver"
    verified: bool = True
    counter: int = 1
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential: bytes = b"credential-one-two"

    def _data(self, *, attested: bool) -> bytes:
        flags = PRESENT | (VERIFIED if self.verified else 0) | (ATTESTED if attested else 0)
        data = hashlib.sha256(self.host.encode()).digest()
        data += struct.pack(">BI", flags, self.counter)
        if attested:
            public = ES256.from_cryptography_key(self.private.public_key())
            data += bytes(16) + struct.pack(">H", len(self.credential)) + self.credential
            data += cbor.encode(public)
        return data

    def _said(self, kind: str, options: dict[str, Any]) -> bytes:
        challenge = options["publicKey"]["challenge"]
        return json.dumps(
            {"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin}
        ).encode()

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        name = websafe_encode(self.credential)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to "make a passkey"."""
        said = self._said("create", options)
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(attested=True)}
        return self._answer(
            {
                "clientDataJSON": websafe_encode(said),
                "attestationObject": websafe_encode(cbor.encode(attestation)),
            }
        )

    def prove(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to "use your passkey"; each use counts one further."""
        self.counter += 1
        said, data = self._said("get", options), self._data(attested=False)
        signed = self.private.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(said),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signed),
            }
        )
