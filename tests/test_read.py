"""Reading promises: no bytes crash it, what is not understood is said, and what is understood is all there."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policy_handbook.findings import Finding
from policy_handbook.read import Reading, read_handbook
from policy_handbook.read.source import parse
from policy_handbook.rules import Context, check_all
from policy_handbook.rules.examples import PEOPLE, SCHOOL

TODAY = dt.date(2026, 11, 21)

POLICY = """\
# yaml-language-server: $schema=../../schemas/policy.schema.json
title: Mobile phones
kind: policy
status: in-force
owner: headteacher
audience: [public, parents, staff]
category: online
issue: 2
effective_from: 2026-09-01
approval: {by: governing-board, date: 2026-07-09, minute: GB 26/31}
review: {every: 12 months, next: 2027-07}
reviews:
  - {date: 2026-07-01, by: headteacher, outcome: new-issue, note: "New guidance: taken in"}
changes:
  - {issue: 1, date: 2025-07-10, by: headteacher, kind: material, summary: First issue}
  - {issue: 2, date: 2026-07-09, by: headteacher, kind: editorial, summary: Clearer words}
linked_policies: [behaviour, {title: The “Standards”, url: "https://example.org/#two"}]
consulted: [Staff and unions, Parents’ forum]
summary: >
  When and where phones may be used,
  and by whom.
key_points:
  parents:
    - {text: Phones stay in bags., from: ["1.1", no-photos]}
sections:
  - id: purpose
    title: Purpose
    definitions:
      - {term: phone, meaning: 'anything that rings, the school''s own included'}
    clauses:
      - Phones stay in bags during
        lessons and at break.
      - id: no-photos
        text: "Nobody may\\tphotograph: \\"others\\"."
        audience: [parents, staff]
        responsible: [headteacher]
        items: [at school, {text: on a trip}]
      - |
        | when | where |
        |---|---|
        | always | bags #1 |
  - id: annexe
    title: Annexe
    appendix: true
    clauses: [See [[behaviour]] at the end]
""".replace("[See [[behaviour]] at the end]", '["See [[behaviour]]", Café]')


def write(root: Path, policy: bytes) -> Path:
    data = root / "policy_data"
    (data / "policies").mkdir(parents=True)
    (data / "school.yaml").write_text(SCHOOL, encoding="utf-8")
    (data / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (data / "policies" / "phones.yaml").write_bytes(policy)
    return data


def read(policy: bytes) -> Reading:
    """Read a school with one policy, apply the rules, and check what holds of every reading."""
    with tempfile.TemporaryDirectory() as folder:
        reading = read_handbook(write(Path(folder), policy), "policy_data")
    assert reading.handbook is not None
    check_all(Context(reading.handbook, TODAY, reading.unread))
    understood = set(reading.handbook.policies)
    assert understood | reading.unread == {"phones"}
    assert understood.isdisjoint(reading.unread)
    assert reading.findings or understood, "a file that is not understood gives a finding"
    for finding in reading.findings:
        assert finding.place.file == "policy_data/policies/phones.yaml"
        assert all(text.isprintable() for text in (finding.message, finding.found, finding.write)), finding
        assert len(finding.found) < 100
        assert finding.message
    return reading


# --- edits, such as a slip of the keys, a bad merge or a broken disk makes --------------------------------


SNIPPETS = [
    *(
        ": ",
        ":",
        "#",
        " #x",
        "# ",
        "- ",
        "-",
        "\t",
        '"',
        "'",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        "? ",
        "|",
        ">",
        "%",
        "@",
        "`",
    ),
    *("&a ", "*a", "!x ", "!!str ", "<<: ", "---\n", "...\n", "\r", "\n", "  ", "\\", "\\0", "\\x07", "\0", "\x1b[31m"),
    *(
        "no",
        "on: ",
        "1.10",
        "12:30",
        "0x_",
        "~",
        "null",
        "true",
        "01/09/2026",
        "2108",
        "“",
        "”",
        "–",
        "\u00a0",
        "\u2028",
    ),
    *("\ufeff", "\u0085", "\u202e", "{{ school.name }}", "[[behaviour]]", "(" * 9, "[" * 50),
]
BROKEN = [b"\xff", b"\xe9", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80"]
Edit = tuple[str, float, float, bytes]

payloads = st.one_of(
    st.sampled_from([snippet.encode() for snippet in SNIPPETS]),
    st.text("abcxyzNOé059-. ’", max_size=4).map(str.encode),
    st.text("abcxyzNOé059-. ’", max_size=4).map(str.encode),
    st.sampled_from(BROKEN) | st.binary(max_size=3),
)
edits = st.lists(
    st.tuples(
        st.sampled_from(("insert", "replace", "delete", "double", "swap", "swap-lines", "double-line", "delete-line")),
        st.floats(0, 1),
        st.floats(0, 1),
        payloads,
    ),
    min_size=1,
    max_size=3,
)


def edited(text: bytes, changes: list[Edit]) -> bytes:
    for change in changes:
        text = _edited_lines(text, change) if "line" in change[0] else _edited_bytes(text, change)
    return text


def _edited_bytes(text: bytes, change: Edit) -> bytes:
    kind, where, how_much, payload = change
    at = int(where * len(text))
    to = min(at + 1 + int(how_much * 12), len(text))
    if kind == "insert":
        return text[:at] + payload + text[at:]
    if kind == "replace":
        return text[:at] + payload + text[to:]
    if kind == "delete":
        return text[:at] + text[to:]
    if kind == "double":
        return text[:to] + text[at:]
    other = int(how_much * len(text))
    low, high = sorted((at, other))
    return text[:low] + text[high : high + 1] + text[low + 1 : high] + text[low : low + 1] + text[high + 1 :]


def _edited_lines(text: bytes, change: Edit) -> bytes:
    kind, where, how_much, _ = change
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    first, second = int(where * (len(lines) - 1)), int(how_much * (len(lines) - 1))
    if kind == "swap-lines":
        lines[first], lines[second] = lines[second], lines[first]
    elif kind == "double-line":
        lines.insert(second, lines[first])
    else:
        del lines[first]
    return b"".join(lines)


# --- the promises ---------------------------------------------------------------------------------------


def test_the_policy_that_is_edited_is_sound() -> None:
    assert read(POLICY.encode()).findings == ()


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
@example(b"\xef\xbb\xbf")
@example(b"? ")
@example(b"title: !!binary AAAA")
@example(b"!<tag:yaml.org,2002:str> x: 1")
def test_no_bytes_crash_reading(content: bytes) -> None:
    assert read(content).unread == {"phones"}


@settings(max_examples=300, deadline=None)
@given(edits)
@example([("insert", 0, 0, b"$: ")])
def test_no_edit_crashes_reading_or_the_rules_and_nothing_is_lost(changes: list[Edit]) -> None:
    content = edited(POLICY.encode(), changes)
    reading = read(content)
    if reading.findings or reading.handbook is None:
        return
    typed = Counter(_texts(_typed(content)))
    kept = Counter(_texts(_kept(reading.handbook.policies["phones"].model_dump(mode="python", by_alias=True))))
    assert not typed - kept, "what was typed is in the policy, as often as it was typed"


def _typed(content: bytes) -> Iterator[str]:
    """Yield every value and field of a file, as PyYAML composes it; separators of lines count as spaces."""
    text = content.decode("utf-8-sig").translate(dict.fromkeys((0x85, 0x2028, 0x2029), " "))
    nodes = [yaml.compose(text, yaml.CSafeLoader)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.ScalarNode):
            yield node.value
        elif isinstance(node, yaml.MappingNode):
            nodes += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value


def _kept(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield str(key)
            yield from _kept(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _kept(part)
    else:
        yield str(value)


ONE_OF_MANY_SPELLINGS = re.compile(
    r"[-+0-9_.:a-fx]*|\s*\d+ [a-z]+\s*|true|false|yes|no|on|off|y|n|null|~", re.IGNORECASE
)


def _texts(values: Iterator[str]) -> Iterator[str]:
    """Leave numbers and the like out, which may be written in more ways than one."""
    for value in values:
        if not ONE_OF_MANY_SPELLINGS.fullmatch(value):
            yield value


@pytest.mark.parametrize(
    "edit",
    [
        ("2027-07}", "9999-12}"),
        ("2026-07-01", "9999-12-31"),
        ("2026-09-01", "0001-01-01"),
        ("12 months", "999 years"),
        ("issue: 2\n", "issue: 999999999999999999\n"),
        ("Phones stay in bags during\n", "'" + "[[" * 2000 + "'\n"),
        ("Phones stay in bags during\n", "'" + "{{ *a_ ![](" * 2000 + "'\n"),
    ],
)
def test_what_can_be_read_crashes_no_rule_however_far_it_goes(edit: tuple[str, str]) -> None:
    assert edit[0] in POLICY
    read(POLICY.replace("12 months", "999 years").replace(*edit).encode())


def _reports(content: str) -> list[Finding]:
    return list(parse(content.encode(), "x.yaml").findings)


@pytest.mark.parametrize("sign", ["!x ", "!!str ", "! ", "&x ", "!<tag:example.org,2026:x> "])
@pytest.mark.parametrize("value", ["text", '"text"', "{a: 1}", "[1]", "|\n  text", "1.10"])
def test_a_sign_that_yaml_drops_is_reported(sign: str, value: str) -> None:
    assert [finding.place.line for finding in _reports(f"a: 1\nb: {sign}{value}\n")] == [2]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a: one #two\n", 8),
        ("a: #two\n", 4),
        ("- one\t#two\n", 7),
        ("- [one #two\n  ]\n", 8),
        ("a: 'one' #2\n", 10),
        ("é: é  #é\n", 7),
    ],
)
def test_a_hashtag_that_yaml_drops_is_reported(text: str, column: int) -> None:
    assert [(finding.rule, finding.place.column) for finding in _reports(text)] == [("yaml-comment", column)]


@pytest.mark.parametrize(
    "text",
    ["a: one # two\n", "#one\na: 1\n", "a: one#two\n", "a: '#one #two'\n", "a: |\n  one #two\n", "a:\n  #one\n  b\n"],
)
def test_a_note_and_a_hashtag_that_is_kept_are_fine(text: str) -> None:
    assert _reports(text) == []


def test_marks_count_characters_as_an_editor_does() -> None:
    value = parse("é: “ü”\r\nß: [a,\u2028b, 😀c]\r\n".encode(), "x.yaml").value

    assert value.values_at == {"é": (1, 4), "ß": (2, 4)}
    assert value["ß"].items_at == [(2, 5), (2, 8), (2, 11)]


def _names(root: Path, make: Callable[[Path], None]) -> list[str]:
    data = write(root, POLICY.encode())
    make(data)
    return [str(finding.place) + " " + finding.write for finding in read_handbook(data, "policy_data").findings]


def test_a_file_name_that_is_no_text_is_reported(tmp_path: Path) -> None:
    def make(data: Path) -> None:
        (data / "policies" / "caf\udce9.yaml").write_text("x", encoding="utf-8")
        (data / "policies" / "a\nb.yaml").write_text("x", encoding="utf-8")
        (data / "policies" / "Café Rules.yaml").write_text("x", encoding="utf-8")

    assert _names(tmp_path, make) == [
        "policy_data/policies/Café Rules.yaml cafe-rules.yaml",
        "policy_data/policies/a<U+000A>b.yaml a-b.yaml",
        "policy_data/policies/caf<U+DCE9>.yaml caf.yaml",
    ]


def test_a_folder_that_is_a_link_out_is_reported_and_not_read(tmp_path: Path) -> None:
    data = write(tmp_path, POLICY.encode())
    (data / "policies").rename(tmp_path / "elsewhere")
    (data / "policies").symlink_to(tmp_path / "elsewhere")

    reading = read_handbook(data, "policy_data")

    assert [finding.rule for finding in reading.findings] == ["file-outside"]
    assert reading.handbook is not None
    assert not reading.handbook.policies
    assert reading.unread == {"phones"}


def test_a_data_folder_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    data = write(tmp_path, POLICY.encode())
    (tmp_path / "link").symlink_to(data)

    assert read_handbook(tmp_path / "link", "policy_data").findings == ()
