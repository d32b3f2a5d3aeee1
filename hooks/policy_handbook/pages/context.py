"""What pages need beside the handbook that they show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from policy_handbook.acknowledgement import Coverage
from policy_handbook.findings import Finding
from policy_handbook.outputs import Printed


@dataclass(frozen=True, slots=True)
class Same:
    """Tells whether what this process made of a view before would be made the same again, by two digests.

    Attributes:
        outlines: of all of the view but its policies, and of the outlines of these.
        lists: of all that lists are made from: all of the view but the texts of its policies, and the day.
    """

    outlines: bytes
    lists: bytes


@dataclass(frozen=True, slots=True)
class ListContext:
    """What pages that list policies need beside the handbook.

    Attributes:
        today: the date of the build.
        has_fliers: whether there are fliers to print.
        has_coverage: whether it is known how many have read what they have to.
    """

    today: dt.date
    has_fliers: bool = False
    has_coverage: bool = False


@dataclass(frozen=True, slots=True)
class PageContext:
    """What pages need beside the handbook.

    Attributes:
        today: the date of the build.
        findings: the findings of the build; only the pages of the intranet show them.
        help_pages: hand-written pages that this view offers, as (title, address).
        printed: the printed policies of this view by id; a policy that is not there has its page only.
        fliers: the fliers of this view by id, in each language that they are printed in, English first.
        packs: the packs for those who are new in a post, by role.
        coverage: how many have read what they have to; only the pages of the intranet show it.
    """

    today: dt.date
    findings: tuple[Finding, ...] = ()
    help_pages: tuple[tuple[str, str], ...] = ()
    printed: Mapping[str, Printed] = field(default_factory=dict)
    fliers: Mapping[str, tuple[Printed, ...]] = field(default_factory=dict)
    coverage: tuple[Coverage, ...] = ()
    packs: Mapping[str, Printed] = field(default_factory=dict)

    @property
    def for_lists(self) -> ListContext:
        """What of it lists need."""
        return ListContext(self.today, bool(self.fliers), bool(self.coverage))
