"""Reads a dictionary of any kind within limits that it sets itself, and prints it as JSON; a program of its own.

    python -m catalogue.dictionaries.apart_child FILE SECONDS BYTES ABOUT

ABOUT is JSON: the name of the file as messages say it, the kind that was asked for, and the limits.
"""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

from catalogue.dictionaries import apart, bounded, recognise
from catalogue.dictionaries.build import refusal
from catalogue.dictionaries.limits import DictionaryLimits
from catalogue.errors import DictionaryRefusedError


def main() -> None:
    """Set the limits, read, print. A refusal is printed as well; anything else ends with another exit code than 0."""
    path, seconds, memory, words = sys.argv[1:5]
    bounded.confine(seconds, memory)
    about = orjson.loads(words)
    limits = DictionaryLimits(**about["limits"])
    try:
        told = apart.as_plain(recognise.read(Path(path).read_bytes(), about["name"], limits, about["form"]))
        if len(told) > limits.told_bytes:
            message = f"What it says takes {len(told):,} bytes; {limits.told_bytes:,} are allowed."
            raise refusal(about["name"], message, "Split it.")
    except DictionaryRefusedError as error:
        told = apart.as_refusal(error)
    sys.stdout.buffer.write(told)


if __name__ == "__main__":
    main()
