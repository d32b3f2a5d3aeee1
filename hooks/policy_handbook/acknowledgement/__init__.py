"""Who has read which issue of a policy: a register with personal data, of which only counts are ever published."""

from policy_handbook.acknowledgement.coverage import Coverage, Group, Outstanding, coverage_of, outstanding
from policy_handbook.acknowledgement.register import FOLDER, Acknowledgement, Register, read_register

__all__ = [
    "FOLDER",
    "Acknowledgement",
    "Coverage",
    "Group",
    "Outstanding",
    "Register",
    "coverage_of",
    "outstanding",
    "read_register",
]
