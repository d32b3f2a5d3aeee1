"""The changes of a view as an Atom feed."""

from __future__ import annotations

import datetime as dt
import hashlib

from feedgen.feed import FeedGenerator

from policy_handbook.addresses import changes_address, full_address, policy_address
from policy_handbook.history.timeline import pairs
from policy_handbook.model import ChangeRecord, Handbook, Policy

LATEST = 50
"""A feed reader has seen the older ones."""


def changes_feed(view: Handbook, today: dt.date) -> bytes:
    """Write the latest changes of a view as Atom.

    An entry's id is made from policy and issue, so that a correction of its words updates it in a reader.
    """
    rows = sorted(
        ((record, policy) for policy in view.policies.values() for record in policy.changes),
        key=lambda row: (row[0].date.last_day, row[1].id, row[0].issue),
        reverse=True,
    )[:LATEST]
    feed = FeedGenerator()
    home = full_address(view, view.view)
    feed.id(_id(view, ""))
    feed.title(f"{view.school.name}: changes to policies ({view.view.title})")
    feed.link(href=home, rel="alternate")
    feed.link(href=f"{home}feed.xml", rel="self")
    feed.author(name=view.school.name)
    feed.language("en-GB")
    feed.generator("Policy Handbook")
    feed.updated(_midnight(rows[0][0].date.last_day if rows else today))
    for record, policy in rows:
        _add(feed, view, record, policy)
    content = feed.atom_str(pretty=True)
    return content if isinstance(content, bytes) else str(content).encode()


def _add(feed: FeedGenerator, view: Handbook, record: ChangeRecord, policy: Policy) -> None:
    entry = feed.add_entry(order="append")
    entry.id(_id(view, f"{policy.id}/{record.issue}"))
    entry.title(f"{policy.title}, issue {record.issue}")
    compared = any(new.issue == record.issue for _, new in pairs(view, policy))
    address = changes_address(policy.id, record.issue) if compared else policy_address(policy.id)
    entry.link(href=full_address(view, view.view, address))
    entry.updated(_midnight(record.date.last_day))
    entry.summary(record.summary)
    entry.category(term=str(record.kind))


def _id(view: Handbook, what: str) -> str:
    digest = hashlib.sha256(f"{view.school.handbook_url} {view.audience} {what}".encode()).hexdigest()
    return f"urn:uuid:{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
