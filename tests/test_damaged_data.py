"""Whatever is done to a data file, it is read without falling over: findings in plain words, pages of what is left.

A value of a sound school is put in another's place, taken out, or damaged as text. Hypothesis looks for the smallest
damage that anything falls over.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_handbook.audience import findings_for, for_audience
from policy_handbook.feeds import files_of
from policy_handbook.feeds.digest import digests
from policy_handbook.feeds.due import DUE_FORMATS, due_list
from policy_handbook.findings import Finding
from policy_handbook.history import redline
from policy_handbook.history.text import redline_json, redline_text
from policy_handbook.pages import PageContext, pages_of
from policy_handbook.print.document import policy_data
from policy_handbook.print.flier import flier_data
from policy_handbook.print.word import policy_word
from policy_handbook.read import read_handbook
from policy_handbook.report import FORMATS
from policy_handbook.rules import Context, check_all
from tests.random_handbooks import draw

TODAY = dt.date(2026, 11, 21)
SOUND = {name: value for name, value in draw(2).files.items() if value}
"""A school with people, words, guidance, duties, policies, earlier issues and fliers."""

JARGON = re.compile(
    r"Traceback|pydantic|NoneType|Input should|Errno|codec|<class|object at 0x|Exception|\bdict\b|\bNone\b|\bnull\b"
)
"""What means nothing to somebody who keeps policies."""

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from((10**30, -(10**30), float("nan"), float("inf"))),
    st.floats(),
    st.text(max_size=20),
    st.text("[]{}()#*_`|>-!&%@:'\"\\<$^\n \u202e\u200b\u00ad\ufeff\u2028\x85é", max_size=30),
    st.sampled_from(
        (
            "2026-02-30",
            "2026-09-01",
            "9999-12-31",
            "0001-01",
            "12 months",
            "999 years",
            "31 February",
            "everyone",
            "staff",
            "in-force",
            "draft",
            "none",
            "Part A",
            "{{ school.name }}",
            "{{ roles.headteacher.holder }}",
            "{{ }}",
            "{{",
            "[[]]",
            "[[#]]",
            "[[policy-x#1.1|words]]",
            "[x](http://[)",
            "[^1]\n\n[^1]: [^1]",
            "| a |\n|---|\n| b | c |",
            "> " * 60,
            "- " * 200,
            "*" * 500,
            "[" * 500,
            "http://[",
            "../../etc/passwd",
            "#fff",
            "²",
            "\x00",
            "\x1b[31m",
        )
    ),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
JUNK = st.one_of(
    st.sampled_from(
        ("\t", "\0", "\ufeff", "\r", "\r\n", "\u202e", "\u2028", "&a ", "*a ", "!x ", "<<: ", "? ", "- ", ": ", " #")
    ),
    st.sampled_from(("|\n", ">\n", '"', "'", "{", "}", "[", "]", "%", "@", "`", "---\n", "...\n", "!!set ", "\x0b")),
    st.text(max_size=4),
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value within a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inner:
        yield (*path, key)
        yield from paths(child, (*path, key))


@st.composite
def damaged_values(draw_: st.DrawFn) -> dict[str, bytes]:
    """The files of the school, with a value or two replaced, taken out, doubled or put deeper."""
    files = deepcopy(SOUND)
    for _ in range(draw_(st.integers(1, 2))):
        name = draw_(st.sampled_from(sorted(files)))
        path = draw_(st.sampled_from(list(paths(SOUND[name]))))
        parent = files[name]
        try:
            for key in path[:-1]:
                parent = parent[key]
            old = parent[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # what was done before took it away
        what = draw_(st.sampled_from(("replace", "replace", "replace", "remove", "deepen", "rename", "double")))
        if what == "replace":
            parent[path[-1]] = draw_(VALUES)
        elif what == "remove":
            del parent[path[-1]]
        elif what == "deepen":
            parent[path[-1]] = [old] if draw_(st.booleans()) else {"text": old, "items": [old]}
        elif what == "rename" and isinstance(parent, dict):
            parent[draw_(st.text(max_size=12))] = parent.pop(path[-1])
        elif isinstance(parent, list):
            parent.append(deepcopy(old))
    return {name: _written(value) for name, value in files.items()}


def _written(value: Any) -> bytes:
    try:
        text = yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False)
    except yaml.YAMLError:
        text = json.dumps(value, default=str)
    return text.encode("utf-8", "surrogatepass")


class _Plain(yaml.SafeDumper):
    """Writes a value that is there twice twice, without a name for it."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - as the library names it
        return True


@st.composite
def damaged_texts(draw_: st.DrawFn) -> dict[str, bytes]:
    """The files of the school, one of them cut, put in disorder or with something typed in."""
    files = {name: _written(value) for name, value in SOUND.items()}
    name = draw_(st.sampled_from(sorted(files)))
    text = files[name].decode()
    at = draw_(st.integers(0, len(text)))
    to = min(len(text), at + draw_(st.integers(0, 30)))
    made = text[:at] + draw_(JUNK) + text[to:]
    kind = draw_(st.sampled_from(("typed", "typed", "typed", "cut", "windows", "utf-16", "old")))
    encoded = {
        "typed": made.encode("utf-8", "surrogatepass"),
        "cut": text[:at].encode(),
        "windows": made.replace("\n", "\r\n").encode("utf-8", "surrogatepass"),
        "utf-16": made.encode("utf-16", "surrogatepass"),
        "old": made.encode("cp1252", "replace"),
    }
    return {**files, name: encoded[kind]}


def everything(files: dict[str, bytes]) -> tuple[Finding, ...]:
    """Read a school, apply every rule, and make all pages and files of what could be read."""
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(content)
        reading = read_handbook(Path(folder), "policy_data")
    whole = reading.handbook
    if whole is None:
        assert any(finding.severity == "error" for finding in reading.findings)
        return reading.findings
    findings = (*reading.findings, *check_all(Context(whole, TODAY, reading.unread)))
    for form in FORMATS.values():
        form(findings)
    due = due_list(whole, TODAY, dt.date(2027, 11, 21), "")
    for form_of_list in DUE_FORMATS.values():
        form_of_list(due)
    digests(due)
    for audience in whole.school.audiences:
        view = for_audience(whole, audience)
        pages = pages_of(view, PageContext(TODAY, findings_for(findings, whole, view)))
        files_of(view, pages, TODAY)
        for policy in view.policies.values():
            policy_data(view, policy)
            for old in view.issues.get(policy.id, {}).values():
                made = redline(view, old, policy)
                assert redline_text(made) + redline_json(made)
        for flier in view.fliers.values():
            flier_data(view, flier, "")
    if for_staff := next(iter(for_audience(whole, next(iter(whole.school.audiences))).policies.values()), None):
        policy_word(for_audience(whole, next(iter(whole.school.audiences))), for_staff)
    return findings


def complaints(findings: tuple[Finding, ...]) -> list[str]:
    """What of the findings a person could not use."""
    told = [f"{finding.message} | {finding.write}" for finding in findings]
    return [text for text in told if JARGON.search(text)] + [
        f"no place: {finding.message}" for finding in findings if not finding.place.file or not finding.message
    ]


@settings(deadline=None, max_examples=25)
@given(files=damaged_values())
def test_a_value_of_another_sort_is_found_and_nothing_falls_over_it(files: dict[str, bytes]) -> None:
    assert complaints(everything(files)) == []


@settings(deadline=None, max_examples=25)
@given(files=damaged_texts())
def test_a_file_that_is_damaged_is_found_and_nothing_falls_over_it(files: dict[str, bytes]) -> None:
    assert complaints(everything(files)) == []


@pytest.mark.parametrize("name", sorted(SOUND))
@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"null\n", b"[]\n", b"7\n", b"\0", b"a: " + b"[" * 5000])
def test_a_file_that_holds_nothing_of_use_is_found(name: str, content: bytes) -> None:
    files = {known: _written(value) for known, value in SOUND.items()}
    findings = everything({**files, name: content})
    assert complaints(findings) == []
    assert [finding for finding in findings if finding.place.file == f"policy_data/{name}"]
