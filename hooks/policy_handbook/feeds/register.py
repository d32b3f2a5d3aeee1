"""The register of a view as JSON, for other programs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.model import Handbook, Policy
from policy_handbook.outputs import json_lines
from policy_handbook.references import plain_text


def register_json(view: Handbook, today: dt.date) -> bytes:
    """Write the register: the school, the day of the build, and a record for each policy in order of title."""
    register = {
        "school": view.school.name,
        "view": view.audience,
        "made_on": today.isoformat(),
        "policies": [_record(view, policy) for policy in view.policies.values()],
    }
    return json_lines(register).encode()


def _record(view: Handbook, policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "title": policy.title,
        "kind": str(policy.kind),
        "category": view.school.categories.get(policy.category, ""),
        "summary": plain_text(view, policy.summary),
        "url": full_address(view, view.view, policy_address(policy.id)),
        "status": str(policy.status),
        "issue": policy.issue,
        "effective_from": str(policy.effective_from),
        "approved_on": str(policy.approval.date) if policy.approval else None,
        "approved_by": (view.title_of(policy.approval.by) or None) if policy.approval else None,
        "last_reviewed": str(policy.last_review.date) if policy.last_review else None,
        "last_changed": str(policy.last_change.date) if policy.last_change else None,
        "next_review": str(policy.review.next),
    }
