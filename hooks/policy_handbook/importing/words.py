"""Counts words, so that it can be proved that none was lost."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d]+|\d+")
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff_"))


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters; marks, spaces and hyphens at line ends do not count."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).translate(_DROPPED).casefold())


def counted(texts: Iterable[str]) -> Counter[str]:
    """Count the words of several texts."""
    count: Counter[str] = Counter()
    for text in texts:
        count.update(words_of(text))
    return count
