"""The key that signs heads of the journal: Ed25519, in a file outside the database that nobody else may read."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from catalogue.errors import InvalidRequestError, SettingsError

KEY_DIGITS = 16
RAW_BYTES = 32
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: 32 bytes."""

    raw: bytes

    @property
    def id(self) -> str:
        """By what heads name it: the first 16 hexadecimal digits of the SHA-256 of its bytes."""
        return hashlib.sha256(self.raw).hexdigest()[:KEY_DIGITS]

    @property
    def base64(self) -> str:
        """Its bytes in base64."""
        return base64.b64encode(self.raw).decode()

    @property
    def pem(self) -> str:
        """It as a file of OpenSSL."""
        encoded = Ed25519PublicKey.from_public_bytes(self.raw).public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return encoded.decode()

    def signed(self, body: bytes, signature: str) -> bool:
        """Whether a signature in base64 is of these bytes and this key."""
        try:
            raw = base64.b64decode(signature, validate=True)
            Ed25519PublicKey.from_public_bytes(self.raw).verify(raw, body)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key that signs, never shown and never in the database."""

    _private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """What others need to check what it signs."""
        return PublicKey(self._private.public_key().public_bytes_raw())

    def sign(self, body: bytes) -> str:
        """The signature of bytes, base64."""
        return base64.b64encode(self._private.sign(body)).decode()


def load(path: Path) -> SigningKey | None:
    """The key of a file; None when there is no file.

    Raises SettingsError for a file that holds no such key, or that others may read.
    """
    try:
        body = path.read_bytes()
        others = path.stat().st_mode & 0o077
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(
            f"The signing key {path} cannot be read: {error.strerror}.", remedy="Let the user of the site read it."
        ) from error
    if others:
        raise SettingsError(
            f"Others than its owner may read or write the signing key {path}.",
            remedy="Set its mode to 0600, and make a new key if somebody may have read this one.",
        )
    try:
        private = serialization.load_pem_private_key(body, password=None)
    except (ValueError, TypeError) as error:
        raise SettingsError(f"{path} holds no private key without a password.", remedy=_MAKE) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SettingsError(f"The key in {path} is not of the kind Ed25519.", remedy=_MAKE)
    return SigningKey(private)


_MAKE = "Name another file in CATALOGUE_SIGNING_KEY; `catalogue journal key` makes it."


def make(path: Path) -> bool:
    """Make a key unless there is one; True when it was made. Its owner alone may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # Written beside and linked, so that of two processes one makes it and nobody ever reads half of it.
    written = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.link(written, path)
    except FileExistsError:
        return False
    finally:
        written.unlink()
    return True


def read_public(text: str) -> PublicKey:
    """A public key as PEM, as 32 bytes in base64, or in the JSON that the site gives; else InvalidRequestError."""
    try:
        if text.startswith("{"):
            text = str(json.loads(text)["pem"])
        if "BEGIN PUBLIC KEY" in text:
            key = serialization.load_pem_public_key(text.encode())
            raw = key.public_bytes_raw() if isinstance(key, Ed25519PublicKey) else b""
        else:
            raw = base64.b64decode(text.strip(), validate=True)
    except (ValueError, KeyError, RecursionError):
        raw = b""
    if len(raw) != RAW_BYTES:
        raise InvalidRequestError(
            "That is no public key of the kind Ed25519.",
            remedy="Give the key that `catalogue journal key` prints, or that the site gives at /api/v1/journal/key.",
        )
    return PublicKey(raw)
