"""An issue says what it said when it was made; another text is another issue.

What readers signed, and what an inspector asks for, is issue 8 and not whatever has that number today. The file
issues/lock.yaml holds a fingerprint of each issue. Dates of review, minutes and links may be corrected at any time;
the text and the day from which it applies may not.
"""

from collections.abc import Iterator, Mapping

from policy_handbook.findings import Finding, Place
from policy_handbook.history.lock import text_fingerprint, whole_fingerprint
from policy_handbook.model import Policy
from policy_handbook.rules.context import Context, PolicyContext, error, info

ID = "issue-edited"
FAILING = """\
# issues/lock.yaml
in_force:
  trial: {issue: 2, text: "00000000000000000000000000000000"}
"""
PASSING = """\
# issues/lock.yaml
in_force: {}
"""
LOCKING = "handbook lock"


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Compare the issues of a policy with the lock."""
    policy = context.policy
    if context.facts.locks and context.is_in_force and not policy.trust:  # a trust has a lock of its own
        yield from _in_force(context, policy)
    yield from _edited(context.earlier, context.frozen, policy.id)


def check(context: Context) -> Iterator[Finding]:
    """Look for issues that are in the lock and gone, and for those that are not in it; edited ones without a policy."""
    lock, issues = context.handbook.lock, context.handbook.issues
    if not lock.in_force and not lock.frozen:
        return
    for name, digests in lock.frozen.items():
        kept = {str(number) for number in issues.get(name, {})}
        for number in digests:
            if number not in kept:
                yield from _missing(context, name, number)
        if name not in context.handbook.policies:
            yield from _edited(issues.get(name, {}), digests, name)
    yield from _not_locked(context)


def _edited(kept: Mapping[int, Policy], digests: Mapping[str, str], name: str) -> Iterator[Finding]:
    for number, issue in kept.items():
        if str(number) in digests and whole_fingerprint(issue) != digests[str(number)]:
            message = f"issue {number} is frozen, and the file was edited since"
            write = "take the edit back; a change belongs in the present issue"
            yield error(ID, issue.place, message, write=write, policy=name)


def _in_force(context: PolicyContext, policy: Policy) -> Iterator[Finding]:
    locked = context.locked
    place = policy.place_of("issue")
    found = f"issue: {policy.issue}"
    if locked is None:
        if not context.earlier:
            return  # a school may lock its policies as it comes to them
        yield info(ID, place, "this issue is not in the lock yet", found=found, write=LOCKING, policy=policy.id)
    elif policy.issue < locked.issue:
        message = f"issue {locked.issue} was in force already"
        yield error(ID, place, message, found=found, write=f"issue: {locked.issue}", policy=policy.id)
    elif policy.issue > locked.issue and locked.issue not in context.earlier:
        message = f"issue {locked.issue}, which was in force before, was not kept"
        write = f"issue: {locked.issue} again, then handbook issue {policy.id}"
        yield error(ID, place, message, found=found, write=write, policy=policy.id)
    elif policy.issue > locked.issue:
        yield info(ID, place, "this issue is not in the lock yet", found=found, write=LOCKING, policy=policy.id)
    elif text_fingerprint(policy) != locked.text:
        message = f"this is not the text that issue {policy.issue} had when it was made"
        write = f"handbook issue {policy.id} makes issue {policy.issue + 1}; or take the change back"
        yield error(ID, place, message, found=found, write=write, policy=policy.id)


def _missing(context: Context, name: str, number: str) -> Iterator[Finding]:
    """A frozen issue that is gone; one that cannot be read has a finding of its own."""
    home = f"issues/{name}/{number}.yaml"
    if home in context.unread:
        return
    message = f"issue {number} of {name} is in the lock, and its file is gone"
    write = "bring it back; withdrawn_from_archive: true takes it off the website"
    yield error(ID, Place(f"{context.handbook.root}/{home}"), message, write=write, policy=name)


def _not_locked(context: Context) -> Iterator[Finding]:
    lock = context.handbook.lock
    own = {name: issues for name, issues in context.handbook.issues.items() if not _of_trust(context, name)}
    for name, issues in own.items():
        for number, issue in issues.items():
            if str(number) not in lock.frozen.get(name, {}):
                message = f"issue {number} is not in the lock yet, so that an edit of it would not be found"
                yield info(ID, issue.place, message, write=LOCKING, policy=name)


def _of_trust(context: Context, name: str) -> bool:
    policy = context.handbook.policies.get(name)
    return policy is not None and bool(policy.trust)
