"""From a draft change to the next issue, and the other events in the life of a policy, as files to be written."""

from policy_handbook.issuing.events import (
    Decision,
    PastReview,
    Plan,
    new_errors,
    plan_issue,
    plan_lock,
    plan_review,
    plan_withdrawal,
    refusals,
)

__all__ = [
    "Decision",
    "PastReview",
    "Plan",
    "new_errors",
    "plan_issue",
    "plan_lock",
    "plan_review",
    "plan_withdrawal",
    "refusals",
]
