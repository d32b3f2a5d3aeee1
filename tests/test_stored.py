"""A policy that was kept between runs comes back as it was read; whatever is edited, what is read is what is there."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policy_handbook.keeping import Store
from policy_handbook.model import Handbook, Policy
from policy_handbook.model.base import in_full
from policy_handbook.model.stored import as_bytes, from_bytes
from policy_handbook.read import Earlier, Reading, folder, read_handbook
from tests.random_handbooks import draw
from tests.test_warm_builds import edits

ROOT = Path(__file__).parent.parent
PROGRAM = b"this program"


def issues_of(handbook: Handbook) -> Iterator[Policy]:
    yield from handbook.policies.values()
    for issues in handbook.issues.values():
        yield from issues.values()


def everything(policy: Policy) -> list[Any]:
    """All that there is to a policy, and the order of its fields, in which others write them."""
    return [in_full(policy), list(policy.__dict__), policy.model_fields_set, policy.model_dump_json()]


@pytest.fixture(params=["sample", 0, 1, 2])
def handbook(request: pytest.FixtureRequest, tmp_path: Path) -> Handbook:
    if request.param == "sample":
        found = read_handbook(ROOT / "policy_data").handbook
    else:
        draw(request.param, policies=6).write(tmp_path)
        found = read_handbook(tmp_path).handbook
    assert found
    return found


def test_a_policy_comes_back_as_it_was(handbook: Handbook) -> None:
    for policy in issues_of(handbook):
        stored = as_bytes(policy)
        assert stored
        again = from_bytes(stored)
        assert again == policy
        assert json_like(everything(again)) == json_like(everything(policy))
        assert as_bytes(again.model_copy()) is not None


def test_what_comes_back_can_be_copied_and_handed_to_another_process(handbook: Handbook) -> None:
    for policy in issues_of(handbook):
        again = from_bytes(as_bytes(policy) or b"")
        for copy in (pickle.loads(pickle.dumps(again)), again.model_copy(deep=True)):  # noqa: S301 - made here
            assert json_like(everything(copy)) == json_like(everything(policy))


def test_where_records_stand_is_found_out_only_when_somebody_asks(handbook: Handbook) -> None:
    policy = next(iter(handbook.policies.values()))
    told, _, marks = (as_bytes(policy) or b"").partition(b"\n")
    again = from_bytes(told + b"\n" + marks.replace(b"[", b"]"))
    assert again == policy
    with pytest.raises(ValueError, match="Expecting"):
        again.place_of("title")


def json_like(value: Any) -> Any:
    """The value with lists for tuples: a place is kept as a list."""
    return [json_like(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def test_what_comes_back_is_no_less_frozen_and_has_fields_of_its_own(handbook: Handbook) -> None:
    policy = next(iter(handbook.policies.values()))
    said = Policy.model_validate(policy.model_dump(exclude={"key_points"}, exclude_defaults=True))
    stored = as_bytes(said) or b""
    one, other = from_bytes(stored), from_bytes(stored)
    assert one.key_points == {}
    assert one.key_points is not other.key_points
    with pytest.raises(ValueError, match="frozen"):
        one.title = "Another"  # type: ignore[misc]


def test_a_policy_of_which_parts_stand_in_another_file_is_not_kept(handbook: Handbook) -> None:
    one, other, *_ = handbook.policies.values()
    assert as_bytes(one.with_fields_of(other, {"summary": other.summary})) is None
    assert as_bytes(one.model_copy(update={"sections": other.sections})) is None


@pytest.mark.parametrize(
    "junk", [b"", b"\xff", b"[]", b"null", b'["a.yaml",[[1,1],{},{}]]', b'["a.yaml",[[1,1],{},{},{"review":[1]}]]']
)
def test_bytes_of_no_policy_are_refused(junk: bytes) -> None:
    with pytest.raises(ValueError, match="no policy"):
        from_bytes(junk)


# --- from one run to the next -------------------------------------------------------------------------------------


def read_in_a_new_process(data: Path, store: Store, program: bytes = PROGRAM) -> tuple[Reading, list[str]]:
    """Read a folder as a process does that has read nothing yet; return the files as well that were taken apart."""
    forget()
    made: list[str] = []
    real = folder.record_of

    def seen(data: bytes, name: str, *rest: Any) -> Any:
        made.append(Path(name).name)
        return real(data, name, *rest)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(folder, "record_of", seen)
        return read_handbook(data, "policy_data", Earlier(store, program)), made


def forget() -> None:
    folder._SEEN.clear()
    folder._KEPT._held.clear()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_edited_what_is_read_is_what_is_there(seed: int, tmp_path: Path) -> None:
    data, store = tmp_path / "policy_data", Store(tmp_path / "kept.sqlite")
    draw(seed, policies=5).write(data)
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _, (path, _) in zip(range(25), edits(data, chance), strict=False):
        warm, _ = read_in_a_new_process(data, store)
        forget()
        cold = read_handbook(data, "policy_data")
        assert (warm.findings, warm.unread, warm.made_of) == (cold.findings, cold.unread, cold.made_of), path
        assert warm.handbook == cold.handbook
        if warm.handbook and cold.handbook:
            pairs = zip(issues_of(warm.handbook), issues_of(cold.handbook), strict=True)
            assert all(json_like(everything(one)) == json_like(everything(other)) for one, other in pairs)


def test_only_what_was_edited_is_taken_apart_and_for_another_program_all(tmp_path: Path) -> None:
    data, store = tmp_path / "policy_data", Store(tmp_path / "kept.sqlite")
    draw(1, policies=5).write(data)
    policies = {path.name for path in (data / "policies").iterdir()}
    assert policies <= set(read_in_a_new_process(data, store)[1])
    assert policies.isdisjoint(read_in_a_new_process(data, store)[1])
    edited = min(policies)
    (data / "policies" / edited).write_bytes((data / "policies" / edited).read_bytes() + b"\n")
    assert policies & set(read_in_a_new_process(data, store)[1]) == {edited}
    assert policies <= set(read_in_a_new_process(data, store, b"another program")[1])


def test_other_audiences_are_other_readers(tmp_path: Path) -> None:
    data, store = tmp_path / "policy_data", Store(tmp_path / "kept.sqlite")
    draw(1, policies=8).write(data)
    read_in_a_new_process(data, store)
    school = data / "school.yaml"
    school.write_text(school.read_text(encoding="utf-8").replace("governors:", "trustees:"), encoding="utf-8")
    handbook = read_in_a_new_process(data, store)[0].handbook
    assert handbook
    assert not any("governors" in policy.readers for policy in handbook.policies.values())


def test_what_is_wrong_with_a_file_is_said_every_time(tmp_path: Path) -> None:
    data, store = tmp_path / "policy_data", Store(tmp_path / "kept.sqlite")
    draw(1, policies=3).write(data)
    broken = min((data / "policies").iterdir())
    broken.write_text(broken.read_text(encoding="utf-8").replace("owner:", "ownar:"), encoding="utf-8")
    first, _ = read_in_a_new_process(data, store)
    second, _ = read_in_a_new_process(data, store)
    assert first.findings
    assert second == first
