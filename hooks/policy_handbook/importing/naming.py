"""Makes ids of file names."""

from __future__ import annotations

import re
import unicodedata

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_NOISE = re.compile(
    r"\(\d{1,2}\)"
    r"|\b(?:policy|policies|final|draft|approved|ratified|adopted|reviewed|updated|review|copy of|copy|new|latest"
    r"|current|signed|website|web|version \d+(?:\.\d+)*|version|issue \d+|issue|ver|v\d+(?:\.\d+)*|v|rev"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}(?:\s+\d\d)?|\d{{1,2}}(?:st|nd|rd|th)"
    r"|\d{1,2}(?P<between>[ .])\d{1,2}(?P=between)\d{2,4}|(?:19|20)\d\d(?:\s?\d\d)?|autumn|spring"
    r"|summer|term|docx?|pdf|odt)\b"
)
_EMPTY = frozenset(("document", "untitled", "file", "scan", "school", "the", "index", "default", "home", "page"))
"""Names that say nothing; some of them are names of pages of the handbook."""
_MAX = 50


def id_of(name: str, title: str = "") -> str:
    """Return the id for a file: its name without dates, versions and the word policy.

    Args:
        name: the name of the file.
        title: the title of its policy, for a name that says nothing.
    """
    stem = name.rsplit(".", 1)[0] if "." in name else name
    for text in (stem, title, f"{stem} {title}"):
        made = _slug(_NOISE.sub(" ", _spoken(text)))
        if made and not made.isdigit() and made not in _EMPTY:
            return made
    return _slug(_spoken(stem)) or "policy"


def _spoken(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).lower().replace("&", " and ")
    return " ".join(re.sub(r"['’]", "", apart).replace("_", " ").replace("-", " ").split())


def _slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", text)
    made = ""
    for word in words:
        if len(made) + len(word) + 1 > _MAX:
            break
        made = f"{made}-{word}" if made else word
    return made
