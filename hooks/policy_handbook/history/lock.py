"""Fingerprints of issues, and the lock file that holds them.

Of the issue in force only what readers read counts, with the day from which it applies: a correction of a minute, a
review or a link is no new issue. Of a frozen issue all counts but the one field that takes it off the website. How
a text is wrapped and quoted, the order of fields and of audiences make no difference.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from policy_handbook.model import Handbook, Policy, Status
from policy_handbook.model.lock import Lock, LockedIssue

READ = ("title", "kind", "audience", "effective_from", "summary", "key_points", "numbering", "sections")
"""What readers of an issue read."""

PURGING = "withdrawn_from_archive"
"""The field that may be put into a frozen issue."""

HEAD = """\
# What each issue was when it was made, so that an edit is not taken for a new issue. Commands write this file:
# handbook issue, handbook lock.
"""


def text_fingerprint(policy: Policy) -> str:
    """Return the fingerprint of what readers of an issue read."""
    fields = _fields(policy)
    return _digest({name: fields[name] for name in READ if name in fields})


def whole_fingerprint(policy: Policy) -> str:
    """Return the fingerprint of a frozen issue."""
    return _digest({name: value for name, value in _fields(policy).items() if name != PURGING})


def _fields(policy: Policy) -> dict[str, Any]:
    fields: dict[str, Any] = policy.model_dump(mode="json", exclude_defaults=True)
    return fields


def _digest(value: object) -> str:
    text = json.dumps(_canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _canonical(value: object, field: str = "") -> object:
    if isinstance(value, Mapping):
        return {name: _canonical(inner, name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        inner = [_canonical(item) for item in value]
        return sorted(inner, key=str) if field == "audience" else inner
    if isinstance(value, str):
        return "\n".join(" ".join(line.split()) for line in value.strip().splitlines())
    return value


def locked_anew(handbook: Handbook) -> Lock:
    """Return the lock of a handbook as it is now; what the old one says of policies that are not in force stays."""
    in_force = dict(handbook.lock.in_force) | {
        name: LockedIssue(issue=policy.issue, text=text_fingerprint(policy))
        for name, policy in handbook.policies.items()
        if policy.status is Status.IN_FORCE and not policy.trust
    }
    frozen = {
        name: {str(number): whole_fingerprint(issue) for number, issue in issues.items()}
        for name, issues in handbook.issues.items()
        if not _of_trust(handbook, name)
    }
    return Lock(in_force=in_force, frozen=frozen)


def _of_trust(handbook: Handbook, name: str) -> bool:
    """Whether a policy is inherited from a trust, which has a lock of its own."""
    return name in handbook.policies and bool(handbook.policies[name].trust)


def with_missing(lock: Lock, now: Lock) -> Lock:
    """Return a lock with what it does not say yet; what it says stays, so that an edit is still found."""
    frozen = {
        name: dict(now.frozen.get(name, {})) | dict(lock.frozen.get(name, {})) for name in (*lock.frozen, *now.frozen)
    }
    in_force = dict(lock.in_force)
    for name, locked in now.in_force.items():
        if name not in in_force or (in_force[name].issue < locked.issue and _is_frozen(frozen, name, in_force[name])):
            in_force[name] = locked
    return Lock(in_force=in_force, frozen=frozen)


def _is_frozen(frozen: Mapping[str, Mapping[str, str]], name: str, locked: LockedIssue) -> bool:
    return str(locked.issue) in frozen.get(name, {})


def lock_text(lock: Lock) -> str:
    """Write a lock as YAML, a line for each issue, so that changes of two people seldom meet."""
    lines = [HEAD.rstrip()]
    if lock.in_force:
        lines.append("in_force:")
        lines += [
            f"  {name}: {{issue: {locked.issue}, text: {_quoted(locked.text)}}}"
            for name, locked in sorted(lock.in_force.items())
        ]
    frozen = {name: issues for name, issues in sorted(lock.frozen.items()) if issues}
    if frozen:
        lines.append("frozen:")
        for name, issues in frozen.items():
            lines.append(f"  {name}:")
            ordered = sorted(issues.items(), key=lambda pair: int(pair[0]))
            lines += [f"    {_quoted(number)}: {_quoted(digest)}" for number, digest in ordered]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Quote what YAML might take for a number."""
    return f'"{text}"'
