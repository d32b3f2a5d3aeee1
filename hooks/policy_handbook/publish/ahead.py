"""What is made once for all views, before each is made in a copy of this process, which then has it at hand.

Nothing that depends on readers comes of it. Each result is found again by the very value that it was made of and by
nothing else, and a view asks only for what ``for_audience`` has left in it: of what is withheld, it has no value to ask
with.
"""

from __future__ import annotations

from policy_handbook.feeds import count_ahead
from policy_handbook.model import Handbook
from policy_handbook.pages import entries_of, prepare
from policy_handbook.print import trees_ahead


def make_ahead(handbook: Handbook) -> None:
    """Take texts apart for pages and for paper, and count their words.

    Args:
        handbook: the whole handbook.
    """
    prepare(handbook)
    for policy in handbook.in_force.values():
        count_ahead(entries_of(handbook, policy))
        trees_ahead(policy)
