"""Passwords: which are good enough, how they are kept, and how one is held against what is kept.

Kept is argon2id with the parameters that the library recommends today; nothing in here is ever logged. The library is
loaded when somebody signs in: a worker that serves only readers never needs it.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import lru_cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from catalogue.errors import InvalidRequestError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
# Far longer than any sentence; what is longer is not looked at.
LONGEST = 1000
# Letters and digits that nobody confuses when they read them out.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5
# The commonest of twelve signs and more, as lists of leaked passwords have them, in lower case.
_COMMON_ONES = (
    "123456789012 1234567890123 123123123123 111111111111 000000000000 012345678910 1q2w3e4r5t6y 1qaz2wsx3edc "
    "qwertyuiop123 qwertyuiop[] qwerty123456 qwerty12345678 password1234 password12345 password123456 "
    "passwordpassword administrator administrator1 iloveyou1234 letmein12345 welcome12345 welcome123456 "
    "changeme1234 changemenow1 "
    "abcdefghijkl abcdefghijklm abc123456789 a1b2c3d4e5f6 correcthorsebatterystaple cafcasscafcass catalogue1234"
)
_COMMON = frozenset(_COMMON_ONES.split())
# What a hash costs, by its name in `argon2.profiles`: 64 MiB, three rounds, four lanes (the second choice of RFC 9106).
PROFILE = "RFC_9106_LOW_MEMORY"
# One hash takes 64 MiB for a moment: however many try at once, a worker makes no more than these at a time.
_AT_ONCE = BoundedSemaphore(2)


def one_time() -> str:
    """A random password that can be read out: 20 signs of 31, 99 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def require_good(password: str, name: str) -> None:
    """Raise InvalidRequestError for a password that is too short, too long, the account's name, or on every list."""
    plain = _normal(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise InvalidRequestError(
            f"The password has {len(plain)} characters.",
            remedy=f"Choose one of {SHORTEST} to {LONGEST}; four or five words that do not belong together are good.",
        )
    folded = plain.casefold()
    if folded in _COMMON or len(set(folded)) <= 2 or folded.replace(name, "").strip("0123456789!?._- ") == "":  # noqa: PLR2004
        raise InvalidRequestError(
            "The password is among the first that anybody would try.",
            remedy="Choose one that is neither the name of the account nor a row of keys.",
        )


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _hasher().hash(_normal(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one that is kept. Without one it takes as long, and is never right."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    against, plain = kept or _nobodys(), _normal(password)
    if len(plain) > LONGEST:
        against, plain = _nobodys(), ""
    try:
        with _AT_ONCE:
            right = _hasher().verify(against, plain)
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was kept with other parameters than are recommended now, and should be made anew at a sign-in."""
    return _hasher().check_needs_rehash(kept)


def _normal(password: str) -> str:
    """One form of what keyboards write in several; a lone surrogate is no character and becomes a question mark."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode("utf-8"))


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher, profiles  # noqa: PLC0415

    return PasswordHasher.from_parameters(getattr(profiles, PROFILE))


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """The hash of a password that nobody has: unknown names are held against it."""
    return _hasher().hash(secrets.token_hex(32))
