"""Which schools of a trust follow which issues of its policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from policy_handbook.dates import Date
from policy_handbook.inheritance import OwnPolicy
from policy_handbook.model import Policy
from policy_handbook.model import Status as PolicyStatus
from policy_handbook.read import read_file
from policy_handbook.read.trusts import DATA, inherits
from policy_handbook.trust.repository import Repository


@dataclass(frozen=True, slots=True)
class TrustPolicy:
    """A policy of the trust that is in force: its title, its present issue and from when that applies."""

    title: str
    issue: int
    effective_from: str

    @property
    def since(self) -> str:
        """The day from which the issue applies, in words."""
        return Date.parse(self.effective_from).words


@dataclass(frozen=True, slots=True)
class Standing:
    """How a school stands to the trust's policies.

    Attributes:
        title: what the trust calls the school.
        adopted: the issue that it follows of each policy of which it says something.
        own: of how many clauses and sections of each policy it has text of its own.
        unread: policies whose file at the school cannot be read.
    """

    title: str
    adopted: Mapping[str, int] = field(default_factory=dict)
    own: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Behind:
    """A school that follows an earlier issue of a policy than the trust's present one."""

    school: str
    school_title: str
    policy: str
    policy_title: str
    follows: int
    present: int
    since: str


@dataclass(frozen=True, slots=True)
class Status:
    """How schools stand to all policies of their trust.

    Attributes:
        trust: the name of the trust.
        policies: its policies in force by id, in order of title.
        schools: its schools by id, in the trust's order.
    """

    trust: str
    policies: Mapping[str, TrustPolicy]
    schools: Mapping[str, Standing]

    @property
    def behind(self) -> tuple[Behind, ...]:
        """Who is behind with what, by policy and then in the order of the schools."""
        return tuple(
            Behind(school, standing.title, name, policy.title, follows, policy.issue, policy.since)
            for name, policy in self.policies.items()
            for school, standing in self.schools.items()
            if (follows := standing.adopted.get(name, policy.issue)) < policy.issue
        )

    @property
    def unread(self) -> tuple[tuple[str, str], ...]:
        """The title of a school and the id of a policy, for each file that cannot be read."""
        return tuple((standing.title, name) for standing in self.schools.values() for name in standing.unread)

    def followers(self, policy: str) -> dict[int, int]:
        """How many schools follow each issue of a policy, the present one first."""
        present = self.policies[policy].issue
        counts: dict[int, int] = {present: 0}
        for standing in self.schools.values():
            issue = standing.adopted.get(policy, present)
            counts[issue] = counts.get(issue, 0) + (policy not in standing.unread)
        return dict(sorted(counts.items(), reverse=True))

    def with_own_text(self, policy: str) -> int:
        """How many schools have text of their own in a policy."""
        return sum(bool(standing.own.get(policy)) for standing in self.schools.values())

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Status:
        """Read it from plain data again."""
        return cls(
            data["trust"],
            {name: TrustPolicy(**policy) for name, policy in data["policies"].items()},
            {
                name: Standing(one["title"], one["adopted"], one["own"], tuple(one["unread"]))
                for name, one in data["schools"].items()
            },
        )


def status_of(repository: Repository, schools: Sequence[str] | None = None) -> Status:
    """Read how schools of a trust stand to its policies.

    What cannot be read of the trust's own policies is left out; ``handbook check`` says why.

    Args:
        repository: the trust's repository.
        schools: the schools to look at; ``None`` means all.
    """
    policies = dict(sorted(_policies(repository), key=lambda pair: (pair[1].title.lower(), pair[0])))
    return Status(
        str(repository.trust.name),
        policies,
        {
            school: _standing(repository, school, policies)
            for school in repository.schools
            if schools is None or school in schools
        },
    )


def _policies(repository: Repository) -> Iterator[tuple[str, TrustPolicy]]:
    for path in sorted((repository.root / DATA / "policies").glob("*.yaml")):
        policy, _ = read_file(path, Policy)
        if policy and policy.status is PolicyStatus.IN_FORCE:
            yield path.stem, TrustPolicy(str(policy.title), policy.issue, str(policy.effective_from))


def _standing(repository: Repository, school: str, policies: Mapping[str, TrustPolicy]) -> Standing:
    adopted: dict[str, int] = {}
    own: dict[str, int] = {}
    unread = []
    for path in sorted((repository.data_of(school) / "policies").glob("*.yaml")):
        name = path.stem
        if name not in policies or not inherits(path):
            continue
        said, _ = read_file(path, OwnPolicy)
        if said is None:
            unread.append(name)
            continue
        adopted[name] = said.adopted_issue
        if said.has_text:
            own[name] = len(said.replace) + len(said.add)
    return Standing(str(repository.trust.schools[school].title), adopted, own, tuple(unread))
