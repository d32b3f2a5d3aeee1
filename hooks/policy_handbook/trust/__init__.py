"""A trust's repository: all its schools built, parts of them joined, and who is behind which issue."""

from policy_handbook.trust.building import Built, build_schools
from policy_handbook.trust.checking import check_schools
from policy_handbook.trust.merging import merge
from policy_handbook.trust.repository import Repository, open_trust
from policy_handbook.trust.shards import Shard
from policy_handbook.trust.status import Status, status_of

__all__ = [
    "Built",
    "Repository",
    "Shard",
    "Status",
    "build_schools",
    "check_schools",
    "merge",
    "open_trust",
    "status_of",
]
