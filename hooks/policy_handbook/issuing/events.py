"""The events in the life of a policy: a new issue, a review, a withdrawal; each as a plan of files, checked first.

Nothing is written here but by ``Plan.write``. A plan is tried in a copy of the data folder, so that the rules say
what would be wrong before anything is.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from policy_handbook.dates import Date
from policy_handbook.findings import Finding, Severity
from policy_handbook.history.lock import (
    lock_text,
    locked_anew,
    text_fingerprint,
    whole_fingerprint,
    with_missing,
)
from policy_handbook.history.writing import LayoutError, frozen_text, with_fields, with_pins
from policy_handbook.issuing.before import policy_of, text_in_force
from policy_handbook.model import ChangeKind, Handbook, Policy, Status
from policy_handbook.model.lock import Lock, LockedIssue
from policy_handbook.publish import UnusableError, check, read_usable
from policy_handbook.read import copied, shown_as, trust_root

LOCK = "issues/lock.yaml"


@dataclass(frozen=True, slots=True)
class Decision:
    """What has to be known of a new issue.

    Attributes:
        kind: material or editorial.
        summary: what changed, in words that a reader understands.
        changed_by: the role that made the change; empty for the policy's owner.
        approved_by: the body or role that approved it; empty for that of the last issue.
        approved_on: the day of the approval.
        minute: the minute that records it.
        effective_from: the day from which it applies; ``None`` for the day of the approval.
        reviewed_by: the role that reviewed it; empty for the policy's owner.
        reviewed_on: the day on which the review was finished; ``None`` for the day of the approval.
        note: what the review considered.
        next_review: when the next is due; ``None`` for as late as the policy allows.
        audience: who may read the rows of the sheet and of the review; empty for whoever may read the policy.
        links_checked: whether the linked policies were read again.
    """

    kind: ChangeKind
    summary: str
    approved_on: Date
    changed_by: str = ""
    approved_by: str = ""
    minute: str = ""
    effective_from: Date | None = None
    reviewed_by: str = ""
    reviewed_on: Date | None = None
    note: str = ""
    next_review: Date | None = None
    audience: tuple[str, ...] = ()
    links_checked: bool = False


@dataclass(frozen=True, slots=True)
class PastReview:
    """A review that made no new issue.

    Attributes:
        date: the day on which it was finished.
        by: the role that reviewed; empty for the policy's owner.
        note: what was considered.
        next_review: when the next is due; ``None`` for as late as the policy allows.
        audience: who may read the row; empty for whoever may read the policy.
    """

    date: Date
    by: str = ""
    note: str = ""
    next_review: Date | None = None
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Files to be written.

    Attributes:
        policy: the id of the policy; empty where it is about all.
        before: the texts of the files that are there, by path within the data folder.
        after: the texts that they will have.
        says: what it does, in a line.
    """

    policy: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    says: str

    def write(self, data: Path) -> None:
        """Write the files.

        Raises:
            UnusableError: one of them cannot be written.
        """
        try:
            for path, text in self.after.items():
                (data / path).parent.mkdir(parents=True, exist_ok=True)
                (data / path).write_bytes(text.encode())
        except OSError as error:
            raise UnusableError(f"{data.as_posix()} cannot be written: {error.strerror or error}") from None


def plan_issue(data: Path, policy_id: str, decision: Decision, *, before: str | None = None) -> Plan:
    """Plan the next issue of a policy from its edited file.

    Args:
        data: the data folder.
        policy_id: the policy.
        decision: what was decided.
        before: the text of the issue that it replaces; left out, it is looked for.

    Raises:
        UnusableError: there is no such policy, nothing changed, or the issue that it replaces is not to be had.
    """
    handbook, policy, text = _open(data, policy_id)
    _known_roles(handbook, decision.changed_by, decision.reviewed_by, decision.approved_by)
    old_text = _replaced(data, handbook, policy, text, before)
    old = policy_of(old_text, policy_id) if old_text is not None else None
    number = old.issue + 1 if old else policy.issue
    if old and policy.issue not in (old.issue, number):
        raise UnusableError(
            f"the file says issue {policy.issue}, and the issue in force is {old.issue}", f"write issue: {old.issue}"
        )
    if old and decision.kind is ChangeKind.MATERIAL and text_fingerprint(old) == _as(policy, old):
        raise UnusableError(
            f"no words changed since issue {old.issue}",
            "edit the file first; handbook review records a review that changed nothing",
        )
    new_text = _issued(text, policy, decision, number, _pins(handbook, policy) if decision.links_checked else {})
    after = {f"policies/{policy_id}.yaml": new_text}
    if old and old_text is not None:
        after[f"issues/{policy_id}/{old.issue}.yaml"] = frozen_text(old_text)
    after[LOCK] = lock_text(_relocked(handbook.lock, policy_id, old, policy_of(new_text, policy_id)))
    says = f"{policy.title}: issue {number}" + (f"; issue {old.issue} is kept" if old else "")
    return _plan(data, policy_id, after, says)


def _as(policy: Policy, old: Policy) -> str:
    """The fingerprint of an edited text as if it were the issue before, from the same day."""
    return text_fingerprint(policy.model_copy(update={"effective_from": old.effective_from}))


def plan_review(data: Path, policy_id: str, review: PastReview) -> Plan:
    """Plan the record of a review that changed nothing.

    Raises:
        UnusableError: there is no such policy, or no such role.
    """
    handbook, policy, text = _open(data, policy_id)
    _known_roles(handbook, review.by)
    row = _review_row(policy, review.by, review.date, "no-change", review.note, review.audience)
    following = review.next_review or _next_review(policy, review.date)
    new = _edited(text, {"review": {"next": str(following)}}, {"reviews": row})
    says = f"{policy.title}: reviewed on {review.date}, no change; next by {following}"
    return _plan(data, policy_id, {f"policies/{policy_id}.yaml": new}, says)


def plan_withdrawal(data: Path, policy_id: str, review: PastReview) -> Plan:
    """Plan the withdrawal of a policy: its file stays, and no view shows it.

    Raises:
        UnusableError: there is no such policy or role, or it is withdrawn already.
    """
    handbook, policy, text = _open(data, policy_id)
    _known_roles(handbook, review.by)
    if policy.status is Status.WITHDRAWN:
        raise UnusableError(f"{policy.title} is withdrawn already")
    row = _review_row(policy, review.by, review.date, "withdraw", review.note, review.audience)
    new = _edited(text, {"status": "withdrawn"}, {"reviews": row})
    return _plan(data, policy_id, {f"policies/{policy_id}.yaml": new}, f"{policy.title}: withdrawn on {review.date}")


def plan_lock(data: Path, *, anew: Sequence[str] = ()) -> Plan:
    """Plan a lock file that holds all issues; those that it holds stay as they are.

    Args:
        data: the data folder.
        anew: ids of policies whose present text is to be taken for what was approved.

    Raises:
        UnusableError: the data cannot be read, or there is no such policy.
    """
    handbook, _ = read_usable(data)
    for name in anew:
        if name not in handbook.policies:
            raise UnusableError(f"there is no policy with the id {name}", "its file is policies/ID.yaml")
    now = locked_anew(handbook)
    lock = handbook.lock.model_copy(
        update={
            "in_force": {name: value for name, value in handbook.lock.in_force.items() if name not in anew},
            "frozen": {name: value for name, value in handbook.lock.frozen.items() if name not in anew},
        }
    )
    return _plan(data, "", {LOCK: lock_text(with_missing(lock, now))}, "All issues are in the lock")


def refusals(data: Path, plan: Plan, *, root: Path, today: dt.date) -> list[Finding]:
    """Return what keeps a new issue from being made: errors that concern it, and linked policies that need a look."""
    found = _found_after(data, plan, root, today)
    return [
        finding
        for finding in found
        if (finding.severity is Severity.ERROR and finding.policy in ("", plan.policy))
        or (finding.rule == "linked-policies" and finding.policy == plan.policy)
    ]


def new_errors(data: Path, plan: Plan, *, root: Path, today: dt.date) -> list[Finding]:
    """Return the errors that a plan would bring."""
    before = {_key(finding) for finding in check(data, root=root, today=today).findings}
    return [
        finding
        for finding in _found_after(data, plan, root, today)
        if finding.severity is Severity.ERROR and _key(finding) not in before
    ]


def _key(finding: Finding) -> tuple[str, str, str, str]:
    return finding.rule, finding.place.file, finding.message, finding.found


def _found_after(data: Path, plan: Plan, root: Path, today: dt.date) -> list[Finding]:
    """What the rules find in a copy of the data with the plan carried out."""
    shown = check(data, root=root, today=today).handbook
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(data, Path(folder))
        plan.write(copy)
        found = check(copy, root=root, today=today).findings
    own, there = copy.as_posix(), shown.root if shown else data.as_posix()
    trust = trust_root(data)
    moved = {own: there} | ({folder: shown_as(trust)} if trust else {})
    return [replace(f, place=replace(f.place, file=_moved(f.place.file, moved))) for f in found]


def _moved(file: str, moved: Mapping[str, str]) -> str:
    """The name of a file of the copy as if it stood where it was copied from."""
    for before, after in moved.items():
        if file.startswith(f"{before}/"):
            return file.replace(before, after, 1).removeprefix("./")
    return file


def _open(data: Path, policy_id: str) -> tuple[Handbook, Policy, str]:
    handbook, unread = read_usable(data)
    if policy_id in unread:
        raise UnusableError(f"{policy_id} cannot be read", "handbook check says why")
    policy = handbook.policies.get(policy_id)
    if policy is None:
        raise UnusableError(f"there is no policy with the id {policy_id}", "its file is policies/ID.yaml")
    if policy.trust:
        raise UnusableError(
            f"{policy.title} is a policy of {policy.trust}",
            f"--data trust_data makes its issues; what is this school's own stands in policies/{policy_id}.yaml",
        )
    return handbook, policy, _text_of(data / "policies" / f"{policy_id}.yaml")


def _known_roles(handbook: Handbook, *names: str) -> None:
    known = [*handbook.people.roles, *handbook.people.bodies]
    for name in filter(None, names):
        if name not in known:
            raise UnusableError(f"there is no role or body called {name}", f"there are: {', '.join(known)}")


def _replaced(data: Path, handbook: Handbook, policy: Policy, text: str, before: str | None) -> str | None:
    """The text of the issue that is replaced; ``None`` for the first."""
    locked = handbook.lock.in_force.get(policy.id)
    if before is not None:
        old = policy_of(before, policy.id)
        if old is None:
            raise UnusableError("the file that --from names is no policy that can be read")
        if locked and text_fingerprint(old) != locked.text:
            raise UnusableError(f"the file that --from names is not issue {locked.issue} as it was in force")
        return before
    if locked is None and policy.status is Status.DRAFT and not handbook.issues.get(policy.id):
        return None
    if locked and policy.issue == locked.issue and text_fingerprint(policy) == locked.text:
        return text
    return text_in_force(data / "policies" / f"{policy.id}.yaml", locked)


def _issued(text: str, policy: Policy, decision: Decision, number: int, pins: Mapping[str, int]) -> str:
    reviewed_on = decision.reviewed_on or decision.approved_on
    approved_by = decision.approved_by or (policy.approval.by if policy.approval else policy.owner)
    values: dict[str, Any] = {
        "status": "in-force",
        "issue": number,
        "effective_from": str(decision.effective_from or decision.approved_on),
        "approval": {"by": approved_by, "date": str(decision.approved_on), "minute": decision.minute or None},
        "review": {"next": str(decision.next_review or _next_review(policy, reviewed_on))},
    }
    rows = {
        "reviews": _review_row(
            policy, decision.reviewed_by, reviewed_on, "new-issue", decision.note, decision.audience
        ),
        "changes": {
            "issue": number,
            "date": str(decision.approved_on),
            "by": decision.changed_by or policy.owner,
            "kind": str(decision.kind),
            "summary": decision.summary,
            "audience": list(decision.audience),
        },
    }
    if any(change.issue == number for change in policy.changes):
        del rows["changes"]  # somebody wrote the row while drafting
    return with_pins(_edited(text, values, rows), pins)


def _edited(text: str, values: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> str:
    try:
        return with_fields(text, values, rows)
    except LayoutError as error:
        raise UnusableError(
            f"the file cannot be changed field by field: {error}", "write it as other files are"
        ) from None


def _review_row(
    policy: Policy, by: str, date: Date, outcome: str, note: str, audience: tuple[str, ...]
) -> dict[str, Any]:
    return {"date": str(date), "by": by or policy.owner, "outcome": outcome, "note": note, "audience": list(audience)}


def _next_review(policy: Policy, since: Date) -> Date:
    """As late as the policy allows, counted from a review."""
    return Date.of(policy.review.every.after(since.last_day))


def _pins(handbook: Handbook, policy: Policy) -> Mapping[str, int]:
    """The present issues of the policies that a policy was checked against."""
    return {
        link.id: handbook.policies[link.id].issue
        for link in policy.linked_policies
        if link.id in handbook.policies and link.checked_against is not None
    }


def _relocked(lock: Lock, policy_id: str, old: Policy | None, new: Policy | None) -> Lock:
    frozen = {name: dict(issues) for name, issues in lock.frozen.items()}
    if old:
        frozen.setdefault(policy_id, {})[str(old.issue)] = whole_fingerprint(old)
    in_force = dict(lock.in_force)
    if new:
        in_force[policy_id] = LockedIssue(issue=new.issue, text=text_fingerprint(new))
    return Lock(in_force=in_force, frozen=frozen)


def _text_of(path: Path) -> str:
    """The text of a file that is written anew.

    Raises:
        UnusableError: it is no text, so that nobody knows what would be lost.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise UnusableError(f"{path.as_posix()} is no text", "handbook check says where") from None


def _plan(data: Path, policy_id: str, after: Mapping[str, str], says: str) -> Plan:
    before = {path: _text_of(data / path) for path in after if (data / path).is_file()}
    return Plan(policy_id, before, {path: text for path, text in after.items() if before.get(path) != text}, says)
