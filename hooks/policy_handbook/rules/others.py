"""What a rule that looks at one policy may know of the others: answers to a few questions.

What was asked is written down with its answer. So the findings of a policy can be kept between runs: they hold as long
as the policy and the facts are the same and every question has the same answer, whatever else changed in the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from policy_handbook.keeping import packed
from policy_handbook.latest import Latest
from policy_handbook.model import ChangeKind, Policy, Status
from policy_handbook.references import find_in


class Outline(NamedTuple):
    """What is known of another policy by its id.

    Attributes:
        title: its title.
        status: whether it is in force.
        issue: the number of its issue.
        material: the issues that changed it in substance.
    """

    title: str
    status: Status
    issue: int
    material: tuple[int, ...]


class Found(NamedTuple):
    """What a reference leads to.

    Attributes:
        title: the title of the policy.
        clause: the number of the clause, if it leads to one.
        readers: who may read the clause, or else the policy.
    """

    title: str
    clause: str
    readers: tuple[str, ...]


def found_in(policy: Policy, part: str) -> Found | None:
    """Return what the part of a reference after the # leads to; without one, the policy itself."""
    found = find_in(policy, part)
    if found is None:
        return None
    clause, _ = found
    return Found(policy.title, clause.number if clause else "", clause.readers if clause else policy.readers)


class Others(Mapping[str, Outline]):
    """The policies of a handbook by id, in their order, as outlines; every look at them is written down."""

    def __init__(self, policies: Mapping[str, Policy]) -> None:
        self._policies = policies
        self._first_called: dict[str, str] = {}
        for name, policy in policies.items():
            self._first_called.setdefault(policy.title.casefold(), name)
        self._questions: Mapping[str, Callable[[str], Any]] = {
            "outline": self._outline,
            "ids": lambda _: (*self._policies,),
            "reference": self._reference,
            "first": self._first_called.get,
        }
        self._answers: dict[tuple[str, str], Any] = {}
        self._written: dict[tuple[str, str], str] = {}
        self._asked: dict[tuple[str, str], None] = {}

    def __getitem__(self, name: str) -> Outline:
        """Return the outline of a policy."""
        outline: Outline | None = self.get(name)
        if outline is None:
            raise KeyError(name)
        return outline

    def get(self, name: str, default: Any = None) -> Any:
        """Return the outline of a policy, if there is one of that id."""
        outline = self._answer("outline", name)
        return default if outline is None else outline

    def __contains__(self, name: object) -> bool:
        """Whether there is a policy of that id."""
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        """Yield all ids."""
        return iter(self._answer("ids", ""))

    def __len__(self) -> int:
        """Return how many policies there are."""
        return len(self._answer("ids", ""))

    def reference(self, target: str) -> Found | None:
        """Return what ``policy`` or ``policy#clause`` leads to."""
        found: Found | None = self._answer("reference", target)
        return found

    def first_called(self, title: str) -> str:
        """Return the id of the first policy of a title, whether in capitals or not; empty if there is none."""
        return self._answer("first", title.casefold()) or ""

    def _answer(self, question: str, about: str) -> Any:
        asked = question, about
        if asked not in self._answers:
            self._answers[asked] = self._questions[question](about)
        self._asked[asked] = None
        return self._answers[asked]

    def _outline(self, name: str) -> Outline | None:
        policy = self._policies.get(name)
        if policy is None:
            return None
        material = tuple(change.issue for change in policy.changes if change.kind is ChangeKind.MATERIAL)
        return Outline(policy.title, policy.status, policy.issue, material)

    def _reference(self, target: str) -> Found | None:
        name, _, part = target.partition("#")
        policy = self._policies.get(name)
        return found_in(policy, part) if policy else None

    # --- what was asked -------------------------------------------------------------------------------------

    def forget(self) -> None:
        """Begin a new list of questions."""
        self._asked = {}

    def asked(self) -> list[Sequence[str]]:
        """Return every question since the last ``forget``: its kind, what it was about, and the answer in writing."""
        return [(*asked, self._in_writing(asked)) for asked in self._asked]

    def would_answer(self, asked: Iterable[Sequence[str]]) -> bool:
        """Whether every question has the same answer now."""
        written = self._written
        for question, about, answer in asked:
            now = written.get((question, about))  # nearly always: policies ask the same of those that all know
            if now is None:
                now = self._in_writing((question, about)) if question in self._questions else None
            if now != answer:
                return False
        return True

    def _in_writing(self, asked: tuple[str, str]) -> str:
        if asked not in self._written:
            question, about = asked
            of_one = self._policies.get(about.partition("#")[0]) if question in _OF_ONE else None
            if of_one is None:
                self._written[asked] = self._to_writing(asked)
            else:
                self._written[asked] = _newest.get_or(asked, of_one, None, partial(self._to_writing, asked))
        return self._written[asked]

    def _to_writing(self, asked: tuple[str, str]) -> str:
        if asked not in self._answers:
            self._answers[asked] = self._questions[asked[0]](asked[1])
        return packed(self._answers[asked]).decode("utf-8", "surrogatepass")


_OF_ONE = ("outline", "reference")
"""Questions whose answer is in the policy alone that they name."""

_newest: Latest[str] = Latest()
