"""A text does not point to what some of its readers may not read, and names no role that is withheld from them.

Such a link would be dead for them and would give away a title. The finding does not print that title.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.markup import references, values
from policy_handbook.rules.context import PolicyContext, error

ID = "reference-narrower"
FAILING = """\
summary: For what happens then, see [[lockdown]].
"""
PASSING = """\
summary: For what happens then, see [[behaviour]].
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Compare the readers of each text with those of what it points to."""
    policy = context.policy
    roles = context.people.roles
    for part in context.texts if context.has("[[", "{{") else ():
        for target in references(part.text):
            found = context.reference(target)
            missing = [name for name in part.readers if found and name not in found.readers]
            if missing:
                message = f"this can be read by {', '.join(missing)}, who may not read what it points to"
                write = "say it without a link, for example: the school’s own procedure"
                yield error(ID, part.place, message, found=f"[[{target}]]", write=write, policy=policy.id)
        for name in values(part.text):
            role = roles.get(name.split(".")[1]) if name.startswith("roles.") and name.count(".") == 2 else None
            missing = [reader for reader in part.readers if role and reader not in role.readers]
            if missing:
                message = f"this can be read by {', '.join(missing)}, who may not know of that role"
                yield error(ID, part.place, message, found=f"{{{{ {name} }}}}", policy=policy.id)
