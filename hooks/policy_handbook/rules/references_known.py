"""What a text refers to is there: ``{{ ... }}`` and ``[[...]]``."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.markup import references, values
from policy_handbook.model.values import value_names, value_of
from policy_handbook.rules.context import PolicyContext, error, nearest, warning

ID = "references-known"
FAILING = """\
summary: Ask {{ roles.headtecher.title }} and read [[behavour]] and [[behaviour#9.9]].
"""
PASSING = """\
summary: Ask the {{ roles.headteacher.title }} and read [[behaviour]] and [[behaviour#1.1]].
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look through all texts for references and values."""
    policy = context.policy
    for part in context.texts if context.has("[[", "{{") else ():
        for name in values(part.text):
            value = value_of(context, name)
            found = f"{{{{ {name} }}}}"
            if not name:
                message = "nothing stands between the braces"
                yield error(ID, part.place, message, found="{{ }}", write="{{ school.name }}", policy=policy.id)
            elif value is None:
                near = nearest(name, value_names(context))
                write = f"{{{{ {near} }}}}" if near else ""
                yield error(
                    ID, part.place, f"there is nothing called {name}", found=found, write=write, policy=policy.id
                )
            elif not value and _was_read(context, name):
                yield warning(ID, part.place, f"{name} is empty", found=found, policy=policy.id)
        for target in references(part.text):
            name = target.partition("#")[0]
            if name in context.facts.unread or context.reference(target):
                continue
            near = nearest(name, context.others) if name not in context.others else ""
            write = f"[[{near}]]" if near else ""
            message = f"there is no {'clause' if '#' in target and not near else 'policy'} {target}"
            yield error(ID, part.place, message, found=f"[[{target}]]", write=write, policy=policy.id)


def _was_read(context: PolicyContext, value: str) -> bool:
    """Whether what a value is of could be read; of a role that could not, its id alone is known."""
    kind, name, *_ = value.split(".")
    people = context.people
    record = people.roles.get(name) if kind == "roles" else people.bodies.get(name) if kind == "bodies" else None
    return record is None or bool(record.place.file)
