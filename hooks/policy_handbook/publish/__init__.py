"""From a data folder to sites: check, build every view, scan, swap in whole.

What builds is in ``publish.build`` and has to be asked for there: a check need not load the pages and their templates.
"""

from policy_handbook.publish.checking import Checked, check, read_usable, usable_handbook
from policy_handbook.publish.clock import today_from
from policy_handbook.publish.errors import UnusableError

__all__ = ["Checked", "UnusableError", "check", "read_usable", "today_from", "usable_handbook"]
