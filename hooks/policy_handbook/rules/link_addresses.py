"""A link in a text leads to another site, to an e-mail address or to a telephone; links within are ``[[...]]``."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.markup import parse
from policy_handbook.rules.context import PolicyContext, error

ID = "link-addresses"
FAILING = """\
summary: Read [our rules](../behaviour.html).
"""
PASSING = """\
summary: Read [the guidance](https://www.gov.uk/) and [[behaviour|our rules]].
"""
_SCHEMES = ("https://", "http://", "mailto:", "tel:")


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at the addresses of all links."""
    policy = context.policy
    for link in policy.linked_policies:
        if link.url and not link.url.startswith(_SCHEMES):
            yield error(
                ID,
                link.place_of("url"),
                "an address begins with https://",
                found=f"url: {link.url}",
                policy=policy.id,
            )
    for part in context.texts if context.has("](", "<") else ():
        if "](" not in part.text and "<" not in part.text:
            continue
        for node in (node for block in parse(part.text) for node in block.walk() if node.kind == "link"):
            if not node.text.startswith(_SCHEMES):
                message = "a link to another policy is written [[id]], and to another site with https://"
                yield error(ID, part.place, message, found=node.text, policy=policy.id)
