"""Whatever somebody does in a form reads back as they made it, and nothing else in the file is lost."""

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from policy_handbook.editing.entries import IncompleteError, changed_file, form_of
from policy_handbook.editing.forms import NAME
from policy_handbook.model import Flier, Glossary, People, Policy, School
from policy_handbook.model.base import Record

DATA = Path(__file__).parents[2] / "policy_data"
FILES: dict[str, type[Record]] = {
    "people.yaml": People,
    "school.yaml": School,
    "glossary.yaml": Glossary,
    "policies/mobile-phones.yaml": Policy,
    "policies/lone-working.yaml": Policy,
    "policies/behaviour-principles.yaml": Policy,
    "fliers/social-media.yaml": Flier,
}
SIGNS = "abc äß’“😀 :#-?!*&%@`'\"|>[]{},=~.\n\t\\/\u00a0\u2028\u0085\u200d\ufeff\x0b\x1f019"
TEXTS = st.one_of(
    st.text(alphabet=SIGNS, min_size=1, max_size=40),
    st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=20),
    st.sampled_from(
        ["no", "1.10", "null", "2026-09-01", "- a\n- b", "  indented\nnot", "a\n\n  b\n", "ends: ", "# x", "a\n#b", "|"]
    ),
)


def _said(text: str) -> str:
    """The text as a form hands it over: without line breaks at its end, and never empty."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") or "x"


def _records(value: Any) -> Iterator[dict[str, Any]]:
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, (dict, list)):
            yield from _records(item)
    if isinstance(value, dict):
        yield value


def _lists(value: Any) -> Iterator[list[Any]]:
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, (dict, list)):
            yield from _lists(item)
    if isinstance(value, list) and value:
        yield value


def _change(form: dict[str, Any], chance: random.Random, text: str) -> None:
    """Do one thing that can be done in a form, and leave no field or list empty."""
    done = chance.choice(["write", "write", "remove", "insert", "move", "drop", "copy"])
    rows = chance.choice(list(_lists(form)))
    if done == "write":
        record = chance.choice([record for record in _records(form) if any(_is_text(record, key) for key in record)])
        record[chance.choice([key for key in record if _is_text(record, key)])] = text
    elif done == "drop":
        record = chance.choice([record for record in _records(form) if len(record) > 2])
        if keys := [key for key in record if key != NAME and record[key] is not True]:
            del record[chance.choice(keys)]
    elif done == "remove" and len(rows) > 1:
        rows.pop(chance.randrange(len(rows)))
    elif done == "move":
        rows.insert(chance.randrange(len(rows)), rows.pop(chance.randrange(len(rows))))
    elif done == "copy" and NAME not in (rows[0] if isinstance(rows[0], dict) else ()):
        rows.insert(chance.randrange(len(rows) + 1), copy.deepcopy(chance.choice(rows)))
    elif done == "insert" and isinstance(rows[0], dict) and "text" in rows[0]:
        rows.insert(chance.randrange(len(rows) + 1), {"text": text})


def _is_text(record: dict[str, Any], key: str) -> bool:
    return key != NAME and isinstance(record[key], str)


@pytest.mark.parametrize("path", FILES)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), texts=st.lists(TEXTS.map(_said), min_size=1, max_size=5))
def test_what_is_done_in_a_form_reads_back(path: str, seed: int, texts: list[str]) -> None:
    before, model = (DATA / path).read_bytes().decode("utf-8"), FILES[path]
    form = form_of(before, model)
    chance = random.Random(seed)  # noqa: S311 - no secret
    for text in texts:
        _change(form, chance, text)
    wanted = copy.deepcopy(form)
    try:
        after = changed_file(before, form, model)
    except IncompleteError:
        return
    assert form == wanted, "the form itself is left alone"
    assert form_of(after, model) == wanted
    assert changed_file(after, form, model) == after, "saving again changes nothing"


def commented(lines: list[str]) -> list[str]:
    """Lines with a comment over each that begins a row or a field."""
    made: list[str] = []
    block: int | None = None  # how far the field stands in whose text goes on
    for number, line in enumerate(lines):
        stripped = line.lstrip()
        indent = len(line) - len(stripped)
        if block is not None and (not stripped or indent > block):
            made.append(line)
            continue
        block = indent if line.endswith(("|", ">", "|-", ">-")) else None
        if stripped and not stripped.startswith("#"):
            made.append(f"{' ' * indent}# comment {number}")
        made.append(line)
    return made


@pytest.mark.parametrize("path", FILES)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), text=TEXTS.map(_said))
@example(seed=1430994, text="0")  # an entry after one that stands in one line, and of another style than before
def test_comments_stay(path: str, seed: int, text: str) -> None:
    """A comment over every line that begins a row or a field, and one thing changed: all comments are there."""
    model = FILES[path]
    lines = commented((DATA / path).read_text(encoding="utf-8").splitlines())
    before = "\n".join(lines) + "\n"
    form = form_of(before, model)
    assert changed_file(before, form, model) == before
    chance = random.Random(seed)  # noqa: S311 - no secret
    record = chance.choice([record for record in _records(form) if any(_is_text(record, key) for key in record)])
    record[chance.choice([key for key in record if _is_text(record, key)])] = text
    after = changed_file(before, form, model)
    assert form_of(after, model) == form
    lost = [line for line in lines if line.lstrip().startswith("# comment") and line not in after.splitlines()]
    assert lost == []


def over(text: str) -> dict[str, str]:
    """What each comment stands over; of what stands in one line, its name only, for the rest may change."""
    lines = text.splitlines()
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return {line.strip(): after.split("[")[0] for line, after in pairs if line.lstrip().startswith("# comment")}


def _size(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(_size(each) for each in inner)


@pytest.mark.parametrize("path", FILES)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_comments_go_where_their_rows_go(path: str, seed: int) -> None:
    """A comment over every line, and a row moved, added, copied or removed: each stands over what it stood over."""
    model = FILES[path]
    before = "\n".join(commented((DATA / path).read_text(encoding="utf-8").splitlines())) + "\n"
    form = form_of(before, model)
    chance = random.Random(seed)  # noqa: S311 - no secret
    rows = chance.choice([rows for rows in _lists(form) if len(rows) > 1])
    removed: Any = None
    done = chance.choice(["move", "remove", "copy"])
    if done == "copy" and not (isinstance(rows[0], dict) and NAME in rows[0]):
        rows.insert(chance.randrange(len(rows) + 1), copy.deepcopy(chance.choice(rows)))
    elif done == "remove":
        removed = rows.pop(chance.randrange(len(rows)))
    else:
        rows.insert(chance.randrange(len(rows) - 1), rows.pop(chance.randrange(len(rows))))
    after = changed_file(before, form, model)
    assert form_of(after, model) == form
    was, now = over(before), over(after)
    assert len(was) - len(now) <= (_size(removed) if done == "remove" else 0)
    assert [comment for comment in now if now[comment] != was[comment]] == []


def test_two_rows_of_one_name_are_refused() -> None:
    text = "roles:\n  head: {title: Head}\n"
    form = form_of(text, People)
    form["roles"].append({"id": "head", "title": "Other"})
    with pytest.raises(IncompleteError, match="two rows have the id head"):
        changed_file(text, form, People)
    form["roles"][1] = {"id": "", "holder": "Somebody"}
    with pytest.raises(IncompleteError, match="a row has no id"):
        changed_file(text, form, People)
