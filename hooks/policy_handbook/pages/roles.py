"""Who is responsible for what: the page of all roles, and one of each, for an intranet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from markupsafe import Markup

from policy_handbook.latest import Latest
from policy_handbook.model import Clause, Handbook, Numbering, Policy
from policy_handbook.outputs import Page, SearchEntry
from policy_handbook.pages.bare import bare
from policy_handbook.pages.context import Same
from policy_handbook.pages.html import Terms, Writer, esc
from policy_handbook.pages.links import Links
from policy_handbook.pages.outline import Beside
from policy_handbook.pages.templates import render


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a role has to do, and the clause that says so."""

    anchor: str
    number: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Tasks:
    """What one policy asks of a role."""

    id: str
    title: str
    tasks: Sequence[Task]


_tasks: Latest[Mapping[str, Tasks]] = Latest()
_newest: Latest[Page] = Latest(most=512)


def pages_of_roles(view: Handbook, beside: Beside, same: Same | None = None) -> Sequence[Page]:
    """The page of all roles, and one of each.

    Args:
        view: what ``for_audience`` returned.
        beside: its outlines.
        same: tells whether what was made of it before is still the same.
    """
    asked = [_asked_by(view, policy, beside, same) for policy in view.policies.values()]
    by_role = {name: tuple(found[name] for found in asked if name in found) for name in view.people.roles}
    listed = cache(partial(bare, view))  # which no page needs that is as it was
    return [
        roles_page(view, {name: sum(len(found.tasks) for found in tasks) for name, tasks in by_role.items()}),
        *(_page_of(view, name, tasks, listed, same) for name, tasks in by_role.items()),
    ]


def _page_of(
    view: Handbook, name: str, tasks: Sequence[Tasks], listed: Callable[[], Handbook], same: Same | None
) -> Page:
    def make() -> Page:
        return role_page(listed(), name, tasks)

    return _newest.get_or((view.audience, name), None, (same.lists, tasks), make) if same else make()


def _asked_by(view: Handbook, policy: Policy, beside: Beside, same: Same | None) -> Mapping[str, Tasks]:
    make = partial(_tasks_of, policy, beside)
    if same is None:
        return make()
    return _tasks.get_or((view.audience, policy.id), policy, (same.outlines, beside.earlier.get(policy.id)), make)


def _tasks_of(policy: Policy, beside: Beside) -> Mapping[str, Tasks]:
    """What a policy asks of each role, written beside outlines of the other policies."""
    found: dict[str, list[Task]] = {}
    writer: Writer | None = None
    for clause in policy.all_clauses():
        if not clause.responsible:
            continue
        if writer is None:
            view = beside.view_for(policy)
            writer = Writer(view, Links.of(view.view, _address("*")), Terms(()), policy)
        writer.number_notes_apart(f"{policy.id}-{clause.id or clause.anchor}")  # its notes stand right below it
        task = Task(clause.id or clause.anchor, clause.number, _whole_clause(writer, policy, clause))
        for role in dict.fromkeys(clause.responsible):
            found.setdefault(role, []).append(task)
    return {role: Tasks(policy.id, policy.title, tuple(tasks)) for role, tasks in found.items()}


def roles_page(view: Handbook, counts: Mapping[str, int]) -> Page:
    """All roles with their holders."""
    links = Links.of(view.view, "roles/")
    html = render("roles.html.jinja", view=view, links=links, counts=counts)
    return Page("roles/", "Who is responsible for what", "Roles, who holds them and what they do.", html, "roles")


def _address(role: str) -> str:
    return f"roles/{role}/"


def role_page(view: Handbook, name: str, tasks: Sequence[Tasks]) -> Page:
    """What one role has to do, by policy, and what it owns."""
    address, role = _address(name), view.people.roles[name]
    owned = [policy for policy in view.policies.values() if policy.owner == name]
    links = Links.of(view.view, address)
    html = render("role.html.jinja", view=view, links=links, post=name, role=role, tasks=tasks, owned=owned)
    entry = SearchEntry(address, role.title, f"{role.holder} {role.does}".strip(), weight=1.5)
    return Page(
        address,
        role.title,
        f"What the {role.title} is responsible for.",
        html,
        "role",
        entries=(entry,),
        crumbs=(("Who is responsible for what", "roles/"),),
    )


def _whole_clause(writer: Writer, policy: Policy, clause: Clause) -> Markup:
    """A clause with its items, without their anchors: several policies meet on the page of a role."""
    numbered = policy.numbering is not Numbering.NONE
    return Markup(writer.blocks(clause.text) + _items(writer, clause, numbered=numbered))


def _items(writer: Writer, clause: Clause, *, numbered: bool) -> str:
    if not clause.items:
        return ""
    rows = []
    for item in clause.items:
        label = f'<span class="item-label">{esc(item.label)}</span>' if numbered else ""
        text = writer.inline(item.text) + _items(writer, item, numbered=numbered)
        rows.append(f'<li>{label}<div class="item-text">{text}</div></li>')
    return f'<ul class="items{"" if numbered else " unnumbered"}" role="list">{"".join(rows)}</ul>'
