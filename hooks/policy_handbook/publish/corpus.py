"""Every text of a handbook with those who may read it, its words counted out, for the scanners of all of its views.

What was counted out of a policy is kept between builds under all that its texts are made from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from policy_handbook.keeping import NOTHING_KEPT, Shelf, key_of, packed, unpacked
from policy_handbook.model import Handbook, Policy
from policy_handbook.program import program_digest
from policy_handbook.publish.candidates import Candidates
from policy_handbook.publish.values import values_of
from policy_handbook.publish.withheld import (
    TOGETHER,
    Said,
    earlier_sayings,
    general_sayings,
    issue_sayings,
    policy_sayings,
    sayings,
)
from policy_handbook.publish.wording import Flags, Indices, Numbers, Texts, numbers_of, words_of

_REFERENCE = re.compile(r'\[\[((?:[^\]\[|#"\\]|\\.)*)')
"""Where a reference to a policy may begin, in values as JSON."""

_SOUGHT, _TELLS = 1, 2


class Corpus:
    """The texts of a handbook: those of the present first, then those of earlier issues.

    Attributes:
        whole: the handbook.
        texts: their words.
        earlier: which of them are of earlier issues.
        telling: which give something away even if they are short: the name of a policy does, the heading Coming back
            does not.
        sought: which are looked for at all.
    """

    def __init__(self, whole: Handbook, shelf: Shelf | None = None) -> None:
        """Take the words of a whole handbook; those that are on the shelf need not be counted again."""
        kept = _Kept(whole, shelf or NOTHING_KEPT.shelf(""))
        now = [*map(kept.of_policy, whole.policies.values()), _Counted.of(general_sayings(whole))]
        parts = [*now, *map(kept.of_issues, whole.issues)]
        self.whole = whole
        self.texts = Texts(_joined([part.words for part in parts]), _bounds([part.lengths for part in parts]))
        self.earlier: Flags = np.arange(len(self.texts.lengths)) >= sum(len(part.lengths) for part in now)
        flags = _joined([part.flags for part in parts])
        self.sought: Flags = flags & _SOUGHT > 0
        self.telling: Flags = flags & _TELLS > 0
        self._who = sorted({readers for part in parts for readers in part.who})
        number = {readers: index for index, readers in enumerate(self._who)}
        self._readers = _joined(
            [np.array([number[who] for who in part.who], np.uint64)[part.readers] for part in parts]
        )

    @cached_property
    def said(self) -> Sequence[Said]:
        """The texts themselves, for whoever has found one."""
        return [*sayings(self.whole), *earlier_sayings(self.whole)]

    @cached_property
    def candidates(self) -> Candidates:
        """The runs that are looked for in any view."""
        return Candidates.of(self)

    def read_by(self, audience: str) -> Flags:
        """Which of the texts an audience may read, as the data says it."""
        return np.array([audience in readers for readers in self._who], np.bool_)[self._readers.astype(np.int64)]


def _joined(arrays: Iterable[Numbers]) -> Numbers:
    return np.concatenate([np.zeros(0, np.uint64), *arrays])


def _bounds(lengths: Iterable[Numbers]) -> Indices:
    return np.concatenate(([0], np.cumsum(_joined(lengths)))).astype(np.int64)


@dataclass(frozen=True, eq=False)
class _Counted:
    """Some texts, counted out.

    Attributes:
        who: the readers of any of them.
        words: the numbers of all words, text after text.
        lengths: how many words each text has.
        readers: for each text, whose it is: an index into ``who``.
        flags: for each text, whether it is looked for, and whether it tells something even if it is short.
    """

    who: Sequence[tuple[str, ...]]
    words: Numbers
    lengths: Numbers
    readers: Numbers
    flags: Numbers

    @classmethod
    def of(cls, said: Iterable[Said]) -> _Counted:
        texts = [*said]
        words = [words_of(text.text) for text in texts]
        who = {readers: index for index, readers in enumerate(dict.fromkeys(text.readers for text in texts))}
        return cls(
            [*who],
            numbers_of([word for of_one in words for word in of_one]),
            _numbers(map(len, words)),
            _numbers(who[text.readers] for text in texts),
            _numbers(
                _SOUGHT * (bool(text.text) and text.kind != TOGETHER) + _TELLS * _telling(text, of_one)
                for text, of_one in zip(texts, words, strict=True)
            ),
        )

    def packed(self) -> bytes:
        """Return it as bytes: a line of plain values, then the numbers."""
        head = packed([[list(readers) for readers in self.who], len(self.words), len(self.lengths)])
        return head + b"\n" + np.concatenate((self.words, self.lengths, self.readers, self.flags)).tobytes()

    @classmethod
    def unpacked(cls, data: bytes) -> _Counted:
        """Return what was packed."""
        head, _, body = data.partition(b"\n")
        who, words, texts = unpacked(head)
        numbers = np.frombuffer(body, np.uint64)
        bounds = [words, words + texts, words + 2 * texts]
        return cls([tuple(readers) for readers in who], *np.split(numbers, bounds))


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, np.uint64)


class _Kept:
    """Counts out the texts of policies, or takes what was kept under all that they are made from."""

    def __init__(self, whole: Handbook, shelf: Shelf) -> None:
        self._whole = whole
        self._shelf = shelf
        self._digests = dict(whole.made_of)
        self._common = key_of(program_digest(), values_of(whole.school), values_of(whole.people))

    def of_policy(self, policy: Policy) -> _Counted:
        return self._made(policy.id, [policy], lambda: policy_sayings(self._whole, policy))

    def of_issues(self, name: str) -> _Counted:
        """The earlier issues of a policy; who may read them depends on the one in force."""
        return self._made(
            name, [*self._whole.issues[name].values()], lambda: issue_sayings(self._whole, name), _EARLIER
        )

    def _made(
        self, name: str, sources: Sequence[Policy], made: Callable[[], Iterator[Said]], what: str = ""
    ) -> _Counted:
        """Count out texts, or take what was kept of them.

        Args:
            name: the policy.
            sources: the issues that have the texts.
            made: makes the texts.
            what: tells them from other texts of the policy.
        """
        # what a policy was read from is that of its earlier issues, too
        issues = [] if name in self._whole.made_of else [key_of(values_of(source)) for source in sources]
        key = key_of(self._common, self._digest(name), *issues)
        head, _, found = (self._shelf.get(f"{what}{name}", key) or b"").partition(b"\n")
        if head and all(self._digest(other).hex() == digest for other, digest in unpacked(head).items()):
            return _Counted.unpacked(found)
        counted = _Counted.of(made())
        others = sorted({other for source in sources for other in _named_in(source)})
        seen = {other: self._digest(other).hex() for other in others}
        self._shelf.put(f"{what}{name}", key, packed(seen) + b"\n" + counted.packed())
        return counted

    def _digest(self, name: str) -> bytes:
        """The digest of all that a policy is made of; empty if there is none of this name."""
        if name not in self._digests:
            policy = self._whole.policies.get(name)
            self._digests[name] = key_of(values_of(policy)) if policy else b""
        return self._digests[name]


_EARLIER = "issues of "


def _named_in(policy: Policy) -> set[str]:
    """The policies that the texts of a policy may name."""
    text = values_of(policy).decode("utf-8", "surrogatepass")
    return {json.loads(f'"{name}"').strip() for name in _REFERENCE.findall(text)} | {*_LINKED.findall(text)}


_LINKED = re.compile(r'"id":"([^"\\]*)"')
"""Where the id of a linked policy is among the values, beside ids of other things."""

_TELLING = frozenset(("title of a policy", "holder of a role", "email of a role", "glossary term"))


def _telling(said: Said, words: Sequence[bytes]) -> bool:
    """Whether so short a text gives anything away: the name of a policy does, the heading Coming back does not."""
    if said.kind not in _TELLING:
        return False
    together = b"".join(words).decode()
    return len(together) > 3 and not all(word.isdigit() for word in words)
