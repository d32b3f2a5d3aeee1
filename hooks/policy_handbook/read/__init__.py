"""From a folder of YAML files to a handbook, with every fault of every file as a finding."""

from policy_handbook.read.folder import Reading, read_file, read_handbook

__all__ = ["Reading", "read_file", "read_handbook"]
