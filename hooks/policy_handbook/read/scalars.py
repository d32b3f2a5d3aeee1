"""What a word without quotes means here: nearly always text, even where other programs read something else."""

from __future__ import annotations

import re
from typing import Any

from policy_handbook.marks import Mark, Misread

BOOLEAN_WORDS = {
    word: value
    for value, words in {"true": ("yes", "on", "y"), "false": ("no", "off", "n")}.items()
    for base in words
    for word in (base, base.capitalize(), base.upper())
}
"""Words that YAML 1.1 takes for true or false."""

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_FLOAT = re.compile(r"[-+]?([0-9][0-9_]*\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_OCTAL = re.compile(r"[-+]?0[0-7_]+")
_BASE_60 = re.compile(r"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+")
_OTHER_INTEGER = re.compile(r"[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|[1-9][0-9_]*)")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_SPECIAL = frozenset((*BOOLEAN_WORDS, *_NULLS, *_TRUTH))
"""Words that begin with a letter, as most texts do, and may be no text."""
_LONGEST_NUMBER = 40


def plain_value(text: str, file: str, mark: Mark) -> Any:
    """Return what a word without quotes means here.

    Args:
        text: the word, or several.
        file: the file that it stands in.
        mark: where it begins.
    """
    if text[:1].isalpha() and text not in _SPECIAL:
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 19 else text
    if text in _NULLS:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    reads_as = _other_reading(text)
    return Misread.make(text, file, mark, reads_as) if reads_as else text


def _other_reading(text: str) -> str:
    """Say as what other programs read a word; an empty text if as the same."""
    if text in BOOLEAN_WORDS:
        return f"“{BOOLEAN_WORDS[text]}”"
    if not any(kind.fullmatch(text) for kind in (_FLOAT, _OCTAL, _BASE_60, _OTHER_INTEGER)):
        return ""
    if len(text) > _LONGEST_NUMBER:
        return "a number"
    try:
        return f"the number {_number(text.replace('_', ''))}"
    except ValueError:  # such as 0x_, which is no number to anybody
        return "a number"


def _number(text: str) -> str:
    if _FLOAT.fullmatch(text):
        return f"{float(text.lower().replace('.inf', 'inf').replace('.nan', 'nan')):g}"
    if _OCTAL.fullmatch(text):
        return str(int(text, 8))
    if _BASE_60.fullmatch(text):
        total = 0
        for part in text.split(":"):
            total = total * 60 + int(part)
        return str(total)
    return str(int(text, 0))
