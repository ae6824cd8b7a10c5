"""The values a key takes, the same for documents and for RDF: dates, codes, licences, terms, numbers."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from lexstemma.terms import LAW, CaseError, Lit, Where

from ._schema import Key, Schema, nearest

LICENCE = "licence-"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")
_CODE = re.compile(r"[A-Z]{2,3}(-[A-Z0-9]{1,3})?")
_SPDX_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_SPDX_PAGE = re.compile(r"https?://spdx\.org/licenses/([A-Za-z0-9.+-]+?)(?:\.html|\.json)?")
_LONGEST_DECIMAL = 40
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")


def day_or_year(text: str, *, year: bool) -> Lit | None:
    """The date literal in `text`, or None: a day such as 2025-03-01 and, where allowed, a year such as 1990."""
    if _DAY.fullmatch(text):
        try:
            date.fromisoformat(text)
        except ValueError:
            return None
        return Lit(text, "date")
    return Lit(text, "gYear") if year and _YEAR.fullmatch(text) and text != "0000" else None


def licence_value(text: str) -> str | Lit:
    """A licence by its SPDX id (`licence-CC-BY-4.0`), or the name as it stands where it is no such id."""
    if (page := _SPDX_PAGE.fullmatch(text)) is not None:
        text = page[1]
    text = text.removeprefix(LAW).removeprefix("law:").removeprefix(LICENCE)
    return LICENCE + text if _SPDX_ID.fullmatch(text) else Lit(text)


def code_value(key: Key, text: str, where: Where) -> str:
    """A code of a place; whether law is encoded for it is not asked here.

    Raises:
        CaseError: not a code.
    """
    text = text.removeprefix(LAW).removeprefix("law:")
    if not _CODE.fullmatch(text):
        upper = text.upper()
        hint = f"did you mean {upper}?" if _CODE.fullmatch(upper) and len(upper) == 2 else "expected a country code of two capitals"
        raise CaseError(f"'{key.name}' is '{text}', which is not a code of a place", where=where, expected=hint)
    return text


def term_value(schema: Schema, key: Key, name: str, where: Where) -> str:
    """A named value of the vocabulary.

    Raises:
        CaseError: the vocabulary has no such value for this key.
    """
    known = schema.values(key.of)
    if name not in known:
        raise CaseError(f"unknown {schema.terms.label(key.name)} '{name}'", where=where, expected=nearest(name, known))
    return name


def number(text: str) -> Lit:
    """A number in one form, however it was written: a decimal where that can be read, so that 0.00006 is one as well."""
    shown = text if text.isdigit() else format(Decimal(repr(float(text))), "f")
    if len(shown) > _LONGEST_DECIMAL:
        shown = repr(float(text))
    return Lit(shown, "decimal" if _DECIMAL.fullmatch(shown) else "double")


def literal(entity: str, key: Key, value: object, text: str, where: Where) -> Lit:
    """The literal for a value: `value` as the format reads it, `text` as it is written.

    Raises:
        CaseError: a value of the wrong type, such as a quoted boolean or a day that the calendar lacks.
    """
    found: Lit | None = None
    whole = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")
    if key.kind == "boolean":
        expected = "true or false, without quotes"
        found = Lit(str(value).lower(), "boolean") if isinstance(value, bool) else None
    elif key.kind == "date":
        expected = "a day such as 2025-03-01"
        found = day_or_year(text, year=False)
    elif key.kind == "dateOrYear":
        expected = "a day such as 1990-03-01, or a year such as 1990"
        found = day_or_year(text, year=True)
    elif key.kind == "integer":
        expected = "a whole number above 0"
        found = Lit(str(value), "integer") if whole and isinstance(value, int) and value > 0 else None
    elif key.kind == "count":
        expected = "a whole number, 0 or more"
        found = Lit(str(value), "integer") if whole and isinstance(value, int) else None
    elif key.kind == "number":
        expected = "a number"
        found = number(text) if whole else None
    else:
        expected, found = "text", Lit(text)
    if found is None:
        raise CaseError(f"'{key.name}' of '{entity}' is '{text}'", where=where, expected=f"expected {expected}")
    return found
