"""The issues of a policy are numbered through: each number once, none left out, the present one last.

An earlier issue lies in issues/<policy>/<number>.yaml and says the same number inside. Of the earliest ones some may
be missing: a school need not bring all its history with it.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from policy_handbook.findings import Finding
from policy_handbook.model import Policy, Status
from policy_handbook.rules.context import Context, error

ID = "issue-numbers"
FAILING = """\
# with this earlier issue
issue: 2
"""
PASSING = """\
# with this earlier issue
issue: 1
summary: A policy to try rules on, as it was.
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at the numbers of all issues."""
    for name, issues in context.handbook.issues.items():
        for number, issue in issues.items():
            if issue.issue != number:
                message = f"the file is called {number}.yaml and holds issue {issue.issue}"
                yield _finding(issue, message, f"issue: {issue.issue}", f"issue: {number}")
        policy = context.handbook.policies.get(name)
        if issues:
            yield from _order(issues, policy)


def _order(issues: Mapping[int, Policy], present: Policy | None) -> Iterator[Finding]:
    for before, after in pairwise(issues):
        if after != before + 1:
            message = f"issue {before} is followed by issue {after}"
            yield _finding(issues[after], message, f"{after}.yaml", f"{before + 1}.yaml, or the issues between")
    last = max(issues)
    if present is None:
        return
    if last >= present.issue:
        message = f"issue {last} is kept as an earlier issue, and the present one is issue {present.issue}"
        yield _finding(present, message, f"issue: {present.issue}", f"issue: {last + 1}")
    elif last + 1 != present.issue and present.status is not Status.DRAFT:
        message = f"the last earlier issue that is kept is issue {last}, and the present one is issue {present.issue}"
        yield _finding(present, message, f"issue: {present.issue}", f"issues/{present.id}/{present.issue - 1}.yaml too")


def _finding(policy: Policy, message: str, found: str, write: str) -> Finding:
    return error(ID, policy.place_of("issue"), message, found=found, write=write, policy=policy.id)
