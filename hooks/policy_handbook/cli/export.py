"""``handbook export``: a policy in a form that somebody else's program can change."""

from __future__ import annotations

from pathlib import Path

import click

from policy_handbook.cli.options import data_option


@click.command()
@click.argument("policy_id", metavar="ID")
@click.option("--to", "form", type=click.Choice(["docx"]), default="docx", show_default=True, help="The form.")
@click.option("--view", default="staff", show_default=True, metavar="AUDIENCE", help="As which audience reads it.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="Where to write it.  [default: ID.docx]",
)
@data_option
def export(policy_id: str, form: str, view: str, out: Path | None, data: Path) -> None:
    """Write a policy, or the draft of one, as a Word document for comments.

    Its numbers are Word's own and its clauses are named; handbook import reads the document back.
    """
    from policy_handbook.cli.print import one, write
    from policy_handbook.print.governors import with_drafts
    from policy_handbook.print.word import policy_word
    from policy_handbook.publish import usable_handbook
    from policy_handbook.publish.errors import UnusableError

    handbook = usable_handbook(data)
    if view not in handbook.school.audiences:
        known = ", ".join(handbook.school.audiences)
        raise UnusableError(f"there is no view called {view}", f"the views are {known}")
    seen = with_drafts(handbook, view)
    policy = one(seen.policies, policy_id, "policy", view)
    write(out or Path(f"{policy_id}.{form}"), policy_word(seen, policy))
