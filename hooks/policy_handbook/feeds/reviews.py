"""The next reviews as JSON, for other programs; on the intranet only."""

from __future__ import annotations

import datetime as dt
import json

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.agenda import reviews, term_of, terms_between
from policy_handbook.model import Handbook


def reviews_json(view: Handbook, today: dt.date) -> bytes:
    """Write the next review of each policy, the most urgent first, with the term in which it falls due.

    Whether one is overdue is for the program that reads it to say: it is given the day.
    """
    items = reviews(view)
    last = max((item.due.last_day for item in items), default=today)
    terms = terms_between(view.school, today, max(last, today))
    rows = [
        {
            "policy": item.policy.id,
            "title": item.policy.title,
            "url": full_address(view, view.view, policy_address(item.policy.id)),
            "owner": item.policy.owner,
            "owner_title": view.title_of(item.policy.owner),
            "due": item.due.last_day.isoformat(),
            "every": str(item.policy.review.every),
            "last_reviewed": str(item.policy.last_review.date) if item.policy.last_review else None,
            "term": terms[term_of(terms, item.due.last_day)].name if item.due.last_day >= today else None,
        }
        for item in items
    ]
    told = {"school": view.school.name, "made_on": today.isoformat(), "reviews": rows}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
