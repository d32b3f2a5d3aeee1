"""Numbers as documents write them into their attributes, where anything may stand."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")


def whole(text: str, otherwise: int) -> int:
    """Return a whole number; something else where it is none, as ``²`` and ``--5`` are not."""
    return int(text) if _WHOLE.fullmatch(text) else otherwise


def decimal(text: str, otherwise: float) -> float:
    """Return a number with or without a decimal point; something else where it is none."""
    return float(text) if _DECIMAL.fullmatch(text) else otherwise
