"""The whole handbook: the school, its people and words, and its policies by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from policy_handbook.model.duty import Duty
from policy_handbook.model.flier import Flier
from policy_handbook.model.lock import Lock
from policy_handbook.model.policy import Policy, Status
from policy_handbook.model.school import AudienceDefinition, Glossary, Guidance, People, Role, School, SiteName


@dataclass(frozen=True, slots=True)
class View:
    """The handbook as one audience reads it.

    Attributes:
        audience: the id of the audience.
        title: what the view is called.
        site: the site that it belongs to.
        folder: its folder in ``site/``, such as ``website/parents``.
        is_top: whether it is the first view of its site.
    """

    audience: str
    title: str
    site: SiteName
    folder: str
    is_top: bool


@dataclass(frozen=True)
class Handbook:
    """Everything that was read, or what one audience may see of it.

    Attributes:
        root: the data folder as findings write it.
        school: the facts about the school.
        people: roles and bodies.
        glossary: the school's words.
        guidance: outside documents by id, the shipped register with the school's own.
        duties: what the school has to hold, by id: the shipped register for its nation with its own.
        policies: policies by id, in order of title.
        audience: the audience whose view this is; empty for the whole.
        issues: earlier issues of policies, by id and number, oldest first.
        lock: what issues were when they were made, to tell an edit from a new issue.
        fliers: printed sheets by id, in order of title.
    """

    root: str
    school: School
    people: People
    glossary: Glossary
    guidance: Mapping[str, Guidance]
    duties: Mapping[str, Duty]
    policies: Mapping[str, Policy]
    audience: str = ""
    issues: Mapping[str, Mapping[int, Policy]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    fliers: Mapping[str, Flier] = field(default_factory=dict)

    @cached_property
    def made_of(self) -> dict[str, bytes]:
        """By id of a policy, the digest of all that it and its earlier issues were made of.

        The same digest, the same records. What reads the handbook puts it here; it is no field, so that no copy has it
        in which something is changed.
        """
        return {}

    @cached_property
    def views(self) -> tuple[View, ...]:
        """The views of all sites, in the school's order."""
        seen: set[SiteName] = set()
        views = []
        for audience, definition in self.school.audiences.items():
            is_top = definition.site not in seen
            seen.add(definition.site)
            views.append(view_of(audience, definition, is_top=is_top))
        return tuple(views)

    @property
    def view(self) -> View:
        """The view that a filtered handbook is for.

        Raises:
            LookupError: this is the whole handbook, which is no view.
        """
        for view in self.views:
            if view.audience == self.audience:
                return view
        raise LookupError("the whole handbook is no view")

    @cached_property
    def in_force(self) -> Mapping[str, Policy]:
        """The policies that may be published to somebody."""
        return {name: policy for name, policy in self.policies.items() if policy.status is Status.IN_FORCE}

    def role(self, role_id: str) -> Role | None:
        """The role with an id, if there is one here."""
        return self.people.roles.get(role_id)

    def title_of(self, role_or_body: str) -> str:
        """The title of a role or body; empty if there is none here."""
        if role := self.people.roles.get(role_or_body):
            return role.title
        body = self.people.bodies.get(role_or_body)
        return body.title if body else ""

    def linked_from(self, policy_id: str) -> tuple[Policy, ...]:
        """The policies that name this one among their linked policies, in order of title."""
        return self._linked_from.get(policy_id, ())

    @cached_property
    def _linked_from(self) -> Mapping[str, tuple[Policy, ...]]:
        found: dict[str, list[Policy]] = {}
        for policy in self.policies.values():
            for target in dict.fromkeys(link.id for link in policy.linked_policies if link.id):
                if target != policy.id:
                    found.setdefault(target, []).append(policy)
        return {target: tuple(sources) for target, sources in found.items()}


def view_of(audience: str, definition: AudienceDefinition, *, is_top: bool) -> View:
    """Return the view of an audience."""
    folder = str(definition.site) if is_top else f"{definition.site}/{audience}"
    return View(audience, definition.title, definition.site, folder, is_top)
