"""What was made last of an object comes back for that object alone."""

from __future__ import annotations

from policy_handbook.latest import Latest


def test_it_is_made_once_of_one_object_and_again_of_another_however_alike() -> None:
    latest: Latest[list[str]] = Latest()
    one, like_it = ["words"], ["words"]
    first = latest.get_or("name", one, (), lambda: [*one])
    assert latest.get_or("name", one, (), lambda: [*one]) is first
    assert latest.get_or("name", like_it, (), lambda: [*like_it]) is not first


def test_it_is_made_again_where_something_else_is_beside_it() -> None:
    latest: Latest[str] = Latest()
    source = object()
    assert latest.get_or("name", source, {"a"}, lambda: "first") == "first"
    assert latest.get_or("name", source, {"a"}, lambda: "again") == "first"
    assert latest.get_or("name", source, {"b"}, lambda: "second") == "second"


def test_the_name_that_was_put_in_first_is_forgotten_first() -> None:
    latest: Latest[str] = Latest(most=2)
    source = object()
    for name in "abc":
        latest.get_or(name, source, (), lambda name=name: name)  # type: ignore[misc]
    assert latest.get_or("c", source, (), lambda: "again") == "c"
    assert latest.get_or("a", source, (), lambda: "again") == "again"
