"""Random handbooks in which every text holds a word of its own, and the readers of every such word.

Readers are worked out here from what was drawn, and not asked of the program.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

AUDIENCES = ("public", "parents", "pupils", "staff", "governors")
INTRANET = frozenset({"staff", "governors"})
_LETTERS = "bcdfghjklmnpqrstvwz"


@dataclass
class Drawn:
    """A handbook as it was drawn.

    Attributes:
        files: its data files, as values to be written as YAML.
        readers: for each word of its own, who may see it.
        clauses: the words of clauses, which every one of their readers has to find.
        roles: the ids of the roles that are not for everybody.
        who: for each role and policy, who may know of it.
        sorted: for each category, who may read a policy that is in it.
        cited: for each outside document, who may read a policy that cites it.
    """

    chance: random.Random
    files: dict[str, Any] = field(default_factory=dict)
    readers: dict[str, frozenset[str]] = field(default_factory=dict)
    clauses: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    who: dict[str, frozenset[str]] = field(default_factory=dict)
    cited: dict[str, frozenset[str]] = field(default_factory=dict)
    sorted: dict[str, frozenset[str]] = field(default_factory=dict)

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
        "categories": {"calm": "", "odd": "", "strange": ""},
    }
    roles: dict[str, dict[str, Any]] = {"headteacher": {"title": "Headteacher", "holder": drawn.word(AUDIENCES)}}
    for number in range(2):
        audience, readers = drawn.narrowed(frozenset(AUDIENCES), often=0.8)
        role = f"role-{number}-{drawn.word(readers)}"
        drawn.roles.append(role)
        drawn.who[role] = readers
        roles[role] = {
            "title": f"Role {drawn.word(readers)}",
            "holder": f"Holder {drawn.word(readers)}",
            "email": f"{drawn.word(readers)}@example.org",
            "phone": f"01632 {drawn.word(readers)}",
            "does": f"Looks after {drawn.word(readers)}.",
            **({"audience": audience} if audience else {}),
        }
    drawn.files["school.yaml"]["channels"] = [_channel(drawn, role) for role in drawn.roles]
    bodies = {"governing-board": {"title": "board", "level": "board", "chair": drawn.chance.choice([*roles])}}
    drawn.files["people.yaml"] = {"roles": roles, "bodies": bodies}
    terms: list[dict[str, Any]] = []
    for _ in range(2):
        audience, readers = drawn.narrowed(frozenset(AUDIENCES), often=0.8)
        term: dict[str, Any] = {"term": f"widget{len(terms)}", "meaning": f"It means {drawn.word(readers)}."}
        term["synonyms"] = [drawn.word(readers)]
        term["short"] = drawn.word(readers).upper()
        terms.append({**term, **({"audience": audience} if audience else {})})
    drawn.files["glossary.yaml"] = {"terms": terms}
    names = [_named(drawn) for _ in range(policies)]
    for name in names:
        drawn.files[f"policies/{name}.yaml"] |= _policy(drawn, name, names, terms)
    guidance = drawn.files.setdefault("guidance.yaml", {"guidance": []})
    guidance["guidance"] = [
        {
            "id": name,
            "title": f"Guidance {drawn.word(readers)}",
            "url": f"https://www.example.org/{drawn.word(readers)}",
        }
        for name, readers in drawn.cited.items()
    ]
    word = drawn.word
    categories = drawn.files["school.yaml"]["categories"]
    for name in categories:
        categories[name] = f"Things of {word(drawn.sorted.get(name, frozenset()))}"
    duty = {"kinds": ["maintained"], "nation": "scotland", "hold": "custom", "evidence": "primary"}
    drawn.files["duties.yaml"] = {
        "duties": [
            {
                **copy.deepcopy(duty),
                "id": name,
                "title": f"Being {name} {word(INTRANET)}",
                "basis": word(INTRANET),
                "source": word(INTRANET),
                "note": word(INTRANET),
                "only_if": word(INTRANET),
                "verified_on": "2026-11-01",
            }
            for name in ("calmness", "oddness")
        ]
    }
    drawn.files["school.yaml"]["not_applicable"] = {"oddness": f"We have no {word(INTRANET)}"}
    for name in ("flier-a", "flier-b"):
        drawn.files[f"fliers/{name}.yaml"] = _flier(drawn, names)
    for value in roles.values():
        value["induction"] = drawn.chance.sample(names, 2)
    return drawn


def _named(drawn: Drawn) -> str:
    """Draw for whom a policy is, and its id, which is a word of its own."""
    named = drawn.chance.sample(AUDIENCES, drawn.chance.randint(1, 4))
    status = drawn.chance.choice(["in-force", "in-force", "in-force", "draft", "withdrawn"])
    readers = frozenset(named) if status == "in-force" else frozenset()
    name = f"policy-{drawn.word(readers)}"
    drawn.who[name] = readers
    drawn.files[f"policies/{name}.yaml"] = {"status": status, "audience": named}
    return name


def _channel(drawn: Drawn, role: str) -> dict[str, Any]:
    audience, readers = drawn.narrowed(frozenset(AUDIENCES), often=0.8)
    value = {
        "title": f"Channel {drawn.word(readers)}",
        "url": f"https://www.example.org/{drawn.word(readers)}",
        "moderated_by": role,
    }
    return _narrowing(value, audience)


def _narrowing(value: dict[str, Any], audience: list[str]) -> dict[str, Any]:
    return {**value, **({"audience": audience} if audience else {})}


@dataclass
class _Parts:
    """Draws the parts of one issue of a policy.

    Attributes:
        drawn: the handbook that they are for.
        mentions: what a text may name beside its own word.
        found: whether its clauses stand on a page of their own, where every reader has to find them.
    """

    drawn: Drawn
    mentions: list[str]
    found: bool = True

    @property
    def chance(self) -> random.Random:
        return self.drawn.chance

    def text(self, who: frozenset[str], words: str = "We do") -> str:
        return f"{words} {self.drawn.word(who)} {self.chance.choice(self.mentions)} as we said."

    def marked_up(self, who: frozenset[str]) -> str:
        """A text of several blocks, links and a note, with a word of its own in each."""
        word = self.drawn.word
        return (
            f"We do {word(who)} **{word(who)}** [{word(who)}](https://www.example.org/{word(who)}) "
            f"as `{word(who)}` has it.[^1]\n\n"
            f"| {word(who)} | b |\n|---|---|\n| {word(who)} | {word(who)} |\n\n- {word(who)}\n\n"
            f"> {word(who)}\n\n[^1]: A note of {word(who)}.\n"
        )

    def clause(self, outer: frozenset[str], depth: int = 0) -> dict[str, Any]:
        audience, who = self.drawn.narrowed(outer)
        rich = depth == 0 and self.chance.random() < 0.2
        value: dict[str, Any] = {"text": self.marked_up(who) if rich else self.text(who)}
        if self.found:
            self.drawn.clauses.append(value["text"].split()[2])
        if self.chance.random() < 0.3:
            value["responsible"] = [self.chance.choice(["headteacher", *self.drawn.roles])]
        if depth < 2 and self.chance.random() < 0.4:
            value["items"] = [self.clause(who, depth + 1) for _ in range(self.chance.randint(1, 2))]
        return _narrowing(value, audience)

    def section(self, outer: frozenset[str], number: int, depth: int = 0) -> dict[str, Any]:
        audience, who = self.drawn.narrowed(outer)
        # a title and an id are shown with what is left under them, so that they are for the section's readers at most
        value: dict[str, Any] = {"id": f"s-{number}-{depth}-{self.drawn.word(who)}", "title": self.drawn.word(who)}
        value["clauses"] = [self.clause(who) for _ in range(self.chance.randint(1, 3))]
        if self.chance.random() < 0.3:
            own, own_readers = self.drawn.narrowed(who)
            meaning = self.text(own_readers, "It is")
            value["definitions"] = [_narrowing({"term": self.drawn.word(own_readers), "meaning": meaning}, own)]
        if depth == 0 and self.chance.random() < 0.2:
            value["appendix"] = True
        elif depth == 0 and self.chance.random() < 0.5:
            value["sections"] = [self.section(who, number, 1)]
        return _narrowing(value, audience)

    def row(self, value: dict[str, Any], words: str, who: frozenset[str]) -> dict[str, Any]:
        audience, left = self.drawn.narrowed(who)
        return _narrowing({**value, words: self.drawn.word(left)}, audience)

    def link(self, names: Sequence[str], readers: frozenset[str]) -> dict[str, Any]:
        audience, who = self.drawn.narrowed(readers)
        title = {"title": self.drawn.word(who), "url": f"https://www.example.org/{self.drawn.word(who)}"}
        target = self.chance.choice([title, {"id": self.chance.choice(names)}])
        return _narrowing({**target, "why": self.drawn.word(who)}, audience)

    def key_points(self, readers: frozenset[str]) -> dict[str, list[dict[str, Any]]]:
        told = [audience for audience in AUDIENCES if self.chance.random() < 0.5]
        return {
            audience: [
                {"text": self.text(readers & {audience}, "In short"), "from": [f"a-{self.chance.randint(0, 3)}"]}
            ]
            for audience in told
        }


def _mentions(drawn: Drawn, names: Sequence[str], terms: list[dict[str, Any]]) -> list[str]:
    chance = drawn.chance
    found = [f"[[{chance.choice(names)}]]", f"[[{chance.choice(names)}#a-{chance.randint(0, 3)}]]"]
    first, second = drawn.roles
    return [*found, f"{{{{ roles.{first}.holder }}}}", f"{{{{ roles.{second}.title }}}}", str(terms[0]["term"]), ""]


def _policy(drawn: Drawn, name: str, names: Sequence[str], terms: list[dict[str, Any]]) -> dict[str, Any]:
    chance = drawn.chance
    parts = _Parts(drawn, _mentions(drawn, names, terms))
    readers = drawn.who[name]
    category = chance.choice(["calm", "odd"])
    drawn.sorted[category] = drawn.sorted.get(category, frozenset()) | readers
    document = f"document-{chance.randint(0, 1)}"
    drawn.cited[document] = drawn.cited.get(document, frozenset()) | readers
    by = {"date": "2026-07-09", "by": chance.choice(["headteacher", *drawn.roles])}
    value: dict[str, Any] = {
        "title": f"On {drawn.word(readers)}",
        "kind": "statement",
        "category": category,
        "owner": chance.choice(["headteacher", *drawn.roles]),
        "issue": 2,
        "effective_from": "2026-09-01",
        "approval": {"by": "governing-board", "date": "2026-07-09", "minute": drawn.word(readers)},
        "review": {"every": "12 months", "next": "2027-07-31"},
        "reviews": [parts.row({**by, "outcome": "new-issue"}, "note", readers & INTRANET)],
        "changes": [
            parts.row({**by, "issue": 1, "kind": "material"}, "summary", readers),
            parts.row({**by, "issue": 2, "kind": "editorial"}, "summary", readers),
        ],
        "linked_policies": [parts.link(names, readers)],
        "guidance": [{"id": document, "why": drawn.word(readers)}],
        "publicised": [
            {"to": audience, "date": "2026-09-04", "how": f"By {drawn.word(readers & {audience})}"}
            for audience in chance.sample(AUDIENCES, 2)
        ],
        "satisfies": ["calmness"],
        "numbering": chance.choice(["1.1 (a) (i)", "Part A", "none"]),
        "consulted": [drawn.word(readers)],
        "to_be_read_by": ["headteacher", drawn.roles[1]],
        "summary": parts.text(readers, "It says"),
        "key_points": parts.key_points(readers),
        "sections": [parts.section(readers, number) for number in range(chance.randint(1, 3))],
    }
    first = value["sections"][0]["clauses"][0]
    first["id"] = f"a-{chance.randint(0, 3)}"
    if chance.random() < 0.7:
        drawn.files[f"issues/{name}/1.yaml"] = _earlier(drawn, value, readers)
    return value


def _earlier(drawn: Drawn, present: dict[str, Any], now: frozenset[str]) -> dict[str, Any]:
    """Draw the issue before: parts of the present one for whomever, and parts that only it had.

    Whoever may read it now could read it then and may read the policy now.
    """
    chance = drawn.chance
    named = chance.sample(AUDIENCES, chance.randint(1, 5))
    left = chance.random() < 0.2
    readers = now & frozenset(named) & (INTRANET if left else frozenset(AUDIENCES))
    parts = _Parts(drawn, [""], found=False)
    kept = [_opened(drawn, copy.deepcopy(section)) for section in present["sections"] if chance.random() < 0.7]
    return {
        **{name: present[name] for name in ("kind", "owner", "approval", "review", "changes", "category")},
        "title": f"Once on {drawn.word(readers)}",
        "status": "in-force",
        "audience": named,
        "issue": 1,
        "effective_from": "2025-09-01",
        "summary": parts.text(readers, "It said"),
        "key_points": parts.key_points(readers),
        "sections": [*kept, *(parts.section(readers, number) for number in range(3, 5))],
        **({"withdrawn_from_archive": True} if left else {}),
    }


def _opened(drawn: Drawn, part: dict[str, Any]) -> dict[str, Any]:
    """A part as it was before, for others than now: at times for everybody, so that something was taken back since."""
    if drawn.chance.random() < 0.6:
        part.pop("audience", None)
    for name in ("clauses", "items", "definitions", "sections"):
        for inner in part.get(name, ()):
            _opened(drawn, inner)
    return part


def _flier(drawn: Drawn, names: Sequence[str]) -> dict[str, Any]:
    """Draw a flier: for those whom it names and who may read all that it is made from."""
    chance = drawn.chance
    sources = chance.sample(names, chance.randint(1, 2))
    allowed = frozenset(AUDIENCES).intersection(*(drawn.who[source] for source in sources))
    named = chance.sample(AUDIENCES, chance.randint(1, 4))
    if allowed:  # a flier that names somebody who does not get it is an error
        named = [audience for audience in named if audience in allowed] or [min(allowed)]
    readers = allowed & frozenset(named)
    reader = chance.choice(named)
    own_points = chance.random() < 0.6
    if reader in INTRANET and not own_points:  # with their key points, it is for nobody else
        readers &= {reader}

    def sheet() -> dict[str, Any]:
        rows = [{"role": role, "title": drawn.word(readers & drawn.who[role])} for role in drawn.roles]
        return {
            "title": f"Sheet {drawn.word(readers)}",
            "strapline": drawn.word(readers),
            "opening": f"We begin with {drawn.word(readers)}.",
            "do": [drawn.word(readers)],
            "ask": [{**row, "contact": drawn.word(readers & drawn.who[row["role"]])} for row in rows],
        }

    own = [f"A point on {drawn.word(readers)}"] if own_points else []
    if not own and reader not in INTRANET:  # it has the key points of its reader, who reads them on the website
        for source in sources:
            for point in drawn.files[f"policies/{source}.yaml"]["key_points"].get(reader, ()):
                drawn.readers[point["text"].split()[2]] |= readers
    about = {"by": drawn.word(readers), "date": "2026-09-01", "of_issue": 1}
    return {
        **sheet(),
        "audience": named,
        "reader": reader,
        "issue": 1,
        "date": "2026-09-01",
        "from": sources,
        **({"points": own} if own else {}),
        "translations": {"pl": {**about, **sheet()}},
    }
