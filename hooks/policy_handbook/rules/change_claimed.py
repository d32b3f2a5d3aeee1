"""What the change record sheet says of an issue agrees with what the issue changed.

Where two issues in a row are kept, a change called material that changed no words, one called editorial that put
clauses in or took them out, words that changed although the row says that nothing did, and an issue without a row
are named. Whether a change is described well only a reader can tell.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from policy_handbook.findings import Finding
from policy_handbook.history import Fate, Redline, comparison
from policy_handbook.history.lines import Speak
from policy_handbook.history.units import UnitKind
from policy_handbook.markup import Node
from policy_handbook.model import ChangeKind, ChangeRecord, Policy
from policy_handbook.model.values import value_of
from policy_handbook.references import words_for
from policy_handbook.rules.context import PolicyContext, warning

ID = "change-claimed"
FAILING = """\
# with this earlier issue
issue: 1
effective_from: 2025-09-01
sections:
  - {id: purpose, title: Purpose, clauses: [We try things out.]}
  - {id: scope, title: Scope, clauses: [It is for everybody.]}
  - {id: roles, title: Who does what, clauses: [The headteacher decides.]}
  - {id: monitoring, title: Review, clauses: [We look at it each year., Visitors may ask for a copy.]}
"""
PASSING = """\
# with this earlier issue
issue: 1
effective_from: 2025-09-01
sections:
  - {id: purpose, title: Purpose, clauses: [We try out things here.]}
  - {id: scope, title: Scope, clauses: [It is for everybody.]}
  - {id: roles, title: Who does what, clauses: [The headteacher decides.]}
  - {id: monitoring, title: Review, clauses: [We look at it each year.]}
"""

_NOTHING = re.compile(r"\bno change(?! of substance)|\bunchanged\b|\bnothing (?:has )?changed\b", re.IGNORECASE)


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Compare the rows with the text of issues in a row."""
    if not context.is_in_force:
        return
    for old, new in pairwise([*context.earlier.values(), context.policy]):
        if new.issue == old.issue + 1:
            yield from _look(context, context.policy, old, new)


def _look(context: PolicyContext, policy: Policy, old: Policy, new: Policy) -> Iterator[Finding]:
    row = next((change for change in policy.changes if change.issue == new.issue), None)
    if row is None:
        if policy.changes and new is not policy:  # of the present issue another rule says so
            message = f"the change record sheet has no row for issue {new.issue}, which is kept"
            yield warning(ID, policy.place_of("changes"), message, policy=policy.id)
        return
    made = comparison(old, new, context.people, lambda here: _spoken(context, here))
    yield from _compare(policy, row, made)


def _spoken(context: PolicyContext, here: Policy) -> Speak:
    """Say values and references as the page of an issue does."""

    def speak(node: Node) -> str:
        if node.kind == "value":
            return value_of(context, node.text) or ""
        if given := "".join(child.text for child in node.children):
            return given
        found = context.reference(node.text, here)
        if found is None:
            return ""
        same_page = node.text.partition("#")[0] in ("", here.id)
        return words_for(found.title, found.clause, same_page=same_page)

    return speak


def _compare(policy: Policy, row: ChangeRecord, made: Redline) -> Iterator[Finding]:
    found = f"kind: {row.kind}"
    if row.kind is ChangeKind.MATERIAL and not _changes_something(made):
        message = f"issue {row.issue} is called a change of substance, and no words changed from issue {made.old_issue}"
        yield warning(ID, row.place_of("kind"), message, found=found, write="kind: editorial", policy=policy.id)
    elif made.words_changed and _NOTHING.search(row.summary):
        message = f"this says that nothing changed, and words of issue {made.old_issue} did"
        yield warning(ID, row.place_of("summary"), message, write="what changed", policy=policy.id)
    elif row.kind is ChangeKind.EDITORIAL and (numbers := list(_came_or_went(made))):
        message = f"issue {row.issue} is called a change of wording, and {' and '.join(numbers[:3])}"
        yield warning(ID, row.place_of("kind"), message, found=found, write="kind: material ?", policy=policy.id)


def _changes_something(made: Redline) -> bool:
    return made.words_changed or any(Fate.READERS in row.fates for row in made.changed)


def _came_or_went(made: Redline) -> Iterator[str]:
    """Name whole clauses that were put in or taken out; an item may be a matter of layout."""
    for row in made.changed:
        if row.unit.kind is UnitKind.CLAUSE and row.fates[0] in (Fate.ADDED, Fate.REMOVED):
            verb = "was added" if row.fates[0] is Fate.ADDED else "went"
            yield f"clause {row.unit.number} {verb}"
