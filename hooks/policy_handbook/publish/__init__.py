"""From a data folder to sites: check, build every view, scan, swap in whole."""

from policy_handbook.publish.build import BuildResult, build
from policy_handbook.publish.checking import Checked, check, read_usable, usable_handbook
from policy_handbook.publish.clock import today_from
from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.unchanged import BuiltView

__all__ = [
    "BuildResult",
    "BuiltView",
    "Checked",
    "UnusableError",
    "build",
    "check",
    "read_usable",
    "today_from",
    "usable_handbook",
]
