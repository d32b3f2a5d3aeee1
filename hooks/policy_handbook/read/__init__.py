"""From a folder of YAML files to a handbook, with every fault of every file as a finding."""

from policy_handbook.read.earlier import Earlier
from policy_handbook.read.folder import Reading, read_file, read_handbook, shown_as
from policy_handbook.read.trusts import copied, inherits, trust_root

__all__ = ["Earlier", "Reading", "copied", "inherits", "read_file", "read_handbook", "shown_as", "trust_root"]
