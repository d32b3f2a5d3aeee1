"""Addresses that a view must not name are found as the plain definition says it, in one pass over a file."""

import json
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from policy_handbook.findings import Place
from policy_handbook.publish.named import Addresses

IDS = ("pay", "lone-working", "working", "a", "-", "9-", "pay.old", "Pay", 'p"y', "é")
PIECES = st.sampled_from([*IDS, "/", ".", '"', "-", "\\", "/pay", "pay/", " ", "x", "\n", "/lone-working.", '"pay"'])


@dataclass(frozen=True)
class At:
    """Something that stands somewhere."""

    place: Place


@given(
    st.lists(PIECES, max_size=25).map("".join),
    st.lists(st.sampled_from(IDS), unique=True),
    st.sets(st.sampled_from(IDS)),
)
def test_what_is_found_is_what_the_plain_definition_finds(text: str, ids: list[str], explained: set[str]) -> None:
    policies = {name: At(Place(name, 1)) for name in ids}
    quoted = frozenset(ids) - explained
    expected = [
        policies[name].place
        for name in ids
        if f"/{name}/" in text or f"/{name}." in text or (name in quoted and json.dumps(name) in text)
    ]

    assert list(Addresses(policies, quoted).named_in(text)) == expected
