"""A policy that goes out as Word or PDF comes back as it was, but for what such a file does not hold."""

import copy
import datetime as dt
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.text.paragraph import Paragraph

from policy_handbook.cli.main import commands
from policy_handbook.importing.bringing import lost_words
from policy_handbook.importing.data_of import data_of
from policy_handbook.importing.known import known_of
from policy_handbook.importing.reading import read_document
from policy_handbook.importing.recover import recover
from policy_handbook.importing.writing import policy_text
from policy_handbook.markup import parse as parse_text
from policy_handbook.model import (
    Approval,
    ChangeRecord,
    Clause,
    Definition,
    GuidanceCitation,
    Handbook,
    LinkedPolicy,
    Numbering,
    Policy,
    Section,
)
from policy_handbook.model.base import Record
from policy_handbook.model.resolve import resolve
from policy_handbook.outputs import NOT_IN_WORD
from policy_handbook.print.governors import with_drafts
from policy_handbook.print.tree import Here, spelt_out, tree_of
from policy_handbook.print.word import policy_word
from policy_handbook.read import read_handbook
from policy_handbook.read.source import parse

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "policy_data"
SMALL = ROOT / "tests" / "data" / "small"
AWKWARD = Path(__file__).parent / "awkward.yaml"
TODAY = dt.date(2026, 11, 21)
IDS = sorted(path.stem for path in (SAMPLE / "policies").glob("*.yaml"))

HELD: dict[type[Record], set[str]] = {
    Policy: {
        "title", "kind", "owner", "issue", "effective_from", "approval", "review", "changes", "linked_policies",
        "guidance", "consulted", "equality_assessed_on", "summary", "numbering", "sections",
    },
    Section: {"title", "appendix", "definitions", "clauses", "sections", "number"},
    Clause: {"text", "items", "label", "number"},
    Definition: {"term", "meaning"},
    Approval: {"by", "date", "minute"},
    ChangeRecord: {"issue", "date", "by", "kind", "summary"},
    LinkedPolicy: {"id", "title", "url", "why"},
    GuidanceCitation: {"id", "edition", "why"},
}  # fmt: skip
"""What a Word export holds, and so what has to come back the same."""

LEFT_BEHIND: dict[type[Record], dict[str, str]] = {
    Policy: {
        "status": "a draft until a person says otherwise",
        "audience": "audiences",
        "category": "category",
        "satisfies": "satisfies",
        "reviews": "reviews",
        "publicised": "publicised",
        "to_be_read_by": "to_be_read_by",
        "key_points": "short versions",
        "withdrawn_from_archive": "of an earlier issue",
    },
    Section: {"id": "ids", "covers": "covers", "audience": "audiences", "open": "of a trust"},
    Clause: {"id": "ids", "audience": "audiences", "responsible": "responsible", "open": "of a trust"},
    Definition: {"audience": "audiences"},
    Approval: {},
    ChangeRecord: {"audience": "audiences"},
    LinkedPolicy: {"checked_against": "checked against", "audience": "audiences"},
    GuidanceCitation: {},
}
"""What it does not hold, and by which words the import report says so."""

NO_WORDS = ("a draft until a person says otherwise", "of an earlier issue", "of a trust")
"""Reasons that need no line in the report."""


@dataclass(frozen=True)
class School:
    """The sample school, as staff read it."""

    whole: Handbook
    view: Handbook


@lru_cache(maxsize=1)
def sample() -> School:
    whole = read_handbook(SAMPLE).handbook
    assert whole is not None
    return School(whole, with_drafts(whole, "staff"))


@dataclass(frozen=True)
class Back:
    """A policy that went out and came back.

    Attributes:
        policy: the policy.
        text: its YAML.
        lost: words that are nowhere.
        notes: what the report says of the document as a whole.
    """

    policy: Policy
    text: str
    lost: dict[str, int]
    notes: tuple[str, ...] = field(default=())


def back(data: bytes, name: str, whole: Handbook) -> Back:
    """Import a document into the handbook that it came from."""
    document = read_document(data, name)
    policy_id = name.rsplit(".", 1)[0]
    recovered = recover(document, policy_id, known_of(whole), TODAY)
    text = policy_text(data_of(recovered, ()), ())
    made = resolve(Policy.model_validate(parse(text.encode(), "").value), policy_id, ["staff"])
    return Back(made, text, dict(lost_words(document, recovered, text)), recovered.doubts)


# --- what is compared -----------------------------------------------------------------------------------


def shown(view: Handbook, text: str, policy: Policy) -> Any:
    """A text as its readers see it: words with their marks and addresses, and nothing of how it is typed."""
    return plain(spelt_out(tree_of(view, text, Here(policy, frozenset((policy.id,))))))


def plain(nodes: list[dict[str, Any]]) -> list[Any]:
    found: list[Any] = []
    for node in nodes:
        if node["kind"] in ("text", "long-text"):
            if found and isinstance(found[-1], str):
                found[-1] += node["text"]
            elif node["text"]:
                found.append(node["text"])
        else:
            text = "" if node["kind"] == "table" else node["text"]
            found.append((node["kind"], text, node["ordered"], *plain(node["children"])))
    return found


def held(view: Handbook, record: Any, policy: Policy) -> Any:
    """What a Word export holds of a record, with its texts as their readers see them."""
    if isinstance(record, tuple):
        return [held(view, item, policy) for item in record]
    if type(record) not in HELD:
        return str(record) if isinstance(record, str) else record
    values = {name: getattr(record, name) for name in sorted(HELD[type(record)])}
    return {
        name: shown(view, value, policy) if name in ("text", "meaning", "summary") else held(view, value, policy)
        for name, value in values.items()
    }


def outline(policy: Policy) -> list[str]:
    """Numbers, titles and depths: easy to read where a comparison fails."""

    def of_clause(clause: Clause, depth: int) -> Iterator[str]:
        yield f"{'  ' * depth}{clause.number}"
        for item in clause.items:
            yield from of_clause(item, depth + 1)

    def of_section(section: Section) -> Iterator[str]:
        yield f"{section.number} {section.title}"
        for clause in section.clauses:
            yield from of_clause(clause, 1)
        for inner in section.sections:
            yield from of_section(inner)

    return [line for section in policy.sections for line in of_section(section)]


# --- Word -----------------------------------------------------------------------------------------------


def test_what_is_compared_and_what_is_left_behind_is_all_that_a_policy_has() -> None:
    for record, names in HELD.items():
        computed = {name for name, info in record.model_fields.items() if info.exclude}
        behind = set(LEFT_BEHIND[record])
        assert not names & behind
        assert names | behind | computed >= set(record.model_fields), record


def test_the_report_names_all_that_is_left_behind() -> None:
    for reasons in LEFT_BEHIND.values():
        for reason in set(reasons.values()) - set(NO_WORDS):
            assert any(reason in line for line in NOT_IN_WORD), reason


@pytest.mark.parametrize("policy_id", IDS)
def test_a_policy_of_the_sample_comes_back_from_word_as_it_was(policy_id: str) -> None:
    view = sample().view
    policy = view.policies[policy_id]
    made = back(policy_word(view, policy), f"{policy_id}.docx", sample().whole)

    assert outline(made.policy) == outline(policy)
    assert held(view, made.policy, made.policy) == held(view, policy, policy)
    assert not made.lost
    assert "in the source" not in made.text  # numbers are as they were
    assert made.policy.last_review is not None
    assert policy.last_review is not None
    assert made.policy.last_review.date == policy.last_review.date
    assert (made.policy.status, made.policy.audience) == ("draft", ("staff",))


def test_the_sample_has_all_that_has_to_come_back() -> None:
    policies = sample().view.policies.values()
    kinds = [
        node.kind
        for policy in policies
        for clause in policy.all_clauses()
        for block in parse_text(clause.text)
        for node in block.walk()
    ]
    assert {policy.numbering for policy in policies} == {*Numbering}
    assert {"table", "footnote", "link", "reference", "value"} <= set(kinds)
    assert sum(section.appendix for policy in policies for section in policy.sections) > 10
    assert sum(bool(section.definitions) for policy in policies for section in policy.all_sections()) > 10
    assert any(item.items for policy in policies for clause in policy.all_clauses() for item in clause.items)
    assert any(section.sections for policy in policies for section in policy.sections)
    assert any(link.url for policy in policies for link in policy.linked_policies)


def test_references_come_back_as_such_and_not_as_addresses() -> None:
    view = sample().view
    for name in ("behaviour", "staff-code-of-conduct", "child-protection"):
        text = back(policy_word(view, view.policies[name]), f"{name}.docx", sample().whole).text
        assert "exampleton.example.org/policies" not in text
    assert "[[#" in text  # a link to another clause of the same policy
    assert "[[online-safety]]" in text  # with words that the handbook writes


@pytest.mark.parametrize("style", [Numbering.CLAUSES, Numbering.PARTS])
def test_what_looks_like_something_else_comes_back_as_it_was_too(style: Numbering, tmp_path: Path) -> None:
    data = tmp_path / "policy_data"
    shutil.copytree(SAMPLE, data)
    text = AWKWARD.read_text(encoding="utf-8").replace(
        "sections:\n  - id: purpose", f'numbering: "{style}"\nsections:\n  - id: purpose', 1
    )
    (data / "policies" / "kites.yaml").write_text(text, encoding="utf-8")
    reading = read_handbook(data)
    whole = reading.handbook
    assert whole is not None
    assert not reading.findings
    view = with_drafts(whole, "staff")
    policy = view.policies["kites"]
    made = back(policy_word(view, policy), "kites.docx", whole)

    assert not made.lost
    assert outline(made.policy) == outline(policy)
    assert held(view, made.policy, made.policy) == held(view, policy, policy)


def test_a_second_trip_changes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "policy_data"
    shutil.copytree(SAMPLE, data)
    view = sample().view
    once = back(policy_word(view, view.policies["staff-code-of-conduct"]), "staff-code-of-conduct.docx", sample().whole)
    (data / "policies" / "staff-code-of-conduct.yaml").write_text(once.text, encoding="utf-8")
    whole = read_handbook(data).handbook
    assert whole is not None
    again = with_drafts(whole, "staff")
    twice = back(policy_word(again, again.policies["staff-code-of-conduct"]), "staff-code-of-conduct.docx", whole)

    assert once.text.count("[[#") == twice.text.count("[[#")
    assert twice.text == once.text


def test_what_a_view_leaves_out_is_seen_by_the_numbers_and_its_short_version_is_kept() -> None:
    view = with_drafts(sample().whole, "parents")
    policy = view.policies["social-media"]
    made = back(policy_word(view, policy), "social-media.docx", sample().whole)

    assert policy.narrowed
    assert not made.lost
    assert "# 6 in the source" in made.text  # 5 is for staff alone, and the next is counted on
    points = [shown(view, point.text, policy) for point in policy.key_points["parents"]]
    assert [shown(view, point.text, policy) for point in made.policy.key_points["staff"]] == points
    assert "CHECK: whose short version is this?" in made.text
    texts = [shown(view, clause.text, policy) for clause in policy.all_clauses()]
    assert [shown(view, clause.text, policy) for clause in made.policy.all_clauses()] == texts


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(SMALL, tmp_path / "policy_data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, [*arguments], catch_exceptions=False, standalone_mode=False)


def test_the_commands_take_a_policy_out_and_in_and_say_what_was_left_behind(school: Path) -> None:
    run("export", "open")
    target = school / "policy_data" / "policies" / "open.yaml"
    before = target.read_text(encoding="utf-8")
    run("import", "open.docx", "--today", TODAY.isoformat())
    report = (school / "import-report" / "open.txt").read_text(encoding="utf-8")

    assert target.read_text(encoding="utf-8") == before  # it is there already, and was not touched
    assert all(line in report for line in NOT_IN_WORD)
    assert "Differences from the policy that is there" in report
    assert all(
        line in (school / "import-report" / "open.html").read_text(encoding="utf-8") for line in ("ids, but for",)
    )

    target.unlink()
    run("import", "open.docx", "--today", TODAY.isoformat())
    reading = read_handbook(school / "policy_data")
    assert reading.handbook is not None
    assert not reading.findings
    assert reading.handbook.policies["open"].title == "Open"


def test_a_document_that_somebody_changed_past_knowing_is_read_like_any_other() -> None:
    view = sample().view
    document = Document(io.BytesIO(policy_word(view, view.policies["behaviour"])))
    heading = next(paragraph for paragraph in document.paragraphs if paragraph.text == "About this issue")
    heading.text = "The facts"
    out = io.BytesIO()
    document.save(out)
    made = back(out.getvalue(), "behaviour.docx", sample().whole)

    assert not made.lost
    assert made.policy.title == "Behaviour"
    assert [section.title for section in made.policy.sections if section.appendix]


def test_what_a_reader_adds_in_word_comes_in_at_its_place() -> None:
    view = sample().view
    policy = view.policies["mobile-phones"]
    document = Document(io.BytesIO(policy_word(view, policy)))
    clauses = [paragraph for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Clause"]
    added = copy.deepcopy(clauses[1]._p)
    for inner in list(added):
        if not inner.tag.endswith("}pPr"):
            added.remove(inner)
    clauses[1]._p.addnext(added)
    Paragraph(added, clauses[1]._parent).add_run("A clause that a governor would like.")
    out = io.BytesIO()
    document.save(out)
    made = back(out.getvalue(), "mobile-phones.docx", sample().whole)

    assert len(list(made.policy.all_clauses())) == len(list(policy.all_clauses())) + 1
    assert [clause.number for clause in made.policy.all_clauses() if "a governor would like" in clause.text] == ["1.3"]
