"""Dates as cases give them: a day, or a year alone."""

from __future__ import annotations

from datetime import date


def first_day(text: str) -> date:
    """The first day that a date or year may mean."""
    return date.fromisoformat(text) if "-" in text.lstrip("-") else date(int(text), 1, 1)


def last_day(text: str) -> date:
    """The last day that a date or year may mean."""
    return date.fromisoformat(text) if "-" in text.lstrip("-") else date(int(text), 12, 31)


def year(text: str) -> int:
    return first_day(text).year
