"""How dates are said. Dates are ISO texts of a year, a month or a day wherever they are kept."""

from __future__ import annotations

import re

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?=T|\Z)")


def day(text: str) -> str:
    """An ISO date, month or year as it is read: `22 June 2023`, `June 2023`, `2023`. Other text stays."""
    match = DATE.match(text)
    if match is None:
        return text
    year, month, number = match.groups()
    if month is None or not 1 <= int(month) <= len(MONTHS):
        return year if month is None else text
    return " ".join(part for part in (str(int(number)) if number else "", MONTHS[int(month) - 1], year) if part)
