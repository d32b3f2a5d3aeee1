"""A text does not point to what some of its readers may not read, and names no role that is withheld from them.

Such a link would be dead for them and would give away a title. The finding does not print that title.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.markup import references, values
from policy_handbook.references import find_reference
from policy_handbook.rules.context import Context, error

ID = "reference-narrower"
FAILING = """\
summary: For what happens then, see [[lockdown]].
"""
PASSING = """\
summary: For what happens then, see [[behaviour]].
"""


def check(context: Context) -> Iterator[Finding]:
    """Compare the readers of each text with those of what it points to."""
    roles = context.handbook.people.roles
    for policy in context.policies:
        for text, place, readers in context.texts(policy):
            for target in references(text):
                found = find_reference(context.handbook, target, policy)
                if found is None:
                    continue
                other, clause, _ = found
                missing = [name for name in readers if name not in (clause.readers if clause else other.readers)]
                if missing:
                    message = f"this can be read by {', '.join(missing)}, who may not read what it points to"
                    write = "say it without a link, for example: the school’s own procedure"
                    yield error(ID, place, message, found=f"[[{target}]]", write=write, policy=policy.id)
            for name in values(text):
                role = roles.get(name.split(".")[1]) if name.startswith("roles.") and name.count(".") == 2 else None
                missing = [reader for reader in readers if role and reader not in role.readers]
                if missing:
                    message = f"this can be read by {', '.join(missing)}, who may not know of that role"
                    yield error(ID, place, message, found=f"{{{{ {name} }}}}", policy=policy.id)
