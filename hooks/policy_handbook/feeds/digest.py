"""What is due, as one message to each role or body that looks after it: text, HTML, and an e-mail of both.

The oldest comes first. A message names roles and no people, so that it may be kept or passed on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.agenda import Item
from policy_handbook.dates import Date
from policy_handbook.feeds.due import DueList, due_summary
from policy_handbook.model import Handbook, SiteName


@dataclass(frozen=True, slots=True)
class Digest:
    """A message to whoever looks after some policies.

    Attributes:
        owner: the id of the role or body.
        title: its title.
        to: its e-mail address; empty where the school gives none.
        subject: the subject.
        text: the message as plain text.
        html: the same as a page without pictures or scripts.
    """

    owner: str
    title: str
    to: str
    subject: str
    text: str
    html: str


def digests(due: DueList) -> tuple[Digest, ...]:
    """Make a message for each owner to whom something is due, in order of title."""
    owners = sorted({item.policy.owner for item in due.items}, key=lambda name: (due.handbook.title_of(name), name))
    return tuple(_digest(due, owner) for owner in owners)


def _digest(due: DueList, owner: str) -> Digest:
    own = DueList(due.handbook, tuple(item for item in due.items if item.policy.owner == owner), due.today, due.until)
    title = due.handbook.title_of(owner) or owner
    overdue = sum(item.is_overdue(due.today) for item in own.items)
    subject = f"Policies: {due_summary(own)}" + (f" ({overdue} overdue)" if overdue else "")
    return Digest(owner, title, _address_of(due.handbook, owner), subject, _text(own, title), _html(own, title))


def _address_of(handbook: Handbook, owner: str) -> str:
    """The e-mail address of a role, or of whoever chairs a body."""
    body = handbook.people.bodies.get(owner)
    role = handbook.people.roles.get(body.chair if body else owner)
    return role.email if role else ""


def _opening(due: DueList, title: str) -> str:
    school = due.handbook.school.name
    return f"What is due by {Date.of(due.until).words} of the policies that the {title} of {school} looks after."


def _text(due: DueList, title: str) -> str:
    lines = [_opening(due, title), ""]
    for heading, items in due.groups():
        lines.append(heading)
        for item in items:
            lines += [f"  {item.due.words}: {item.policy.title}, {due.what(item)}", f"    {item.why}"]
            lines += [f"    {address}" for address in _link(due, item)]
        lines.append("")
    return "\n".join([*lines, _closing(due)]) + "\n"


def _html(due: DueList, title: str) -> str:
    parts = [f"<p>{escape(_opening(due, title))}</p>"]
    for heading, items in due.groups():
        parts.append(f"<h2>{escape(heading)}</h2><ul>")
        for item in items:
            name = escape(item.policy.title)
            linked = next((f'<a href="{escape(address)}">{name}</a>' for address in _link(due, item)), name)
            said = f"{escape(item.due.words)}: {linked}, {escape(due.what(item))}<br><small>{escape(item.why)}</small>"
            parts.append(f"<li>{said}</li>")
        parts.append("</ul>")
    parts.append(f"<p><small>{escape(_closing(due))}</small></p>")
    head = f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    return f"{head}<body>{''.join(parts)}</body></html>\n"


def _closing(due: DueList) -> str:
    return f"As at {Date.of(due.today).words}. The dates are those of the policy handbook."


def _link(due: DueList, item: Item) -> Iterator[str]:
    """The address of the policy on the intranet, if that has one."""
    view = next((view for view in due.handbook.views if view.site is SiteName.INTRANET), None)
    if view and due.handbook.school.intranet_url:
        yield full_address(due.handbook, view, policy_address(item.policy.id))


def email_of(digest: Digest, *, sender: str, today: dt.date) -> EmailMessage:
    """Make an e-mail of a message. The same message on the same day has the same id, so that it is not read twice.

    Args:
        digest: the message.
        sender: the address that it comes from.
        today: the day on which it is made.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = digest.subject
    mail["From"] = sender
    mail["To"] = digest.to
    mail["Date"] = format_datetime(dt.datetime.combine(today, dt.time(8), dt.UTC))
    key = hashlib.sha256(f"{today} {digest.owner} {digest.text}".encode()).hexdigest()[:32]
    mail["Message-ID"] = f"<{key}@{sender.partition('@')[2] or 'localhost'}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(digest.text)
    mail.add_alternative(digest.html, subtype="html")
    mail.set_boundary(f"handbook-{key}")
    return mail
