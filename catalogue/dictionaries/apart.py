"""Reading a dictionary in a process of its own: for whoever must go on whatever the file does, such as a web worker.

The libraries that read workbooks and XML are large, a broken file may make them ask for all memory, and a long one
keeps a processor busy for a while. None of it happens in the process that asks.
"""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import orjson

from catalogue.dictionaries import bounded, recognise
from catalogue.dictionaries.build import refusal
from catalogue.dictionaries.dictionary import (
    DictCode,
    DictCodeList,
    Dictionary,
    DictTable,
    DictVariable,
    Fault,
    ForeignKey,
    Missing,
    Unmapped,
)
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.errors import DictionaryRefusedError, Problem

_CHILD = "catalogue.dictionaries.apart_child"
_REMEDY = "Split it, or save it again with its used cells alone."


def read(data: bytes, name: str, limits: DictionaryLimits, form: str = "") -> Dictionary:
    """The dictionary in a file, as `recognise.read` gives it. Raises DictionaryRefusedError."""
    if recognise.is_statistical(data, form):
        # Its reader goes into a process of its own already.
        return recognise.read(data, name, limits, form)
    about = orjson.dumps({"name": name, "form": form, "limits": asdict(limits)}).decode()
    try:
        ended = bounded.run(_CHILD, data, "dictionary", [about], limits)
    except subprocess.TimeoutExpired as error:
        raise refusal(name, f"Reading it takes more than {limits.seconds * 2} seconds.", _REMEDY) from error
    if ended.returncode == -signal.SIGXCPU:
        raise refusal(name, f"Reading it takes more than {limits.seconds} seconds of work.", _REMEDY)
    if ended.returncode:
        raise refusal(name, "Reading it takes more memory than is allowed, or broke off.", _REMEDY, Fault.SYNTAX)
    told = orjson.loads(ended.stdout)
    if "refused" in told:
        detail, remedy, problems = told["refused"]
        raise DictionaryRefusedError(detail, remedy=remedy, problems=tuple(Problem(**one) for one in problems))
    return _dictionary(told["read"])


def as_plain(dictionary: Dictionary) -> bytes:
    """A dictionary as JSON, from which the process that asked makes it again."""
    return orjson.dumps({"read": dictionary})


def as_refusal(error: DictionaryRefusedError) -> bytes:
    """A refusal as JSON."""
    return orjson.dumps({"refused": [error.detail, error.remedy, error.problems]})


def _dictionary(plain: Mapping[str, Any]) -> Dictionary:
    return Dictionary(
        **{
            **plain,
            "tables": tuple(map(_table, plain["tables"])),
            "code_lists": tuple(
                DictCodeList(one["name"], one["title"], tuple(DictCode(**code) for code in one["codes"]))
                for one in plain["code_lists"]
            ),
            "unmapped": tuple(Unmapped(**one) for one in plain["unmapped"]),
            "problems": tuple(Problem(**one) for one in plain["problems"]),
            "columns": tuple(plain["columns"]),
        }
    )


def _table(plain: Mapping[str, Any]) -> DictTable:
    return DictTable(
        **{
            **plain,
            "variables": tuple(
                DictVariable(**{**one, "missing": tuple(Missing(**value) for value in one["missing"])})
                for one in plain["variables"]
            ),
            "primary_key": tuple(plain["primary_key"]),
            "unique_keys": tuple(map(tuple, plain["unique_keys"])),
            "foreign_keys": tuple(
                ForeignKey(tuple(one["fields"]), one["table"], tuple(one["targets"])) for one in plain["foreign_keys"]
            ),
        }
    )
