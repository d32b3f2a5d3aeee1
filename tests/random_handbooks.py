"""Random handbooks in which every text holds a word of its own, and the readers of every such word.

Readers are worked out here from what was drawn, and not asked of the program.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

AUDIENCES = ("public", "parents", "pupils", "staff")
INTRANET = frozenset({"staff"})
_LETTERS = "bcdfghjklmnpqrstvwz"


@dataclass
class Drawn:
    """A handbook as it was drawn.

    Attributes:
        files: its data files, as values to be written as YAML.
        readers: for each word of its own, who may see it.
        clauses: the words of clauses, which every one of their readers has to find.
    """

    chance: random.Random
    files: dict[str, Any] = field(default_factory=dict)
    readers: dict[str, frozenset[str]] = field(default_factory=dict)
    clauses: list[str] = field(default_factory=list)

    def word(self, readers: Sequence[str] | frozenset[str]) -> str:
        """Make a word that stands nowhere else, for these readers alone."""
        number, letters = len(self.readers), []
        for _ in range(4):
            number, rest = divmod(number, len(_LETTERS))
            letters.append(_LETTERS[rest])
        word = f"zx{''.join(letters)}xq"
        self.readers[word] = frozenset(readers)
        return word

    def narrowed(self, outer: frozenset[str], *, often: float = 0.4) -> tuple[list[str], frozenset[str]]:
        """Draw an audience field, empty or some of those outside, at times of others; and who is left."""
        if not outer or self.chance.random() > often:
            return [], outer
        named = self.chance.sample(AUDIENCES, self.chance.randint(1, 3))
        return named, outer & frozenset(named)

    def write(self, folder: Path) -> None:
        """Write the files into a data folder."""
        for name, value in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def forbidden(self, audience: str) -> list[str]:
        """The words that a view must not hold."""
        return [word for word, readers in self.readers.items() if audience not in readers]

    def allowed(self, audience: str) -> list[str]:
        """The words that a view may hold."""
        return [word for word, readers in self.readers.items() if audience in readers]


def draw(seed: int, policies: int = 3) -> Drawn:
    """Draw a handbook; the same seed gives the same one."""
    drawn = Drawn(random.Random(seed))  # noqa: S311 - no secret
    drawn.files["school.yaml"] = {
        "name": "Exampleton Primary School",
        "short_name": "Exampleton",
        "kind": "maintained",
        "phase": "primary",
        "nation": "scotland",
        "handbook_url": "https://policies.exampleton.example.org",
        "audiences": {
            name: {"title": name.capitalize(), "site": "intranet" if name in INTRANET else "website"}
            for name in AUDIENCES
        },
    }
    roles: dict[str, dict[str, Any]] = {"headteacher": {"title": "Headteacher", "holder": drawn.word(AUDIENCES)}}
    for number in range(2):
        audience, readers = drawn.narrowed(frozenset(AUDIENCES), often=0.8)
        roles[f"role-{number}"] = {
            "title": f"Role {drawn.word(readers)}",
            "holder": f"Holder {drawn.word(readers)}",
            "email": f"{drawn.word(readers)}@example.org",
            "does": f"Looks after {drawn.word(readers)}.",
            **({"audience": audience} if audience else {}),
        }
    drawn.files["people.yaml"] = {"roles": roles, "bodies": {"governing-board": {"title": "board", "level": "board"}}}
    terms: list[dict[str, Any]] = []
    for _ in range(2):
        audience, readers = drawn.narrowed(frozenset(AUDIENCES), often=0.8)
        term: dict[str, Any] = {"term": f"widget{len(terms)}", "meaning": f"It means {drawn.word(readers)}."}
        term["synonyms"] = [drawn.word(readers)]
        terms.append({**term, **({"audience": audience} if audience else {})})
    drawn.files["glossary.yaml"] = {"terms": terms}
    names = [f"policy-{number}" for number in range(policies)]
    for name in names:
        drawn.files[f"policies/{name}.yaml"] = _policy(drawn, names, terms)
    return drawn


def _policy(drawn: Drawn, names: Sequence[str], terms: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: C901 - parts within parts
    chance = drawn.chance
    named = chance.sample(AUDIENCES, chance.randint(1, 4))
    status = chance.choice(["in-force", "in-force", "in-force", "draft", "withdrawn"])
    readers = frozenset(named) if status == "in-force" else frozenset()
    mentions = [f"[[{chance.choice(names)}]]", f"[[{chance.choice(names)}#a-{chance.randint(0, 3)}]]"]
    mentions += ["{{ roles.role-0.holder }}", "{{ roles.role-1.title }}", str(terms[0]["term"]), ""]

    def text(who: frozenset[str], words: str = "We do") -> str:
        return f"{words} {drawn.word(who)} {chance.choice(mentions)} as we said."

    def narrowing(value: dict[str, Any], audience: list[str]) -> dict[str, Any]:
        return {**value, **({"audience": audience} if audience else {})}

    def clause(outer: frozenset[str], depth: int = 0) -> dict[str, Any]:
        audience, who = drawn.narrowed(outer)
        value: dict[str, Any] = {"text": text(who)}
        drawn.clauses.append(value["text"].split()[2])
        if chance.random() < 0.3:
            value["responsible"] = [chance.choice(["headteacher", "role-0", "role-1"])]
        if depth < 2 and chance.random() < 0.4:
            value["items"] = [clause(who, depth + 1) for _ in range(chance.randint(1, 2))]
        return narrowing(value, audience)

    def section(outer: frozenset[str], number: int, depth: int = 0) -> dict[str, Any]:
        audience, who = drawn.narrowed(outer)
        # a title is shown with what is left under it, so that it is for the section's readers at most
        value: dict[str, Any] = {"id": f"s-{depth}-{number}-{chance.randint(0, 10**9)}", "title": drawn.word(who)}
        value["clauses"] = [clause(who) for _ in range(chance.randint(1, 3))]
        if chance.random() < 0.3:
            own, own_readers = drawn.narrowed(who)
            meaning = text(own_readers, "It is")
            value["definitions"] = [narrowing({"term": drawn.word(own_readers), "meaning": meaning}, own)]
        if depth == 0 and chance.random() < 0.4:
            value["sections"] = [section(who, number, 1)]
        return narrowing(value, audience)

    def row(value: dict[str, Any], words: str, who: frozenset[str]) -> dict[str, Any]:
        audience, left = drawn.narrowed(who)
        return narrowing({**value, words: drawn.word(left)}, audience)

    def link() -> dict[str, Any]:
        audience, who = drawn.narrowed(readers)
        title = {"title": drawn.word(who), "url": "https://www.example.org/a"}
        return narrowing({**chance.choice([title, {"id": chance.choice(names)}]), "why": drawn.word(who)}, audience)

    by = {"date": "2026-07-09", "by": "headteacher"}
    intranet = readers & INTRANET
    value: dict[str, Any] = {
        "title": f"On {drawn.word(readers)}",
        "kind": "statement",
        "status": status,
        "owner": chance.choice(["headteacher", "role-0"]),
        "audience": named,
        "issue": 2,
        "effective_from": "2026-09-01",
        "approval": {"by": "governing-board", "date": "2026-07-09", "minute": "FGB 1"},
        "review": {"every": "12 months", "next": "2027-07-31"},
        "reviews": [row({**by, "outcome": "new-issue"}, "note", intranet)],
        "changes": [
            row({**by, "issue": 1, "kind": "material"}, "summary", readers),
            row({**by, "issue": 2, "kind": "editorial"}, "summary", readers),
        ],
        "linked_policies": [link()],
        "consulted": [drawn.word(readers)],
        "summary": text(readers, "It says"),
        "key_points": {},
        "sections": [section(readers, number) for number in range(chance.randint(1, 3))],
    }
    for audience in AUDIENCES:
        if chance.random() < 0.5:
            who = readers & {audience}
            value["key_points"][audience] = [text(who, "In short")]
    first = value["sections"][0]["clauses"][0]
    first["id"] = f"a-{chance.randint(0, 3)}"
    return value
