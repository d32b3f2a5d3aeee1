"""A hand-written page in docs/ says who may read it; one that does not is published to nobody."""

from collections.abc import Iterator

from policy_handbook.findings import Finding, Place
from policy_handbook.model import EVERYONE
from policy_handbook.rules.context import Context, error, nearest

ID = "page-audience"
FAILING = "---\naudience: [partners]\n---\n# Welcome\n"
PASSING = "---\naudience: [parents, staff]\n---\n# Welcome\n"
ON_A_PAGE = True
"""The examples are pages in docs/ and no fields of a policy."""


def check(context: Context) -> Iterator[Finding]:
    """Look at the front matter of every page."""
    known = [*context.handbook.school.audiences, EVERYONE]
    for page in context.docs:
        if not page.audience:
            yield error(
                ID,
                Place(page.file, 1, 1),
                "the page does not say who may read it",
                write="audience: [staff]   between two lines of --- at the top",
            )
        for name in page.audience:
            if name not in known:
                yield error(
                    ID,
                    Place(page.file, 1, 1),
                    f"the school has no audience called {name}",
                    found=name,
                    write=nearest(name, known),
                )
