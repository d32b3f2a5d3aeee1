"""``handbook new``: a repository to start from, and the skeleton of a policy."""

from __future__ import annotations

from pathlib import Path

import click

from policy_handbook.cli.options import data_option, day_from, today_option


@click.group()
def new() -> None:
    """Make a new handbook, or a new policy in one."""


@new.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--name", default="", help="The full name of the school.  [default: made from DIR]")
@click.option("--kind", type=click.Choice(["maintained", "academy", "independent"]), default="maintained")
@click.option(
    "--phase",
    type=click.Choice(["nursery", "primary", "middle", "secondary", "all-through", "special"]),
    default="primary",
)
@click.option("--nation", type=click.Choice(["england", "wales", "scotland", "northern-ireland"]), default="england")
@click.option("--url", default="https://policies.school.example.org", help="Where its website will be.")
@today_option
def school(folder: Path, name: str, kind: str, phase: str, nation: str, url: str, today: str) -> None:
    """Make a working handbook in DIR: data, settings, the workflow that checks and publishes it."""
    from policy_handbook.publish.errors import UnusableError
    from policy_handbook.scaffold import new_school, write_new

    if folder.is_dir() and any(path.name != ".git" for path in folder.iterdir()):
        raise UnusableError(f"{folder.as_posix()} is not empty", "name a new folder; nothing was written")
    called = name or folder.absolute().name.replace("-", " ").replace("_", " ").title()
    made = new_school(called, kind=kind, phase=phase, nation=nation, url=url.rstrip("/"), today=day_from(today))
    write_new(folder, made)
    _offer_names(folder, "policy_data")
    click.echo(f"Made a handbook for {called} in {folder.as_posix()}")
    click.echo(f"Next: cd {folder.as_posix()}, fill in policy_data/school.yaml, then handbook build")


def _offer_names(folder: Path, data: str) -> None:
    """Let the schemas of a new handbook offer its own roles, audiences and policies."""
    from policy_handbook.publish import usable_handbook
    from policy_handbook.schema import names_of, schemas

    for name, text in schemas(names_of(usable_handbook(folder / data))).items():
        (folder / "schemas" / name).write_text(text, encoding="utf-8")


@new.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--name", default="", help="The name of the trust.  [default: made from DIR]")
@click.option(
    "--school",
    "schools",
    multiple=True,
    required=True,
    metavar="ID=TITLE",
    help="A school of the trust, such as elmfield=Elmfield Primary School; may be repeated.",
)
@click.option("--nation", type=click.Choice(["england", "wales", "scotland", "northern-ireland"]), default="england")
@click.option("--url", default="https://policies.trust.example.org", help="Where the schools' websites will be.")
@today_option
def trust(folder: Path, name: str, schools: tuple[str, ...], nation: str, url: str, today: str) -> None:
    """Make a working repository for a trust in DIR: what all schools share, and a folder for each."""
    import re

    from policy_handbook.model.base import ID_PATTERN
    from policy_handbook.publish.errors import UnusableError
    from policy_handbook.scaffold import new_trust, write_new

    if folder.is_dir() and any(path.name != ".git" for path in folder.iterdir()):
        raise UnusableError(f"{folder.as_posix()} is not empty", "name a new folder; nothing was written")
    titles = {}
    for given in schools:
        school, _, title = (part.strip() for part in given.partition("="))
        if not re.fullmatch(ID_PATTERN, school) or school == "trust":
            raise UnusableError(
                f"{school or given} is no id of a school", "small letters, digits and single hyphens; not trust"
            )
        titles[school] = title or school.replace("-", " ").title()
    called = name or folder.absolute().name.replace("-", " ").replace("_", " ").title()
    made = new_trust(called, titles, nation=nation, url=url.rstrip("/"), today=day_from(today))
    write_new(folder, made)
    _offer_names(folder, "trust_data")
    click.echo(f"Made a repository for {called} in {folder.as_posix()}")
    click.echo(f"Next: cd {folder.as_posix()}, fill in each school.yaml and people.yaml, then handbook trust check")


@new.command()
@click.argument("policy_id", metavar="ID")
@click.option("--title", default="", help="Its title.  [default: made from ID]")
@click.option("--kind", type=click.Choice(["policy", "procedure", "plan", "statement", "notice"]), default="policy")
@click.option("--owner", default="headteacher", show_default=True, metavar="ROLE", help="Who keeps it.")
@click.option(
    "--audience",
    "readers",
    multiple=True,
    default=("staff",),
    show_default=True,
    metavar="AUDIENCE",
    help="Who may read it; may be repeated.",
)
@click.option("--category", default="", help="A category of school.yaml.")
@click.option("--satisfies", "duties", multiple=True, metavar="DUTY", help="A duty that it meets; may be repeated.")
@data_option
@today_option
def policy(
    policy_id: str,
    title: str,
    kind: str,
    owner: str,
    readers: tuple[str, ...],
    category: str,
    duties: tuple[str, ...],
    data: Path,
    today: str,
) -> None:
    """Make the draft of a policy with the sections that its kind needs, as policy_data/policies/ID.yaml."""
    import re

    from policy_handbook.model.base import ID_PATTERN
    from policy_handbook.publish import usable_handbook
    from policy_handbook.publish.errors import UnusableError
    from policy_handbook.scaffold import new_policy, write_new
    from policy_handbook.settings import read_project

    if not re.fullmatch(ID_PATTERN, policy_id):
        raise UnusableError(
            f"{policy_id} is no id", "it becomes the address: small letters, digits and single hyphens only"
        )
    text = new_policy(
        usable_handbook(data),
        policy_id,
        title=title,
        kind=kind,
        owner=owner,
        readers=readers,
        category=category,
        duties=duties,
        sections=read_project(Path()).settings.required_sections,
        today=day_from(today),
    )
    write_new(data, {f"policies/{policy_id}.yaml": text})
    click.echo(f"Made {(data / 'policies' / policy_id).as_posix()}.yaml, a draft: write what its sections ask for")
