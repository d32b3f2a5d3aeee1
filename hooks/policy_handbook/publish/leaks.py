"""The last look before publishing: does any file of a view hold what its audience may not read?

Texts are compared as runs of words, so that marks, tags, entities, capitals and curly quotes make no difference.
A text of more than six words is looked for in overlapping runs of six, of which two have to be there: one alone,
such as "if you are worried about something", comes about by chance. A shorter text is looked for as a whole. Runs that
the view says anyway, or that the program itself writes round the text, are no leak.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from policy_handbook.findings import Place
from policy_handbook.model import Handbook, SiteName, Status
from policy_handbook.publish.withheld import TOGETHER, Said, earlier_sayings, sayings

RUN = 6
"""Six words in a row are seldom the same by chance."""

FEW = 3
"""A text of fewer words gives nothing away, unless it is a name."""

STEP = 2
"""Every second run of a text is looked for: two of them are in any nine words of it."""

ENOUGH = 2
"""So many runs of a text have to be there, or all of those that the view does not say anyway."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_TAG = re.compile(r"<[^<>]*>")
_MARKUP_NAME = re.compile(r"</?[a-zA-Z][\w:-]*|(?<=\s)[a-zA-Z][\w:-]*=(?=\")")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SOFT = re.compile("[\u00ad\u200b\u200c\u200d\ufeff]")
_APOSTROPHE = re.compile("[’‘ʼ]")
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff", ".woff2", ".ttf"))
_MARKED_UP = frozenset((".html", ".xml", ".svg"))

LONG = 8
"""An earlier issue may not say this many words in a row of what is withheld now."""

Run = tuple[str, ...]
Extractor = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that a view holds and must not.

    Attributes:
        file: the file of the view.
        kind: what leaked: clause, title of a policy, address of a policy.
        place: where it stands in the data. The text itself is never shown.
    """

    file: str
    kind: str
    place: Place

    def __str__(self) -> str:
        return f"{self.file} holds a {self.kind} that its readers may not see: {self.place}"


class Scanner:
    """Knows what one view must not hold."""

    def __init__(
        self,
        whole: Handbook,
        audience: str,
        extractors: Mapping[str, Extractor] | None = None,
        hand_written: Iterable[str] = (),
    ) -> None:
        """Work out what to look for.

        Args:
            whole: the whole handbook.
            audience: whose view is looked through.
            extractors: how to read files that are no text, by the ends of their names.
            hand_written: the view's pages from docs/. Their authors say whom they are for, so that a single word in
                one, such as "behaviour", does not give a policy of that title away.
        """
        self._extractors = extractors or {}
        allowed: list[str] = []
        withheld: list[Said] = []
        for said in sayings(whole):
            if audience in said.readers:
                allowed.append(said.text)
            elif said.text and said.kind != TOGETHER:
                withheld.append(said)
        taken = _long_runs(said.text for said in withheld) - _long_runs(allowed) if whole.issues else frozenset()
        for said in earlier_sayings(whole):
            if audience in said.readers and taken.isdisjoint(_windows(words_of(said.text), LONG)):
                allowed.append(said.text)
            elif said.text and said.kind != TOGETHER:
                withheld.append(said)
        self._runs = _runs_of(withheld, frozenset(words_of(" ".join(_contacts(whole)))))
        self._single: frozenset[Run] = frozenset(run for run in self._runs if len(run) == 1)
        self._starts = _starts_of(self._runs)
        for text in (*allowed, *_general_texts(whole, audience), *_own_words()):
            for run in [*self._runs_in(words_of(text))]:
                self._runs.pop(run, None)
        for word in words_of(" ".join(hand_written)):
            self._runs.pop((word,), None)
        self._single = frozenset(run for run in self._single if run in self._runs)
        self._starts = _starts_of(self._runs)
        left = Counter(self._runs.values())
        self._needed = {said: min(ENOUGH, count) for said, count in left.items()}
        self._addresses = _withheld_addresses(whole, audience)

    def scan(self, folder: Path) -> Iterator[Leak]:
        """Yield what the files of a folder hold and must not, in order of path."""
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            yield from self.scan_file(name, path.read_bytes())

    def scan_file(self, name: str, data: bytes) -> Iterator[Leak]:
        """Yield what one file holds and must not, its name included."""
        hits: set[Run] = set()
        suffix = _suffix(name)
        if suffix in self._extractors:
            raw = self._extractors[suffix](data)
            texts = [raw]
        else:
            raw = "" if suffix in _PICTURES else data.decode("utf-8", "replace")
            texts = [*self._texts(name, data)]
        for text in (name.replace("/", " "), *texts):
            hits.update(self._runs_in(words_of(text)))
        counts = Counter(self._runs[run] for run in hits)
        found = {(said.kind, said.place): None for said in counts if counts[said] >= self._needed[said]}
        raw = f"/{name} {raw}"
        for pattern, kind, place in self._addresses:
            if pattern in raw:
                found[kind, place] = None
        for kind, place in found:
            yield Leak(name, kind, place)

    def _runs_in(self, words: Sequence[str]) -> Iterator[Run]:
        """Yield the runs to look for that are in a text; few of its places are worth more than one look."""
        if self._single:
            yield from self._single.intersection(zip(words, strict=True))
        for place, lengths in enumerate(map(self._starts.get, pairwise(words))):
            for length in lengths or ():
                run = tuple(words[place : place + length])
                if run in self._runs:
                    yield run

    def _texts(self, name: str, data: bytes) -> Iterator[str]:
        """The ways to read a file: as it is with all escapes undone, and without tags."""
        suffix = _suffix(name)
        if suffix in _PICTURES:
            return
        if suffix == ".gz":
            data = gzip.decompress(data)
        text = data.decode("utf-8", "replace")
        if suffix == ".ics":
            text = re.sub(r"\r?\n[ \t]", "", text)
        plain = _unescaped(text)
        # the a and class of a link are no words of the sentence before it
        yield _unescaped(_MARKUP_NAME.sub("<markup0 ", text)) if suffix in _MARKED_UP else plain
        if "<" in plain:
            yield _TAG.sub(" ", plain)
            yield _TAG.sub("", plain)


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()


def _unescaped(text: str) -> str:
    """Undo escapes of JSON, HTML and addresses."""
    if "\\u" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if "\\n" in text:
        text = text.replace("\\n", " ")
    text = html.unescape(text)
    return unquote(text) if "%" in text else text


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    text = _SOFT.sub("", unicodedata.normalize("NFKC", text))
    return _WORD.findall(_APOSTROPHE.sub("'", text).casefold())


def _windows(words: Sequence[str], length: int) -> Iterator[Run]:
    return zip(*(words[offset:] for offset in range(length)), strict=False)


def _long_runs(texts: Iterable[str]) -> frozenset[Run]:
    return frozenset(run for text in texts for run in _windows(words_of(text), LONG))


def _runs_of(withheld: Iterable[Said], contacts: frozenset[str]) -> dict[Run, Said]:
    """The runs to look for, each with what it is of.

    Args:
        withheld: the texts.
        contacts: the words of the school's own telephone number and addresses, which every page says: a run that
            has little else gives nothing away.
    """
    runs: dict[Run, Said] = {}
    for said in withheld:
        words = words_of(said.text)
        if not words or (len(words) < FEW and not _telling(said, words)):
            continue
        if len(words) <= RUN:
            runs.setdefault(tuple(words), said)
            continue
        for start in (*range(0, len(words) - RUN, STEP), len(words) - RUN):
            run = tuple(words[start : start + RUN])
            if sum(word not in contacts for word in run) > RUN // 2:
                runs.setdefault(run, said)
    return runs


def _starts_of(runs: Iterable[Run]) -> dict[Run, tuple[int, ...]]:
    """How long the runs are that begin with one word or two."""
    lengths: dict[Run, set[int]] = {}
    for run in runs:
        lengths.setdefault(run[:2], set()).add(len(run))
    return {start: tuple(sorted(found)) for start, found in lengths.items()}


_TELLING = frozenset(("title of a policy", "holder of a role", "email of a role", "glossary term"))


def _telling(said: Said, words: Sequence[str]) -> bool:
    """Whether so short a text gives anything away: the name of a policy does, the heading Coming back does not."""
    return said.kind in _TELLING and len("".join(words)) > 3 and not all(word.isdigit() for word in words)


def _general_texts(whole: Handbook, audience: str) -> Iterator[str]:
    """What every view may say, whatever policies it holds."""
    school = whole.school
    yield from (school.name, school.short_name, school.vision)
    yield from _contacts(whole)
    for value in school.values:
        yield from (value.name, value.meaning)
    yield from (definition.title for definition in school.audiences.values())
    yield from school.audiences
    used = {policy.category for policy in whole.in_force.values() if audience in policy.readers}
    yield from (name for category, title in school.categories.items() if category in used for name in (category, title))
    yield from (term.name for term in school.terms)
    yield from (body.title for body in whole.people.bodies.values())
    for guidance in whole.guidance.values():
        yield from (guidance.title, guidance.publisher, guidance.url)
    if school.audiences[audience].site is SiteName.INTRANET:
        for duty in whole.duties.values():  # the statutory register is a page of the intranet
            yield from (duty.title, duty.basis, duty.source, duty.note, duty.only_if)


def _contacts(whole: Handbook) -> tuple[str, ...]:
    school = whole.school
    addresses = (school.website_url, school.handbook_url, school.intranet_url)
    return (school.phone, school.email, " ".join(school.address), *addresses)


@lru_cache(maxsize=1)
def _own_words() -> tuple[str, ...]:
    """All words that the program itself can write: its templates, its theme, and the modules that make files."""
    package = files("policy_handbook")
    folders = ("templates", "theme", "pages", "feeds", "print", "history")
    return tuple(text for name in folders for text in _texts_below(package / name))


def _texts_below(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts_below(entry)
        elif entry.name.endswith((".py", ".jinja", ".html", ".js", ".css", ".typ", ".xml")):
            text = entry.read_text(encoding="utf-8")
            yield text
            yield _TAG.sub(" ", text)


def _withheld_addresses(whole: Handbook, audience: str) -> list[tuple[str, str, Place]]:
    """Ways to write the address of a policy that the view must not name."""
    addresses = []
    explained = {"-".join(words_of(entry.term)) for entry in whole.glossary.terms if audience in entry.readers}
    for policy in whole.policies.values():
        if policy.status is Status.IN_FORCE and audience in policy.readers:
            continue
        kind = "address of a policy"
        addresses += [(f"/{policy.id}/", kind, policy.place), (f"/{policy.id}.", kind, policy.place)]
        if policy.id not in explained:
            addresses.append((json.dumps(policy.id), kind, policy.place))
    taken = set(whole.school.audiences) | set(whole.people.roles) | set(whole.school.categories)
    return [row for row in addresses if row[0].strip('/."') not in taken]
