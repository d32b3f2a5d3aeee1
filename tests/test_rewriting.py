"""YAML that people wrote is changed where it is changed, and nowhere else."""

import copy
import difflib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_handbook.rewriting import UnreadableError, as_written, rewritten

POLICIES = sorted((Path(__file__).parent.parent / "policy_data" / "policies").glob("*.yaml"))

TEXT = """\
# yaml-language-server: $schema=../schemas/policy.schema.json
title: "Trial"   # what it is called

linked: [
  behaviour,   # the main one
  {id: send, why: Support},
]
clauses:
    - a plain one
    - text: >-
        folded over
        two lines
      audience: [staff]   # stays inside

    # before the last
    - 'quoted'
"""


def changed_lines(before: str, after: str) -> list[str]:
    difference = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in difference if line[:1] in "+-" and not line.startswith(("+++", "---"))]


def set_title(fields: Any) -> None:
    fields["title"] = "Other"


def add_field(fields: Any) -> None:
    fields["summary"] = as_written("It says: yes")


def add_item(fields: Any) -> None:
    fields["clauses"].insert(1, {"text": "new", "audience": ["staff"]})


def drop_item(fields: Any) -> None:
    del fields["clauses"][0]


def drop_field(fields: Any) -> None:
    del fields["clauses"][1]["audience"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (set_title, ['-title: "Trial"   # what it is called', '+title: "Other"   # what it is called']),
        (add_field, ['+summary: "It says: yes"']),
        (add_item, ["+    - text: new", "+      audience:", "+          - staff"]),
        (drop_item, ["-    - a plain one"]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_only_what_changed_changes(change: Callable[[Any], None], expected: list[str]) -> None:
    assert changed_lines(TEXT, rewritten(TEXT, change)) == expected


def test_a_comment_goes_with_what_it_was_on_and_the_others_stay() -> None:
    after = rewritten(TEXT, drop_field)
    assert "stays inside" not in after
    assert "# before the last" in after
    assert "# the main one" in after


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_a_file_that_is_not_changed_keeps_its_bytes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert rewritten(text, lambda _fields: None) == text


@pytest.mark.parametrize("text", ["- a\n- b\n", "title: [\n", "title: a\ntitle: b\n", ""])
def test_what_cannot_be_read_is_not_changed(text: str) -> None:
    with pytest.raises(UnreadableError):
        rewritten(text, set_title)


def edit_at_random(value: Any, chance: random.Random) -> None:
    """Change a few things anywhere in a value, in place."""
    for _ in range(chance.randint(1, 3)):
        places = list(_containers(value))
        place = chance.choice(places)
        if isinstance(place, list):
            _edit_list(place, chance)
        else:
            key = chance.choice(list(place))
            if not isinstance(place[key], (dict, list)):
                place[key] = as_written(chance.choice(["changed", "a: b", "no", "two\nlines", "1.10", " - x", "# y"]))
            elif len(place) > 1 and chance.random() < 0.3:
                del place[key]


def _edit_list(place: list[Any], chance: random.Random) -> None:
    number = chance.randrange(len(place)) if place else 0
    what = chance.random()
    if what < 0.4 or not place:
        place.insert(number, chance.choice(["new", {"text": "new", "audience": ["staff"]}]))
    elif what < 0.7:
        del place[number]
    else:
        place.insert(0, place.pop(number))


def _containers(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value, *(found for inner in value.values() for found in _containers(inner))] if value else []
    if isinstance(value, list):
        return [value, *(found for inner in value for found in _containers(inner))]
    return []


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32), path=st.sampled_from(POLICIES))
def test_any_change_reads_back_as_it_was_made(seed: int, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = copy.deepcopy(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - it makes texts only
    edit_at_random(expected, random.Random(seed))  # noqa: S311 - no secret

    after = rewritten(text, lambda fields: edit_at_random(fields, random.Random(seed)))  # noqa: S311

    assert yaml.load(after, Loader=yaml.BaseLoader) == expected  # noqa: S506


def test_a_comment_goes_with_the_entry_that_it_stands_over() -> None:
    text = """\
# of the file
list:   # of the list
  # on one

  - one
  # on two
  - {is: two}
  # on three
  - |
    three
  # - four, perhaps
# on fields
fields:
  # on first
  first: 1
  # on second
  second: [2]
# on the last
last: x
# the end
"""

    def turn(value: Any) -> None:
        comments = [value["list"].ca.items[place] for place in range(3)]
        value["list"][:] = value["list"][::-1]
        value["list"].ca.items.update(enumerate(comments[::-1]))
        value["fields"].move_to_end("first")

    assert (
        rewritten(text, turn)
        == """\
# of the file
list:   # of the list
  # on three
  - |
    three
  # - four, perhaps
  # on two
  - {is: two}
  # on one

  - one
# on fields
fields:
  # on second
  second: [2]
  # on first
  first: 1
# on the last
last: x
# the end
"""
    )
